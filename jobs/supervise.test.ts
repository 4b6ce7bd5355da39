import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PATIENCE } from '../lib/testing/patience'
import { type Supervised, type SuperviseOptions, supervise } from './supervise'

let folder = ''
let said: string[] = []
const running: Supervised[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamgauge-supervise-'))
  said = []
})

afterEach(async () => {
  vi.useRealTimers()
  for (const one of running.splice(0)) await one.stop(0)
  rmSync(folder, { recursive: true, force: true })
})

/** A child that writes a line into `lines` when it starts, then does what `script` says. */
function child(script: string, options: Partial<SuperviseOptions> = {}): Supervised {
  const head = "const tell = (text) => require('node:fs').appendFileSync('lines', text + '\\n');"
  const up = "tell(['up', process.pid, Date.now()].join(' '))"
  // What it waits on is set up first, so that `up` means ready.
  const args = ['-e', `${head}${script};${up}`]
  const own = { name: 'web', args, cwd: folder, env: process.env, say: (line: string) => said.push(line) }
  const supervised = supervise({ ...own, firstPauseMs: 1, ...options })
  running.push(supervised)
  return supervised
}

const STAYS = 'setInterval(() => {}, 1000)'
const ENDS = 'process.exitCode = 3'

function lines(): string[] {
  const file = join(folder, 'lines')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
}

function starts(): { pid: number; at: number }[] {
  const words = lines().map((line) => line.split(' '))
  return words.filter(([what]) => what === 'up').map(([, pid, at]) => ({ pid: Number(pid), at: Number(at) }))
}

async function up(count: number): Promise<number> {
  await vi.waitFor(() => expect(starts()).toHaveLength(count), PATIENCE)
  return starts()[count - 1]?.pid ?? 0
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('what ends at once is started again after growing pauses, then given up', async () => {
  const { failed } = child(ENDS, { firstPauseMs: 40 })
  await expect(failed).rejects.toThrow('The web process does not stay up (exit code 3).')
  expect(said).toEqual(
    [0.04, 0.08, 0.16, 0.32].map((pause) => `The web process ended (exit code 3); starting it again in ${pause} s`),
  )
  const times = starts().map(({ at }) => at)
  expect(times).toHaveLength(5)
  for (const [index, pause] of [40, 80, 160, 320].entries())
    expect((times[index + 1] ?? 0) - (times[index] ?? 0)).toBeGreaterThanOrEqual(pause - 2)
})

test('what cannot be started at all is given up too', async () => {
  const { failed } = child(STAYS, { cwd: join(folder, 'missing') })
  await expect(failed).rejects.toThrow(/does not stay up \(spawn .* ENOENT\)/)
})

test('what was killed is started again, and after a steady while the count begins anew', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  child(STAYS)
  for (let round = 1; round <= 7; round += 1) {
    process.kill(await up(round), 'SIGKILL')
    await vi.waitFor(() => expect(said).toHaveLength(round), PATIENCE)
    await up(round + 1)
    vi.setSystemTime(Date.now() + (round < 3 ? 3_000 : 61_000))
  }
  const pauses = said.map((line) => Number(/in ([\d.]+) s$/.exec(line)?.[1]))
  expect(pauses).toEqual([0.001, 0.002, 0.004, 0.001, 0.001, 0.001, 0.001])
  expect(said[0]).toContain('(SIGKILL)')
})

test('a stop lets it end in its own way and starts nothing again', async () => {
  const end =
    "process.once('SIGTERM', () => { tell('asked'); setTimeout(() => { tell('done'); process.exit(0) }, 50) })"
  const supervised = child(`${STAYS};${end}`)
  const pid = await up(1)
  await supervised.stop()
  expect(lines().slice(1)).toEqual(['asked', 'done'])
  expect(isAlive(pid)).toBe(false)
  expect(said).toEqual([])
})

test('what does not end is killed when the patience is over', async () => {
  const supervised = child(`${STAYS};process.on('SIGTERM', () => tell('asked'))`)
  const pid = await up(1)
  const stopping = supervised.stop(0.3)
  await vi.waitFor(() => expect(lines()).toContain('asked'), PATIENCE)
  expect(isAlive(pid)).toBe(true)
  await stopping
  expect(isAlive(pid)).toBe(false)
})

test('a second, impatient stop does not wait for the first', async () => {
  const supervised = child(`${STAYS};process.on('SIGTERM', () => tell('asked'))`)
  const pid = await up(1)
  const patient = supervised.stop(600)
  await vi.waitFor(() => expect(lines()).toContain('asked'), PATIENCE)
  await supervised.stop(0)
  await patient
  expect(isAlive(pid)).toBe(false)
})

test('a stop during the pause ends the pause', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const supervised = child(ENDS, { firstPauseMs: 1000 })
  await new Promise<void>((resolve) => {
    const known = said.push.bind(said)
    said.push = (...given) => {
      resolve()
      return known(...given)
    }
  })
  expect(vi.getTimerCount()).toBe(1)
  await supervised.stop()
  expect(vi.getTimerCount()).toBe(0)
  expect(starts()).toHaveLength(1)
})
