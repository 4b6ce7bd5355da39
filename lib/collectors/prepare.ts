// What a source yields, as the connection's records: each one validated, the others among the rejected rows.
import { parseRecord, RECORDS, type RecordType, type Removal, type SourceRecord } from '../records/record'
import type { Page, Rejected } from './contract'

export type Prepared = { records: (SourceRecord | Removal)[]; rejected: Rejected[] }

/** The records as the connection's, validated; those that are not valid are among the rejected rows. */
export function prepareRecords(page: Pick<Page, 'records' | 'rejected'>, connection: string): Prepared {
  const records: Prepared['records'] = []
  const rejected = [...page.rejected]
  for (const input of page.records) {
    const parsed = parseRecord({ ...input, source: connection })
    if (parsed.ok) records.push(parsed.record)
    else
      rejected.push({ position: positionOf(input), path: parsed.field, reason: parsed.reason, payload: shown(input) })
  }
  return { records, rejected }
}

/** Under which a record is rejected. */
export function positionOf(input: { type: RecordType }): string {
  const fields = input as Record<string, unknown>
  return [input.type, ...RECORDS[input.type].key.map((field) => String(fields[field] ?? '?'))].join(' ')
}

/** NOTE: rejected rows are kept and shown, people's names never are. */
function shown(input: Page['records'][number]): unknown {
  return { ...input, author: undefined, body: undefined }
}
