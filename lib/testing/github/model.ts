// What a fake GitHub holds: repositories whose pull requests, runs, deployments and issues a test makes and changes.
import { createHash } from 'node:crypto'

export type FakeCommit = { oid: string; parents: string[]; at: string; message: string; email: string; name: string }
export type FakeReview = { id: string; author: string | null; state: string; submittedAt: string | null }
export type FakePull = {
  id: string
  number: number
  title: string
  author: string | null
  baseRefName: string
  headRefName: string
  isDraft: boolean
  createdAt: string
  updatedAt: string
  mergedAt: string | null
  closedAt: string | null
  mergeCommit: string | null
  labels: string[]
  readied: string[]
  commits: { oid: string; authoredDate: string; messageHeadline?: string }[]
  reviews: FakeReview[]
}
export type FakeIssue = {
  id: string
  number: number
  title: string
  body: string
  comments: string[]
  labels: string[]
  createdAt: string
  updatedAt: string
  closedAt: string | null
  stateReason: string | null
  issueType: { name: string } | null
  closer: { pull: number } | { oid: string } | null
}
export type FakeStatus = { state: string; createdAt: string; logUrl?: string; environmentUrl?: string }
export type FakeDeployment = {
  id: string
  databaseId: number
  createdAt: string
  updatedAt: string
  commitOid: string
  environment: string
  production: boolean
  ref: string
  statuses: FakeStatus[]
}
export type FakeRelease = {
  id: string
  tagName: string
  createdAt: string
  publishedAt: string | null
  updatedAt: string
  isDraft: boolean
  isPrerelease: boolean
}
export type FakeTag = { oid: string; taggedAt?: string }
export type FakeJob = {
  id: number
  name: string
  run_attempt: number
  status: string
  conclusion: string | null
  created_at: string
  started_at: string
  completed_at: string | null
  runner_name: string | null
}
/** One attempt of a run; the last is the run. */
export type FakeAttempt = {
  status: string | null
  conclusion: string | null
  run_started_at: string
  updated_at: string
}
export type FakeRun = {
  id: number
  name: string | null
  event: string
  head_branch: string | null
  head_sha: string
  created_at: string
  attempts: FakeAttempt[]
  jobs: FakeJob[]
}

export function sha(seed: string | number): string {
  return createHash('sha1').update(String(seed)).digest('hex')
}

export class FakeRepository {
  readonly pulls: FakePull[] = []
  readonly issues: FakeIssue[] = []
  readonly deployments: FakeDeployment[] = []
  readonly releases: FakeRelease[] = []
  readonly runs: FakeRun[] = []
  /** Texts by path, or by `SHA PATH` where a commit has another one. */
  readonly files = new Map<string, string>()
  readonly tags = new Map<string, FakeTag>()
  readonly commits = new Map<string, FakeCommit>()
  readonly formerNames: string[] = []
  head: string | null = null
  defaultBranch = 'main'
  isArchived = false
  isFork = false
  isPrivate = false
  url: string | undefined
  pushedAt = '2026-01-01T00:00:00Z'
  #count = 0

  constructor(
    readonly id: string,
    readonly databaseId: number,
    public fullName: string,
    /** The instant that counts as now for what is changed without a time. */
    private readonly now: () => string,
  ) {}

  #next(kind: string): { number: number; id: string } {
    this.#count += 1
    return { number: this.#count, id: `${kind}_${this.id}_${this.#count}` }
  }

  /** On the default branch. */
  commit(given: Partial<FakeCommit> & { at?: string } = {}): string {
    const at = given.at ?? this.now()
    const oid = given.oid ?? sha(`${this.id} commit ${this.commits.size}`)
    const parents = this.head ? [this.head] : []
    this.commits.set(oid, { oid, parents, at, message: 'Change', email: 'ada@example.com', name: 'Ada', ...given })
    this.head = oid
    this.pushedAt = this.now()
    return oid
  }

