import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { removeFolders } from '../../testing/git-repository'
import { FakeProject, sha } from '../../testing/gitlab/project'
import { FakeGitlab, TOKEN } from '../../testing/gitlab/server'
import { runContext } from '../../testing/run-context'
import { collect, Sink, testSource } from '../../testing/source-suite'
import { checkSource } from '../run'
import { gitlab } from '.'

const opened: FakeGitlab[] = []
afterAll(async () => {
  removeFolders()
  for (const { http } of opened) await http.close()
})

async function start(...projects: FakeProject[]): Promise<FakeGitlab> {
  const server = new FakeGitlab()
  await server.http.listen()
  opened.push(server)
  server.projects.push(...projects)
  return server
}

const day = (number: number, time = '10:00:00') => `2026-05-${String(number).padStart(2, '0')}T${time}.000Z`

/** Enough for several pages of merge requests. */
function grown(id: number, path: string): FakeProject {
  const project = new FakeProject(id, path)
  for (let iid = 1; iid <= 60; iid += 1)
    project.mergeRequest(iid, day(1 + (iid % 28), `10:${String(iid % 60).padStart(2, '0')}:00`))
  for (let at = 1; at <= 120; at += 1) project.commit(at, day(1 + Math.floor(at / 10)))
  project.pipeline(7, day(3))
  project.job(7, 'deploy', day(3))
  project.deployment(70, 'production', day(3))
  project.issue(1, day(4))
  project.tag('v1', 1, day(1))
  project.release('v1', 1, day(2))
  return project
}

testSource({
  source: gitlab,
  config: async () => {
    const server = await start(grown(1, 'acme/shop'), new FakeProject(2, 'acme/web/site'))
    server.projects[1]?.commit('a', day(1))
    return { token: TOKEN, baseUrl: server.baseUrl, projects: ['acme/*'], history: 'api' }
  },
  broken: { token: TOKEN, projects: ['acme'] },
})

let project: FakeProject
let server: FakeGitlab
let sink: Sink
const config = (given = {}) => ({
  token: TOKEN,
  baseUrl: server.baseUrl,
  projects: ['acme/*'],
  history: 'api',
  ...given,
})
const run = (given = {}, options = {}) => collect(gitlab, config(given), sink, options)

beforeEach(async () => {
  project = new FakeProject(1, 'acme/shop')
  project.commit('c0', day(1))
  server = await start(project)
  sink = new Sink()
})

