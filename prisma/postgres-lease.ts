// Who is using the embedded server: a lock for the moments of starting and stopping, and one lease file per user.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { StreamgaugeError } from '../lib/errors'

const run = promisify(execFile)

/** A process for certain: a process id alone may have been given to another one since. */
type Holder = { pid: number; startedAt: string; nonce: string }

/** When a process started, as the system tells it, or '' where it does not; undefined when there is no such process. */
export async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The command may contain spaces and brackets; what follows its last bracket does not. Field 22 is the start, field 3 the state.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`
    } catch {
      return undefined
    }
  }
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined
  }
  if (process.platform === 'win32') return ''
  return run('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  )
}

async function isAlive(holder: Holder, file: string): Promise<boolean> {
  const startedAt = await processStart(holder.pid)
  if (startedAt === undefined) return false
  if (startedAt !== '' && holder.startedAt !== '') return startedAt === holder.startedAt
  const bootedAt = Date.now() - uptime() * 1000
  return (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > bootedAt
}

let ownStart: Promise<string | undefined> | undefined

async function self(): Promise<Holder> {
  ownStart ??= processStart(process.pid)
  return { pid: process.pid, startedAt: (await ownStart) ?? '', nonce: randomUUID() }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    // Files appear complete (they are linked into place), so an unreadable one was cut off by a crash of the machine.
    if (error instanceof SyntaxError) return { pid: 0, startedAt: 'unreadable', nonce: 'unreadable' }
    throw error
  }
}

/** Creates the file with its content at once; false when it is there already. */
function createWhole(file: string, content: string, nonce: string): boolean {
  const draft = `${file}.${nonce}.new`
  try {
    writeFileSync(draft, content, { mode: 0o600 })
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/**
 * Runs `action` while no other process holds `file`. A lock whose holder died is taken over: its removal is itself done under a lock
 * named after that one holding, so no slow third process can remove a newer lock by mistake.
 */
export async function withLock<T>(file: string, action: () => Promise<T>, patienceSeconds = 120): Promise<T> {
  const me = await self()
  const giveUpAt = Date.now() + patienceSeconds * 1000
  while (!createWhole(file, JSON.stringify(me), me.nonce)) {
    const holder = readHolder(file)
    if (!holder) continue
    if (!(await isAlive(holder, file))) {
      await withLock(`${file}.${holder.nonce}`, async () => {
        if (readHolder(file)?.nonce === holder.nonce) unlinkSync(file)
      })
      continue
    }
    if (Date.now() > giveUpAt) {
      throw new StreamgaugeError(
        'unavailable',
        `Process ${holder.pid} has held ${file} for ${patienceSeconds} seconds.`,
        {
          hint: 'It is starting or stopping the embedded database. If it hangs, end that process.',
        },
      )
    }
    await sleep(15)
  }
  try {
    return await action()
  } finally {
    rmSync(file, { force: true })
  }
}

/** Writes this process's lease; call it under the lock. Returns the file, which is the lease. */
export async function writeLease(directory: string): Promise<string> {
  mkdirSync(directory, { recursive: true })
  const me = await self()
  const file = join(directory, `${me.pid}-${me.nonce}`)
  createWhole(file, JSON.stringify(me), me.nonce)
  return file
}

/** How many leases belong to processes that still run; removes the others. Call it under the lock. */
export async function countLeases(directory: string): Promise<number> {
  mkdirSync(directory, { recursive: true })
  let alive = 0
  for (const name of readdirSync(directory)) {
    const file = join(directory, name)
    const holder = name.endsWith('.new') ? undefined : readHolder(file)
    if (holder && (await isAlive(holder, file))) alive += 1
    else rmSync(file, { force: true })
  }
  return alive
}
