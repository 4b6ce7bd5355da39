// Every row of a metric as a point in time: what a scatterplot, a distribution and a table by batch size are made of.
import type { ServiceFacts } from '../facts/service'
import type { AnyMetric, MetricRow, Window } from '../metrics/contract'
import { quantileOfSorted, sorted } from '../metrics/stats'
import { changeIdAt, nameAt } from './rows'

export type Sample = { facts: ServiceFacts; window: Window }

/** What a point's height is: a duration in seconds, a share from 0 to 1, or the number of changes in a deployment. */
export type PointUnit = 'seconds' | 'rate' | 'count'

/** `sample` is the position of its service; `counts`: it is one of those that a rate of rows counts. */
export type Point = { at: number; value: number; counts: boolean; row: number; sample: number }

export function pointUnit({ unit, interval, table }: AnyMetric): PointUnit {
  if (unit === 'seconds') return 'seconds'
  return unit === 'rate' && interval === null && table === 'changes' ? 'rate' : 'count'
}

/** The rows of all samples by time. A divided time of no length has no share and is left out. */
export function pointsOf(metric: AnyMetric, samples: Sample[]): Point[] {
  const unit = pointUnit(metric)
  const points = samples.flatMap(({ facts, window }, sample) =>
    metric.rows(facts, window).flatMap((one): Point[] => {
      const value = heightOf(unit, facts, one)
      if (value === null) return []
      const counts = unit === 'count' && metric.unit === 'rate' && one.value > 0
      return [{ at: one.at, value, counts, row: one.row, sample }]
    }),
  )
  return points.sort((a, b) => a.at - b.at || a.sample - b.sample || a.row - b.row)
}

function heightOf(unit: PointUnit, { deployments }: ServiceFacts, { row, value, whole }: MetricRow): number | null {
  if (unit === 'seconds') return value
  if (unit === 'rate') return whole > 0 ? value / whole : null
  return deployments.changes[row] ?? 0
}

export type PercentileLine = { percent: number; value: number }

/** Fewer than this are shown as they are, without lines. */
export const ENOUGH_FOR_LINES = 5
const LINES = [50, 70, 85, 95]

/** The values below which so many in a hundred lie (type 7); none of fewer than five. */
export function percentileLines(values: readonly number[]): PercentileLine[] {
  if (values.length < ENOUGH_FOR_LINES) return []
  const ascending = sorted(values)
  return LINES.flatMap((percent) => {
    const value = quantileOfSorted(ascending, percent / 100)
    return value === null ? [] : [{ percent, value }]
  })
}

/** `from` is in it, `to` is not; the last one has no end. */
export type Bin = { from: number; to: number | null; n: number; share: number; upTo: number }

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400]
const BOUNDS: Record<PointUnit, number[]> = {
  seconds: [
    ...[0, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 8 * HOUR],
    ...[1, 2, 4, 7, 14, 28, 56, 112].map((days) => days * DAY),
  ],
  rate: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
  count: [0, 1, 2, 11, 51, 101],
}

/** How the values are spread over steps that people say, without the empty ones at either end. */
export function distribution(values: readonly number[], unit: PointUnit): Bin[] {
  const bounds = BOUNDS[unit]
  const counts = bounds.map(() => 0)
  for (const value of values) {
    const at = Math.max(
      0,
      bounds.findLastIndex((bound) => bound <= value),
    )
    counts[at] = (counts[at] ?? 0) + 1
  }
  const first = counts.findIndex((count) => count > 0)
  const last = counts.findLastIndex((count) => count > 0)
  let sum = 0
  return counts.flatMap((n, at): Bin[] => {
    sum += n
    if (first === -1 || at < first || at > last) return []
    const share = n / values.length
    return [{ from: bounds[at] ?? 0, to: bounds[at + 1] ?? null, n, share, upTo: sum / values.length }]
  })
}

/** The id of a point's row in its table; its service's facts with details. */
export function pointId(metric: AnyMetric, facts: ServiceFacts, { row }: Point): string {
  return metric.table === 'changes' ? changeIdAt(facts, row) : nameAt(facts[metric.table], row).id
}
