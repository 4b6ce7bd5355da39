// What a record becomes when a version of it comes in: the whole meaning of ingest, without a database.
import { RECORDS, type Removal, type SourceRecord } from '../records/record'
import { emptied, type Fields, RECORD_TABLES } from './record-tables'

/** A record as it is stored. A tombstone (`deleted`) remembers only its key, its time and who removed it. */
export type StoredRecord = {
  fields: Fields
  /** Of a shared record all that say it, else the one. */
  sources: string[]
  deleted: boolean
  updatedAt?: string
  /** Whose word the author is: 1 when git itself said it. */
  authorRank: number
}
export type Outcome = 'created' | 'updated' | 'unchanged' | 'deleted'
export type Merge = { outcome: Outcome; stored: StoredRecord | null }

/**
 * Fields that `incoming` carries replace, absent ones stay, `unset` clears. An `updatedAt` before the stored one makes
 * the whole version void; the same or none applies. A tombstone counts as empty, but its time still holds.
 */
export function mergeRecord(stored: StoredRecord | null, incoming: SourceRecord | Removal, authorRank = 0): Merge {
  const at = incoming.updatedAt
  // Canonical times differ in length; as instants they compare right.
  if (stored?.updatedAt && at && Date.parse(at) < Date.parse(stored.updatedAt)) return { outcome: 'unchanged', stored }
  return incoming.deleted === true ? remove(stored, incoming) : apply(stored, incoming as SourceRecord, authorRank)
}

function apply(stored: StoredRecord | null, incoming: SourceRecord, callersRank: number): Merge {
  const table = RECORD_TABLES[incoming.type]
  const { author, authorRank } = rankedAuthor(incoming, callersRank)
  const carried = { ...incoming, author } as Fields // sound: only fields of the type's schema are read
  const before = stored && !stored.deleted ? stored : null
  const merged: StoredRecord = {
    fields: { ...before?.fields },
    sources: withSource(before?.sources ?? [], incoming.source, RECORDS[incoming.type].shared),
    deleted: false,
    updatedAt: incoming.updatedAt ?? stored?.updatedAt,
    authorRank: before?.authorRank ?? 0,
  }
  const authorStands = authorRank < merged.authorRank
  for (const field of Object.keys(table.fields)) {
    if (carried[field] === undefined || (field === 'author' && authorStands)) continue
    merged.fields[field] = carried[field]
    if (field === 'author') merged.authorRank = authorRank
  }
  for (const field of incoming.unset ?? []) {
    if (field === 'author' && authorStands) continue
    delete merged.fields[field]
    if (field === 'author') merged.authorRank = 0
  }
  if (!before) return { outcome: 'created', stored: merged }
  return same(before, merged) ? { outcome: 'unchanged', stored } : { outcome: 'updated', stored: merged }
}

/** An exported commit says itself whose word its author is. */
function rankedAuthor(incoming: SourceRecord, authorRank: number): { author: unknown; authorRank: number } {
  const author = 'author' in incoming ? incoming.author : undefined
  if (typeof author !== 'object' || !('git' in author)) return { author, authorRank }
  const { git, ...person } = author
  return { author: person, authorRank: git === true ? 1 : authorRank }
}

function remove(stored: StoredRecord | null, removal: SourceRecord | Removal): Merge {
  const table = RECORD_TABLES[removal.type]
  // Without a time nothing could tell a later version from an earlier one, so an unknown record leaves no trace.
  if (!stored && removal.updatedAt === undefined) return { outcome: 'unchanged', stored }
  const live = stored !== null && !stored.deleted
  if (live && !stored.sources.includes(removal.source)) return { outcome: 'unchanged', stored }
  const updatedAt = removal.updatedAt ?? stored?.updatedAt
  const others = live ? stored.sources.filter((source) => source !== removal.source) : []
  if (live && others.length > 0) return { outcome: 'updated', stored: { ...stored, sources: others, updatedAt } }
  const fields = emptied(table, stored?.fields ?? (removal as unknown as Fields)) // sound: a removal carries the key
  const sources = stored?.deleted ? stored.sources : [removal.source]
  const merged: StoredRecord = { fields, sources, deleted: true, updatedAt, authorRank: 0 }
  const changed = !stored || !same(stored, merged)
  return changed ? { outcome: 'deleted', stored: merged } : { outcome: 'unchanged', stored }
}

function withSource(sources: string[], source: string, shared: boolean): string[] {
  if (!shared) return [source]
  return sources.includes(source) ? sources : [...sources, source].sort()
}

/** Whether nothing would be written. */
export function same(one: StoredRecord, other: StoredRecord): boolean {
  return (
    one.deleted === other.deleted &&
    one.updatedAt === other.updatedAt &&
    one.authorRank === other.authorRank &&
    sameValue(one.sources, other.sources) &&
    sameValue(one.fields, other.fields)
  )
}

/** Equality as JSON: the order of an object's fields does not count, and an undefined one is absent. */
function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false
    return one.every((item, at) => sameValue(item, other[at]))
  }
  const [left, right] = [one as Fields, other as Fields] // sound: both are objects
  for (const field in left) if (!sameValue(left[field], right[field])) return false
  for (const field in right) if (right[field] !== undefined && left[field] === undefined) return false
  return true
}
