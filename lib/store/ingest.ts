// The one way in for records: people become hashes, versions are merged, and what depends on them is marked stale.
import type { PoolClient } from 'pg'
import { withTransaction } from '../db'
import { StreamgaugeError } from '../errors'
import { KnownNames } from '../records/known-names'
import { type People, protect } from '../records/people'
import { identityOf, RECORD_TYPES, RECORDS, type RecordType, type Removal, type SourceRecord } from '../records/record'
import { mergeRecord, type Outcome, type StoredRecord, same } from './merge'
import { knowNames } from './name-marks'
import { arrayLiteral, decodeRow, decodeTime, type Fields, RECORD_TABLES } from './record-tables'
import { checkPeopleKey } from './settings'
import { markStale, Scopes } from './stale-scopes'

export type IngestOptions = {
  now: Date
  /** Needed as soon as a record names a person who is not in stored form yet. */
  people?: People
  /** Git's own word on a commit's author stands against any other's. */
  authority?: 'git'
  /** The caller's transaction; without one, ingest has its own. */
  client?: PoolClient
}
export type IngestCounts = Partial<Record<RecordType, Record<Outcome, number>>>

// Bounds the size of one statement.
const CHUNK = 5000
const NOBODY: People = { key: '', bots: [] }

/** Stores the records, all or none, in their order. A raw name without `people` throws `bug`, another key `config`. */
export async function ingest(records: (SourceRecord | Removal)[], options: IngestOptions): Promise<IngestCounts> {
  const counts: IngestCounts = {}
  const { people = NOBODY } = options
  const authors = authorsOf(records)
  if (people === NOBODY && authors.length > 0) {
    throw new StreamgaugeError('bug', 'A record names a person, and ingest was given no people key.')
  }
  const work = async (client: PoolClient) => {
    let known: KnownNames | undefined
    if (people !== NOBODY) {
      await checkPeopleKey(people.key, client)
      // All authors first, so that within one call their order does not matter.
      known = await knowNames(client, people, authors)
    }
    const byType = protectAll(records, people, known)
    const scopes = new Scopes()
    // NOTE: always in this order, so that two at once never wait for each other in a circle.
    for (const type of RECORD_TYPES) {
      const list = byType.get(type)
      if (!list) continue
      await client.query(`select pg_advisory_xact_lock(hashtext('streamgauge ingest'), hashtext($1))`, [type])
      for (let at = 0; at < list.length; at += CHUNK) {
        await ingestChunk(client, type, list.slice(at, at + CHUNK), options, counts, scopes)
      }
    }
    await markStale(client, scopes)
  }
  if (options.client) await work(options.client)
  else await withTransaction(work)
  return counts
}

function authorsOf(records: (SourceRecord | Removal)[]): string[] {
  const authors = new Set<string>()
  for (const record of records) {
    const { author } = record as Fields
    if (typeof author === 'string') authors.add(author)
  }
  return [...authors]
}

function protectAll(records: (SourceRecord | Removal)[], people: People, known = new KnownNames(people.key)) {
  const byType = new Map<RecordType, (SourceRecord | Removal)[]>()
  for (const record of records) {
    const kept = protect(record, people, known)
    const list = byType.get(record.type)
    if (list) list.push(kept)
    else byType.set(record.type, [kept])
  }
  return byType
}

type State = { before: StoredRecord | null; after: StoredRecord | null }

async function ingestChunk(
  client: PoolClient,
  type: RecordType,
  records: (SourceRecord | Removal)[],
  options: IngestOptions,
  counts: IngestCounts,
  scopes: Scopes,
): Promise<void> {
  const states = await loadStates(client, type, records)
  counts[type] ??= { created: 0, updated: 0, unchanged: 0, deleted: 0 }
  const count = counts[type]
  for (const record of records) {
    const state = states.get(identityOf(record))
    if (!state) throw new StreamgaugeError('bug', `A ${type} lost its place in its chunk.`)
    const merge = mergeRecord(state.after, record, options.authority === 'git' ? 1 : 0)
    state.after = merge.stored
    count[merge.outcome] += 1
  }
  const changed: StoredRecord[] = []
  for (const { before, after } of states.values()) {
    // A record that comes twice may end as it began.
    if (!after || before === after || (before && same(before, after))) continue
    changed.push(after)
    scopes.add(type, before)
    scopes.add(type, after)
  }
  if (changed.length > 0) await upsert(client, type, changed, options.now)
}

