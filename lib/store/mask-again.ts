// Masks stored texts once more: somebody may have become known only after a text that names them had come in.
import { pool } from '../db'
import type { KnownNames } from '../records/known-names'
import { MASKED, type People, protect } from '../records/people'
import { RECORD_TYPES, RECORDS, type RecordType, type SourceRecord } from '../records/record'
import { ingest } from './ingest'
import { takeLateNames } from './name-marks'
import { decodeRow, decodeTime, type Fields, RECORD_TABLES } from './record-tables'

const BATCH = 2000

/**
 * To be called when a run of `ingest` is over: what it has written since then is masked again, where a name came late.
 * LIMIT: texts of earlier runs are not; they are masked when their source sends them again.
 */
export async function maskEarlier(people: People, { since, now }: { since: Date; now: Date }): Promise<void> {
  const known = takeLateNames(people)
  if (!known) return
  const found: SourceRecord[] = []
  for (const type of RECORD_TYPES) found.push(...(await revealing(type, since, people, known)))
  if (found.length > 0) await ingest(found, { people, now })
}

/** The records of the type that another masking changes: their keys and their texts. */
async function revealing(type: RecordType, since: Date, people: People, known: KnownNames): Promise<SourceRecord[]> {
  const table = RECORD_TABLES[type]
  const { key } = RECORDS[type]
  const isText = (field: string) => MASKED.includes(field) || (type === 'job' && field === 'name')
  const stored = table.stored.filter(({ field }) => key.includes(field) || isText(field))
  if (!stored.some(({ field }) => isText(field))) return []
  const found: SourceRecord[] = []
  const client = await pool().connect()
  try {
    await client.query('begin read only')
    const columns = stored.map(({ column }) => column)
    await client.query(
      `declare texts no scroll cursor for
       select ${columns.join(', ')}, ${RECORDS[type].shared ? 'sources[1] as source' : 'source'}, updated_at
       from ${table.name} where changed_at >= $1 and not deleted`,
      [since],
    )
    for (;;) {
      const { rows } = await client.query<Fields>(`fetch ${BATCH} from texts`)
      for (const row of rows) {
        const updatedAt = row.updated_at === null ? undefined : decodeTime(String(row.updated_at))
        const fields = { ...decodeRow({ ...table, stored }, row), type, source: String(row.source), updatedAt }
        const record = fields as unknown as SourceRecord // sound: ingest leaves the fields that are absent
        if (JSON.stringify(protect(record, people, known)) !== JSON.stringify(record)) found.push(record)
      }
      if (rows.length < BATCH) return found
    }
  } finally {
    await client.query('rollback').catch(() => {})
    client.release()
  }
}
