// Rows of one or several services as one figure: raw rows pooled, never averages of averages.

import { bootstrapMedian } from './bootstrap'
import type { AnyMetric, MetricRow } from './contract'
import { ratio } from './spread'
import { type Interval, quantileOfSorted, sorted, wilson } from './stats'

export type Summary = {
  value: number | null
  n: number
  /** Of a share of rows: how many. */
  part: number | null
  /** Of a duration: the lower and the upper quartile. */
  middle: Interval | null
}

type Kind = Pick<AnyMetric, 'unit' | 'interval'>

/**
 * The value of rows, as the metric's `compute` makes it of the same rows.
 *
 * Formula: seconds: their median; rate: Σ value ÷ Σ whole; per-day: their number ÷ `days`.
 * Edge cases: no rows → null, but a count over known days is 0; `days` null → a count is null.
 * Example: a service with 1 failed of 2 deployments and one with 0 of 8 → 1/10, not the mean of 1/2 and 0.
 */
export function summarise({ unit, interval }: Kind, rows: readonly MetricRow[], days: number | null): Summary {
  const n = rows.length
  if (unit === 'per-day') return { value: days === null || days <= 0 ? null : n / days, n, part: null, middle: null }
  if (unit === 'rate') {
    const part = rows.reduce((sum, row) => sum + row.value, 0)
    const value = ratio(part, n === 0 ? null : rows.reduce((sum, row) => sum + row.whole, 0))
    return { value, n, part: interval === 'wilson' ? part : null, middle: null }
  }
  const ascending = sorted(rows.map((row) => row.value))
  const [lower, middle, upper] = [0.25, 0.5, 0.75].map((p) => quantileOfSorted(ascending, p))
  return { value: middle ?? null, n, part: null, middle: lower == null || upper == null ? null : [lower, upper] }
}

/** The 95 % interval of that value; null for a metric that has none, and where there is too little for one. */
export function intervalOf({ interval }: Kind, rows: readonly MetricRow[]): Interval | null {
  if (interval === null) return null
  if (interval === 'bootstrap') return bootstrapMedian(rows.map((row) => row.value))
  return wilson(
    rows.reduce((sum, row) => sum + row.value, 0),
    rows.length,
  )
}
