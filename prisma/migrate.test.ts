import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, describeOnEachServer } from '../lib/testing/database'
import { migrate, readMigrations } from './migrate'

let root: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'streamgauge-migrations-'))
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

function directory(name: string, scripts: Record<string, string>): string {
  for (const [migration, sql] of Object.entries(scripts)) {
    mkdirSync(join(root, name, migration), { recursive: true })
    writeFileSync(join(root, name, migration, 'migration.sql'), sql)
  }
  return join(root, name)
}

const first = { '1_create_gauges': 'create table gauges (id int primary key);' }
const second = { ...first, '2_add_level': 'alter table gauges add level int not null default 7;' }

describeOnEachServer('migrations', (server) => {
  async function inDatabase(action: (url: string, client: pg.Client) => Promise<void>): Promise<void> {
    const database = await createTestDatabase(server, 'empty')
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    try {
      await action(database.url, client)
    } finally {
      await client.end()
      await database.drop()
    }
  }

  test('an older database is brought forward and keeps its rows', () =>
    inDatabase(async (url, client) => {
      expect(await migrate(url, { directory: directory('old', first) })).toEqual(['1_create_gauges'])
      await client.query('insert into gauges values (1), (2)')
      expect(await migrate(url, { directory: directory('new', second) })).toEqual(['2_add_level'])
      expect(await migrate(url, { directory: directory('new', second) })).toEqual([])
      const { rows } = await client.query('select id, level from gauges order by id')
      expect(rows).toEqual([
        { id: 1, level: 7 },
        { id: 2, level: 7 },
      ])
    }))

  test('a newer database is refused and left as it is', () =>
    inDatabase(async (url) => {
      await migrate(url, { directory: directory('new', second) })
      await expect(migrate(url, { directory: directory('old', first) })).rejects.toMatchObject({
        kind: 'config',
        message: expect.stringMatching(/newer than this version.*2_add_level/),
      })
    }))

  test('an edited migration is refused by name', () =>
    inDatabase(async (url) => {
      await migrate(url, { directory: directory('old', first) })
      const edited = directory('edited', { '1_create_gauges': 'create table gauges (id bigint primary key);' })
      await expect(migrate(url, { directory: edited })).rejects.toMatchObject({
        kind: 'config',
        message: expect.stringContaining('1_create_gauges'),
      })
    }))

  test('a migration that fails is undone, and the earlier ones stay', () =>
    inDatabase(async (url, client) => {
      const broken = directory('broken', { ...first, '2_break': 'create table half (id int); select 1 / 0;' })
      await expect(migrate(url, { directory: broken })).rejects.toMatchObject({
        kind: 'config',
        message: expect.stringMatching(/2_break failed and was undone.*division by zero/),
      })
      const { rows } = await client.query(`select to_regclass('gauges') as gauges, to_regclass('half') as half`)
      expect(rows).toEqual([{ gauges: 'gauges', half: null }])
      expect(await migrate(url, { directory: directory('new', second) })).toEqual(['2_add_level'])
    }))

  test('a migration that Prisma left half-way is explained', () =>
    inDatabase(async (url, client) => {
      await migrate(url, { directory: directory('old', first) })
      await client.query('update _prisma_migrations set finished_at = null')
      await expect(migrate(url, { directory: directory('old', first) })).rejects.toMatchObject({
        kind: 'config',
        message: expect.stringMatching(/1_create_gauges stopped half-way/),
      })
    }))

  test('two processes at once apply each migration once', () =>
    inDatabase(async (url) => {
      const both = await Promise.all([
        migrate(url, { directory: directory('new', second) }),
        migrate(url, { directory: directory('new', second) }),
      ])
      expect(both.flat().sort()).toEqual(['1_create_gauges', '2_add_level'])
    }))

  test('a database that is missing is created, by two at once too', async () => {
    const url = new URL(server.url)
    url.pathname = '/created-by_migrate'
    const both = await Promise.all([
      migrate(url.href, { directory: directory('old', first) }),
      migrate(url.href, { directory: directory('old', first) }),
    ])
    expect(both.flat()).toEqual(['1_create_gauges'])
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    await client.query('drop database "created-by_migrate"')
    await client.end()
  })

  test('the shipped migrations apply to an empty database and are recorded as Prisma records them', () =>
    inDatabase(async (url, client) => {
      const names = readMigrations('prisma/migrations').map((migration) => migration.name)
      expect(await migrate(url)).toEqual(names)
      const { rows } = await client.query(
        `select migration_name, length(checksum) as length, applied_steps_count as steps, rolled_back_at, logs
         from _prisma_migrations where finished_at is not null order by migration_name`,
      )
      expect(rows).toEqual(
        names.map((migration_name) => ({ migration_name, length: 64, steps: 1, rolled_back_at: null, logs: null })),
      )
    }))
})

test('a server that is not there is unavailable, and its password is not told', async () => {
  const attempt = migrate('postgresql://me:secret@127.0.0.1:1/nothing', { directory: directory('old', first) })
  await expect(attempt).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining('127.0.0.1:1') })
  await expect(attempt).rejects.not.toMatchObject({ message: expect.stringContaining('secret') })
})

test('files beside the migrations do not count', () => {
  const copy = directory('copy', first)
  cpSync('prisma/migrations/migration_lock.toml', join(copy, 'migration_lock.toml'))
  expect(readMigrations(copy).map((migration) => migration.name)).toEqual(['1_create_gauges'])
})
