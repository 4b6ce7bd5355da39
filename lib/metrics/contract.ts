// What a metric is: a pure function of one service's facts and a window, with the words that explain it.
import type { ServiceFacts } from '../facts/service'
import type { Band } from './bands'
import type { QuickCheckMetric } from './quick-check'

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

/** One row that a value is made of. Several stand for one change where commits are counted. */
export type MetricRow = {
  row: number
  /** Places it in a week. */
  at: number
  /** Seconds of a duration, the part that counts of a rate, 1 of a count. */
  value: number
  /** What `value` is a part of, for rates: 1 where rows are counted, seconds where times are divided. */
  whole: number
}

/** What is said beside a value. */
export type Beside = {
  band?: Band | null
  /** Not over yet: unrecovered, unresolved. */
  open?: number
  /** Younger than a day. */
  provisional?: number
  medianWithWaiting?: number | null
  attemptsFailed?: number
  /** Anything else that belongs beside it, in words. */
  remarks?: string[]
}

export type Metric<Parts, Json = unknown> = {
  id: string
  title: string
  /** A duration is a median of its rows, a rate the sum of parts ÷ the sum of wholes, `per-day` their number ÷ elapsed days. */
  unit: 'seconds' | 'rate' | 'per-day'
  better: 'lower' | 'higher' | 'neither'
  /** What a reader asks with it. */
  question: string
  /** Its rule in one or two plain sentences, printed beside the figure. */
  definition: string
  /** Whether a bucket without events is 0 or unknown. */
  emptyBucket: 0 | null
  /** What `n` counts, one and many. */
  counts: [one: string, many: string]
  /** The table in which its rows are. */
  table: ExcludedRow['table']
  /** What DORA's reports call it, where they say how organisations do. */
  benchmark?: QuickCheckMetric
  /** Which 95 % interval it has: of a median, of a share of rows, or none. */
  interval: 'bootstrap' | 'wilson' | null
  compute: (facts: ServiceFacts, window: Window) => MetricValue<Parts>
  /** The rows that `compute` makes the value of, in the order of the table. */
  rows: (facts: ServiceFacts, window: Window) => MetricRow[]
  /** Its entry in the JSON of `sg metrics`, under its key. */
  json: (answer: MetricValue<Parts>) => Json
  beside?: (answer: MetricValue<Parts>) => Beside
}

/** Any metric, whatever its parts. */
// biome-ignore lint/suspicious/noExplicitAny: parts go from a metric's compute to its own json only
export type AnyMetric = Metric<any, Record<string, unknown>>

export function defineMetric<Parts, Json extends Record<string, unknown>>(
  metric: Metric<Parts, Json>,
): Metric<Parts, Json> {
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
