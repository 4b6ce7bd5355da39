// Workers as processes of their own on one database, with a source whose answers the test plays.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { query } from '../lib/db'
import { listRuns, loadCollectionStates } from '../lib/store/collection-runs'
import { findConnection, pauseConnection, removeConnection, saveConnection } from '../lib/store/connections'
import { health } from '../lib/store/health'
import { enqueueCollection } from '../lib/store/queue'
import * as build from '../lib/testing/build'
import { useTestDatabase } from '../lib/testing/database'
import { PATIENCE } from '../lib/testing/patience'
import { Player } from '../lib/testing/player'
import { root } from './build'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 })
const program = join(root, 'lib/testing/worker-with-played-source.ts')
const NEVER = '0 0 29 2 *'

// biome-ignore lint/correctness/useHookAtTopLevel: no hook of React
const database = useTestDatabase()
const player = new Player()
let home = ''
const workers: ChildProcess[] = []

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'streamgauge-worker-'))
  await player.start()
})
afterAll(async () => {
  await player.stop()
  rmSync(home, { recursive: true, force: true })
})
beforeEach(() => player.forget())
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => end(worker, 'SIGKILL')))
  await query('delete from connections')
  await query(`do $$ begin if to_regclass('pgboss.job') is not null then delete from pgboss.job; end if; end $$`)
})

