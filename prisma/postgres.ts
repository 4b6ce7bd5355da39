// The embedded PostgreSQL of a home: shared by every process that uses it, started by the first and stopped by the last.
import { createHash } from 'node:crypto'
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { StreamgaugeError } from '../lib/errors'
import { type Binaries, findBinaries, findServerUser, type ServerUser } from './postgres-binaries'
import { countLeases, withLock, writeLease } from './postgres-lease'
import { checkDataDirectory, findRunning, initialise, type Running, start, stop, superuser } from './postgres-server'

export type DatabaseLease = {
  url: string
  /** Past a connection pooler; the same as `url` unless DATABASE_DIRECT_URL says otherwise. */
  directUrl: string
  embedded: boolean
  /** Starts the embedded server again where it has stopped; whether it had. Throws what starting it throws. */
  revive(): Promise<boolean>
  /** Gives the lease back and stops the embedded server if nobody else holds one. May be called twice. */
  release(): Promise<void>
}

export type AcquireOptions = {
  /** Absolute: STREAMGAUGE_HOME. */
  home: string
  databaseUrl?: string
  databaseDirectUrl?: string
  /** Of the embedded server; `migrate` creates it when missing. */
  databaseName?: string
  onProgress?: (line: string) => void
  /** Where the data and programs go when we are root and the server's user cannot enter the home. */
  shelter?: string
  /** PostgreSQL settings on top of ours, and other programs than the packaged ones: for tests. */
  settings?: Record<string, string>
  binaries?: { directory: string; major: number }
}

/** Where things are, written beside the password when the server was first made. */
type Place = { dataDirectory: string; binDirectory: string; major: number; port: number; user?: ServerUser }

/** The server to use: DATABASE_URL as it is, else the embedded one of this home, started if need be. */
export async function acquireDatabase(options: AcquireOptions): Promise<DatabaseLease> {
  if (options.databaseUrl) {
    const directUrl = options.databaseDirectUrl ?? options.databaseUrl
    return { url: options.databaseUrl, directUrl, embedded: false, revive: async () => false, release: async () => {} }
  }
  const folder = join(options.home, 'postgres')
  prepareFolder(options.home, folder)
  return guarded(folder, async () => {
    const lock = join(folder, 'lock')
    const leases = join(folder, 'leases')
    const { place, running, lease } = await withLock(lock, async () => {
      const opened = await open(folder, options)
      return { ...opened, lease: await writeLease(leases) }
    })
    const password = encodeURIComponent(readPassword(folder))
    const name = encodeURIComponent(options.databaseName ?? 'streamgauge')
    const url = `postgresql://${superuser}:${password}@127.0.0.1:${running.port}/${name}`
    let released: Promise<void> | undefined
    const giveBack = () => {
      // Before the lock: on a full disk this makes the room that the lock needs.
      rmSync(lease, { force: true })
      return withLock(lock, async () => {
        if ((await countLeases(leases)) > 0 || !existsSync(join(place.dataDirectory, 'postmaster.pid'))) return
        await stop(toBinaries(place), place.dataDirectory)
      })
    }
    return {
      url,
      directUrl: url,
      embedded: true,
      async revive() {
        if (await findRunning(place.dataDirectory)) return false
        return withLock(lock, async () => {
          if (released) return false
          const again = await guarded(folder, () => open(folder, options))
          if (again.running.port === running.port) return true
          throw new StreamgaugeError(
            'unavailable',
            `The port ${running.port} of the embedded database was given away.`,
            {
              hint: 'Start Streamgauge again: its database is up at another port.',
            },
          )
        })
      },
      release() {
        released ??= giveBack()
        return released
      },
    }
  })
}

function toBinaries(place: Place): Binaries {
  return { directory: place.binDirectory, major: place.major, user: place.user }
}

