// Weekly points of every figure of one service, for the small drawings beside them.
import type { ServiceFacts } from '../facts/service'
import type { AnyMetric, MetricRow, Window } from '../metrics/contract'
import { METRICS, type Registry } from '../metrics/registry'
import { summarise } from '../metrics/summary'
import { weekBuckets } from '../time'
import type { TrendPoint } from './trend'

/** By metric. Durations in seconds, rates from 0 to 1, counts as their number; null in a week that has no value. */
export function serviceTrends(
  facts: ServiceFacts,
  window: Window,
  registry: Registry = METRICS,
): Record<string, TrendPoint[]> {
  const weeks = weekBuckets(window.from, Math.min(window.to, window.now), window.timeZone, window.now)
  const { firstAt } = facts.deployed
  const points = (metric: AnyMetric): TrendPoint[] => {
    const inWeeks: MetricRow[][] = weeks.map(() => [])
    let week = 0
    for (const row of metric.rows(facts, window)) {
      // Rows come nearly in order: the search goes on from the week of the one before.
      while (week > 0 && row.at < (weeks[week]?.start ?? 0)) week -= 1
      while (week < weeks.length && row.at >= (weeks[week]?.end ?? 0)) week += 1
      inWeeks[week]?.push(row)
    }
    return weeks.map(({ key, start, end, partial }, at) => {
      const rows = inWeeks[at] ?? []
      const isUnknown = rows.length === 0 && (metric.emptyBucket === null || firstAt === null || end <= firstAt)
      const value = isUnknown ? null : metric.unit === 'per-day' ? rows.length : summarise(metric, rows, null).value
      return { week: key, start, value, n: rows.length, partial }
    })
  }
  return Object.fromEntries(Object.entries(registry).map(([id, metric]) => [id, points(metric)]))
}
