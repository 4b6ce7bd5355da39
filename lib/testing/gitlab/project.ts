// A GitLab project as its API shows it, made by telling what happened in it. Shapes after GitLab's own API documentation.
export type Row = { id: number; updated_at?: string } & Record<string, unknown>

let lastId = 1000
const nextId = () => {
  lastId += 1
  return lastId
}

export function user(username: string) {
  const name = username.replace(/^./, (letter) => letter.toUpperCase())
  return { id: 1, username, name, state: 'active', locked: false, avatar_url: null, web_url: `http://gl/${username}` }
}

export const sha = (seed: string | number) => String(seed).padStart(40, '0')

export class FakeProject {
  readonly details: Row
  readonly mergeRequests: Row[] = []
  readonly commitsOf = new Map<number, Row[]>()
  readonly notesOf = new Map<number, Row[]>()
  readonly pipelines: Row[] = []
  readonly jobsOf = new Map<number, Row[]>()
  readonly deployments: Row[] = []
  readonly environments: Row[] = []
  readonly issues: Row[] = []
  readonly releases: Record<string, unknown>[] = []
  readonly tags: Record<string, unknown>[] = []
  /** Oldest first. */
  readonly commits: Record<string, unknown>[] = []

  constructor(
    readonly id: number,
    path: string,
    given: Record<string, unknown> = {},
  ) {
    this.details = {
      id,
      name: path.split('/').at(-1),
      path_with_namespace: path,
      web_url: `https://gitlab.example/${path}`,
      http_url_to_repo: `https://gitlab.example/${path}.git`,
      ssh_url_to_repo: `git@gitlab.example:${path}.git`,
      default_branch: 'main',
      archived: false,
      empty_repo: false,
      builds_access_level: 'enabled',
      issues_access_level: 'enabled',
      ...given,
    }
  }

  get path(): string {
    return String(this.details.path_with_namespace)
  }

  commit(seed: string | number, at: string, given: Record<string, unknown> = {}) {
    const before = this.commits.at(-1)
    const commit = {
      id: sha(seed),
      short_id: sha(seed).slice(0, 8),
      parent_ids: before ? [before.id] : [],
      title: `Commit ${seed}`,
      message: `Commit ${seed}\n`,
      author_name: 'Ada Lovelace',
      author_email: 'ada@example.com',
      authored_date: at,
      committer_name: 'Ada Lovelace',
      committer_email: 'ada@example.com',
      committed_date: at,
      created_at: at,
      web_url: `${this.details.web_url}/-/commit/${sha(seed)}`,
      stats: { additions: 2, deletions: 1, total: 3 },
      ...given,
    }
    this.commits.push(commit)
    return commit
  }

  mergeRequest(iid: number, at: string, given: Record<string, unknown> = {}): Row {
    const row: Row = {
      id: nextId(),
      iid,
      project_id: this.id,
      title: `Change ${iid}`,
      description: '',
      state: 'opened',
      created_at: at,
      updated_at: at,
      merged_at: null,
      closed_at: null,
      target_branch: 'main',
      source_branch: `change-${iid}`,
      author: user('ada'),
      labels: [],
      draft: false,
      work_in_progress: false,
      sha: sha(iid),
      merge_commit_sha: null,
      squash_commit_sha: null,
      squash: false,
      user_notes_count: 0,
      web_url: `${this.details.web_url}/-/merge_requests/${iid}`,
      ...given,
    }
    this.mergeRequests.push(row)
    this.commitsOf.set(iid, [{ ...this.looseCommit(iid, at) }])
    return row
  }

  private looseCommit(seed: number, at: string): Row {
    const { id, ...rest } = { id: sha(seed), title: 'x', message: 'x', authored_date: at, committed_date: at }
    // Sound: commits are told by their sha; a row's number stands for any id here.
    return { id: id as unknown as number, ...rest, parent_ids: [], author_name: 'Ada', author_email: 'ada@example.com' }
  }

