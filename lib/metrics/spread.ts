import type { Spread } from './contract'
import { mean, quantile } from './stats'

/** Median, upper quartile, 90th percentile and mean of raw values; all null for none. Quantiles are type 7. */
export function spreadOf(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  return { median: quantile(sorted, 0.5), p75: quantile(sorted, 0.75), p90: quantile(sorted, 0.9), mean: mean(sorted) }
}

/** A sum of durations: null over nothing. */
export function totalOf(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)
}

export function ratio(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole
}