/** Every identity of the chunk, with what is stored of it. */
async function loadStates(
  client: PoolClient,
  type: RecordType,
  records: (SourceRecord | Removal)[],
): Promise<Map<string, State>> {
  const { name, key, columns } = RECORD_TABLES[type]
  const { shared } = RECORDS[type]
  const keys = new Map<string, Fields>()
  for (const record of records) keys.set(identityOf(record), record as unknown as Fields) // sound: read by field name
  const states = new Map<string, State>()
  for (const identity of keys.keys()) states.set(identity, { before: null, after: null })

  const parts = shared ? key : [...key, { field: 'source', column: 'source', sqlType: 'text' }]
  const wanted = [...keys.values()]
  const values = parts.map(({ field }) => arrayLiteral(wanted.map((record) => String(record[field]))))
  const selected = [...columns.map((column) => column.name), shared ? 'sources' : 'source', 'updated_at', 'deleted']
  if (type === 'commit') selected.push('author_rank')
  const { rows } = await client.query<Fields>(
    `select ${selected.map((column) => `stored.${column}`).join(', ')}
     from unnest(${parts.map(({ sqlType }, at) => `$${at + 1}::${sqlType}[]`).join(', ')})
       as wanted(${parts.map(({ column }) => column).join(', ')})
     join ${name} stored using (${parts.map(({ column }) => column).join(', ')})`,
    values,
  )
  for (const row of rows) {
    const stored = storedRecord(type, row)
    const identity = JSON.stringify([
      ...(shared ? [] : stored.sources),
      ...key.map(({ field }) => String(stored.fields[field])),
    ])
    states.set(identity, { before: stored, after: stored })
  }
  return states
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

type Written = { name: string; sqlType: string; encode(record: StoredRecord): string | null }

function writtenColumns(type: RecordType, now: Date): Written[] {
  const at = now.toISOString()
  const written: Written[] = RECORD_TABLES[type].columns.map(({ name, sqlType, encode }) => ({
    name,
    sqlType,
    encode: (record) => encode(record.fields),
  }))
  if (RECORDS[type].shared) {
    written.push({ name: 'sources', sqlType: 'text[]', encode: ({ sources }) => arrayLiteral(sources) })
  } else {
    written.push({ name: 'source', sqlType: 'text', encode: ({ sources }) => sources[0] ?? '' })
  }
  if (type === 'commit') {
    written.push({ name: 'author_rank', sqlType: 'smallint', encode: ({ authorRank }) => String(authorRank) })
  }
  written.push({ name: 'updated_at', sqlType: 'timestamptz', encode: ({ updatedAt }) => updatedAt ?? null })
  written.push({ name: 'deleted', sqlType: 'boolean', encode: ({ deleted }) => String(deleted) })
  written.push({ name: 'changed_at', sqlType: 'timestamptz', encode: () => at })
  return written
}

async function upsert(client: PoolClient, type: RecordType, records: StoredRecord[], now: Date): Promise<void> {
  const { name, key } = RECORD_TABLES[type]
  const columns = writtenColumns(type, now)
  const names = columns.map((column) => column.name)
  const keyNames = [...key.map(({ column }) => column), ...(RECORDS[type].shared ? [] : ['source'])]
  const updated = names.filter((column) => !keyNames.includes(column))
  // An array of arrays would be unnested to its leaves, so lists travel as text.
  const types = columns.map(({ sqlType }) => (sqlType === 'text[]' ? 'text' : sqlType))
  const selected = columns.map(({ name: column, sqlType }) => (sqlType === 'text[]' ? `${column}::text[]` : column))
  await client.query(
    `insert into ${name} (${names.join(', ')})
     select ${selected.join(', ')}
     from unnest(${types.map((sqlType, at) => `$${at + 1}::${sqlType}[]`).join(', ')}) as incoming(${names.join(', ')})
     on conflict (${keyNames.join(', ')}) do update
     set ${updated.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    columns.map(({ encode }) => arrayLiteral(records.map(encode))),
  )
}
