// The one connection pool of a process, and what a database error means. Only the store asks it for anything.
import pg from 'pg'
import { StreamgaugeError } from './errors'

export type DatabaseConfig = {
  url: string
  /** Connections at most. */
  poolSize?: number
}

const instantType = 1184
const bigintType = 20

/** `2026-03-01 09:00:00.5+00`, as a session in UTC prints it, to RFC 3339. Keeps microseconds, which a Date would lose. */
export function parseInstant(printed: string): string {
  return printed.endsWith('+00') ? `${printed.slice(0, 10)}T${printed.slice(11, -3)}Z` : new Date(printed).toISOString()
}

/** Counts as numbers; a bigint beyond the safe integers stays text, which the row's schema then rejects. */
function parseBigint(printed: string): number | string {
  const value = Number(printed)
  return Number.isSafeInteger(value) ? value : printed
}

const rowTypes: pg.CustomTypesConfig = {
  getTypeParser(type: number, format?: 'text' | 'binary') {
    if (format !== 'binary' && type === instantType) return parseInstant
    if (format !== 'binary' && type === bigintType) return parseBigint
    // The overloads of pg's declaration tell text from binary parsers; this passes either on.
    return pg.types.getTypeParser(type, format as 'text')
  },
}

async function createPrisma() {
  const { PrismaClient } = await import('../prisma/generated/client')
  const { PrismaPg } = await import('@prisma/adapter-pg')
  return new PrismaClient({ adapter: new PrismaPg(pool()) })
}

type Database = { config?: DatabaseConfig; pool?: pg.Pool; prisma?: ReturnType<typeof createPrisma> }

// Next evaluates a module more than once in one process (pages, routes, reloads); they share one pool.
const holder = globalThis as { streamgaugeDatabase?: Database }
holder.streamgaugeDatabase ??= {}
const database = holder.streamgaugeDatabase

/** Says which database the pool connects to; without it DATABASE_URL decides. Call it before the first query. */
export function configureDb(config: DatabaseConfig): void {
  if (database.pool && database.config?.url !== config.url) {
    throw new StreamgaugeError('bug', 'configureDb() was called after the pool had connected elsewhere.')
  }
  database.config = config
}

/** The pool: sessions in UTC, `timestamptz` read as RFC 3339 text in UTC, `bigint` as a number. */
export function pool(): pg.Pool {
  if (database.pool) return database.pool
  const url = database.config?.url ?? process.env.DATABASE_URL
  if (!url) throw new StreamgaugeError('bug', 'The database was used before configureDb() named it.')
  const created = new pg.Pool({
    connectionString: url,
    max: database.config?.poolSize ?? 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'streamgauge',
    types: rowTypes,
    // By a statement rather than a start-up option, which PgBouncer refuses; the time zone it does keep per client.
    onConnect: async (client) => {
      await client.query("set time zone 'UTC'")
    },
  })
  // An idle connection that breaks is replaced; without a listener it would end the process.
  created.on('error', () => {})
  // The same for one that breaks between two statements of its borrower, who hears of it at the next.
  created.on('connect', (client) => client.on('error', () => {}))
  database.pool = created
  return created
}

/** Runs one statement. Throws `unavailable` when the database does not answer, `config` when it refuses us or its disk is full. */
export async function query<R extends pg.QueryResultRow = Record<string, unknown>>(
  text: string,
  values: unknown[] = [],
): Promise<pg.QueryResult<R>> {
  try {
    return await pool().query<R>(text, values)
  } catch (error) {
    throw toDatabaseError(error)
  }
}

/** Runs `action` in one transaction: committed when it returns, rolled back when it throws. */
export async function withTransaction<T>(action: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  let client: pg.PoolClient
  try {
    client = await pool().connect()
  } catch (error) {
    throw toDatabaseError(error)
  }
  let broken = false
  try {
    await client.query('begin')
    const result = await action(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true
    })
    throw toDatabaseError(error)
  } finally {
    client.release(broken)
  }
}

/** Prisma's client on the same pool, loaded when first asked for: a command that does not need it does not pay for it. */
export function prisma(): ReturnType<typeof createPrisma> {
  database.prisma ??= createPrisma()
  return database.prisma
}

/** Ends the pool; the next use opens a new one. */
export async function closeDb(): Promise<void> {
  const { pool: open, prisma: client } = database
  database.pool = undefined
  database.prisma = undefined
  if (client) await (await client).$disconnect()
  await open?.end()
}

const networkCodes = /^(ECONN|ENOTFOUND|ETIMEDOUT|EPIPE|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|57P0|08|53300)/

/** A lost or refusing database becomes our error; anything else (a constraint, a syntax error) passes through as it is. */
export function toDatabaseError(error: unknown): unknown {
  if (error instanceof StreamgaugeError || !(error instanceof Error)) return error
  const code = String((error as { code?: unknown }).code ?? '')
  if (code === '53100') {
    return new StreamgaugeError('config', 'The database has no disk space left.', {
      cause: error,
      hint: 'Free some space where its data is and try again; what was acknowledged before is kept.',
    })
  }
  if (code.startsWith('28') || code === '3D000') {
    return new StreamgaugeError('config', `The database refused us: ${error.message}.`, {
      cause: error,
      hint: 'Check the user, the password and the name in DATABASE_URL.',
    })
  }
  // pg gives no code for these; their wording is its own.
  const lost =
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/
  if (networkCodes.test(code) || lost.test(error.message)) {
    return new StreamgaugeError('unavailable', `The database does not answer: ${error.message || code}.`, {
      cause: error,
      hint: 'Check that it is running and that DATABASE_URL is right.',
    })
  }
  return error
}
