import { beforeAll, expect, it } from 'vitest'
import { flakyJobs } from '../metrics/flaky-jobs'
import { quantile } from '../metrics/stats'
import { BUILD_TIME, job, pipelineRun, sha } from '../testing/build'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { ingest } from './ingest'
import {
  knownRuns,
  loadDoubtfulJobs,
  loadFailedJobs,
  loadJobCounts,
  loadLaterRuns,
  loadRunRows,
  loadRuns,
} from './pipelines'

const at = (day: number, minute = 0) => new Date(Date.UTC(2026, 2, day, 9, minute)).toISOString()
const asked = { repository: 'acme/shop', from: Date.parse(at(2)), to: Date.parse(at(9)) }
const run = (id: string, day: number, fields: object = {}) => pipelineRun({ id, at: at(day), ...fields })
const test = (runId: string, status: 'success' | 'failure' | 'error' | 'queued', minutes: number | null, fields = {}) =>
  job({
    run: runId,
    status,
    queuedAt: at(3),
    ...(minutes === null ? {} : { startedAt: at(3, 1), finishedAt: at(3, 1 + minutes) }),
    ...fields,
  })

describeOnEachServer('the runs and jobs of a window', (server) => {
  useTestDatabase(server)

  beforeAll(async () => {
    const records = [
      run('early', 1),
      run('first', 2, { startedAt: at(2, 1), finishedAt: at(2, 5), branch: 'main', url: 'https://ci.example/first' }),
      run('second', 3, { status: 'cancelled', branch: 'main' }),
      run('third', 3, { attempt: 2, source: 'mirror' }),
      run('late', 9, { branch: 'main' }),
      run('later', 10, { branch: 'main' }),
      run('elsewhere', 3, { repository: 'acme/other' }),
      test('first', 'failure', 2),
      test('second', 'success', 4, { startedAt: at(3, 3), finishedAt: at(3, 7) }),
      test('second', 'success', 8, { id: '2' }),
      test('second', 'error', null, { id: '3' }),
      test('second', 'queued', null, { id: '4', queuedAt: undefined }),
      test('late', 'failure', 90),
      // Its run is another source's: it is of none of these.
      test('third', 'failure', 90, { attempt: 2 }),
    ]
    await ingest(records, { now: new Date(BUILD_TIME) })
  })

  it('are the ones queued in it, in order, unknown times as NaN', async () => {
    const table = await loadRuns(asked)
    expect(table.id).toEqual(['first', 'second', 'third'])
    expect(table.attempt).toEqual([1, 1, 2])
    expect(table.source).toEqual(['import', 'import', 'mirror'])
    expect(table.branch).toEqual(['main', 'main', null])
    expect([...table.finishedAt]).toEqual([Date.parse(at(2, 5)), Number.NaN, Number.NaN])
    const empty = await loadRuns({ ...asked, repository: `acme/'` })
    expect(empty.length).toBe(0)
  })

  it('know what ran after it, and since when runs are known', async () => {
    expect(await loadLaterRuns(asked)).toEqual([
      { source: 'import', pipeline: 'Build', branch: 'main', leastId: 'late', greatestId: 'later' },
    ])
    expect(await knownRuns('acme/shop')).toEqual({ from: Date.parse(at(1)), to: Date.parse(at(10)) })
    expect(await knownRuns('acme/nothing')).toBeNull()
  })

  it('are read whole in the order in which they are asked for', async () => {
    const names = [
      { source: 'mirror', id: 'third', attempt: 2 },
      { source: 'import', id: 'first', attempt: 1 },
      { source: 'import', id: 'third', attempt: 2 },
    ]
    expect((await loadRunRows('acme/shop', names)).map(({ id, url }) => [id, url])).toEqual([
      ['third', null],
      ['first', 'https://ci.example/first'],
    ])
  })

  it('count their jobs, with the quantiles of stats.ts', async () => {
    const minutes = [2, 4, 8].map((each) => each * 60)
    expect(await loadJobCounts(asked)).toEqual([
      {
        source: 'import',
        pipeline: 'Build',
        name: 'test',
        ended: 4,
        failed: 1,
        faults: 1,
        cancelled: 0,
        open: 1,
        duration: { n: 3, median: 240, p90: quantile(minutes, 0.9) },
        queue: { n: 3, median: 60, p90: quantile([60, 180, 60], 0.9) },
      },
    ])
  })

  it('have jobs that failed and passed at one commit, with their evidence', async () => {
    const [flaky, ...others] = flakyJobs(await loadDoubtfulJobs(asked))
    expect(flaky).toMatchObject({
      name: 'test',
      sha: sha('one'),
      failed: { run: 'first', url: 'https://ci.example/first' },
      passed: { run: 'second', at: Date.parse(at(3, 1)) },
    })
    expect(others).toEqual([])
    expect(await loadDoubtfulJobs({ ...asked, from: Date.parse(at(3)) })).toEqual([])
  })

  it('list the failed tries of a job', async () => {
    const which = { pipeline: 'Build', name: 'test' }
    const tries = await loadFailedJobs(asked, which, { limit: 50, offset: 0 })
    expect(tries.map(({ run: of, status, seconds }) => [of, status, seconds])).toEqual([['first', 'failure', 120]])
    expect(await loadFailedJobs(asked, which, { limit: 50, offset: 1 })).toEqual([])
  })
})