/** Adopts the running server or starts it, making it first where there is none. */
async function open(folder: string, options: AcquireOptions): Promise<{ place: Place; running: Running }> {
  const known = readPlace(folder)
  if (known) {
    const running = await findRunning(known.dataDirectory)
    if (running) return { place: known, running }
  }
  const user = findServerUser()
  const shelters = options.shelter ?? '/var/lib/streamgauge'
  const shelter = join(shelters, createHash('sha256').update(folder).digest('hex').slice(0, 16))
  const found = options.binaries ? { ...options.binaries, user } : await findBinaries(user ? shelters : folder, user)
  const dataDirectory = known?.dataDirectory ?? join(chooseParent(folder, shelter, user), 'data')
  if (!existsSync(dataDirectory)) {
    // A draft beside a missing database means that its making was interrupted, so nothing was in it yet.
    if (existsSync(join(folder, 'password')) && !existsSync(`${dataDirectory}.new`)) {
      throw new StreamgaugeError('config', `The database of this home is gone: ${dataDirectory} is missing.`, {
        hint: `Restore it from a backup, or remove ${folder} to start empty.`,
      })
    }
    options.onProgress?.('Making the embedded database')
    await initialise(found, dataDirectory, join(folder, 'password'))
  }
  checkDataDirectory(dataDirectory, found.major)
  readPassword(folder)
  options.onProgress?.('Starting the embedded database')
  const running = await start(found, dataDirectory, known?.port ?? 0, options.settings)
  const place: Place = { dataDirectory, binDirectory: found.directory, major: found.major, port: running.port, user }
  // Relative where it can be, so that a home may be moved.
  const inside = relative(folder, dataDirectory)
  const written = { ...place, dataDirectory: inside.startsWith('..') ? dataDirectory : inside }
  writeWhole(join(folder, 'server.json'), JSON.stringify(written, null, 2))
  return { place, running }
}

/** The home itself where the server's user can enter it, else the shelter: nobody's folder gets other permissions for our sake. */
function chooseParent(folder: string, shelter: string, user: ServerUser | undefined): string {
  if (!user) return folder
  const own = join(folder, 'server')
  let parent = own
  for (let path = folder; ; path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0) parent = shelter
    if (path === dirname(path)) break
  }
  mkdirSync(parent, { recursive: true })
  chownSync(parent, user.uid, user.gid)
  return parent
}

function prepareFolder(home: string, folder: string): void {
  const hint = 'Set STREAMGAUGE_HOME to a folder that you may write to.'
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    const why =
      code === 'EEXIST' || code === 'ENOTDIR'
        ? 'there is a file where a folder should be'
        : code === 'ENOSPC'
          ? 'no disk space is left'
          : code === 'EROFS'
            ? 'it is read-only'
            : code === 'EACCES' || code === 'EPERM'
              ? 'you may not write there'
              : String(cause)
    throw new StreamgaugeError('config', `The home ${home} cannot be used: ${why} (${folder}).`, { cause, hint })
  }
}

/** File system errors on the way, told as what they are: something about the home. */
async function guarded<T>(folder: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (cause instanceof StreamgaugeError || code === undefined) throw cause
    const message =
      code === 'ENOSPC'
        ? `No disk space is left for ${folder}.`
        : `${folder} cannot be used: ${(cause as Error).message}`
    throw new StreamgaugeError('config', message, {
      cause,
      hint: 'Check its disk, its owner and its permissions, or set STREAMGAUGE_HOME to another folder.',
    })
  }
}

function readPassword(folder: string): string {
  const file = join(folder, 'password')
  if (!existsSync(file)) {
    throw new StreamgaugeError('config', `The home is damaged: ${file} is missing, so its database cannot be opened.`, {
      hint: `Restore that file from a backup, or remove ${folder} to start empty.`,
    })
  }
  return readFileSync(file, 'utf8').trim()
}

function readPlace(folder: string): Place | undefined {
  const file = join(folder, 'server.json')
  if (!existsSync(file)) return undefined
  try {
    const place = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof place.dataDirectory === 'string' && typeof place.port === 'number') {
      return { ...place, dataDirectory: resolve(folder, place.dataDirectory) }
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  // It only says where things are, and `open` finds them again where they always are.
  return undefined
}

function writeWhole(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