  note(iid: number, at: string, body: string, given: Record<string, unknown> = {}): void {
    const rows = this.notesOf.get(iid) ?? []
    const system = /^(approved|unapproved|marked|requested changes|added|changed)/.test(body)
    rows.push({
      id: nextId(),
      type: null,
      body,
      author: user('grace'),
      system,
      created_at: at,
      updated_at: at,
      ...given,
    })
    this.notesOf.set(iid, rows)
  }

  pipeline(id: number, at: string, given: Record<string, unknown> = {}): Row {
    const row: Row = {
      id,
      iid: id,
      project_id: this.id,
      sha: sha(id),
      ref: 'main',
      tag: false,
      status: 'success',
      source: 'push',
      name: null,
      created_at: at,
      updated_at: at,
      started_at: at,
      finished_at: at,
      duration: 34,
      queued_duration: 6,
      yaml_errors: null,
      user: user('ada'),
      web_url: `${this.details.web_url}/-/pipelines/${id}`,
      ...given,
    }
    this.pipelines.push(row)
    return row
  }

  job(pipeline: number, name: string, at: string, given: Record<string, unknown> = {}): Row {
    const row: Row = {
      id: nextId(),
      name,
      stage: 'test',
      status: 'success',
      allow_failure: false,
      created_at: at,
      started_at: at,
      finished_at: at,
      duration: 10,
      queued_duration: 2.5,
      failure_reason: undefined,
      runner: { id: 1, description: 'shared-1', active: true },
      pipeline: { id: pipeline, project_id: this.id, ref: 'main', sha: sha(pipeline), status: 'success' },
      web_url: `${this.details.web_url}/-/jobs/1`,
      ...given,
    }
    this.jobsOf.set(pipeline, [row, ...(this.jobsOf.get(pipeline) ?? [])])
    return row
  }

  deployment(id: number, environment: string, at: string, given: Record<string, unknown> = {}): Row {
    const known = this.environments.find(({ name }) => name === environment) ?? this.environment(environment)
    const row: Row = {
      id,
      iid: id,
      ref: 'main',
      sha: sha(id),
      status: 'success',
      created_at: at,
      updated_at: at,
      user: user('ada'),
      environment: { id: known.id, name: environment, slug: environment, external_url: null },
      deployable: {
        ...{ id: nextId(), name: 'deploy', status: 'success', created_at: at, started_at: at, finished_at: at },
        ...{ pipeline: { id: 7 }, web_url: `${this.details.web_url}/-/jobs/${id}` },
      },
      ...given,
    }
    this.deployments.push(row)
    return row
  }

  environment(name: string, tier = name === 'production' ? 'production' : 'other'): Row {
    const row: Row = { id: nextId(), name, slug: name, external_url: null, state: 'available', tier }
    this.environments.push(row)
    return row
  }

  issue(iid: number, at: string, given: Record<string, unknown> = {}): Row {
    const row: Row = {
      id: nextId(),
      iid,
      project_id: this.id,
      title: `Outage ${iid}`,
      state: 'opened',
      issue_type: 'incident',
      severity: 'UNKNOWN',
      labels: [],
      created_at: at,
      updated_at: at,
      closed_at: null,
      author: user('ada'),
      web_url: `${this.details.web_url}/-/issues/${iid}`,
      ...given,
    }
    this.issues.push(row)
    return row
  }

  tag(name: string, seed: string | number, at: string): void {
    this.tags.push({
      name,
      message: '',
      target: sha(seed),
      created_at: null,
      commit: { id: sha(seed), committed_date: at },
    })
  }

  release(tag: string, seed: string | number, at: string, given: Record<string, unknown> = {}): void {
    const commit = { id: sha(seed), committed_date: at }
    const _links = { self: `${this.details.web_url}/-/releases/${tag}` }
    this.releases.push({
      tag_name: tag,
      name: tag,
      created_at: at,
      released_at: at,
      upcoming_release: false,
      commit,
      _links,
      ...given,
    })
  }
}
