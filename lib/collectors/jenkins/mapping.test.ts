import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeFolders } from '../../testing/git-repository'
import { cause, checkout, type FakeItem, FakeJenkins, LOGIN, sha } from '../../testing/jenkins/server'
import { collect, Sink } from '../../testing/source-suite'
import { jenkins } from '.'

let server: FakeJenkins
let job: FakeItem
let sink: Sink
const run = (given = {}, options = {}) => collect(jenkins, { url: server.url, ...LOGIN, ...given }, sink, options)
const numbers = () =>
  sink
    .of('pipeline_run')
    .map(({ id }) => Number(id.split('#')[1]))
    .sort((a, b) => a - b)
const at = '2026-05-01T10:00:00Z'

beforeEach(async () => {
  server = new FakeJenkins()
  await server.http.listen()
  job = server.root.add('pipeline', 'build')
  sink = new Sink()
})
afterEach(async () => {
  await server.http.close()
  removeFolders()
})

describe('a build', () => {
  it('is a run, with its time in the queue where the metrics plugin tells it', async () => {
    const queued = { _class: 'jenkins.metrics.impl.TimeInQueueAction', queuingDurationMillis: 4500 }
    job.build(7, at, { actions: [cause('hudson.model.Cause$UserIdCause'), queued, checkout(7)] })
    await run({ stages: 'none' })
    expect(sink.of('pipeline_run')).toEqual([
      {
        type: 'pipeline_run',
        source: 'test',
        repository: 'acme/shop',
        id: 'build#7',
        attempt: 1,
        pipeline: 'build',
        event: 'manual',
        branch: 'main',
        sha: sha(7),
        queuedAt: '2026-05-01T09:59:55.500Z',
        startedAt: '2026-05-01T10:00:00Z',
        finishedAt: '2026-05-01T10:01:00Z',
        status: 'success',
        url: 'https://jenkins.example/job/build/7/',
      },
    ])
  })

  it.each([
    ['SUCCESS', 'success'],
    ['UNSTABLE', 'failure'],
    ['FAILURE', 'failure'],
    ['ABORTED', 'cancelled'],
    ['NOT_BUILT', 'skipped'],
  ])('of the result %s is %s', async (result, status) => {
    job.build(1, at, { result })
    await run()
    expect(sink.of('pipeline_run')[0]?.status).toBe(status)
  })

  it('of a result that is not known is rejected by its name, and its neighbour lands', async () => {
    job.build(1, at, { result: 'ODD' })
    job.build(2, at)
    expect(await run()).toMatchObject({ status: 'completed', rejected: 1 })
    expect(numbers()).toEqual([2])
    expect(sink.pages.flatMap(({ rejected }) => rejected)).toEqual([
      { position: 'build build#1', path: 'result', reason: 'is a result that is not known: ODD' },
    ])
  })

  it('that runs is asked for again until it has ended', async () => {
    const running = job.build(1, at, { building: true, result: null, duration: 0 })
    await run({ stages: 'none' })
    expect(sink.of('pipeline_run')[0]).toMatchObject({ status: 'running' })
    sink.taken()
    await run({ stages: 'none' })
    expect(sink.taken()).toEqual([])
    Object.assign(running, { building: false, result: 'FAILURE', duration: 1000 })
    job.build(2, at)
    await run({ stages: 'none' })
    expect(sink.of('pipeline_run')[0]).toMatchObject({ status: 'failure', finishedAt: '2026-05-01T10:00:01Z' })
    expect(numbers()).toEqual([1, 2])
  })

  it('that runs and has checked out nothing yet comes later; one that never did is rejected', async () => {
    const running = job.build(1, at, { building: true, result: null, actions: [] })
    job.build(2, at, { actions: [{}] })
    expect(await run({ stages: 'none' })).toMatchObject({ rejected: 1 })
    Object.assign(running, { building: false, result: 'SUCCESS', actions: [checkout(1)] })
    await run({ stages: 'none' })
    expect(numbers()).toEqual([1])
  })

  it('that log rotation deletes keeps its record', async () => {
    for (const number of [1, 2, 3]) job.build(number, at)
    await run({ stages: 'none' })
    job.builds.pop()
    job.build(4, at)
    await run({ stages: 'none' })
    expect(numbers()).toEqual([1, 2, 3, 4])
  })
})

describe('the repository of a build', () => {
  const shared = checkout('11', 'acme/pipeline-library')
  const services = [{ repository: 'acme/shop', rule: null, hasPaths: false }]

  it('is the one that a service has, beside a shared library', async () => {
    job.build(1, at, { actions: [shared, checkout(1)] })
    await run({}, { services })
    expect(sink.of('pipeline_run')).toMatchObject([{ repository: 'acme/shop', sha: sha(1) }])
  })

  it('is not guessed of two', async () => {
    job.build(1, at, { actions: [shared, checkout(1)] })
    expect(await run()).toMatchObject({ rejected: 1 })
    expect(sink.pages.flatMap(({ rejected }) => rejected)).toMatchObject([{ path: 'repository' }])
  })

  it('is what the settings say', async () => {
    job.build(1, at, { actions: [shared, checkout(1, 'mirror/shop')] })
    await run({ repositories: [{ jobs: 'build', repository: 'acme/shop' }] })
    expect(sink.of('pipeline_run')).toMatchObject([{ repository: 'acme/shop', sha: sha(1) }])
  })
})

describe('the stages of a pipeline', () => {
  const start = Date.parse(at)
  const stage = (id: string, status: string) => ({
    id,
    name: `Stage ${id}`,
    status,
    startTimeMillis: start,
    durationMillis: 2000,
  })

  it('are its jobs', async () => {
    job.build(1, at)
    const statuses = ['SUCCESS', 'FAILED', 'ABORTED', 'UNSTABLE', 'NOT_EXECUTED', 'IN_PROGRESS', 'PAUSED_PENDING_INPUT']
    job.stagesOf.set(1, [...statuses.map((status, index) => stage(String(index), status)), stage('x', 'ODD')])
    expect(await run()).toMatchObject({ rejected: 1 })
    expect(sink.of('job').map(({ status }) => status)).toEqual([
      ...['success', 'failure', 'cancelled', 'failure', 'skipped', 'running', 'running'],
    ])
    expect(sink.of('job')[0]).toMatchObject({ run: 'build#1', id: '0', finishedAt: '2026-05-01T10:00:02Z' })
  })

  it('are asked for once where the plugin is not there, and never of a freestyle job', async () => {
    for (let number = 1; number <= 20; number += 1) job.build(number, at)
    server.root.add('freestyle', 'deploy').build(1, at)
    await run()
    expect(server.asked().filter((path) => path.includes('wfapi')).length).toBeLessThanOrEqual(4)
    expect(numbers()).toHaveLength(21)
  })

  it('are not asked for where the service deploys otherwise', async () => {
    job.build(1, at)
    job.stagesOf.set(1, [stage('1', 'SUCCESS')])
    await run({}, { services: [{ repository: 'acme/shop', rule: { from: 'pipeline_run' }, hasPaths: false }] })
    expect(sink.of('job')).toEqual([])
  })
})
