import type { Spread } from './contract'
import { mean, quantileOfSorted, sorted } from './stats'

/** Median, upper quartile, 90th percentile and mean of raw values; all null for none. Quantiles are type 7. */
export function spreadOf(values: number[]): Spread {
  const ascending = sorted(values)
  const at = (p: number) => quantileOfSorted(ascending, p)
  return { median: at(0.5), p75: at(0.75), p90: at(0.9), mean: mean(values) }
}

/** A sum of durations: null over nothing. */
export function totalOf(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)
}

export function ratio(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole
}
