// Which rejected rows a record settles: a row that is accepted later was said to be wrong, and is not any more.
import type { RecordType, Removal, SourceRecord } from '../records/record'

/** What sources call the row that becomes a record of this type, and the field that names it. */
const ROWS: Partial<Record<RecordType, { called: string[]; by: string }>> = {
  commit: { called: ['commit'], by: 'sha' },
  deployment: { called: ['deployment'], by: 'id' },
  incident: { called: ['issue'], by: 'id' },
  job: { called: ['job'], by: 'id' },
  pipeline_run: { called: ['run', 'pipeline', 'build'], by: 'id' },
  pull_request: { called: ['pull request', 'merge request'], by: 'number' },
  tag: { called: ['tag', 'release'], by: 'name' },
}

/**
 * The positions of the rows that a record was made of, without what may follow a comma: `pull request 12` is the row of
 * `pull request 12, review 7` too. `position`: under which the record itself would have been rejected.
 */
export function settledBy(record: SourceRecord | Removal, position: string): string[] {
  const row = ROWS[record.type]
  if (!row) return [position]
  const name = String((record as Record<string, unknown>)[row.by]) // one of its key
  // An incident of an issue is named owner/name#12, its row by the number alone.
  const own = record.type === 'incident' ? (name.split('#').at(-1) ?? name) : name
  const rows = row.called.map((word) => `${word} ${own}`)
  const { repository } = record as { repository?: string } // of those types that have one
  return [position, ...rows, ...(repository ? rows.map((one) => placedIn(repository, one)) : [])]
}

/** A position that tells of itself where: `pull request 12, review 7` is `pull request 12 of acme/shop, review 7`. */
export function placedIn(place: string, position: string): string {
  if (position.includes(place)) return position
  const [row, ...rest] = position.split(',')
  return [`${row} of ${place}`, ...rest].join(',')
}