describe('a merge request', () => {
  it('comes with its commits, its landing and its labels', async () => {
    project.mergeRequest(3, day(2), {
      ...{ state: 'merged', merged_at: day(5), updated_at: day(5), merge_commit_sha: sha('fe'), labels: ['hotfix'] },
    })
    await run()
    expect(sink.of('pull_request')).toEqual([
      {
        type: 'pull_request',
        source: 'test',
        repository: 'acme/shop',
        number: 3,
        updatedAt: '2026-05-05T10:00:00Z',
        title: 'Change 3',
        author: 'ada',
        baseBranch: 'main',
        headBranch: 'change-3',
        createdAt: '2026-05-02T10:00:00Z',
        mergedAt: '2026-05-05T10:00:00Z',
        mergeCommitSha: sha('fe'),
        commits: [{ sha: sha(3), authoredAt: '2026-05-02T10:00:00Z' }],
        labels: ['hotfix'],
        url: 'https://gitlab.example/acme/shop/-/merge_requests/3',
        unset: ['readyAt', 'closedAt'],
      },
    ])
    expect(sink.pages.flatMap(({ names }) => names)).toContain('Ada')
  })

  it.each([
    ['a merge commit', { merge_commit_sha: sha('a1') }, sha('a1')],
    ['a squashed one without a merge commit', { squash_commit_sha: sha('a2') }, sha('a2')],
    ['a fast-forward', {}, sha(3)],
  ])('has landed by %s', async (_, given, expected) => {
    project.mergeRequest(3, day(2), { state: 'merged', merged_at: day(5), ...given })
    await run()
    expect(sink.of('pull_request')[0]?.mergeCommitSha).toBe(expected)
  })

  it('names the squashed commit beside a merge commit as its own', async () => {
    project.commit('5a', day(5))
    project.mergeRequest(3, day(2), {
      ...{ state: 'merged', merged_at: day(5), merge_commit_sha: sha('fe'), squash_commit_sha: sha('5a') },
    })
    await run()
    expect(sink.of('commit').find((commit) => commit.sha === sha('5a'))).toMatchObject({ subject: 'Commit 5a' })
    const told = sink.pages.flatMap(({ records }) => records).filter((record) => record.type === 'commit')
    expect(told.find((record) => 'pullRequest' in record)).toMatchObject({ sha: sha('5a'), pullRequest: 3 })
  })

  it('takes approvals, refusals and words as reviews, and nothing else that GitLab notes', async () => {
    project.mergeRequest(3, day(2))
    project.note(3, day(3, '08:00:00'), 'Why is this so?')
    project.note(3, day(3, '09:00:00'), 'requested changes')
    project.note(3, day(3, '10:00:00'), 'approved this merge request')
    project.note(3, day(3, '11:00:00'), 'unapproved this merge request')
    project.note(3, day(3, '12:00:00'), 'approved this merge request', {
      author: { username: 'project_1_bot_0b1c', name: 'Robot' },
    })
    project.note(3, day(3, '13:00:00'), 'changed the description')
    await run()
    expect(sink.of('review').map(({ author, state, submittedAt }) => [author, state, submittedAt])).toEqual([
      ['grace', 'commented', '2026-05-03T08:00:00Z'],
      ['grace', 'changes_requested', '2026-05-03T09:00:00Z'],
      ['grace', 'dismissed', '2026-05-03T10:00:00Z'],
      ['project_1_bot_0b1c[bot]', 'approved', '2026-05-03T12:00:00Z'],
    ])
  })

  it('is ready when it last left draft, and not while it is one', async () => {
    const row = project.mergeRequest(3, day(2))
    project.note(3, day(3), 'marked this merge request as **ready**')
    project.note(3, day(4), 'marked this merge request as **draft**')
    project.note(3, day(6), 'marked this merge request as **ready**')
    await run()
    expect(sink.of('pull_request')[0]?.readyAt).toBe('2026-05-06T10:00:00Z')
    Object.assign(row, { draft: true, updated_at: day(7) })
    await run()
    expect(sink.of('pull_request')[0]?.readyAt).toBeUndefined()
    expect(sink.of('pull_request')[0]?.unset).toContain('readyAt')
  })

  it('that is opened again is no longer closed', async () => {
    const row = project.mergeRequest(3, day(2), { state: 'closed', closed_at: day(3), updated_at: day(3) })
    await run()
    expect(sink.of('pull_request')[0]?.closedAt).toBe('2026-05-03T10:00:00Z')
    Object.assign(row, { state: 'opened', closed_at: null, updated_at: day(4) })
    await run()
    expect(sink.of('pull_request')[0]?.unset).toContain('closedAt')
  })

  it('that was deleted is removed when the stream starts over', async () => {
    project.mergeRequest(3, day(2))
    project.mergeRequest(4, day(2))
    await run()
    project.mergeRequests.pop()
    sink.cursors = {}
    await run()
    expect(sink.of('pull_request').map(({ number }) => number)).toEqual([3])
  })
})

