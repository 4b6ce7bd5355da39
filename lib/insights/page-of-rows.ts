// One page of many rows in order, without sorting them all: only the page's own rows are compared with each other.

/** One page of a list. `page` counts from 1. */
export type Slice<Row> = { rows: Row[]; page: number; pages: number; total: number; opened: boolean }

/** `page` null: the one that holds `wanted`, else the first. */
export type PageAsked = { descending: boolean; page: number | null; size: number }

/**
 * The rows of one page by ascending or descending value; absent values (NaN) come last either way, equal ones by their place in
 * the table, in the same direction. `wanted` is the row that the page must hold, if it is among them.
 */
export function pageOfRows(
  rows: readonly number[],
  valueAt: (row: number) => number,
  { descending, page, size }: PageAsked,
  wanted: number | null = null,
): Slice<number> {
  const pages = Math.max(1, Math.ceil(rows.length / size))
  const at = wanted === null ? -1 : rows.indexOf(wanted)
  const count = { pages, total: rows.length, opened: at >= 0 }
  if (isInOrder(rows, valueAt)) {
    const place = descending ? rows.length - 1 - at : at
    const shown = at >= 0 ? Math.floor(place / size) + 1 : (page ?? 1)
    const [first, end] = [(shown - 1) * size, shown * size]
    const own = descending
      ? rows.slice(Math.max(0, rows.length - end), Math.max(0, rows.length - first)).reverse()
      : rows.slice(first, end)
    return { rows: own, page: shown, ...count }
  }
  const sign = descending ? -1 : 1
  const values = Float64Array.from(rows, (row) => sign * valueAt(row))
  // NaN sorts last, as `ascending` promises: typed arrays order it after every number.
  const ascending = Float64Array.from(values).sort()
  const isBefore = (value: number, row: number, other: number, otherRow: number) => {
    if (Number.isNaN(value) || Number.isNaN(other)) {
      if (Number.isNaN(value) !== Number.isNaN(other)) return Number.isNaN(other)
      return row < otherRow
    }
    return value === other ? sign * (row - otherRow) < 0 : value < other
  }
  let shown = page ?? 1
  if (at >= 0) {
    let rank = 0
    for (let each = 0; each < rows.length; each += 1) {
      if (isBefore(values[each] as number, rows[each] as number, values[at] as number, wanted as number)) rank += 1
    }
    shown = Math.floor(rank / size) + 1
  }
  const first = (shown - 1) * size
  const end = Math.min(rows.length, first + size)
  if (first >= end) return { rows: [], page: shown, ...count }

  const [low, high] = [ascending[first] as number, ascending[end - 1] as number]
  const candidates: number[] = []
  let skipped = 0
  for (let each = 0; each < rows.length; each += 1) {
    const value = values[each] as number
    if (value < low || (Number.isNaN(low) && !Number.isNaN(value))) skipped += 1
    else if (value <= high || Number.isNaN(high)) candidates.push(each)
  }
  candidates.sort((a, b) =>
    isBefore(values[a] as number, rows[a] as number, values[b] as number, rows[b] as number) ? -1 : 1,
  )
  const own = candidates.slice(first - skipped, end - skipped).map((each) => rows[each] as number)
  return { rows: own, page: shown, ...count }
}

/** Whether rows are sorted as they come, as tables are by the time of what they hold. */
function isInOrder(rows: readonly number[], valueAt: (row: number) => number): boolean {
  let [last, lastRow] = [Number.NEGATIVE_INFINITY, -1]
  for (const row of rows) {
    const value = valueAt(row)
    // NOTE: no comparison holds for NaN, so that absent values are never in order.
    if (!(value > last || (value === last && row > lastRow))) return false
    ;[last, lastRow] = [value, row]
  }
  return true
}
