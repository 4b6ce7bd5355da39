// What is counted of pipeline runs (METRICS section 9): failures, faults of the delivery system, durations, what was run in vain.
import type { LaterRuns, RunTable } from '../records/runs'
import type { RunStatus } from '../records/schema'
import { queueSeconds, runSeconds } from './concurrency'
import { ratio, spreadOf, totalOf } from './spread'
import { type Interval, wilson } from './stats'

export const FAILED: readonly RunStatus[] = ['failure', 'timed_out']
export const OPEN: readonly RunStatus[] = ['queued', 'running']
/** With a verdict: of itself, or the delivery system's own fault. Cancelled and skipped runs came to none. */
export const ENDED: readonly RunStatus[] = ['success', ...FAILED, 'error']

export type Share = { part: number; n: number; value: number | null; interval: Interval | null }
export type Quantiles = { n: number; median: number | null; p90: number | null }

export type RunFigures = {
  runs: number
  /** Pipeline failure rate: failed ÷ with a verdict. Never called change failure rate. */
  failed: Share
  /** System faults: the delivery system's own ÷ with a verdict. */
  faults: Share
  /** Seconds of the runs with a verdict. */
  duration: Quantiles
  /** Seconds of every run that started. */
  queue: Quantiles
  cancelled: number
  superseded: number
  skipped: number
  /** Queued or running still. */
  open: number
  /** Seconds that cancelled runs took, superseded ones included; null where none is known. */
  cancelledSeconds: number | null
  supersededSeconds: number | null
}

/** Also of jobs. */
export function shareOf(part: number, n: number): Share {
  return { part, n, value: ratio(part, n), interval: wilson(part, n) }
}

/**
 * The figures of some runs; each attempt is a run of its own.
 *
 * Definition: pipeline failure rate = (`failure` + `timed_out`) ÷ runs with a verdict, system fault rate = `error` ÷ the same. A
 * verdict is `success`, `failure`, `timed_out` or `error`: who cancels or skips a run learns nothing of it. Duration = finish −
 * start of runs with a verdict; queue = start − queued of all that started. Wasted = the durations of cancelled runs.
 * Unit: rates 0 to 1 with 95 % Wilson intervals; seconds, type 7 quantiles.
 * Edge cases: nothing with a verdict → null. A run without both times has no duration and no time in the queue, not 0; neither
 * has one whose times go backwards. Runs that never finished count in nothing but `open`, and in `queue` if they started.
 * Example: success, success, failure, error, cancelled, running: 1 of 4 failed, 1 of 4 faults, 1 cancelled, 1 open.
 */
export function runFigures(runs: RunTable, rows: readonly number[], superseded: ReadonlySet<number>): RunFigures {
  const of = (statuses: readonly RunStatus[]) => rows.filter((row) => statuses.includes(runs.status[row] as RunStatus))
  const ended = of(ENDED)
  const cancelled = of(['cancelled'])
  const inVain = cancelled.filter((row) => superseded.has(row))
  const seconds = (some: number[]) => some.flatMap((row) => runSeconds(runs, row) ?? [])
  return {
    runs: rows.length,
    failed: shareOf(of(FAILED).length, ended.length),
    faults: shareOf(of(['error']).length, ended.length),
    duration: quantiles(seconds(ended)),
    queue: quantiles(rows.flatMap((row) => queueSeconds(runs, row) ?? [])),
    cancelled: cancelled.length,
    superseded: inVain.length,
    skipped: of(['skipped']).length,
    open: of(OPEN).length,
    cancelledSeconds: totalOf(seconds(cancelled)),
    supersededSeconds: totalOf(seconds(inVain)),
  }
}

function quantiles(values: number[]): Quantiles {
  const { median, p90 } = spreadOf(values)
  return { n: values.length, median, p90 }
}

/**
 * The superseded runs: cancelled, and a newer run of the same pipeline (of the same source) and branch was queued. Attempts of
 * the run itself are none; a run without a branch is never superseded. `later`: runs queued after those of the table.
 */
export function supersededRuns(runs: RunTable, later: readonly LaterRuns[]): Set<number> {
  const key = (source: string, pipeline: string, branch: string) => JSON.stringify([source, pipeline, branch])
  /** Of what comes after the row: the newest instant with its ids, and whether there is more than one id. */
  const newer = new Map<string, { id: string; others: boolean }>()
  for (const { source, pipeline, branch, leastId, greatestId } of later) {
    newer.set(key(source, pipeline, branch), { id: leastId, others: leastId !== greatestId })
  }
  const found = new Set<number>()
  // From the newest backwards; runs that were queued in the same instant are not newer than each other.
  for (let last = runs.length - 1; last >= 0; ) {
    let first = last
    while (first > 0 && runs.queuedAt[first - 1] === runs.queuedAt[last]) first -= 1
    for (let row = first; row <= last; row += 1) {
      const branch = runs.branch[row]
      if (runs.status[row] !== 'cancelled' || branch == null) continue
      const after = newer.get(key(runs.source[row] ?? '', runs.pipeline[row] ?? '', branch))
      if (after && (after.others || after.id !== runs.id[row])) found.add(row)
    }
    for (let row = first; row <= last; row += 1) {
      const branch = runs.branch[row]
      if (branch == null) continue
      const name = key(runs.source[row] ?? '', runs.pipeline[row] ?? '', branch)
      const after = newer.get(name)
      const id = runs.id[row] ?? ''
      newer.set(name, { id, others: after !== undefined && (after.others || after.id !== id) })
    }
    last = first - 1
  }
  return found
}
