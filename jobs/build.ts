// Builds the pages when what they are made of has changed since the last build.
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StreamgaugeError } from '../lib/errors'
import { withLock } from '../prisma/postgres-lease'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** For processes that derive: most of what that makes dies young, and with more room for it takes half the time. */
export const roomForTheYoung = ['--max-semi-space-size=64']

/** Given to node before a program, and an IPC channel with it: the program ends when we are gone, however we went. */
export const endingWithUs = ['--import', new URL('./end-with-parent.mjs', import.meta.url).href]

export const nextProgram = join(root, 'node_modules/next/dist/bin/next')

const ingredients = [
  'app',
  'lib',
  'public',
  'prisma/schema.prisma',
  'next.config.ts',
  'proxy.ts',
  'tsconfig.json',
  'package-lock.json',
]
const buildPatienceSeconds = 900

/** What is built where: another folder and another compiler for tests. */
export type Workshop = { folder: string; program: string }

const ours: Workshop = { folder: root, program: nextProgram }

function hashSources(folder: string): string {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '')
  for (const name of ingredients) {
    const path = join(folder, name)
    if (!existsSync(path)) continue
    for (const file of listFiles(path)) {
      const content = readFileSync(file)
      hash.update(`\0${file.slice(folder.length)}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex')
}

function listFiles(path: string): string[] {
  let entries: string[]
  try {
    entries = readdirSync(path).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path]
    throw error
  }
  const built = entries.filter((name) => !/\.test\.tsx?$|^testing$|\.md$/.test(name))
  return built.flatMap((name) => listFiles(join(path, name)))
}

/** True when it built. Throws `config` with the compiler's words when the build fails. `signal` ends a running build. */
export async function buildIfStale(
  onProgress: (line: string) => void,
  signal?: AbortSignal,
  workshop: Workshop = ours,
): Promise<boolean> {
  const { folder } = workshop
  const stamp = join(folder, '.next', 'streamgauge-build')
  const wanted = hashSources(folder)
  const isCurrent = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  if (isCurrent()) return false
  return withLock(
    join(folder, 'node_modules', '.streamgauge-build-lock'),
    async () => {
      if (isCurrent()) return false
      onProgress('Building the pages; this takes about half a minute …')
      const startedAt = Date.now()
      // From here on the pages are neither the old ones nor the new ones.
      rmSync(stamp, { force: true })
      await build(workshop, onProgress, signal)
      writeFileSync(stamp, wanted)
      onProgress(`Built the pages in ${Math.round((Date.now() - startedAt) / 1000)} s`)
      return true
    },
    buildPatienceSeconds,
  )
}

async function build(workshop: Workshop, onProgress: (line: string) => void, signal?: AbortSignal): Promise<void> {
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' }
  const child: ChildProcess = spawn(process.execPath, [...endingWithUs, workshop.program, 'build'], {
    cwd: workshop.folder,
    env,
    signal,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let printed = ''
  const keep = (chunk: Buffer) => {
    printed += chunk.toString('utf8')
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const reminder = setInterval(() => onProgress('Still building …'), 10_000)
  try {
    const code = await new Promise<number | null>((settle, fail) => child.once('error', fail).once('close', settle))
    if (code !== 0) throw new StreamgaugeError('config', `The pages could not be built:\n${printed.trim()}`)
  } finally {
    clearInterval(reminder)
  }
}
