// The one way in for records: people become hashes, versions are merged, and what depends on them is marked stale.
import type { PoolClient } from 'pg'
import { withTransaction } from '../db'
import { StreamgaugeError } from '../errors'
import { KnownNames } from '../records/known-names'
import { type People, protect } from '../records/people'
import { RECORD_TYPES, type RecordType, type Removal, type SourceRecord } from '../records/record'
import { Chunk, type Counts, noCounts } from './ingest-chunk'
import { knowNames } from './name-marks'
import type { Fields } from './record-tables'
import { checkPeopleKey } from './settings'
import { markStale, Scopes } from './stale-scopes'

export type IngestOptions = {
  now: Date
  /** Needed as soon as a record names a person who is not in stored form yet. */
  people?: People
  /** More names of people, to be recognised in texts and not to be stored. */
  names?: readonly string[]
  /** Git's own word on a commit's author stands against any other's. */
  authority?: 'git'
  /** The caller's transaction; without one, ingest has its own. */
  client?: PoolClient
}
export type IngestCounts = Partial<Record<RecordType, Counts>>

// Bounds the size of one statement.
const CHUNK = 5000
const NOBODY: People = { key: '', bots: [] }

/** Stores the records, all or none, in their order. A raw name without `people` throws `bug`, another key `config`. */
export async function ingest(records: (SourceRecord | Removal)[], options: IngestOptions): Promise<IngestCounts> {
  const counts: IngestCounts = {}
  const { people = NOBODY } = options
  const authors = [...authorsOf(records), ...(options.names ?? [])]
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
    const types = RECORD_TYPES.filter((type) => byType.has(type))
    // NOTE: always in this order, so that two at once never wait for each other in a circle.
    await client.query(
      `select pg_advisory_xact_lock(hashtext('streamgauge ingest'), hashtext(type)) from unnest($1::text[]) as type`,
      [types],
    )
    const rank = options.authority === 'git' ? 1 : 0
    const chunks: { type: RecordType; chunk: Chunk }[] = []
    for (const type of types) {
      const list = byType.get(type) ?? []
      for (let at = 0; at < list.length; at += CHUNK) {
        chunks.push({ type, chunk: new Chunk(type, list.slice(at, at + CHUNK), options.now, rank) })
      }
    }
    chunks[0]?.chunk.prepare()
    for (const [at, { type, chunk }] of chunks.entries()) {
      counts[type] ??= noCounts()
      const storing = chunk.store(client, counts[type], scopes)
      chunks[at + 1]?.chunk.prepare()
      await storing
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
