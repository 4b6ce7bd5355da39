import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { migrate } from './migrate'
import { acquireDatabase, type DatabaseLease } from './postgres'
import { processStart } from './postgres-lease'

const homes: string[] = []
const leases: DatabaseLease[] = []

afterAll(async () => {
  for (const lease of leases) await lease.release()
  for (const home of homes) rmSync(home, { recursive: true, force: true })
})

function makeHome(mode = 0o755): string {
  const home = mkdtempSync(join(tmpdir(), 'streamgauge-home-'))
  chmodSync(home, mode)
  homes.push(home)
  return home
}

async function acquire(home: string, shelter?: string): Promise<DatabaseLease> {
  const lease = await acquireDatabase({ home, shelter })
  leases.push(lease)
  return lease
}

function dataDirectory(home: string): string {
  const { dataDirectory: directory } = JSON.parse(readFileSync(join(home, 'postgres/server.json'), 'utf8'))
  return directory.startsWith('/') ? directory : join(home, 'postgres', directory)
}

function postmasterPid(home: string): number | undefined {
  const file = join(dataDirectory(home), 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

/** A process of its own, speaking in lines. */
function inProcess(script: string): { child: ChildProcess; lines: AsyncIterator<string>; ended: Promise<unknown> } {
  const args = ['--import', 'tsx', '--input-type=module', '-e', script]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  if (!child.stdout) throw new Error('The child has no output.')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return { child, lines, ended: new Promise((settle) => child.once('exit', settle)) }
}

const holdLease = (home: string) => `
  import { acquireDatabase } from './prisma/postgres.ts'
  const lease = await acquireDatabase({ home: ${JSON.stringify(home)} })
  console.log(lease.url)
  process.stdin.once('data', async () => { await lease.release(); process.exit(0) })
`

async function withClient<T>(url: string, action: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return await action(client)
  } finally {
    await client.end()
  }
}

test('two processes that start at once share one server, and the last one out stops it', async () => {
  const home = makeHome()
  const one = inProcess(holdLease(home))
  const two = inProcess(holdLease(home))
  const urls = [(await one.lines.next()).value, (await two.lines.next()).value]
  expect(urls[0]).toMatch(/^postgresql:\/\/streamgauge:[\w-]{32}@127\.0\.0\.1:\d+\/streamgauge$/)
  expect(urls[1]).toBe(urls[0])
  expect(statSync(join(home, 'postgres/password')).mode & 0o777).toBe(0o600)

  one.child.stdin?.write('\n')
  await one.ended
  await migrate(urls[1])
  expect(postmasterPid(home)).toBeGreaterThan(0)
  two.child.stdin?.write('\n')
  await two.ended
  expect(postmasterPid(home)).toBeUndefined()
})

test('the server of a process that was killed is adopted and its lease counts for nothing', async () => {
  const home = makeHome()
  const { child, lines, ended } = inProcess(holdLease(home))
  const url = (await lines.next()).value
  await migrate(url)
  child.kill('SIGKILL')
  await ended
  const orphan = postmasterPid(home)
  expect(orphan).toBeGreaterThan(0)
  // The pid of a living process with another start time: a number that was given away again.
  const reused = JSON.stringify({ pid: process.pid, startedAt: 'another boot:1', nonce: 'x' })
  writeFileSync(join(home, 'postgres/leases', `${process.pid}-x`), reused)

  const lease = await acquire(home)
  expect(lease.url).toBe(url)
  expect(postmasterPid(home)).toBe(orphan)
  await lease.release()
  expect(postmasterPid(home)).toBeUndefined()
  expect(readdirSync(join(home, 'postgres/leases'))).toEqual([])
})

test('a lock left by a killed starter is taken over', async () => {
  const home = makeHome()
  mkdirSync(join(home, 'postgres'))
  writeFileSync(
    join(home, 'postgres/lock'),
    JSON.stringify({ pid: process.pid, startedAt: 'another boot:1', nonce: 'dead' }),
  )
  const both = await Promise.all([acquire(home), acquire(home)])
  expect(both[0].url).toBe(both[1].url)
  await both[0].release()
  await both[0].release()
  expect(postmasterPid(home)).toBeGreaterThan(0)
  await both[1].release()
  expect(postmasterPid(home)).toBeUndefined()
})

test('every acknowledged row is there after a kill -9 of the server in the middle of writing', async () => {
  const home = makeHome()
  const lease = await acquire(home)
  await migrate(lease.url)
  await withClient(lease.url, (client) => client.query('create table acknowledged (id int primary key)'))
  const writer = inProcess(`
    import pg from 'pg'
    const client = new pg.Client({ connectionString: ${JSON.stringify(lease.url)} })
    client.on('error', () => process.exit(0))
    await client.connect()
    for (let id = 1; ; id += 1) {
      await client.query('insert into acknowledged values ($1)', [id])
      process.stdout.write(id + '\\n')
    }
  `)
  let last = 0
  const kill = () => process.kill(postmasterPid(home) ?? 0, 'SIGKILL')
  for (let line = await writer.lines.next(); !line.done; line = await writer.lines.next()) {
    last = Number(line.value)
    if (last === 300) kill()
    // A backend may outlive its postmaster until it next waits; the writer is not needed any longer.
    if (last === 400) writer.child.kill('SIGKILL')
  }
  expect(last).toBeGreaterThanOrEqual(300)

  const again = await acquire(home)
  const rows = await withClient(again.url, (client) =>
    client.query('select count(*)::int as n, max(id) as last from acknowledged'),
  )
  expect(rows.rows[0].n).toBeGreaterThanOrEqual(last)
  expect(rows.rows[0].n).toBe(rows.rows[0].last)
  await again.release()
  await lease.release()
})

test('a server that ended is revived where it was, and not once its lease is given back', async () => {
  const home = makeHome()
  const lease = await acquire(home)
  await migrate(lease.url)
  expect(await lease.revive()).toBe(false)
  const first = postmasterPid(home) ?? 0
  process.kill(first, 'SIGKILL')
  while ((await processStart(first)) !== undefined) await new Promise((resolve) => setImmediate(resolve))
  await expect(withClient(lease.url, (client) => client.query('select 1'))).rejects.toThrow()
  expect(await Promise.all([lease.revive(), lease.revive()])).toContain(true)
  expect(postmasterPid(home)).not.toBe(first)
  await withClient(lease.url, (client) => client.query('select 1'))
  await lease.release()
  expect(await lease.revive()).toBe(false)
  expect(postmasterPid(home)).toBeUndefined()
})

test('a home that others cannot enter keeps its mode', async () => {
  const home = makeHome(0o700)
  const shelter = makeHome()
  const lease = await acquire(home, shelter)
  await migrate(lease.url)
  await lease.release()
  expect(statSync(home).mode & 0o777).toBe(0o700)
  expect(dataDirectory(home).startsWith(process.getuid?.() === 0 ? shelter : home)).toBe(true)
})

test('a damaged home is told as such and left as it is', async () => {
  const home = makeHome()
  await (await acquire(home)).release()
  const data = dataDirectory(home)
  const version = join(data, 'PG_VERSION')

  writeFileSync(version, '17\n')
  await expect(acquire(home)).rejects.toMatchObject({
    kind: 'config',
    message: expect.stringContaining('made by PostgreSQL 17'),
  })
  rmSync(version)
  await expect(acquire(home)).rejects.toMatchObject({ kind: 'config', message: expect.stringContaining('is damaged') })
  writeFileSync(version, '18\n')
  const password = readFileSync(join(home, 'postgres/password'))
  rmSync(join(home, 'postgres/password'))
  await expect(acquire(home)).rejects.toMatchObject({
    kind: 'config',
    message: expect.stringContaining('password is missing'),
  })
  writeFileSync(join(home, 'postgres/password'), password)
  // Where things are can be found again.
  writeFileSync(join(home, 'postgres/server.json'), '{"dataDir')
  await (await acquire(home)).release()

  rmSync(data, { recursive: true })
  await expect(acquire(home)).rejects.toMatchObject({ kind: 'config', message: expect.stringContaining('is gone') })
  expect(existsSync(data)).toBe(false)
})

test('a making that was interrupted is begun anew', async () => {
  const home = makeHome()
  const draft = join(home, 'postgres/server/data.new')
  mkdirSync(draft, { recursive: true })
  writeFileSync(join(draft, 'PG_VERSION'), '18\n')
  const own = process.getuid?.() === 0 ? undefined : join(home, 'postgres/data.new')
  if (own) mkdirSync(own)
  writeFileSync(join(home, 'postgres/password'), 'half')
  const lease = await acquire(home)
  await migrate(lease.url)
  await lease.release()
})

test('a file where the home should be is a clear error', async () => {
  const home = join(makeHome(), 'taken')
  writeFileSync(home, '')
  await expect(acquire(home)).rejects.toMatchObject({
    kind: 'config',
    message: expect.stringContaining('there is a file'),
  })
})

test('DATABASE_URL is used as it is', async () => {
  const home = join(makeHome(), 'unused')
  const url = 'postgresql://me@db.example.org/gauge'
  expect(await acquireDatabase({ home, databaseUrl: url })).toMatchObject({ url, directUrl: url, embedded: false })
  expect(existsSync(home)).toBe(false)
})
