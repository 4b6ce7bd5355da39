// Where what people noted stands on a time line: a numbered flag each, in rows, so that neighbours do not cover each other.

export type Note = { at: number; until: number | null; text: string }
/** `x`, `until`: shares of the width; `row`: 0 is the lowest. */
export type Flag = { x: number; until: number | null; number: number; text: string; row: number }

/** As a share of the width. */
const FLAGS_APART = 0.06
const MOST_FLAG_ROWS = 4

/** `x` tells where an instant of `[from, to)` is. A note outside keeps its number for its place in the list. */
export function flagsOf(
  notes: readonly Note[],
  { from, to }: { from: number; to: number },
  x: (at: number) => number,
  apart = FLAGS_APART,
): Flag[] {
  const last: number[] = Array.from({ length: MOST_FLAG_ROWS }, () => Number.NEGATIVE_INFINITY)
  return notes.flatMap(({ at, until, text }, index) => {
    if (at >= to || (until ?? at) < from) return []
    const end = until === null || until <= at ? null : x(Math.min(until, to))
    const here = x(Math.max(at, from))
    const free = last.findIndex((before) => here - before > apart)
    const row = free === -1 ? last.indexOf(Math.min(...last)) : free
    last[row] = here
    return [{ x: here, until: end, number: index + 1, text, row }]
  })
}