describe('a pipeline', () => {
  it.each([
    ['created', 'queued'],
    ['waiting_for_resource', 'queued'],
    ['preparing', 'queued'],
    ['pending', 'queued'],
    ['scheduled', 'queued'],
    ['running', 'running'],
    ['canceling', 'running'],
    ['manual', 'running'],
    ['success', 'success'],
    ['failed', 'failure'],
    ['canceled', 'cancelled'],
    ['skipped', 'skipped'],
  ])('that is %s is %s', async (theirs, ours) => {
    project.pipeline(7, day(3), { status: theirs })
    await run()
    expect(sink.of('pipeline_run')[0]?.status).toBe(ours)
  })

  it('of a state that is not known is rejected by its name, and its neighbour lands', async () => {
    project.pipeline(7, day(3), { status: 'thinking' })
    project.pipeline(8, day(3))
    expect(await run()).toMatchObject({ status: 'completed', rejected: 1 })
    expect(sink.of('pipeline_run').map(({ id }) => id)).toEqual(['8'])
    const rejected = sink.pages.flatMap((page) => page.rejected)
    expect(rejected).toEqual([
      { position: 'pipeline 7', path: 'status', reason: 'is a state that is not known: thinking' },
    ])
  })

  it('that runs is asked for again until it has ended', async () => {
    const row = project.pipeline(7, day(3), { status: 'running', finished_at: null })
    await run()
    expect(sink.of('pipeline_run')[0]).toMatchObject({ status: 'running', unset: ['finishedAt'] })
    Object.assign(row, { status: 'success', finished_at: day(3, '10:09:00'), updated_at: day(3, '10:09:00') })
    await run()
    expect(sink.of('pipeline_run')[0]).toMatchObject({ status: 'success', finishedAt: '2026-05-03T10:09:00Z' })
  })

  it('keeps each try of a job, with what GitLab itself got wrong told apart', async () => {
    project.pipeline(7, day(3))
    project.job(7, 'deploy', day(3), { status: 'failed', failure_reason: 'runner_system_failure' })
    project.job(7, 'deploy', day(3), { started_at: day(3, '10:05:00') })
    project.job(7, 'later', day(3), { status: 'manual', started_at: null, finished_at: null, queued_duration: null })
    await run()
    expect(sink.of('job').map(({ name, status, queuedAt, startedAt }) => [name, status, queuedAt, startedAt])).toEqual([
      ['later', 'skipped', '2026-05-03T10:00:00Z', undefined],
      ['deploy', 'success', '2026-05-03T10:04:57.500Z', '2026-05-03T10:05:00Z'],
      ['deploy', 'error', '2026-05-03T09:59:57.500Z', '2026-05-03T10:00:00Z'],
    ])
  })

  const deploysBy = (from: 'job' | 'deployment') => [{ repository: 'acme/shop', rule: { from }, hasPaths: false }]
  it.each([
    ['where nothing is configured, on the default branch', {}, [], ['main']],
    ['where a service deploys by a job, everywhere', {}, deploysBy('job'), ['main', 'topic']],
    ['where it deploys otherwise, nowhere', {}, deploysBy('deployment'), []],
    ['everywhere when told so', { jobs: 'all' }, deploysBy('deployment'), ['main', 'topic']],
    ['nowhere when told so', { jobs: 'none' }, deploysBy('job'), []],
  ])('has its jobs asked for %s', async (_, given, services, expected) => {
    project.pipeline(7, day(3), { ref: 'main' })
    project.pipeline(8, day(4), { ref: 'topic' })
    for (const id of [7, 8]) project.job(id, id === 7 ? 'main' : 'topic', day(3))
    await run(given, { services })
    expect(
      sink
        .of('job')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(expected)
  })
})

describe('a deployment', () => {
  it.each([
    ['created', 'pending'],
    ['blocked', 'pending'],
    ['running', 'running'],
    ['success', 'success'],
    ['failed', 'failure'],
    ['canceled', 'cancelled'],
    ['skipped', 'cancelled'],
  ])('that is %s is %s', async (theirs, ours) => {
    project.deployment(70, 'production', day(3), { status: theirs })
    await run()
    expect(sink.of('deployment')[0]?.status).toBe(ours)
  })

  it('has the times of its job and the tier of its environment', async () => {
    project.environment('live', 'production')
    const row = project.deployment(70, 'live', day(3), { updated_at: day(9) })
    Object.assign(row.deployable as object, { started_at: day(3, '10:01:00'), finished_at: day(3, '10:04:00') })
    project.deployment(71, 'staging', day(3), { deployable: null, updated_at: day(3, '12:00:00') })
    await run()
    const fields = ({ id, production, startedAt, finishedAt, pipelineRun }: Record<string, unknown>) => [
      id,
      production,
      startedAt,
      finishedAt,
      pipelineRun,
    ]
    expect(sink.of('deployment').map(fields)).toEqual([
      ['70', true, '2026-05-03T10:01:00Z', '2026-05-03T10:04:00Z', '7'],
      ['71', false, undefined, '2026-05-03T12:00:00Z', undefined],
    ])
  })

  it('of an environment that was stopped has no word on production', async () => {
    project.deployment(70, 'old', day(3))
    project.environments.length = 0
    await run()
    expect(sink.of('deployment')[0]).not.toHaveProperty('production')
  })
})

describe('an incident', () => {
  it('ends when it is closed and goes on when it is opened again', async () => {
    const row = project.issue(1, day(3), { state: 'closed', closed_at: day(4), updated_at: day(4), severity: 'HIGH' })
    await run()
    expect(sink.of('incident')[0]).toMatchObject({ severity: 'high', resolvedAt: '2026-05-04T10:00:00Z' })
    Object.assign(row, { state: 'opened', closed_at: null, updated_at: day(5) })
    await run()
    expect(sink.of('incident')[0]).toMatchObject({ unset: ['resolvedAt'] })
  })

  it('is an issue with a label too, until it has lost it', async () => {
    const row = project.issue(1, day(3), { issue_type: 'issue', labels: ['outage'] })
    project.issue(2, day(3), { issue_type: 'issue' })
    await run({ incidents: { labels: ['outage'] } })
    expect(sink.of('incident').map(({ title }) => title)).toEqual(['Outage 1'])
    Object.assign(row, { labels: [], updated_at: day(4) })
    await run({ incidents: { labels: ['outage'] } })
    expect(sink.of('incident')).toEqual([])
  })
})

describe('tags and releases', () => {
  it('are one record, and go when the tag goes', async () => {
    project.tag('v1', 1, day(1))
    project.tag('v2', 2, day(2))
    project.release('v2', 2, day(3))
    await run()
    expect(sink.of('tag').map(({ name, createdAt, publishedAt }) => [name, createdAt, publishedAt])).toEqual([
      ['v1', '2026-05-01T10:00:00Z', undefined],
      ['v2', '2026-05-02T10:00:00Z', '2026-05-03T10:00:00Z'],
    ])
    project.tags.shift()
    await run()
    expect(sink.of('tag').map(({ name }) => name)).toEqual(['v2'])
  })
})

describe('the commits of the default branch', () => {
  it('are asked for from where the last run ended', async () => {
    await run()
    project.commit('c1', day(2))
    sink.taken()
    server.asked()
    await run()
    expect(sink.taken().filter(({ type }) => type === 'commit')).toMatchObject([{ sha: sha('c1') }])
    expect(server.asked().filter((line) => line.includes('/commits?'))).toEqual([
      `projects/1/repository/commits?ref_name=${sha('c0')}..${sha('c1')}&with_stats=true&per_page=100&page=1`,
    ])
  })

  it('are said again where the last head is gone', async () => {
    await run()
    project.commits.length = 0
    project.commit('d0', day(2))
    expect(await run()).toMatchObject({ status: 'completed' })
    expect(sink.of('commit').map((commit) => commit.sha)).toContain(sha('d0'))
  })
})

describe('what it costs', () => {
  it('is a list and two requests for each merge request, and next to nothing when nothing has changed', async () => {
    for (let iid = 1; iid <= 10; iid += 1) project.mergeRequest(iid, day(iid))
    for (let id = 1; id <= 10; id += 1) project.pipeline(id, day(id), { ref: 'topic' })
    await run()
    expect(server.asked()).toHaveLength(1 + (1 + 20) + (1 + 10) + 1 + 1 + 2 + 2)
    await run()
    expect(server.asked()).toHaveLength(8)
  })
})

describe('"Test connection"', () => {
  const check = () => checkSource(gitlab, 'test', config(), runContext({ now: new Date('2026-06-01T00:00:00Z') }))

  it('tells what it sees and what the first collection will cost', async () => {
    for (let iid = 1; iid <= 100; iid += 1) project.mergeRequest(iid, day(1))
    const found = await check()
    expect(found).toMatchObject({
      summary: 'GitLab 18.4.1, 1 project',
      warnings: [],
      sees: { titles: ['acme/shop'], total: 1 },
    })
    expect(found.volume?.requests).toBeGreaterThan(200)
    expect(server.asked().length).toBeLessThan(8)
  })

  it('names the scope that is missing', async () => {
    server.scopes = ['read_repository']
    await expect(check()).rejects.toMatchObject({ kind: 'auth', hint: expect.stringContaining('read_api') })
  })

  it('warns of a token that ends soon and of patterns that select nothing', async () => {
    server.expiresAt = '2026-06-05'
    server.projects.length = 0
    server.projects.push(new FakeProject(9, 'acme/old', { archived: true }), new FakeProject(10, 'acme/tools'))
    const checked = await checkSource(
      gitlab,
      'test',
      config({ projects: ['acme/*', '!acme/t*'] }),
      runContext({ now: new Date('2026-06-01T00:00:00Z') }),
    )
    expect(checked.warnings).toEqual([
      'The token expires on 2026-06-05.',
      'The patterns select no project that the token can see.',
    ])
  })
})
