import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, inject } from 'vitest'
import { closeDb, configureDb } from '../db'

/** A server that the test run started: the embedded PostgreSQL and, where it is installed, PostgreSQL 15. */
export type TestServer = {
  name: string
  /** Of its maintenance database. */
  url: string
  /** A migrated database that copies are made of. */
  template: string
}

declare module 'vitest' {
  interface ProvidedContext {
    servers: TestServer[]
  }
}

export type TestDatabase = { url: string; name: string; drop(): Promise<void> }

export function embeddedServer(): TestServer {
  const [server] = inject('servers')
  if (!server) throw new Error('The test run has no database server: is globalSetup of vitest.config.ts in force?')
  return server
}

/** A database of its own, migrated unless `empty`. Drop it when done. */
export async function createTestDatabase(
  server = embeddedServer(),
  content: 'migrated' | 'empty' = 'migrated',
): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const url = new URL(server.url)
  url.pathname = `/${name}`
  const template = content === 'migrated' ? server.template : 'template0'
  await onServer(server, `create database ${name} template ${template}`)
  return { url: url.href, name, drop: () => onServer(server, `drop database if exists ${name} with (force)`) }
}

async function onServer(server: TestServer, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Gives the surrounding file or `describe` a migrated database and points `lib/db.ts` at it. */
export function useTestDatabase(server?: TestServer): { url(): string } {
  let database: TestDatabase | undefined
  beforeAll(async () => {
    database = await createTestDatabase(server)
    configureDb({ url: database.url, poolSize: 5 })
  })
  afterAll(async () => {
    await closeDb()
    await database?.drop()
  })
  return {
    url() {
      if (!database) throw new Error('The database is there from beforeAll on.')
      return database.url
    },
  }
}

/** The same tests once per server of the run: what the store promises holds on every supported PostgreSQL. */
export function describeOnEachServer(name: string, define: (server: TestServer) => void): void {
  for (const server of inject('servers')) {
    describe(`${name} on ${server.name}`, () => define(server))
  }
}
