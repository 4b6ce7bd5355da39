// What a report says of each metric: the week, the week before, the 12 weeks before, and whether the week is a signal.
import type { ServiceFacts } from '../../facts/service'
import type { AnyMetric, Window } from '../../metrics/contract'
import { flowEfficiency } from '../../metrics/flow-efficiency'
import { METRICS, type Registry } from '../../metrics/registry'
import { type Period, periodBefore } from '../../period'
import { dayStart, isoWeekMonday } from '../../time'
import type { Comparison } from '../comparison'
import { windowOf } from '../measure'
import { pool } from '../metric-page'
import { type TrendLimits, type TrendWeek, trendLimits, weeklyTrend } from '../metric-trend'
import { compareFigures, FEW, type FigureUnit } from '../service-figures'
import { tellsWorkFromWaiting } from '../stage-words'

/** How many weeks before it a week or a day is held against; a month against as many months. */
export const USUAL = 12

/** Seconds, a rate from 0 to 1, or a number per day; `part`: of a share of rows, how many of `n`. */
export type ReportAmount = { value: number | null; n: number; part: number | null }

/** Plain data, so that it can be kept as it was. */
export type ReportFigure = ReportAmount & {
  id: string
  title: string
  definition: string
  unit: FigureUnit
  /** What `n` counts, one and many. */
  counts: [one: string, many: string]
  /** The week before. */
  before: ReportAmount
  /** The 12 weeks before, taken together. */
  usual: ReportAmount
  change: Comparison
  /** Of the week against its process limits; null: under eight whole weeks have a point. */
  variation: { kind: 'signal'; rule: 'outside' | 'run'; side: 'above' | 'below' } | { kind: 'routine' } | null
  /** Every single duration, where there are fewer than five. */
  raw: number[] | null
  /** Not over yet: unrecovered, unresolved. */
  open: number
  /** Younger than a day when this was made. */
  provisional: number
  attemptsFailed: number
  /** Delivered changes of which nobody observed the waiting: flow efficiency leaves them out. */
  unseen: number
  /** The 12 weeks before and the week itself. */
  weeks: TrendWeek[]
  limits: TrendLimits | null
}

const DAY_MS = 86_400_000

export type Sample = { facts: ServiceFacts; window: Window }
/** `trend`: the last whole weeks that the period holds or follows. */
export type ReportWindows = Record<'period' | 'before' | 'usual' | 'trend', Window>

/** Whole local days of the service's own zone, however many hours they have. */
export function windowsOf(facts: ServiceFacts, period: Period, now: number): ReportWindows {
  const zone = facts.service.timeZone
  const window = (from: number, until: number) =>
    windowOf(facts, { from: dayStart(from, zone), to: dayStart(until, zone), now })
  const lastMonday = isoWeekMonday(period.until * DAY_MS, 'UTC')
  return {
    period: window(period.from, period.until),
    before: window(periodBefore(period).from, period.from),
    usual: window(usualFrom(period), period.from),
    trend: window(lastMonday - 7 * (USUAL + 1), lastMonday),
  }
}

function usualFrom(period: Period): number {
  if (period.kind !== 'month') return period.from - 7 * USUAL
  let month = period
  for (let back = 0; back < USUAL; back += 1) month = periodBefore(month)
  return month.from
}

/** The first day that a report of the period looks at. */
export function firstDay(period: Period): number {
  return Math.min(usualFrom(period), isoWeekMonday(period.until * DAY_MS, 'UTC') - 7 * (USUAL + 1))
}

export type ReportMember = { facts: ServiceFacts; windows: ReportWindows }

/** One a metric, over all events of all members together. */
export function reportFigures(members: ReportMember[], registry: Registry = METRICS): ReportFigure[] {
  return Object.values(registry).map((metric) => reportFigure(metric, members))
}

function reportFigure(metric: AnyMetric, members: ReportMember[]): ReportFigure {
  const { id, title, definition, unit, counts } = metric
  const samples = (which: keyof ReportWindows) =>
    members.map(({ facts, windows }): Sample => ({ facts, window: windows[which] }))
  const inWeek = samples('period')
  const amount = reportAmount(metric, inWeek)
  const before = reportAmount(metric, samples('before'))
  const weeks = weeklyTrend(metric, telling(metric, samples('trend')))
  const limits = trendLimits(metric, weeks)
  const rows = inWeek.flatMap(({ facts, window }) => metric.rows(facts, window))
  const beside = inWeek.map(({ facts, window }) => metric.beside?.(metric.compute(facts, window)))
  const sum = (of: 'open' | 'provisional' | 'attemptsFailed') =>
    beside.reduce((total, one) => total + (one?.[of] ?? 0), 0)
  return {
    ...amount,
    id,
    title,
    definition,
    unit,
    counts,
    before,
    usual: reportAmount(metric, samples('usual')),
    change: compareFigures(unit, amount, before),
    variation: variationOf(weeks, limits),
    raw:
      unit === 'seconds' && rows.length > 0 && rows.length < FEW
        ? rows.map(({ value }) => value).sort((a, b) => a - b)
        : null,
    open: sum('open'),
    provisional: sum('provisional'),
    attemptsFailed: sum('attemptsFailed'),
    unseen: metric.id === flowEfficiency.id ? rows.length - amount.n : 0,
    weeks,
    limits,
  }
}

/** Raw rows pooled, never averages of averages. */
export function reportAmount(metric: AnyMetric, samples: Sample[]): ReportAmount {
  const { value, n, part } = pool(metric, telling(metric, samples)).summary
  return { value, n, part }
}

/** Where neither a review nor a pipeline was seen, all time would count as work. */
function telling(metric: AnyMetric, samples: Sample[]): Sample[] {
  if (metric.id !== flowEfficiency.id) return samples
  return samples.filter(({ facts, window }) => tellsWorkFromWaiting(flowEfficiency.compute(facts, window).parts.stages))
}

/** Of the last week alone: what was a signal earlier was told then. */
function variationOf(weeks: TrendWeek[], limits: TrendLimits | null): ReportFigure['variation'] {
  if (!limits || weeks.at(-1)?.value == null) return null
  const signals = limits.signals.filter(({ index }) => index === weeks.length - 1)
  const [signal] = [...signals].sort((a, b) => Number(b.rule === 'outside') - Number(a.rule === 'outside'))
  return signal ? { kind: 'signal', rule: signal.rule, side: signal.side } : { kind: 'routine' }
}
