import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PATIENCE } from '../lib/testing/patience'
import { processStart } from '../prisma/postgres-lease'
import { buildIfStale, root } from './build'

// Stands for Next's compiler: notes its run, begins a build, and hangs or fails when the folder says so.
const COMPILER = `
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
appendFileSync('runs', process.argv[2] + ' ' + process.env.NODE_ENV + '\\n')
mkdirSync('.next', { recursive: true })
writeFileSync('.next/pages', 'half')
if (existsSync('broken')) {
  console.log('app/page.tsx: this is not TypeScript')
  process.exit(1)
}
if (existsSync('hang')) {
  setInterval(() => {}, 1000)
  writeFileSync('hanging', String(process.pid))
} else {
  writeFileSync('.next/pages', 'whole')
  process.exit(0)
}
`

let folder = ''
let said: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamgauge-build-'))
  said = []
  for (const file of ['app/page.tsx', 'lib/time.ts', 'prisma/schema.prisma', 'next.config.ts', 'package-lock.json'])
    write(file, `content of ${file}`)
  mkdirSync(join(folder, 'node_modules'))
  write('compiler.mjs', COMPILER)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), content)
}

const build = (signal?: AbortSignal) =>
  buildIfStale((line) => said.push(line), signal, { folder, program: join(folder, 'compiler.mjs') })

const runs = () => readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n')
const pages = () => readFileSync(join(folder, '.next/pages'), 'utf8')

async function hanging(): Promise<number> {
  const file = join(folder, 'hanging')
  await vi.waitFor(() => expect(existsSync(file) && readFileSync(file, 'utf8')).toMatch(/\d/), PATIENCE)
  return Number(readFileSync(file, 'utf8'))
}

const gone = (pid: number) => vi.waitFor(async () => expect(await processStart(pid)).toBeUndefined(), PATIENCE)

test('builds once, for production, and says how long it takes', async () => {
  expect(await build()).toBe(true)
  expect(runs()).toEqual(['build production'])
  expect(said[0]).toContain('Building the pages')
  expect(said.at(-1)).toMatch(/^Built the pages in \d+ s$/)
  expect(await build()).toBe(false)
  expect(said).toHaveLength(2)
})

test.each<[string, () => void]>([
  ['a page is edited', () => write('app/page.tsx', 'other')],
  ['a page is added', () => write('app/services/page.tsx', 'new')],
  ['a file is removed', () => rmSync(join(folder, 'lib/time.ts'))],
  ['a file is renamed', () => renameSync(join(folder, 'lib/time.ts'), join(folder, 'lib/times.ts'))],
  ['the schema changes', () => write('prisma/schema.prisma', 'other')],
  ['the packages change', () => write('package-lock.json', 'other')],
  ['the configuration changes', () => write('next.config.ts', 'other')],
  ['the build is removed', () => rmSync(join(folder, '.next'), { recursive: true })],
])('builds again when %s', async (_, change) => {
  await build()
  change()
  expect(await build()).toBe(true)
  expect(await build()).toBe(false)
})

test.each(['lib/time.test.ts', 'lib/testing/build.ts', 'lib/metrics/README.md', 'jobs/main.ts', 'README.md'])(
  'does not build again for %s, which no page is made of',
  async (file) => {
    await build()
    write(file, 'new')
    expect(await build()).toBe(false)
  },
)

test('a failed build tells the compiler’s words and is tried again', async () => {
  write('broken', '')
  await expect(build()).rejects.toMatchObject({ kind: 'config', message: expect.stringContaining('is not TypeScript') })
  rmSync(join(folder, 'broken'))
  expect(await build()).toBe(true)
})

test('an aborted build is not taken for a whole one, not even for the one before it', async () => {
  await build()
  const abort = new AbortController()
  write('app/page.tsx', 'other')
  write('hang', '')
  const building = build(abort.signal)
  const pid = await hanging()
  abort.abort()
  await expect(building).rejects.toThrow()
  await gone(pid)
  expect(pages()).toBe('half')
  // The sources that the build before was made of are back; its pages are not.
  rmSync(join(folder, 'hang'))
  write('app/page.tsx', 'content of app/page.tsx')
  expect(await build()).toBe(true)
  expect(pages()).toBe('whole')
})

test('two that start at once build once', async () => {
  expect((await Promise.all([build(), build()])).sort()).toEqual([false, true])
  expect(runs()).toHaveLength(1)
})

test('a builder that is killed takes its compiler with it, and the next one builds', async () => {
  write('hang', '')
  const workshop = JSON.stringify({ folder, program: join(folder, 'compiler.mjs') })
  const script = `import { buildIfStale } from './jobs/build.ts'
    await buildIfStale(() => {}, undefined, ${workshop})`
  const args = ['--import', 'tsx', '--input-type=module', '-e', script]
  const builder = spawn(process.execPath, args, { cwd: root, stdio: 'ignore' })
  const pid = await hanging()
  builder.kill('SIGKILL')
  await gone(pid)
  rmSync(join(folder, 'hang'))
  expect(await build()).toBe(true)
})
