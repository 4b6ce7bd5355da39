import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Clone, type Run } from '../lib/testing/clone'
import { PATIENCE } from '../lib/testing/patience'
import { processStart } from '../prisma/postgres-lease'

const INSTALL = 'npm ci --include=dev --include=optional --no-audit --no-fund --loglevel=error development true'
const GENERATE = 'prisma generate'

let clone: Clone
const runs: Run[] = []
vi.setConfig({ testTimeout: 60_000 })

beforeEach(() => {
  clone = new Clone()
})

afterEach(async () => {
  for (const { child } of runs.splice(0)) child.kill('SIGKILL')
  clone.destroy()
})

async function sg(args: string[] = [], env: Record<string, string | undefined> = {}, cwd?: string) {
  const run = clone.launch(['sg', ...args], env, cwd)
  runs.push(run)
  const code = await run.ended
  return { code, out: run.out(), err: run.err(), told: () => JSON.parse(run.out()) }
}

const gone = (pid: number) => vi.waitFor(async () => expect(await processStart(pid)).toBeUndefined(), PATIENCE)

describe('a fresh clone', () => {
  test('installs, generates the client, and hands over arguments and exit code; only the answer is on standard output', async () => {
    const answer = await sg(['import', 'a b.ndjson', '--json', ''], { NODE_ENV: 'production' })
    expect(clone.calls()).toEqual([INSTALL, GENERATE])
    expect(answer.told().args).toEqual(['import', 'a b.ndjson', '--json', ''])
    expect(answer.code).toBe(5)
    expect(answer.err).toContain('Installing packages (npm ci)')
  })

  test('is prepared once', async () => {
    await sg()
    const second = await sg()
    expect(clone.calls()).toHaveLength(2)
    expect(second.err).toBe('')
  })

  test('two starts at once prepare it once', async () => {
    clone.write('npm-waits')
    const [one, two] = [clone.launch(['sg']), clone.launch(['sg'])]
    runs.push(one, two)
    await vi.waitFor(() => expect(one.err() + two.err()).toContain('Waiting for another start'), PATIENCE)
    clone.remove('npm-waits')
    expect(await Promise.all([one.ended, two.ended])).toEqual([5, 5])
    expect(clone.calls()).toEqual([INSTALL, GENERATE])
  })

  test('a failed installation says so, and the next start tries again', async () => {
    clone.write('npm-fails')
    const failed = await sg()
    expect(failed).toMatchObject({ code: 1, out: '' })
    expect(failed.err).toContain('Installing packages failed (exit code 7).')
    expect(failed.err).toContain('rm -rf node_modules')
    clone.remove('npm-fails')
    expect((await sg()).code).toBe(5)
    expect(clone.calls()).toEqual([INSTALL, INSTALL, GENERATE])
  })

  test('half an installation is no installation', async () => {
    clone.write('node_modules/tsx/package.json', '{}')
    expect((await sg()).code).toBe(5)
    expect(clone.calls()).toEqual([INSTALL, GENERATE])
  })
})

describe('an installed clone', () => {
  beforeEach(async () => {
    await sg()
  })

  test('installs again when the lock file asks for another version', async () => {
    clone.lock('1.0.1')
    await sg()
    expect(clone.calls().slice(2)).toEqual([INSTALL, GENERATE])
  })

  test('installs again when the packages are gone', async () => {
    clone.remove('node_modules')
    await sg()
    expect(clone.calls().slice(2)).toEqual([INSTALL])
  })

  test('generates the client again when the schema changes', async () => {
    clone.write('prisma/schema.prisma', 'other')
    await sg()
    expect(clone.calls().slice(2)).toEqual([GENERATE])
  })

  test('without a lock file, as a production image is, is taken as it is', async () => {
    clone.remove('package-lock.json')
    clone.remove('prisma/generated')
    expect((await sg()).code).toBe(5)
    expect(clone.calls()).toHaveLength(2)
  })

  test('an unknown command is told the known ones', async () => {
    const run = clone.launch(['strat'])
    expect(await run.ended).toBe(1)
    expect(run.err()).toMatch(/^Usage: node jobs\/launch\.mjs start\|worker\|sg\|test/)
  })
})