function start(): ChildProcess {
  const env = { ...process.env, STREAMGAUGE_HOME: home, DATABASE_URL: database.url(), LOG_LEVEL: 'silent' }
  const worker = spawn(process.execPath, ['--import', 'tsx', program], {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  workers.push(worker)
  return worker
}

async function end(worker: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (worker.exitCode !== null || worker.signalCode !== null) return worker.exitCode
  const ended = new Promise<number | null>((resolve) => worker.once('exit', resolve))
  worker.kill(signal)
  return ended
}

const save = (name = 'shop', config: object = {}) =>
  saveConnection({
    name,
    kind: 'played',
    config: { url: player.url, ...config },
    managedByFile: false,
    schedule: NEVER,
  })
const commits = (...names: string[]) => names.map((name) => build.commit({ sha: build.sha(name) }) as never)
const run = async (name = 'shop') => (await listRuns(name))[0]
const ends = (status: string, name = 'shop') =>
  vi.waitFor(async () => expect((await run(name))?.status).toBe(status), PATIENCE)
const job = async () =>
  (await query('select state, start_after as "startAfter", retry_count as "retryCount" from pgboss.job')).rows[0]
const stored = async () => Number((await query('select count(*) from commits')).rows[0]?.count)

describe('several workers', () => {
  test('share the work: each connection is collected once, by whichever of them', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    for (const name of names) await save(name)
    start()
    start()
    // More than one worker takes at a time, so both are needed before any is answered.
    const asked = await Promise.all(names.map(() => player.next()))
    expect(new Set(asked.map(({ pid }) => pid)).size).toBe(2)
    expect(await health(Date.now())).toMatchObject({ worker: 'ok' })
    expect(await enqueueCollection('a')).toBe('running')
    for (const page of asked) page.answer({ last: true })
    for (const name of names) await ends('completed', name)
    expect((await query('select * from collection_runs')).rowCount).toBe(names.length)
  })

  test('take over from one that is killed, where it had come to', async () => {
    await save()
    const two = [start(), start()]
    const first = await player.next()
    first.answer({ records: commits('a') })
    const second = await player.next()
    await end(two.find(({ pid }) => pid === second.pid) as ChildProcess, 'SIGKILL')
    const again = await player.next()
    expect(again).toMatchObject({ after: 1, pid: two.find(({ pid }) => pid !== second.pid)?.pid })
    again.answer({ records: commits('c'), last: true })
    await ends('completed')
    expect((await listRuns('shop')).map(({ status }) => status)).toEqual(['completed', 'lost'])
    await vi.waitFor(async () => expect((await job())?.state).toBe('completed'), PATIENCE)
  })

  test('a worker that is stopped stores the page in work and gives the job back', async () => {
    await save()
    const worker = start()
    const page = await player.next()
    const ended = end(worker, 'SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 300))
    const before = await stored()
    page.answer({ records: commits('d') })
    expect(await ended).toBe(0)
    expect(await stored()).toBe(before + 1)
    expect(await run()).toMatchObject({ status: 'aborted', records: 1 })
    expect(await job()).toMatchObject({ state: 'retry' })

    start()
    const again = await player.next()
    expect(again.after).toBe(1)
    again.answer({ last: true })
    await ends('completed')
  })
})

describe('a worker', () => {
  beforeEach(() => void start())

  test('shows where a run is, in time', async () => {
    await save()
    const page = await player.next()
    page.answer({ records: commits('e', 'f'), rejected: 1 })
    const last = await player.next()
    const progress = await vi.waitUntil(async () => {
      const [state] = await loadCollectionStates('shop')
      return state?.run?.progress && state
    }, PATIENCE)
    expect(progress).toMatchObject({
      collecting: true,
      run: {
        status: 'running',
        records: 2,
        rejected: 1,
        counts: { commit: 2 },
        budget: { remaining: 99, limit: 100 },
        progress: { stream: 'Pages', pages: 1, ended: 0, known: 1 },
      },
    })
    last.answer({ last: true })
    await ends('completed')
    const state = await vi.waitUntil(async () => {
      const [found] = await loadCollectionStates('shop')
      return !found?.collecting && found
    }, PATIENCE)
    expect(state).toMatchObject({ lastError: null, run: { progress: null } })
    const outcome = { scope: null, status: 'completed', pages: 2, records: 2, rejected: 1 }
    expect(state.run?.streams).toEqual([
      {
        stream: 'pages',
        title: 'Pages',
        ended: { completed: 1 },
        pages: 2,
        records: 2,
        rejected: 1,
        outcomes: [outcome],
      },
    ])
  })

  test('collects what waits again when its source answers, sooner on request', async () => {
    await save()
    const retryAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 600_000).toISOString()
    ;(await player.next()).answer({ kind: 'rate-limited', retryAt })
    await ends('waiting')
    expect(await findConnection('shop')).toMatchObject({ lastError: null, waitingUntil: Date.parse(retryAt) })
    const error = { kind: 'rate-limited', retryAt: Date.parse(retryAt) }
    expect((await run())?.streams[0]?.outcomes).toMatchObject([{ status: 'waiting', error }])
    const waiting = { state: 'retry', startAfter: retryAt.replace('.000Z', 'Z'), retryCount: 0 }
    await vi.waitFor(async () => expect(await job()).toEqual(waiting), PATIENCE)
    await enqueueCollection('shop')
    ;(await player.next()).answer({ last: true })
    await ends('completed')
    expect(await findConnection('shop')).toMatchObject({ waitingUntil: null })
  })

  test('tries what does not answer again after a while, anything else by its schedule', async () => {
    await save('away')
    ;(await player.next()).answer({ kind: 'unavailable' })
    await ends('failed', 'away')
    await vi.waitFor(async () => expect(await job()).toMatchObject({ state: 'retry' }), PATIENCE)
    const pause = Date.parse(String((await job())?.startAfter)) - Date.now()
    expect(pause).toBeGreaterThan(20_000)
    expect(pause).toBeLessThan(70_000)
    await removeConnection('away')
    await query('delete from pgboss.job')

    await save('shut')
    ;(await player.next()).answer({ kind: 'auth' })
    await ends('failed', 'shut')
    await vi.waitFor(async () => expect(await job()).toMatchObject({ state: 'completed' }), PATIENCE)
    expect(await findConnection('shut')).toMatchObject({ lastError: { kind: 'auth' } })
  })

  test('stores nothing of a connection that was removed, and begins anew with a configuration that changed', async () => {
    await save()
    const page = await player.next()
    const before = await stored()
    await save('shop', { token: 'another' })
    page.answer({ records: commits('g') })
    const again = await player.next()
    expect(again).toMatchObject({ after: 0, token: 'another' })
    expect(await stored()).toBe(before)
    expect((await listRuns('shop')).map(({ status }) => status)).toEqual(['running', 'aborted'])
    expect(await findConnection('shop')).toMatchObject({ lastError: null })

    await removeConnection('shop')
    again.answer({ records: commits('h') })
    await vi.waitFor(async () => expect(await job()).toMatchObject({ state: 'completed' }), PATIENCE)
    expect(await stored()).toBe(before)
    expect((await query('select * from collection_runs')).rows).toEqual([])
  })

  test('leaves a paused connection alone until somebody asks', async () => {
    player.always = () => ({ last: true })
    await save('till')
    await save('shop')
    await pauseConnection('shop', true)
    await ends('completed', 'till')
    const seen = await run()
    await enqueueCollection('shop')
    await vi.waitFor(async () => expect((await run())?.startedAt).toBeGreaterThan(seen?.startedAt ?? 0), PATIENCE)
    await ends('completed')
    expect((await loadCollectionStates()).map(({ name, paused }) => [name, paused])).toEqual([
      ['shop', true],
      ['till', false],
    ])
  })
})
