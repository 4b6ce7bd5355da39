import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PATIENCE } from '../lib/testing/patience'
import { acquireDatabase } from '../prisma/postgres'
import { root } from './build'

let home = ''
vi.setConfig({ testTimeout: 60_000 })

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'streamgauge-interrupted-'))
  // As root the server runs as another user, who must be able to enter.
  chmodSync(home, 0o755)
})

afterEach(() => rmSync(home, { recursive: true, force: true }))

/** An import that waits for its input, with an embedded database of its own. */
const importing = () => launch('sg', 'import', '-')

function launch(...args: string[]) {
  const env = { ...process.env, STREAMGAUGE_HOME: home, DATABASE_URL: '' }
  const child = spawn(process.execPath, [join(root, 'jobs/launch.mjs'), ...args], {
    env,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve([code, signal, err])))
  return { child, ended, err: () => err }
}

const files = (folder: string) => (existsSync(join(home, folder)) ? readdirSync(join(home, folder)) : [])
const appears = (folder: string) => vi.waitFor(() => expect(files(folder)).not.toEqual([]), PATIENCE)

async function expectStopped() {
  expect(files('postgres/leases')).toEqual([])
  const left = readdirSync(home, { recursive: true, encoding: 'utf8' })
  expect(left.filter((file) => file.endsWith('postmaster.pid'))).toEqual([])
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('a command that %s interrupts stops the database it started', async (signal, code) => {
  const { child, ended } = importing()
  await appears('postgres/leases')
  child.kill(signal)
  expect(await ended).toEqual([code, null, ''])
  await expectStopped()
})

test('interrupted while the database is made, it stops it too, and the next one finds it whole', async () => {
  const { child, ended } = importing()
  await appears('postgres')
  child.kill('SIGTERM')
  expect(await ended).toEqual([143, null, ''])
  await expectStopped()
  const lease = await acquireDatabase({ home })
  await lease.release()
})

test('a database that others still use stays', async () => {
  const lease = await acquireDatabase({ home })
  const { child, ended } = importing()
  await vi.waitFor(() => expect(files('postgres/leases')).toHaveLength(2), PATIENCE)
  child.kill('SIGINT')
  expect(await ended).toEqual([130, null, ''])
  expect(files('postgres/leases')).toHaveLength(1)
  await lease.release()
  await expectStopped()
})

test('a worker that is stopped, its queue open, stops the database that it started', async () => {
  const { child, ended, err } = launch('worker')
  const ready = 'This worker collects what is due and sends reports (Ctrl-C stops it)\n'
  await vi.waitFor(() => expect(err()).toBe(ready), PATIENCE)
  child.kill('SIGINT')
  expect(await ended).toEqual([0, null, ready])
  await expectStopped()
})
