// One data directory and its server: made, started, found running, stopped, and what went wrong said plainly.
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { connect, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StreamgaugeError } from '../lib/errors'
import { type Binaries, runProgram } from './postgres-binaries'

export const superuser = 'streamgauge'

const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

const startPatienceSeconds = 20
const logLimitBytes = 10_000_000

function home(dataDirectory: string): string {
  return `Its data is in ${dataDirectory}.`
}

/** Turns what PostgreSQL printed into an error that says what to do. */
function explain(doing: string, output: string, dataDirectory: string): StreamgaugeError {
  const cause = new Error(output)
  if (/No space left on device|Disk quota exceeded/i.test(output)) {
    return new StreamgaugeError('config', `No disk space left while ${doing} the embedded database.`, {
      cause,
      hint: `Free some space and start again; nothing that was stored is lost. ${home(dataDirectory)}`,
    })
  }
  if (/Read-only file system|Permission denied|could not (create|access) directory/i.test(output)) {
    return new StreamgaugeError('config', `The embedded database cannot write to ${dataDirectory}.`, {
      cause,
      hint: 'Make it writable for the user who runs Streamgauge, or set STREAMGAUGE_HOME to another folder.',
    })
  }
  const fatal = output.match(/(?:FATAL|PANIC|could not):?\s.*/g)?.at(-1) ?? output.split('\n').at(-1) ?? ''
  return new StreamgaugeError('config', `${doing} the embedded database failed: ${fatal}`.replace(/^./, upper), {
    cause,
    hint: `${home(dataDirectory)} If it is damaged, restore it from a backup, or move it away to start empty.`,
  })
}

function upper(letter: string): string {
  return letter.toUpperCase()
}

/** Throws `config` unless the directory holds a complete database of this major version. */
export function checkDataDirectory(dataDirectory: string, major: number): void {
  const hint = 'Restore it from a backup, or move it away to start empty; it was left as it is.'
  const versionFile = join(dataDirectory, 'PG_VERSION')
  if (!statSync(dataDirectory).isDirectory() || !existsSync(versionFile)) {
    throw new StreamgaugeError('config', `${dataDirectory} is damaged: it is not a PostgreSQL data directory.`, {
      hint,
    })
  }
  const made = Number.parseInt(readFileSync(versionFile, 'utf8'), 10)
  if (made !== major) {
    throw new StreamgaugeError(
      'config',
      `${dataDirectory} was made by PostgreSQL ${made || '(unreadable)'}, and this version of Streamgauge brings PostgreSQL ${major}.`,
      { hint: 'Export with the version of Streamgauge that made it ("sg export"), then import into an empty home.' },
    )
  }
  for (const part of ['global/pg_control', 'base', 'pg_wal', 'postgresql.conf']) {
    if (!existsSync(join(dataDirectory, part))) {
      throw new StreamgaugeError('config', `${dataDirectory} is damaged: ${part} is missing.`, { hint })
    }
  }
}

/** Makes the data directory with a fresh password; it appears under its name only when complete. */
export async function initialise(binaries: Binaries, dataDirectory: string, passwordFile: string): Promise<void> {
  const parent = dirname(dataDirectory)
  for (const name of readdirSync(parent)) {
    if (name.startsWith('data.new')) rmSync(join(parent, name), { recursive: true, force: true })
  }
  const draft = join(parent, 'data.new')
  const draftPassword = join(parent, 'data.new.password')
  const password = randomBytes(24).toString('base64url')
  try {
    writeFileSync(draftPassword, password, { mode: 0o600 })
    if (binaries.user) chownSync(draftPassword, binaries.user.uid, binaries.user.gid)
    const args = ['-D', draft, '-U', superuser, '-A', 'scram-sha-256', `--pwfile=${draftPassword}`]
    const made = await runProgram(binaries, 'initdb', [...args, '--encoding=UTF8', '--locale=C'], parent)
    if (made.code !== 0) throw explain('making', made.output, dataDirectory)
    writeFileSync(passwordFile, password, { mode: 0o600 })
    renameSync(draft, dataDirectory)
  } finally {
    rmSync(draftPassword, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

export type Running = { pid: number; port: number }

/** The server of this directory if it is up and answers; reads postmaster.pid as pg_ctl does. */
export async function findRunning(dataDirectory: string): Promise<Running | undefined> {
  let lines: string[]
  try {
    lines = readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const running = { pid: Number(lines[0]), port: Number(lines[3]) }
  // A copied home brings its origin's file along; that server is not ours.
  if (!isSameFolder(lines[1] ?? '', dataDirectory)) return undefined
  if (lines[7]?.trim() !== 'ready' || !isThere(running.pid) || !(await answers(running.port))) return undefined
  return running
}

function isSameFolder(one: string, other: string): boolean {
  const first = statSync(one, { throwIfNoEntry: false })
  const second = statSync(other, { throwIfNoEntry: false })
  return first !== undefined && first.ino === second?.ino && first.dev === second.dev
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 2000 })
    const finish = (yes: boolean) => {
      socket.destroy()
      settle(yes)
    }
    socket
      .once('connect', () => finish(true))
      .once('error', () => finish(false))
      .once('timeout', () => finish(false))
  })
}

/** The wanted port if nobody has it, else any free one. */
function freePort(wanted: number): Promise<number> {
  return new Promise((settle, fail) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (wanted !== 0) settle(freePort(0))
      else fail(error)
    })
    probe.listen({ host: '127.0.0.1', port: wanted, exclusive: true }, () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : wanted
      probe.close(() => settle(port))
    })
  })
}

/** Starts the server detached from this process; after a kill -9 it takes a moment until the old backends are gone. */
export async function start(
  binaries: Binaries,
  dataDirectory: string,
  wantedPort: number,
  extra: Record<string, string> = {},
): Promise<Running> {
  const log = join(dirname(dataDirectory), 'server.log')
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes) truncateSync(log)
  const giveUpAt = Date.now() + startPatienceSeconds * 1000
  let port = wantedPort
  for (;;) {
    port = await freePort(port)
    const from = statSync(log, { throwIfNoEntry: false })?.size ?? 0
    const options = Object.entries({ ...settings, ...extra, port: String(port) }).map(
      ([name, value]) => `-c ${name}=${value}`,
    )
    const args = ['start', '-D', dataDirectory, '-w', '-t', '60', '-l', log, '-o', options.join(' ')]
    const outcome = await runProgram(binaries, 'pg_ctl', args, dirname(dataDirectory))
    const running = await findRunning(dataDirectory)
    if (running) return running
    const printed = existsSync(log) ? readFileSync(log).subarray(from).toString('utf8') : ''
    const all = `${outcome.output}\n${printed}`
    const passing =
      /still in use|being (shut down|accessed)|another server might be running|lock file .* already exists/i
    const portTaken = /Address already in use|could not bind/i.test(all)
    if (Date.now() > giveUpAt || !(passing.test(all) || portTaken)) throw explain('starting', all.trim(), dataDirectory)
    if (portTaken) port = 0
    await sleep(200)
  }
}

/** Stops the server, ending its sessions; done when it is gone. */
export async function stop(binaries: Binaries, dataDirectory: string): Promise<void> {
  const args = ['stop', '-D', dataDirectory, '-m', 'fast', '-w', '-t', '60']
  const outcome = await runProgram(binaries, 'pg_ctl', args, dirname(dataDirectory))
  if (outcome.code !== 0 && (await findRunning(dataDirectory))) throw explain('stopping', outcome.output, dataDirectory)
}
