// Walks a list from the last changed to the first, so that nothing is left out while rows change on the way.
import { z } from 'zod'
import { formatInstant, parseInstant } from '../../time'
import type { Cursor, Rejected } from '../contract'
import { Instant, parseRows, type Query } from './api'

// A row may be stored a moment after the time that it bears; what is seen twice is left out by its own time.
const OVERLAP_MS = 60_000
const MOST_SEEN = 2_000

const Top = z.object({
  /** The latest change that was seen, on GitLab's clock. */
  newest: Instant.nullable(),
  /** Rows that changed shortly before it: id and time. */
  seen: z.array(z.tuple([z.number(), Instant])),
})
type Top = z.infer<typeof Top>

/** `of`: what was read and how. A project that is renamed is read anew, for its records bear its name. */
export const WalkSince = Top.extend({ of: z.string() })
export type WalkSince = z.infer<typeof WalkSince>
export const WalkResume = z.object({
  of: z.string(),
  top: Top,
  /** The time of the last row that was saved, and the rows of that very time. */
  until: Instant,
  done: z.array(z.number()),
})
export type WalkResume = z.infer<typeof WalkResume>
export type WalkCursor = Cursor<WalkResume, WalkSince>

const Stamp = z.looseObject({ id: z.number(), updated_at: Instant })
type Stamp = z.infer<typeof Stamp>

export type Walked = { rows: unknown[]; rejected: Rejected[]; reached?: Date; cursor: WalkCursor }

export type WalkOptions = {
  of: string
  what: string
  cursor: WalkCursor
  /** Where a first run ends. */
  from: string | undefined
  perPage: number
  list: (query: Query) => Promise<unknown[]>
}

const at = (text: string) => parseInstant(text) ?? 0 // sound: Instant has parsed it

/** Every row that has changed since the cursor, each once. The last page moves `since`. */
export async function* walk({ of, what, cursor, from, perPage, list }: WalkOptions): AsyncGenerator<Walked> {
  const before = cursor.since?.of === of ? cursor.since : undefined
  const resume = cursor.resume?.of === of ? cursor.resume : undefined
  const known = new Map(before?.seen)
  // NOTE: always bounded: some lists order by a time only where they filter by it.
  const after = before?.newest ? formatInstant(at(before.newest) - OVERLAP_MS) : (from ?? formatInstant(0))
  let top: Top = resume?.top ?? { newest: null, seen: [] }
  let [until, done] = [resume?.until, new Set(resume?.done)]
  for (let page = 1; ; ) {
    const query = { order_by: 'updated_at', sort: 'desc', per_page: perPage, page }
    // NOTE: a bound in place of a page number: rows that change meanwhile leave the list, and others would be skipped.
    // A millisecond more, because some lists take the bound in and some do not, and times are cut to milliseconds.
    const bound = until && formatInstant(at(until) + 1)
    const answer = await list({ ...query, updated_after: after, updated_before: bound })
    const { parsed, rejected } = parseRows<Stamp>(Stamp, answer, what)
    const fresh = parsed.filter((row) => !done.has(row.id))
    top = note(top, fresh)
    const rows = fresh.filter((row) => known.get(row.id) !== row.updated_at)
    const oldest = parsed.at(-1)?.updated_at
    if (oldest && oldest !== until) done = new Set()
    page = oldest && oldest === until ? page + 1 : 1
    until = oldest ?? until
    for (const row of parsed) if (row.updated_at === until) done.add(row.id)
    const reached = until === undefined ? undefined : new Date(at(until))
    if (answer.length < perPage || !until) {
      const since = { of, ...(top.newest === null && before ? before : top) }
      yield { rows, rejected, reached, cursor: { since } }
      return
    }
    yield { rows, rejected, reached, cursor: { ...cursor, resume: { of, top, until, done: [...done] } } }
  }
}

function note(top: Top, rows: Stamp[]): Top {
  const newest = top.newest ?? rows[0]?.updated_at ?? null
  if (newest === null) return top
  const recent = rows.filter((row) => at(row.updated_at) >= at(newest) - OVERLAP_MS)
  const seen = [...top.seen, ...recent.map((row): [number, string] => [row.id, row.updated_at])]
  return { newest, seen: seen.slice(0, MOST_SEEN) }
}
