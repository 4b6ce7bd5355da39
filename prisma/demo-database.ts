// The database of the demo organisation: beside the one that is configured, on the same server, under a name of its own.
import pg from 'pg'
import { StreamgaugeError } from '../lib/errors'
import { migrate } from './migrate'

/** Never the database that is given: its name with `_demo` at the end. */
export function demoUrl(url: string): string {
  const demo = new URL(url)
  const name = decodeURIComponent(demo.pathname.slice(1)) || demo.username || 'streamgauge'
  // LIMIT: PostgreSQL cuts names at 63 bytes, which would cut off what tells the two apart.
  demo.pathname = `/${encodeURIComponent(`${Buffer.from(name).subarray(0, 58).toString()}_demo`)}`
  return demo.href
}

/** Makes or migrates it; a demo of other migrations is made anew. Throws `config` when it is not ours or cannot be made. */
export async function openDemoDatabase(url: string): Promise<void> {
  const content = await inspect(url)
  if (content === 'foreign') {
    throw new StreamgaugeError('config', `The database ${nameOf(url)} is not one of a demo organisation.`, {
      hint: 'It was left as it is. Rename it, or start the demo with another DATABASE_URL or without one.',
    })
  }
  try {
    await migrate(url)
  } catch (error) {
    if (content !== 'demo') throw error
    await drop(url)
    await migrate(url)
  }
}

function nameOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1))
}

function clientOf(url: string): pg.Client {
  const client = new pg.Client({ connectionString: url })
  // A connection that breaks between two statements is told by the next one; without a listener it would end the process.
  client.on('error', () => {})
  return client
}

/** Whose tables are there. What cannot be reached or read is for `migrate` to explain. */
async function inspect(url: string): Promise<'nothing' | 'demo' | 'streamgauge' | 'foreign'> {
  const client = clientOf(url)
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string }>(
      'select tablename as name from pg_tables where schemaname = current_schema()',
    )
    const names = new Set(rows.map(({ name }) => name))
    if (names.size === 0) return 'nothing'
    if (!names.has('_prisma_migrations') || !names.has('settings')) return 'foreign'
    const marked = await client.query(`select from settings where name = 'demo'`)
    return marked.rowCount === 1 ? 'demo' : 'streamgauge'
  } catch (error) {
    return (error as pg.DatabaseError).code === '42703' ? 'foreign' : 'nothing'
  } finally {
    await client.end().catch(() => {})
  }
}

async function drop(url: string): Promise<void> {
  const server = new URL(url)
  server.pathname = '/postgres'
  const client = clientOf(server.href)
  try {
    await client.connect()
    await client.query(`drop database if exists ${pg.escapeIdentifier(nameOf(url))} with (force)`)
  } finally {
    await client.end().catch(() => {})
  }
}
