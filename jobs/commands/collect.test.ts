// sg collect without its process: who is waited for, what is said, and the exit code.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { sources } from '../../lib/collectors/registry'
import { query } from '../../lib/db'
import { pauseConnection, saveConnection } from '../../lib/store/connections'
import { useTestDatabase } from '../../lib/testing/database'
import { played } from '../../lib/testing/played-source'
import { Player } from '../../lib/testing/player'
import { collectAll } from './collect'

// biome-ignore lint/correctness/useHookAtTopLevel: no hook of React
useTestDatabase()
const player = new Player()
let home = ''

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'streamgauge-sg-collect-'))
  vi.stubEnv('STREAMGAUGE_HOME', home)
  sources.played = played
  await player.start()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  delete sources.played
  await player.stop()
  rmSync(home, { recursive: true, force: true })
})
beforeEach(async () => {
  player.forget()
  await query('delete from connections')
})

async function save(...names: string[]): Promise<void> {
  for (const name of names) {
    const config = { url: player.url, token: name }
    await saveConnection({ name, kind: 'played', config, managedByFile: false, schedule: null })
  }
}

/** Runs with a clock that only pauses move. */
async function collect(names: string[], { waits = true, signal = new AbortController().signal } = {}) {
  const said: string[] = []
  const pauses: number[] = []
  let now = Date.now()
  const pause = async (milliseconds: number) => {
    pauses.push(Math.round(milliseconds / 60_000))
    now += milliseconds
  }
  const say = (line: string) => said.push(line)
  const code = await collectAll(names, say, signal, { waits, clock: () => now, pause })
  return { code, said: said.join('\n'), pauses }
}

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

test('those that wait are collected when each may be, the others meanwhile', async () => {
  await save('a', 'b', 'c')
  const order: string[] = []
  const limits: Record<string, string | undefined> = { a: inMinutes(90), b: inMinutes(5) }
  player.always = ({ token = '' }) => {
    order.push(token)
    const retryAt = limits[token]
    delete limits[token]
    return retryAt ? { kind: 'rate-limited', retryAt } : { last: true }
  }
  const { code, said, pauses } = await collect(['a', 'b', 'c'])
  expect(code).toBe(0)
  expect(order).toEqual(['a', 'b', 'c', 'b', 'a'])
  // No pause is longer than an hour, so that a clock that is set right is heeded.
  expect(pauses).toEqual([5, 60, 25])
  expect(said.replaceAll(/\s/g, ' ')).toContain('Waiting 5 min for a, b, until ')
  expect(said).toContain('a: its source has answered enough until ')
})

test('without a terminal nobody is waited for: 1, and until when', async () => {
  await save('a')
  const retryAt = inMinutes(90)
  player.always = () => ({ kind: 'rate-limited', retryAt })
  const { code, said, pauses } = await collect(['a'], { waits: false })
  expect({ code, pauses }).toEqual({ code: 1, pauses: [] })
  expect(said).toContain(retryAt)
})

test.each([
  ['all is well', { last: true }, 0],
  ['some was rejected', { last: true, rejected: 2 }, 3],
  ['one failed', { kind: 'auth' }, 1],
] as const)('when %s', async (_, answer, code) => {
  await save('a', 'b')
  player.always = ({ token }) => (token === 'a' ? answer : { last: true })
  expect((await collect(['a', 'b'])).code).toBe(code)
  // One's failure does not stop the next.
  expect(player.asked.at(-1)?.token).toBe('b')
})

test('a name that is not known fails, and a paused connection is collected all the same', async () => {
  await save('a')
  await pauseConnection('a', true)
  player.always = () => ({ last: true })
  const { code, said } = await collect(['nope', 'a'])
  expect(code).toBe(1)
  expect(said).toContain('There is no connection named "nope".')
  expect(said).toContain('a: 0 new or changed records')
})

test('a configuration that changes meanwhile is collected as it is then', async () => {
  await save('a')
  const collecting = collect(['a'])
  const page = await player.next()
  await query(`update connections set config = $1, revision = revision + 1`, [{ url: player.url, token: 'other' }])
  page.answer({ last: true })
  const again = await player.next()
  expect(again.token).toBe('other')
  again.answer({ last: true })
  expect((await collecting).code).toBe(0)
})

test('interrupted: 130, whatever waits', async () => {
  await save('a', 'b')
  const stop = new AbortController()
  player.always = () => {
    stop.abort()
    return { last: false }
  }
  const { code } = await collect(['a', 'b'], { signal: stop.signal })
  expect(code).toBe(130)
  expect(player.asked.at(-1)?.token).toBe('a')
})
