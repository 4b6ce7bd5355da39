// What a metric is: a pure function of one service's facts and a window, with the words that explain it.
import type { ServiceFacts } from '../facts/service'

/** Half open, epoch milliseconds. Everything that a figure depends on besides the facts is here. */
export type Window = {
  from: number
  to: number
  now: number
  timeZone: string
  /** What one row of lead time is. */
  unit: 'pr' | 'commit'
  bots: 'exclude' | 'include' | 'only'
  /** Seconds between two instants: the wall clock, or a service's working clock. Negative when `to` is earlier. */
  seconds: (from: number, to: number) => number
  /** The report year whose bands are used; null on a clock that DORA does not define. */
  bandYear: number | null
}

export type Spread = { median: number | null; p75: number | null; p90: number | null; mean: number | null }
/** A row of one of the service's tables that a figure leaves out. */
export type ExcludedRow = { table: 'changes' | 'deployments' | 'incidents'; row: number; reason: string }

export type MetricValue<Parts> = {
  /** The headline; null when there is nothing to compute it from. */
  value: number | null
  n: number
  spread: Spread | null
  parts: Parts
  excluded: ExcludedRow[]
}

export type Metric<Parts> = {
  id: string
  title: string
  unit: 'seconds' | 'rate' | 'per-day'
  better: 'lower' | 'higher' | 'neither'
  /** What a reader asks with it. */
  question: string
  /** Its rule in one or two plain sentences, printed beside the figure. */
  definition: string
  /** Whether a bucket without events is 0 or unknown. */
  emptyBucket: 0 | null
  compute: (facts: ServiceFacts, window: Window) => MetricValue<Parts>
}

export function defineMetric<Parts>(metric: Metric<Parts>): Metric<Parts> {
  return metric
}

export const PROFILE = { name: 'streamgauge', version: 1 } as const

export function inWindow(at: number | null, { from, to }: { from: number; to: number }): at is number {
  return at !== null && at >= from && at < to
}

/** The wall clock. */
export function wallSeconds(from: number, to: number): number {
  return (to - from) / 1000
}
