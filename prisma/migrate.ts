// Applies prisma/migrations in Prisma's own way (table, lock, checksum), so that `prisma migrate` agrees with what it finds.
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { StreamgaugeError } from '../lib/errors'

type Migration = { name: string; sql: string; checksum: string }

type Row = {
  migration_name: string
  checksum: string
  finished_at: Date | null
  rolled_back_at: Date | null
  logs: string | null
}

// LIMIT: the advisory lock that Prisma Migrate takes; ours must be the same one.
const prismaLock = 72707369

const oldestMajor = 15

const shippedMigrations = join(dirname(fileURLToPath(import.meta.url)), 'migrations')

// As Prisma Migrate creates it.
const migrationsTable = `create table if not exists "_prisma_migrations" (
  "id" varchar(36) primary key not null,
  "checksum" varchar(64) not null,
  "finished_at" timestamptz,
  "migration_name" varchar(255) not null,
  "logs" text,
  "rolled_back_at" timestamptz,
  "started_at" timestamptz not null default now(),
  "applied_steps_count" integer not null default 0
)`

export function readMigrations(directory: string): Migration[] {
  const names = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(directory, entry.name, 'migration.sql')))
    .map((entry) => entry.name)
    .sort()
  return names.map((name) => {
    const script = readFileSync(join(directory, name, 'migration.sql'))
    return { name, sql: script.toString('utf8'), checksum: createHash('sha256').update(script).digest('hex') }
  })
}

export type MigrateOptions = {
  directory?: string
  /** Told when the server lacked the database: a name that nobody meant should not pass unseen. */
  onCreate?: (name: string) => void
}

/**
 * Brings the database forward to the migrations of this version, each in one transaction, and returns the names applied.
 * Creates the database when the server lacks it. Throws `config` for a database that is newer, altered or stuck half-way.
 */
export async function migrate(
  url: string,
  { directory = shippedMigrations, onCreate = () => {} }: MigrateOptions = {},
): Promise<string[]> {
  const migrations = readMigrations(directory)
  const client = await openOrCreate(url, onCreate)
  try {
    if (pending(migrations, await readRows(client)).length === 0) return []
    await checkVersion(client)
    await client.query('select pg_advisory_lock($1)', [prismaLock])
    await client.query(migrationsTable)
    // Read again: another process may have held the lock to apply the same ones.
    const applied: string[] = []
    for (const migration of pending(migrations, await readRows(client))) {
      await apply(client, migration)
      applied.push(migration.name)
    }
    return applied
  } finally {
    await client.end()
  }
}

function clientOf(url: string): pg.Client {
  const client = new pg.Client({ connectionString: url })
  // A server that goes away between two statements fails the next one; unheard, it would end the process.
  client.on('error', () => {})
  return client
}

async function openOrCreate(url: string, onCreate: (name: string) => void): Promise<pg.Client> {
  const client = clientOf(url)
  try {
    await client.connect()
    return client
  } catch (cause) {
    await client.end().catch(() => {})
    if ((cause as pg.DatabaseError).code !== '3D000') throw connectionError(url, cause)
  }
  const target = new URL(url)
  const name = decodeURIComponent(target.pathname.slice(1))
  target.pathname = '/postgres'
  const server = clientOf(target.href)
  try {
    await server.connect()
    await server.query(
      `create database ${pg.escapeIdentifier(name)} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
    )
    onCreate(name)
  } catch (cause) {
    // 42P04, or 23505 when two create it in the same moment: it is there now.
    const code = (cause as pg.DatabaseError).code
    if (code !== '42P04' && code !== '23505') {
      throw new StreamgaugeError(
        'config',
        `The database "${name}" does not exist and could not be created: ${text(cause)}.`,
        {
          cause,
          hint: `Create it yourself: create database ${pg.escapeIdentifier(name)} encoding 'UTF8'.`,
        },
      )
    }
  } finally {
    await server.end().catch(() => {})
  }
  const created = clientOf(url)
  await created.connect()
  return created
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  const version = rows[0]?.server_version ?? ''
  if (Number.parseInt(version, 10) >= oldestMajor) return
  throw new StreamgaugeError(
    'config',
    `The database is PostgreSQL ${version}; Streamgauge needs ${oldestMajor} or newer.`,
    {
      hint: 'Update that server, or unset DATABASE_URL to use the embedded one.',
    },
  )
}

async function readRows(client: pg.Client): Promise<Row[]> {
  try {
    const columns = 'migration_name, checksum, finished_at, rolled_back_at, logs'
    return (await client.query<Row>(`select ${columns} from "_prisma_migrations" order by started_at`)).rows
  } catch (error) {
    if ((error as pg.DatabaseError).code === '42P01') return []
    throw error
  }
}

/** Those not yet applied, in order; throws when what is recorded and what is shipped do not fit. */
function pending(migrations: Migration[], rows: Row[]): Migration[] {
  const recorded = rows.filter((row) => row.rolled_back_at === null)
  const shipped = new Map(migrations.map((migration) => [migration.name, migration]))
  const unknown = recorded.filter((row) => !shipped.has(row.migration_name)).map((row) => row.migration_name)
  if (unknown.length > 0) {
    throw new StreamgaugeError(
      'config',
      `The database is newer than this version of Streamgauge: it has ${unknown.join(', ')}, which this version does not know.`,
      { hint: 'Update Streamgauge, or use another database. Nothing was changed.' },
    )
  }
  for (const row of recorded) {
    if (row.finished_at === null) {
      throw new StreamgaugeError('config', `The migration ${row.migration_name} stopped half-way in this database.`, {
        cause: row.logs ? new Error(row.logs) : undefined,
        hint: `Restore the database from a backup, or finish it by hand and run "npx prisma migrate resolve --applied ${row.migration_name}".`,
      })
    }
    if (shipped.get(row.migration_name)?.checksum !== row.checksum) {
      throw new StreamgaugeError(
        'config',
        `The migration ${row.migration_name} is not the one that was applied to this database.`,
        {
          hint: 'An applied migration must never be edited: restore its migration.sql and add a new migration. Nothing was changed.',
        },
      )
    }
  }
  const done = new Set(recorded.map((row) => row.migration_name))
  return migrations.filter((migration) => !done.has(migration.name))
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.sql)
    await client.query(
      `insert into "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    )
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback').catch(() => {})
    if ((cause as pg.DatabaseError).code === '53100') {
      throw new StreamgaugeError('config', 'The database has no disk space left.', {
        cause,
        hint: `Free some space and start again. The migration ${migration.name} was undone; nothing was lost.`,
      })
    }
    throw new StreamgaugeError('config', `The migration ${migration.name} failed and was undone: ${text(cause)}.`, {
      cause,
      hint: 'The database is as it was before. Mend what it names, or report it with this message.',
    })
  }
}

function connectionError(url: string, cause: unknown): StreamgaugeError {
  const { hostname, port, pathname } = new URL(url)
  const where = `${hostname}:${port || 5432}${pathname}`
  const code = (cause as pg.DatabaseError).code ?? ''
  if (/^(28|3D|42)/.test(code)) {
    return new StreamgaugeError('config', `The database ${where} refused us: ${text(cause)}.`, {
      cause,
      hint: 'Check the user, the password and the rights in DATABASE_URL.',
    })
  }
  return new StreamgaugeError('unavailable', `The database ${where} cannot be reached: ${text(cause)}.`, {
    cause,
    hint: 'Check DATABASE_URL and that the server is running.',
  })
}

function text(error: unknown): string {
  return error instanceof Error ? error.message || ((error as NodeJS.ErrnoException).code ?? error.name) : String(error)
}