test.each(['20.18.3', '18.20.4', '9.11.2'])('Node %s is refused before anything is touched', async (version) => {
  const pretend = join(dirname(clone.path), 'pretend.mjs')
  const versions = `{ value: { ...process.versions, node: '${version}' } }`
  writeFileSync(pretend, `Object.defineProperty(process, 'versions', ${versions})`)
  const refused = await sg([], { NODE_OPTIONS: `--import ${pretend}` })
  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.err).toBe(
    `Streamgauge needs Node 20.19 or newer (24 is advised); this is ${version}. Get one from https://nodejs.org.\n`,
  )
  expect(clone.calls()).toEqual([])
})

describe('where paths are meant from', () => {
  const from = async (env: Record<string, string>, cwd?: string) => (await sg([], env, cwd)).told()
  const npm = () => ({ npm_package_json: join(clone.path, 'package.json'), npm_lifecycle_event: 'sg' })

  test('where it is run; everything else is beside package.json', async () => {
    const elsewhere = realpathSync(dirname(clone.path))
    expect(await from({}, elsewhere)).toEqual({ args: [], cwd: realpathSync(clone.path), from: elsewhere })
  })

  test('below npm, where npm was called', async () => {
    expect(await from({ ...npm(), INIT_CWD: '/the/caller' })).toMatchObject({ from: '/the/caller' })
  })

  test('not where an npm was called that runs another script or another package', async () => {
    const here = realpathSync(clone.path)
    expect(await from({ INIT_CWD: '/the/caller' })).toMatchObject({ from: here })
    const test = { ...npm(), npm_lifecycle_event: 'test', INIT_CWD: '/the/caller' }
    expect(await from(test)).toMatchObject({ from: here })
    writeFileSync(join(dirname(clone.path), 'package.json'), '{}')
    const other = { ...npm(), npm_package_json: join(dirname(clone.path), 'package.json'), INIT_CWD: '/the/caller' }
    expect(await from(other)).toMatchObject({ from: here })
  })

  test('as npm itself tells it, with --prefix and from a folder below', async () => {
    await sg()
    const shop = join(realpathSync(dirname(clone.path)), 'shop')
    mkdirSync(shop)
    const told = async (args: string[], cwd: string) => {
      const run = clone.run('npm', [...args, 'run', '--silent', 'sg', '--', 'import', 'x'], {}, cwd)
      expect(await run.ended).toBe(5)
      return JSON.parse(run.out())
    }
    const expected = { args: ['import', 'x'], cwd: realpathSync(clone.path) }
    expect(await told(['--prefix', '../clone'], shop)).toEqual({ ...expected, from: shop })
    const below = join(realpathSync(clone.path), 'jobs')
    expect(await told([], below)).toEqual({ ...expected, from: below })
  })
})

describe('signals', () => {
  /** `npm start` in a process group of npm and what it runs. */
  async function start(): Promise<{ run: Run; pid: number }> {
    await sg()
    const run = clone.run('npm', ['start', '--silent'], {})
    runs.push(run)
    await vi.waitFor(() => expect(run.out()).toMatch(/^up \d+$/m), PATIENCE)
    return { run, pid: Number(/^up (\d+)$/m.exec(run.out())?.[1]) }
  }

  test.each(['SIGINT', 'SIGTERM'] as const)('%s to npm alone reaches the program', async (signal) => {
    const { run, pid } = await start()
    run.child.kill(signal)
    await run.ended
    expect(run.out()).toContain(signal)
    await gone(pid)
  })

  test.each(['SIGKILL', 'SIGHUP'] as const)('an npm that %s ends takes the program with it', async (signal) => {
    const { run, pid } = await start()
    run.child.kill(signal)
    await gone(pid)
    await run.ended
    expect(run.out()).toContain('SIGTERM')
  })

  test('a signal during the installation ends the installation', async () => {
    clone.write('npm-waits')
    const run = clone.launch(['sg'])
    runs.push(run)
    await vi.waitFor(() => expect(clone.calls()).toEqual([INSTALL]), PATIENCE)
    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(1)
    expect(run.err()).toContain('Installing packages failed (SIGTERM).')
  })
})
