// Collecting a connection against a real database: what is kept of how it went, and who reads its secrets.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { sealConfig } from '../lib/auth/secrets'
import { sources } from '../lib/collectors/registry'
import { workdirOf } from '../lib/collectors/workdir'
import { query } from '../lib/db'
import { KEPT_RUNS, listRuns } from '../lib/store/collection-runs'
import { findConnection, removeConnection, saveConnection } from '../lib/store/connections'
import * as build from '../lib/testing/build'
import { useTestDatabase } from '../lib/testing/database'
import { GitRepository, removeFolders } from '../lib/testing/git-repository'
import { PATIENCE } from '../lib/testing/patience'
import { played } from '../lib/testing/played-source'
import { Player } from '../lib/testing/player'
import { collectConnection } from './collect'

const home = mkdtempSync(join(tmpdir(), 'streamgauge-collect-'))
beforeEach(() => void vi.stubEnv('STREAMGAUGE_HOME', home))
afterAll(() => {
  vi.unstubAllEnvs()
  removeFolders()
  rmSync(home, { recursive: true, force: true })
})
const quiet = () => {}

describe('an interrupted collection', () => {
  useTestDatabase()
  const save = (path: string) =>
    saveConnection({ name: 'shop', kind: 'git', config: { path }, managedByFile: false, schedule: null })

  test('keeps the error and the finish that were known before', async () => {
    await save(join(home, 'none'))
    await expect(collectConnection('shop', quiet)).rejects.toMatchObject({ kind: 'not-found' })
    const before = await findConnection('shop')
    expect(before?.lastError).toMatchObject({ kind: 'not-found' })

    const repository = new GitRepository()
    repository.commit('one')
    await save(repository.path)
    await collectConnection('shop', quiet, AbortSignal.abort())
    const { lastError, lastFinishedAt } = (await findConnection('shop')) ?? {}
    expect({ lastError, lastFinishedAt }).toEqual({
      lastError: before?.lastError,
      lastFinishedAt: before?.lastFinishedAt,
    })

    await collectConnection('shop', quiet)
    expect(await findConnection('shop')).toMatchObject({ lastError: null, lastFinishedAt: expect.any(Number) })
  })
})

describe('a collection', () => {
  useTestDatabase()
  const player = new Player()
  beforeAll(async () => {
    sources.played = played
    await player.start()
  })
  afterAll(async () => {
    delete sources.played
    await player.stop()
  })
  beforeEach(async () => {
    player.forget()
    await query('delete from connections')
  })
  afterEach(() => void vi.useRealTimers())

  async function save(name = 'shop', token = 'ghp_1234') {
    const given = { name, config: { url: player.url, token }, managedByFile: false }
    const config = await sealConfig(given, played.config, { home })
    await saveConnection({ ...given, config, kind: played.id, schedule: null })
  }
  const page = (...names: string[]) => names.map((name) => build.commit({ sha: build.sha(name) }) as never)

  test('reads the secrets that nothing that is stored or said shows', async () => {
    await save()
    const tokens: unknown[] = []
    player.always = ({ token }) => {
      tokens.push(token)
      return tokens.length === 1 ? { records: page('a') } : { kind: 'auth' }
    }
    const said: string[] = []
    await expect(collectConnection('shop', (line) => said.push(line))).rejects.toMatchObject({ kind: 'auth' })
    expect(tokens).toEqual(['ghp_1234', 'ghp_1234'])
    const { rows } = await query('select * from connections, collection_runs, cursors')
    expect(JSON.stringify([rows, said])).not.toContain('ghp_1234')
    expect(JSON.stringify(rows)).toContain('$secret')
  })

  test('with a lost key fails alone, before anything is asked', async () => {
    await save('lost')
    rmSync(join(home, 'secret.key'))
    const asked = player.asked.length
    const problem = { kind: 'config', message: expect.stringContaining('The secret token of the source lost') }
    await expect(collectConnection('lost', quiet)).rejects.toMatchObject(problem)
    expect(player.asked).toHaveLength(asked)
    expect(await findConnection('lost')).toMatchObject({ lastError: problem })
    expect(await listRuns('lost')).toMatchObject([{ status: 'failed', error: problem, streams: [] }])
  })

  test('derives while it goes on', async () => {
    await save()
    vi.useFakeTimers({ toFake: ['Date'] })
    const collecting = collectConnection('shop', quiet)
    const first = await player.next()
    vi.setSystemTime(Date.now() + 31_000)
    first.answer({ records: page('b') })
    const second = await player.next()
    const services = async () => (await query('select service from service_states')).rows
    await vi.waitFor(async () => expect(await services()).toEqual([{ service: 'acme/shop' }]), PATIENCE)
    second.answer({ last: true })
    await expect(collecting).resolves.toEqual({ status: 'completed', rejected: 0, waitingUntil: null })
  })

  test('whose connection is removed meanwhile says so and leaves nothing', async () => {
    await save()
    const collecting = collectConnection('shop', quiet)
    const asked = await player.next()
    mkdirSync(workdirOf(home, 'shop'), { recursive: true })
    await removeConnection('shop')
    asked.answer({ records: page('c'), last: true })
    await expect(collecting).rejects.toMatchObject({ kind: 'config', message: expect.stringContaining('was removed') })
    expect(await listRuns('shop')).toEqual([])
    expect(existsSync(workdirOf(home, 'shop'))).toBe(false)
  })

  test('is one of the last that are kept', async () => {
    await save()
    player.always = () => ({ last: true })
    await query(
      `insert into collection_runs (connection, started_at, status, counts, streams)
       select 'shop', '2026-01-01'::timestamptz + at * interval '1 hour', 'completed', '{}', '[]' from generate_series(1, 60) at`,
    )
    await collectConnection('shop', quiet)
    const runs = await listRuns('shop', 100)
    expect(runs).toHaveLength(KEPT_RUNS)
    expect(runs[0]).toMatchObject({ status: 'completed', streams: [{ stream: 'pages', ended: { completed: 1 } }] })
    expect(runs.at(-1)?.startedAt).toBe(Date.parse('2026-01-01T12:00:00Z'))
  })
})
