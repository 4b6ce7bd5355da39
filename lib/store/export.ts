// Every record as its line, from one moment of the database, in the order of the bytes.
import { pool, toDatabaseError } from '../db'
import { writeLine } from '../records/ndjson'
import { RECORD_TYPES, RECORDS, type RecordType } from '../records/record'
import { decodeRow, decodeTime, type Fields, RECORD_TABLES } from './record-tables'

const BATCH = 500

export type ExportOptions = {
  /** Only what changed at or after this instant; then removals are among it. */
  since?: Date
}

/**
 * Lines without line ends, sorted bytewise as a whole. Imported into an empty database they bring all records back.
 * LIMIT: that one of several sources no longer says a shared record is not told by `since`.
 */
export async function* exportRecords({ since }: ExportOptions = {}): AsyncGenerator<string, void> {
  const client = await pool().connect()
  let failure: Error | undefined
  try {
    await client.query('begin isolation level repeatable read read only')
    for (const type of RECORD_TYPES) {
      await client.query(
        `declare lines no scroll cursor for ${select(type, since !== undefined)}`,
        since ? [since.toISOString()] : [],
      )
      for (;;) {
        const { rows } = await client.query<Fields>(`fetch ${BATCH} from lines`)
        for (const row of rows) yield lineOf(type, row)
        if (rows.length < BATCH) break
      }
      await client.query('close lines')
    }
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error))
    throw toDatabaseError(error)
  } finally {
    await client.query('rollback').catch((error: Error) => {
      failure ??= error
    })
    client.release(failure)
  }
}

// Each part of a line's beginning ends in a quotation mark or before a comma, so comparing the parts one by one compares the
// lines: no text's JSON begins another's, and a comma comes before every digit.
function select(type: RecordType, changedOnly: boolean): string {
  const { name, key, columns } = RECORD_TABLES[type]
  const { shared } = RECORDS[type]
  const order = ['source', ...key.map(({ column }) => `stored.${column}`)]
  const sources = shared ? `${name} stored cross join lateral unnest(stored.sources) as said(source)` : `${name} stored`
  const selected = columns.map((column) => `stored.${column.name}`)
  if (type === 'commit') selected.push('stored.author_rank')
  return `select ${selected.join(', ')}, source, stored.updated_at, stored.deleted
    from ${sources}
    where ${changedOnly ? 'stored.changed_at >= $1::timestamptz' : 'not stored.deleted'}
    order by ${order.map((column) => `to_json(${column})::text collate "C"`).join(', ')}`
}

function lineOf(type: RecordType, row: Fields): string {
  const table = RECORD_TABLES[type]
  const updatedAt = row.updated_at === null ? undefined : decodeTime(String(row.updated_at))
  const common = { type, source: String(row.source), updatedAt }
  const fields = decodeRow(table, row)
  if (Number(row.author_rank) > 0 && fields.author) fields.author = { ...fields.author, git: true }
  if (row.deleted !== true) return writeLine({ ...fields, ...common })
  const identity = Object.fromEntries(table.key.map(({ field }) => [field, fields[field]]))
  return writeLine({ ...identity, ...common, deleted: true })
}
