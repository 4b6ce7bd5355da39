// How many pipeline runs were in progress at once, and what that did to the waiting of others.
import type { RunTable } from '../records/runs'
import { spreadOf } from './spread'

/** `at`: the first instant at which it was so. */
export type Peak = { runs: number; at: number }

/**
 * Peak concurrent runs.
 *
 * Definition: the most runs that were in progress at one instant. A run is in progress from its start until before its finish.
 * Formula: a sweep over starts and finishes in order; at one instant finishes come first. Unit: runs; `at` in epoch milliseconds.
 * Edge cases: a run without both times, or that finished before it started, is left out; one that took no time was never in
 * progress; null where none was.
 * Source: METRICS section 9. Example: [0, 10), [5, 15), [10, 20): 2, first at 5.
 */
export function peakConcurrency(runs: RunTable, rows: readonly number[]): Peak | null {
  const { starts, ends } = intervals(runs, rows)
  let [running, over, most] = [0, 0, null as Peak | null]
  for (const start of starts) {
    while ((ends[over] as number) <= start) {
      over += 1
      running -= 1
    }
    running += 1
    if (running > (most?.runs ?? 0)) most = { runs: running, at: start }
  }
  return most
}

function intervals({ startedAt, finishedAt }: RunTable, rows: readonly number[]) {
  const kept = rows.filter((row) => (startedAt[row] as number) < (finishedAt[row] as number))
  return {
    starts: Float64Array.from(kept, (row) => startedAt[row] as number).sort(),
    ends: Float64Array.from(kept, (row) => finishedAt[row] as number).sort(),
  }
}

/** How many were in progress when a run was queued: from, and up to this many; `most` null: or more. */
export const LOADS = [
  { least: 0, most: 0 },
  { least: 1, most: 1 },
  { least: 2, most: 3 },
  { least: 4, most: 7 },
  { least: 8, most: null },
] as const
export type LoadWait = { least: number; most: number | null; n: number; median: number | null; p90: number | null }

/**
 * Time in the queue by how many other runs were in progress as the run was queued. Seconds, type 7 quantiles; runs without a
 * known or with a negative time in the queue are left out.
 */
export function waitByLoad(runs: RunTable, rows: readonly number[]): LoadWait[] {
  const { startedAt, finishedAt, queuedAt } = runs
  const { starts, ends } = intervals(runs, rows)
  const waits: number[][] = LOADS.map(() => [])
  let [begun, over] = [0, 0]
  // NOTE: rows are in the order in which they were queued.
  for (const row of rows) {
    const at = queuedAt[row] as number
    while ((starts[begun] as number) <= at) begun += 1
    while ((ends[over] as number) <= at) over += 1
    const seconds = queueSeconds(runs, row)
    if (seconds === null) continue
    const itself = (startedAt[row] as number) <= at && at < (finishedAt[row] as number) ? 1 : 0
    const others = begun - over - itself
    waits[LOADS.findIndex(({ most }) => most === null || others <= most)]?.push(seconds)
  }
  return LOADS.map(({ least, most }, at) => {
    const { median, p90 } = spreadOf(waits[at] ?? [])
    return { least, most, n: waits[at]?.length ?? 0, median, p90 }
  })
}

/** Seconds from queued to started; null where that is not known or negative. Never 0 for unknown. */
export function queueSeconds({ queuedAt, startedAt }: RunTable, row: number): number | null {
  const seconds = ((startedAt[row] as number) - (queuedAt[row] as number)) / 1000
  return seconds >= 0 ? seconds : null
}

/** Seconds from started to finished; null where that is not known or negative. */
export function runSeconds({ startedAt, finishedAt }: RunTable, row: number): number | null {
  const seconds = ((finishedAt[row] as number) - (startedAt[row] as number)) / 1000
  return seconds >= 0 ? seconds : null
}
