// The mark of the demo organisation: a database is either a demo's or somebody's own, never both.
import type { PoolClient } from 'pg'
import { z } from 'zod'
import { pool, withTransaction } from '../db'
import { StreamgaugeError } from '../errors'
import type { SourceRecord } from '../records/record'
import { type IngestOptions, ingest } from './ingest'
import { RECORD_TABLES } from './record-tables'
import { getSetting, putSetting } from './settings'

/** The day that the demo ends with, and which telling of the story it is. */
const DemoMark = z.object({ day: z.string(), edition: z.number() })
export type DemoMark = z.infer<typeof DemoMark>

const MARK = 'demo'
type Queryable = Pick<PoolClient, 'query'>

/** The day, `2026-03-02`, of the demo organisation that this database shows; null: it is somebody's own. */
export async function demoDay(): Promise<string | null> {
  return (await getSetting(MARK, DemoMark))?.day ?? null
}

/** Whether anything was ever imported, collected or declared here. */
export async function holdsAnything(client: Queryable = pool()): Promise<boolean> {
  const tables = [...Object.values(RECORD_TABLES).map(({ name }) => name), 'connections', 'ingest_tokens']
  const some = tables.map((table) => `exists (select 1 from ${table})`)
  const { rows } = await client.query<{ found: boolean }>(`select ${some.join(' or ')} as found`)
  return rows[0]?.found === true
}

/**
 * Puts the demo of `mark` in the place of an older one, at once or not at all; false if it is there already. Throws
 * `config`, and changes nothing, where the database holds something that is not a demo.
 */
export async function replaceDemo(
  mark: DemoMark,
  records: () => SourceRecord[],
  options: Omit<IngestOptions, 'client'>,
): Promise<boolean> {
  return withTransaction(async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtext('streamgauge demo'))`)
    const found = await client.query<{ value: unknown }>('select value from settings where name = $1', [MARK])
    const before = found.rows[0] ? DemoMark.parse(found.rows[0].value) : null
    if (before?.day === mark.day && before.edition === mark.edition) return false
    if (!before && (await holdsAnything(client))) {
      throw new StreamgaugeError('config', 'The database for the demo organisation holds other data.', {
        hint: 'It was left as it is. Rename that database, or start the demo with another DATABASE_URL or without one.',
      })
    }
    const tables = await client.query<{ name: string }>(
      `select quote_ident(tablename) as name from pg_tables where schemaname = current_schema() and tablename <> '_prisma_migrations'`,
    )
    await client.query(`truncate ${tables.rows.map(({ name }) => name).join(', ')} restart identity`)
    await putSetting(MARK, mark, client)
    await ingest(records(), { ...options, client })
    return true
  })
}
