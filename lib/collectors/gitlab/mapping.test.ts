import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeFolders } from '../../testing/git-repository'
import { FakeProject, sha } from '../../testing/gitlab/project'
import { FakeGitlab, TOKEN } from '../../testing/gitlab/server'
import { collect, Sink } from '../../testing/source-suite'
import { gitlab } from '.'

let project: FakeProject
let server: FakeGitlab
let sink: Sink
const day = (number: number, time = '10:00:00') => `2026-05-0${number}T${time}.000Z`

beforeEach(async () => {
  project = new FakeProject(1, 'acme/shop')
  project.commit('c0', day(1))
  server = new FakeGitlab()
  await server.http.listen()
  server.projects.push(project)
  sink = new Sink()
})
afterEach(async () => {
  await server.http.close()
  removeFolders()
})

function run(given = {}, options = {}) {
  const config = { token: TOKEN, baseUrl: server.baseUrl, projects: ['acme/*'], history: 'api', ...given }
  return collect(gitlab, config, sink, options)
}

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
      { position: 'pipeline 7 of acme/shop', path: 'status', reason: 'is a state that is not known: thinking' },
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

  it('is read anew with its jobs when a service comes to deploy by one', async () => {
    project.pipeline(7, day(3), { ref: 'topic' })
    project.job(7, 'deploy', day(3))
    await run({}, { services: deploysBy('deployment') })
    expect(sink.of('job')).toEqual([])
    await run({}, { services: deploysBy('job') })
    expect(sink.of('job')).toHaveLength(1)
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

  it('goes when the settings no longer name its label, and nothing else is read anew', async () => {
    project.issue(1, day(3), { issue_type: 'issue', labels: ['outage'] })
    project.mergeRequest(3, day(2))
    await run({ incidents: { labels: ['outage'] } })
    sink.taken()
    await run()
    expect(sink.taken()).toMatchObject([{ type: 'incident', deleted: true }])
  })
})
