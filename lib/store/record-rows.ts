// The statements of ingest: records of one type written and read by the thousand.
import type { PoolClient } from 'pg'
import { RECORDS, type RecordType, type Removal, type SourceRecord } from '../records/record'
import { binaryArray, type ElementType } from './binary-array'
import type { StoredRecord } from './merge'
import { arrayLiteral, decodeRow, decodeTime, type Fields, RECORD_TABLES, type SqlType } from './record-tables'

type Written = { name: string; sqlType: SqlType; read(record: StoredRecord): unknown }

function writtenColumns(type: RecordType, now: Date): Written[] {
  const at = now.toISOString()
  const written: Written[] = RECORD_TABLES[type].columns.map(({ name, sqlType, read }) => ({
    name,
    sqlType,
    read: (record) => read(record.fields),
  }))
  if (RECORDS[type].shared) {
    written.push({ name: 'sources', sqlType: 'text[]', read: ({ sources }) => arrayLiteral(sources) })
  } else {
    written.push({ name: 'source', sqlType: 'text', read: ({ sources }) => sources[0] ?? '' })
  }
  if (type === 'commit') {
    written.push({ name: 'author_rank', sqlType: 'smallint', read: ({ authorRank }) => authorRank })
  }
  written.push({ name: 'updated_at', sqlType: 'timestamptz', read: ({ updatedAt }) => updatedAt })
  written.push({ name: 'deleted', sqlType: 'boolean', read: ({ deleted }) => deleted })
  written.push({ name: 'changed_at', sqlType: 'timestamptz', read: () => at })
  return written
}

export type Statement = { text: string; values: Buffer[] }
type KeyColumn = { column: string; field: string; sqlType: 'text' | 'integer' }

function keyColumns(type: RecordType): KeyColumn[] {
  const { key } = RECORD_TABLES[type]
  return RECORDS[type].shared ? key : [{ field: 'source', column: 'source', sqlType: 'text' }, ...key]
}

// An array of arrays would be unnested to its leaves, so lists travel as text.
const travelling = (sqlType: SqlType): ElementType => (sqlType === 'text[]' ? 'text' : sqlType)

function insertion(
  type: RecordType,
  records: StoredRecord[],
  now: Date,
  onConflict: (names: string[]) => string,
): Statement {
  const columns: Written[] = []
  const values: Buffer[] = []
  for (const column of writtenColumns(type, now)) {
    const array = binaryArray(travelling(column.sqlType), records.length, (at) =>
      column.read(records[at] as StoredRecord),
    )
    // What no record of the chunk has is NULL without being sent.
    if (array === null) continue
    columns.push(column)
    values.push(array)
  }
  const names = columns.map(({ name }) => name)
  const selected = columns.map(({ name, sqlType }) => (sqlType === 'text[]' ? `${name}::text[]` : name))
  const types = columns.map(({ sqlType }, at) => `$${at + 1}::${travelling(sqlType)}[]`)
  const keys = keyColumns(type).map(({ column }) => column)
  const text = `insert into ${RECORD_TABLES[type].name} (${names.join(', ')}) select ${selected.join(', ')}
     from unnest(${types.join(', ')}) as incoming(${names.join(', ')}) on conflict (${keys.join(', ')}) ${onConflict(keys)}`
  return { text, values }
}

/** Writes records whether they are stored already or not. */
export function upsertion(type: RecordType, records: StoredRecord[], now: Date): Statement {
  return insertion(type, records, now, (keys) => {
    const updated = writtenColumns(type, now).filter(({ name }) => !keys.includes(name))
    return `do update set ${updated.map(({ name }) => `${name} = excluded.${name}`).join(', ')}`
  })
}

/** Writes those records that are not stored yet; answers with one row, see `identitiesOf`. */
export function firstInsertion(type: RecordType, records: StoredRecord[], now: Date): Statement {
  const keys = keyColumns(type).map(({ column }) => column)
  const { text, values } = insertion(type, records, now, () => `do nothing returning ${keys.join(', ')}`)
  // Their keys are told only where some were stored before, which in bulk is rare.
  const told = `case when count(*) < ${records.length} then json_agg(json_build_array(${keys.join(', ')})) end`
  return { text: `with fresh as (${text}) select count(*)::int as count, ${told} as keys from fresh`, values }
}

export type Inserted = { count: number; keys: unknown[][] | null }

/** The identities that `firstInsertion` wrote; null: all. */
export function identitiesOf(row: Inserted | undefined): Set<string> | null {
  if (!row?.keys) return row && row.count > 0 ? null : new Set()
  return new Set(row.keys.map((key) => JSON.stringify(key.map(String))))
}

/** What is stored under the identities of these records, tombstones too. */
export async function loadStored(
  client: PoolClient,
  type: RecordType,
  records: (SourceRecord | Removal)[],
): Promise<Map<string, StoredRecord>> {
  const { name, columns } = RECORD_TABLES[type]
  const { shared } = RECORDS[type]
  const keys = keyColumns(type)
  const selected = [...columns.map((column) => column.name), shared ? 'sources' : 'source', 'updated_at', 'deleted']
  if (type === 'commit') selected.push('author_rank')
  const { rows } = await client.query<Fields>(
    `select ${selected.map((column) => `stored.${column}`).join(', ')}
     from unnest(${keys.map(({ sqlType }, at) => `$${at + 1}::${sqlType}[]`).join(', ')})
       as wanted(${keys.map(({ column }) => column).join(', ')})
     join ${name} stored using (${keys.map(({ column }) => column).join(', ')})`,
    keys.map(({ field, sqlType }) =>
      binaryArray(sqlType, records.length, (at) => (records[at] as unknown as Fields | undefined)?.[field]),
    ),
  )
  const found = new Map<string, StoredRecord>()
  for (const row of rows) {
    const stored = storedRecord(type, row)
    const { fields, sources } = stored
    found.set(
      JSON.stringify(keys.map(({ field }) => (field === 'source' ? sources[0] : String(fields[field])))),
      stored,
    )
  }
  return found
}

function storedRecord(type: RecordType, row: Fields): StoredRecord {
  return {
    fields: decodeRow(RECORD_TABLES[type], row),
    sources: RECORDS[type].shared ? ((row.sources ?? []) as string[]) : [String(row.source)], // sound: text[]
    deleted: row.deleted === true,
    updatedAt: row.updated_at === null ? undefined : decodeTime(String(row.updated_at)),
    authorRank: Number(row.author_rank ?? 0),
  }
}