  pull(given: Partial<FakePull> & { createdAt: string }): FakePull {
    const { number, id } = this.#next('PR')
    const pull: FakePull = {
      ...{ id, number, title: `Change ${number}`, author: 'ada', baseRefName: 'main', headRefName: `change-${number}` },
      ...{ isDraft: false, updatedAt: given.createdAt, mergedAt: null, closedAt: null, mergeCommit: null },
      ...{ labels: [], readied: [], commits: [], reviews: [] },
      ...given,
    }
    this.pulls.push(pull)
    return pull
  }

  /** Changes what is there, now. */
  edit<T extends FakePull | FakeIssue | FakeRelease | FakeDeployment>(thing: T, change: Partial<T>): void {
    Object.assign(thing, { updatedAt: this.now() }, change)
  }

  review(pull: FakePull, state: string, submittedAt: string | null, author: string | null = 'grace'): FakeReview {
    const review = { id: `PRR_${pull.id}_${pull.reviews.length}`, author, state, submittedAt }
    pull.reviews.push(review)
    return review
  }

  issue(given: Partial<FakeIssue> & { createdAt: string }): FakeIssue {
    const { number, id } = this.#next('I')
    const issue: FakeIssue = {
      ...{ id, number, title: `Trouble ${number}`, body: '', comments: [], labels: ['incident'], stateReason: null },
      ...{ updatedAt: given.createdAt, closedAt: null, closer: null, issueType: null },
      ...given,
    }
    this.issues.push(issue)
    return issue
  }

  deploy(given: Partial<FakeDeployment> & { createdAt: string }): FakeDeployment {
    const databaseId = 1_000 + this.deployments.length
    const deployment: FakeDeployment = {
      ...{ id: `DE_${this.id}_${databaseId}`, databaseId, updatedAt: given.createdAt, commitOid: sha(databaseId) },
      ...{ environment: 'production', production: given.environment === undefined, ref: 'main', statuses: [] },
      ...given,
    }
    this.deployments.push(deployment)
    return deployment
  }

  status(deployment: FakeDeployment, state: string, createdAt = this.now(), more: Partial<FakeStatus> = {}): void {
    deployment.statuses.push({ state, createdAt, ...more })
    deployment.updatedAt = createdAt
  }

  release(tagName: string, given: Partial<FakeRelease> & { createdAt: string }, tag: FakeTag): FakeRelease {
    this.tags.set(tagName, tag)
    const { id } = this.#next('RE')
    const { createdAt } = given
    const times = { createdAt, publishedAt: createdAt, updatedAt: createdAt }
    const release: FakeRelease = { id, tagName, ...times, isDraft: false, isPrerelease: false, ...given }
    this.releases.push(release)
    return release
  }

  run(given: Partial<Omit<FakeRun, 'attempts'>> & Partial<FakeAttempt> & { created_at: string }): FakeRun {
    const {
      status = 'completed',
      conclusion = 'success',
      run_started_at = given.created_at,
      updated_at,
      ...rest
    } = given
    const attempt = { status, conclusion, run_started_at, updated_at: updated_at ?? later(given.created_at, 300) }
    const id = 30_000_000_000 + this.runs.length
    const run = { id, name: 'Build', event: 'push', head_branch: 'main', head_sha: sha(id), jobs: [], ...rest }
    this.runs.push({ ...run, attempts: [attempt] })
    return this.runs.at(-1) as FakeRun // pushed above
  }

  job(run: FakeRun, given: Partial<FakeJob> = {}): FakeJob {
    const created_at = run.created_at
    const job: FakeJob = {
      ...{ id: 70_000_000_000 + this.runs.indexOf(run) * 100 + run.jobs.length, name: 'build', run_attempt: 1 },
      ...{ status: 'completed', conclusion: 'success', created_at, started_at: later(created_at, 20) },
      ...{ completed_at: later(created_at, 200), runner_name: 'Hosted 1' },
      ...given,
    }
    run.jobs.push(job)
    return job
  }
}

export function later(at: string, seconds: number): string {
  return `${new Date(Date.parse(at) + seconds * 1000).toISOString().slice(0, 19)}Z`
}
