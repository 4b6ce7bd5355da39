import { expect, test } from 'vitest'
import { pool } from '../db'
import * as build from '../testing/build'
import { useTestDatabase } from '../testing/database'
import { ingest } from './ingest'
import { kindsOfEvents, loadHistory, loadRecentEvents } from './recent-events'

// biome-ignore lint/correctness/useHookAtTopLevel: not a React hook
useTestDatabase()

const now = new Date('2026-03-10T00:00:00Z')
const day = (number: number) => `2026-03-0${number}T09:00:00Z`
const shop = { repository: 'acme/shop', services: ['shop', 'till'] }

test('the latest events of each kind come first, and no more than asked for', async () => {
  await ingest(
    [1, 2, 3].flatMap((number) => [
      build.deployment({ id: `d${number}`, at: day(number) }),
      build.pipelineRun({ id: `r${number}`, at: day(number) }),
      build.job({
        run: `r${number}`,
        id: 'j',
        startedAt: number === 2 ? undefined : day(number),
        queuedAt: day(number),
      }),
      build.tag({ name: `v${number}`, at: day(number) }),
      build.pullRequest({ number, mergedAt: day(number) }),
    ]),
    { now },
  )
  const load = (kind: Parameters<typeof loadRecentEvents>[0]['kind']) => loadRecentEvents({ ...shop, kind, limit: 2 })
  expect((await load('deployment')).deployments.map(({ id }) => id)).toEqual(['d3', 'd2'])
  expect((await load('pipeline_run')).runs.map(({ id }) => id)).toEqual(['r3', 'r2'])
  expect((await load('tag')).tags.map(({ name }) => name)).toEqual(['v3', 'v2'])
  expect((await load('merge')).pullRequests.map(({ number }) => number)).toEqual([3, 2])
  const { jobs, runs } = await load('job')
  expect(jobs.map(({ run }) => run)).toEqual(['r3', 'r2'])
  expect(runs.map(({ id }) => id).sort()).toEqual(['r2', 'r3'])
})

test('deployments of other services of the repository are among them, those of other repositories are not', async () => {
  await ingest(
    [
      build.deployment({ id: 'till', service: 'till', at: day(5) }),
      build.deployment({ id: 'stranger', service: 'stranger', repository: 'acme/shop', at: day(5) }),
      build.deployment({ id: 'elsewhere', service: 'pay', repository: 'acme/pay', at: day(6) }),
    ],
    { now },
  )
  const { deployments } = await loadRecentEvents({ ...shop, kind: 'deployment', limit: 2 })
  expect(deployments.map(({ id }) => id)).toEqual(['stranger', 'till'])
})

test('both versions of a pull request come, also the one that knows of no merge', async () => {
  await ingest([build.pullRequest({ number: 3, source: 'mirror' })], { now })
  const { pullRequests } = await loadRecentEvents({ ...shop, kind: 'merge', limit: 1 })
  expect(pullRequests.map(({ number, source }) => [number, source])).toEqual([
    [3, 'import'],
    [3, 'mirror'],
  ])
})

test('the history is walked from the shas on, to the limit', async () => {
  const commits = ['a', 'b', 'c', 'd', 'side'].map((name, at, all) =>
    build.commit({ sha: build.sha(name), parents: at === 0 || name === 'side' ? [] : [build.sha(all[at - 1] ?? '')] }),
  )
  const merge = build.commit({ sha: build.sha('merge'), parents: [build.sha('d'), build.sha('side')], paths: ['x'] })
  await ingest([...commits, merge, build.commit({ sha: build.sha('apart') })], { now })
  const names = async (from: string[], limit: number) =>
    (await loadHistory('acme/shop', from.map(build.sha), limit)).map(({ sha }) => sha).sort()
  expect(await names(['merge'], 100)).toEqual(['a', 'b', 'c', 'd', 'merge', 'side'].map(build.sha).sort())
  expect(await names(['merge'], 3)).toEqual(['d', 'merge', 'side'].map(build.sha).sort())
  expect(await names(['c', 'b', 'nobody'], 100)).toEqual(['a', 'b', 'c'].map(build.sha))
})

test('it is told which kinds there are at all', async () => {
  expect(await kindsOfEvents({ repository: 'acme/nothing', services: [] })).toEqual([])
  await ingest([build.tag({ repository: 'acme/tagged' }), build.pullRequest({ repository: 'acme/tagged' })], { now })
  expect(await kindsOfEvents({ repository: 'acme/tagged', services: [] })).toEqual(['tag'])
  expect((await kindsOfEvents(shop)).sort()).toEqual(['deployment', 'job', 'merge', 'pipeline_run', 'tag'])
})

test.each([
  ['pipeline_runs', 'queued_at desc'],
  ['jobs', 'coalesce(started_at, queued_at) desc nulls last'],
  ['pull_requests', 'merged_at desc'],
])('the latest of %s are found by an index, not by sorting all', async (table, order) => {
  const client = await pool().connect()
  try {
    await client.query('begin')
    await client.query('set local enable_sort = off')
    const where = `repository = $1 and not deleted${table === 'pull_requests' ? ' and merged_at is not null' : ''}`
    const { rows } = await client.query(`explain select * from ${table} where ${where} order by ${order} limit 100`, [
      'acme/shop',
    ])
    const plan = rows.map((row) => Object.values(row).join()).join('\n')
    expect(plan).toMatch(/Index Scan.*_idx/)
    expect(plan).not.toContain('Sort')
  } finally {
    await client.query('rollback')
    client.release()
  }
})
