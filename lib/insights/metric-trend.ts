// Weekly points of one metric, of one service or of several together, and what their process limits say.
import type { ServiceFacts } from '../facts/service'
import { type Limits, pChart, type Signal, xmr } from '../metrics/chart-limits'
import type { AnyMetric, MetricRow, Window } from '../metrics/contract'
import { summarise } from '../metrics/summary'
import { type Bucket, weekBuckets } from '../time'
import { offsetAt } from '../zone-offset'
import { FEW } from './service-figures'

export type TrendWeek = {
  /** ISO week, `2026-W10`. */
  week: string
  start: number
  end: number
  /** Cut by the window, or not over yet; left out of limits. */
  partial: boolean
  /** Seconds, a rate, or how many in the week; null where it has nothing to say. */
  value: number | null
  n: number
  /** Of a rate of rows: how many of `n`. */
  part: number | null
  middle: [number, number] | null
  /** Single durations where there are fewer than five: no median to believe in. */
  few: { at: number; value: number }[]
}

export type TrendSignal = Signal

/** Mean, limits and signals; `weeks` has the limits of each week, which for shares depend on its total. */
export type TrendLimits = { centre: number; weeks: (Limits | null)[]; signals: TrendSignal[]; changing: boolean }

type Sample = { facts: ServiceFacts; window: Window }
type Gathered = Pick<TrendWeek, 'week' | 'start' | 'end' | 'partial'> & { rows: MetricRow[]; known: boolean }

/** The weeks of one window, which a page asks for again and again: of every metric of every service. */
let latest: { key: string; weeks: Bucket[] } = { key: '', weeks: [] }

function weeksOf({ from, to, now, timeZone }: Window): Bucket[] {
  const key = `${from} ${to} ${now} ${timeZone}`
  if (latest.key !== key) latest = { key, weeks: weekBuckets(from, Math.min(to, now), timeZone, now) }
  return latest.weeks
}

/** Every ISO week of the windows; services of several zones meet in the weeks of their own calendars. */
export function weeklyTrend(metric: AnyMetric, samples: Sample[]): TrendWeek[] {
  const buckets = new Map<string, Gathered>()
  const isOneZone = new Set(samples.map(({ window }) => window.timeZone)).size <= 1
  for (const { facts, window } of samples) {
    const rows = [...metric.rows(facts, window)].sort((a, b) => a.at - b.at)
    const { firstAt } = facts.deployed
    // Where zones differ, local times stand as if they were UTC: so a week keeps its dates.
    const placed = (at: number) => (isOneZone ? at : at + offsetAt(at, window.timeZone))
    let done = 0
    for (const { key, start, end, partial } of weeksOf(window)) {
      const first = done
      while (done < rows.length && (rows[done]?.at ?? 0) < end) done += 1
      const bucket = buckets.get(key) ?? {
        week: key,
        start: placed(start),
        end: placed(end),
        partial: false,
        rows: [],
        known: false,
      }
      bucket.start = Math.min(bucket.start, placed(start))
      bucket.end = Math.max(bucket.end, placed(end))
      bucket.partial ||= partial
      bucket.known ||= firstAt !== null && firstAt < end
      for (const row of rows.slice(first, done)) bucket.rows.push(isOneZone ? row : { ...row, at: placed(row.at) })
      buckets.set(key, bucket)
    }
  }
  const ordered = [...buckets.values()].sort((a, b) => a.start - b.start)
  // What was before the first deployment is no gap.
  const first = ordered.findIndex(({ known, rows }) => known || rows.length > 0)
  return ordered.slice(Math.max(0, first)).map((bucket) => weekOf(metric, bucket))
}

function weekOf(metric: AnyMetric, { rows, known, ...week }: Gathered): TrendWeek {
  const { n, part, middle, value } = summarise(metric, rows, null)
  const isFew = metric.unit === 'seconds' && n < FEW
  const count = known && (metric.emptyBucket === 0 || n > 0) ? n : null
  return {
    ...week,
    value: metric.unit === 'per-day' ? count : isFew ? null : value,
    n,
    part,
    middle: isFew ? null : middle,
    few: isFew ? rows.map(({ at, value: seconds }) => ({ at, value: seconds })).sort((a, b) => a.at - b.at) : [],
  }
}

/** Null under eight whole weeks that have a point. */
export function trendLimits(metric: Pick<AnyMetric, 'unit' | 'interval'>, weeks: TrendWeek[]): TrendLimits | null {
  if (metric.unit === 'rate' && metric.interval === 'wilson') {
    const chart = pChart(
      weeks.map(({ partial, part, n }) => ({ failed: partial ? 0 : (part ?? 0), total: partial ? 0 : n })),
    )
    return chart && { centre: chart.centre, weeks: chart.limits, signals: chart.signals, changing: true }
  }
  const chart = xmr(weeks.map(({ partial, value }) => (partial ? null : value)))
  if (!chart) return null
  const upper = metric.unit === 'rate' ? Math.min(1, chart.upper) : chart.upper
  return {
    centre: chart.centre,
    weeks: weeks.map(({ partial, value }) => (partial || value === null ? null : { lower: chart.lower, upper })),
    signals: chart.signals,
    changing: false,
  }
}
