import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { applyConfig } from '../jobs/declare'
import { fillDemo, isNew, openDemo } from '../jobs/demo'
import { closeDb, configureDb } from '../lib/db'
import { readEnv } from '../lib/env'
import { demoDay } from '../lib/store/demo'
import { ingest } from '../lib/store/ingest'
import { listServices } from '../lib/store/services'
import { createTestDatabase, embeddedServer, type TestDatabase } from '../lib/testing/database'
import { demoUrl } from './demo-database'

const DAY = 86_400_000
const now = new Date('2026-03-04T12:00:00Z')
const env = readEnv({ STREAMGAUGE_HOME: mkdtempSync(join(tmpdir(), 'streamgauge-demo-')) })
const made: string[] = []

async function run(url: string, ...statements: string[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements.slice(0, -1)) await client.query(statement)
    return await client.query(statements.at(-1) ?? '')
  } finally {
    await client.end()
  }
}

async function own(): Promise<TestDatabase> {
  const database = await createTestDatabase()
  made.push(database.name, `${database.name}_demo`)
  return database
}

const leaseOf = (url: string) => ({
  url,
  directUrl: url,
  embedded: false,
  revive: async () => false,
  release: async () => {},
})

afterEach(closeDb)
afterAll(async () => {
  for (const name of made) await run(embeddedServer().url, `drop database if exists ${name} with (force)`)
})

describe('the database of the demo', () => {
  test('is never the one that is configured', () => {
    expect(demoUrl('postgresql://me:pass%20word@host:5433/streamgauge?sslmode=require')).toBe(
      'postgresql://me:pass%20word@host:5433/streamgauge_demo?sslmode=require',
    )
    expect(demoUrl('postgresql://me@host')).toBe('postgresql://me@host/me_demo')
    const long = `postgresql://me@host/${'x'.repeat(63)}`
    expect(new URL(demoUrl(long)).pathname.length).toBeLessThanOrEqual(64)
    expect(demoUrl(long)).not.toBe(long)
  })

  test('is made beside it, kept for the day, and made again on another', { timeout: 180_000 }, async () => {
    const database = await own()
    const said: string[] = []
    const shown = await openDemo(leaseOf(database.url))
    configureDb({ url: shown.url })
    await fillDemo(env, now, (line) => said.push(line))
    expect(said.at(-1)).toMatch(/^Made the demo organisation of 2026-03-04: \d\d,\d{3} records in [\d.]+ s$/)
    expect(await demoDay()).toBe('2026-03-04')
    expect((await listServices()).length).toBe(6)

    await openDemo(leaseOf(database.url))
    await fillDemo(env, now, (line) => said.push(line))
    expect(said.length).toBe(2)
    await fillDemo(env, new Date(now.getTime() + DAY), () => {})
    expect(await demoDay()).toBe('2026-03-05')
    expect((await listServices()).length).toBe(6)

    // As after a change of version that knows the migrations differently.
    await closeDb()
    await run(shown.url, `update _prisma_migrations set checksum = 'another'`)
    await openDemo(leaseOf(database.url))
    configureDb({ url: shown.url })
    expect(await demoDay()).toBeNull()
    await closeDb()
    configureDb({ url: database.url })
    expect(await isNew(env)).toBe(true)
  })

  test('takes nothing that somebody declares', async () => {
    const database = await own()
    const shown = await openDemo(leaseOf(database.url))
    configureDb({ url: shown.url })
    await fillDemo(env, now, () => {})
    const configPath = join(env.home, 'streamgauge.yaml')
    const { writeFileSync } = await import('node:fs')
    writeFileSync(configPath, 'services: [{ name: mine, repository: me/mine }]')
    expect(await applyConfig({ ...env, configPath }, now)).toEqual([])
    expect((await listServices()).map(({ name }) => name)).not.toContain('mine')
    expect(await isNew({ ...env, configPath })).toBe(false)
  }, 180_000)

  test('is refused where something else has its name, which stays as it is', async () => {
    const foreign = await own()
    await run(embeddedServer().url, `create database ${foreign.name}_demo`)
    await run(demoUrl(foreign.url), 'create table songs (title text)')
    await expect(openDemo(leaseOf(foreign.url))).rejects.toMatchObject({ kind: 'config', message: /not one of a demo/ })
    const tables = await run(demoUrl(foreign.url), `select tablename from pg_tables where schemaname = 'public'`)
    expect(tables.rows).toEqual([{ tablename: 'songs' }])

    const other = await own()
    await run(embeddedServer().url, `create database ${other.name}_demo template ${embeddedServer().template}`)
    configureDb({ url: demoUrl(other.url) })
    await ingest([{ type: 'repository', source: 'import', name: 'me/mine' }], { now })
    await openDemo(leaseOf(other.url))
    await expect(fillDemo(env, now, () => {})).rejects.toMatchObject({ kind: 'config', message: /holds other data/ })
    expect(await demoDay()).toBeNull()
  })

  test('is refused plainly where none may be made', async () => {
    const database = await own()
    const user = `u_${database.name}`
    await run(database.url, `drop role if exists ${user}`, `create role ${user} login password 'x'`)
    const url = new URL(database.url)
    url.username = user
    url.password = 'x'
    const opened = openDemo(leaseOf(url.href))
    await expect(opened).rejects.toMatchObject({ kind: 'config', message: /could not be created: permission denied/ })
    await run(database.url, `drop role ${user}`)
  })
})
