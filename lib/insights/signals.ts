// Whether the weeks of a figure hold a signal: by the very weeks and limits that the metric's page draws.
import type { ServiceFacts } from '../facts/service'
import type { ChangeTable } from '../facts/tables'
import { changeFailureRate } from '../metrics/change-failure-rate'
import type { AnyMetric, Window } from '../metrics/contract'
import { deploymentFrequency } from '../metrics/deployment-frequency'
import { flowEfficiency } from '../metrics/flow-efficiency'
import { leadTime } from '../metrics/lead-time'
import { recoveryTime } from '../metrics/recovery-time'
import { timeToRestore } from '../metrics/time-to-restore'
import { type TrendLimits, type TrendWeek, trendLimits, weeklyTrend } from './metric-trend'
import type { Figures } from './overview-figures'
import { FEW } from './service-figures'
import type { TrendPoint } from './trend'

export type Judged = Exclude<keyof Figures, 'batch' | 'waiting'>

/** The metric of each figure of the overview. */
export const JUDGED: Record<Judged, AnyMetric> = {
  leadTime,
  deployments: deploymentFrequency,
  failed: changeFailureRate,
  recovery: recoveryTime,
  restore: timeToRestore,
  flow: flowEfficiency,
}

export type Variation =
  /** `size`: how far the farthest week is from the mean, in reaches of its limit; a run alone counts as 1. */
  { kind: 'signal'; words: string; size: number } | { kind: 'routine' }
/** Null: fewer than eight whole weeks have a point. */
export type Variations = Record<Judged, Variation | null>

/** What the limits say, in one sentence's part: "1 week above its limits, 8 weeks below the mean". */
export function variationOf(weeks: TrendWeek[], limits: TrendLimits | null): Variation | null {
  if (!limits) return null
  if (limits.signals.length === 0) return { kind: 'routine' }
  const counts = new Map<string, number>()
  let size = 1
  for (const { index, rule, side } of limits.signals) {
    const where = rule === 'outside' ? `${side} ${limits.changing ? 'its limits' : 'the limits'}` : `${side} the mean`
    counts.set(where, (counts.get(where) ?? 0) + 1)
    const [value, limit] = [weeks[index]?.value ?? null, limits.weeks[index]]
    if (rule === 'run' || value === null || !limit) continue
    // The lower limit may be cut off at 0, the upper one of a share at 1; the other then tells the reach.
    const reach = Math.max(limit.upper - limits.centre, limits.centre - limit.lower)
    if (reach > 0) size = Math.max(size, Math.abs(value - limits.centre) / reach)
  }
  const words = [...counts].map(([where, count]) => `${count} ${count === 1 ? 'week' : 'weeks'} ${where}`)
  return { kind: 'signal', words: words.join(', '), size }
}

/** The weeks of the figures that were looked at; those with too few rows are not in it. */
export type Trends = Partial<Record<Judged, TrendPoint[]>>
export type Judgement = { variations: Variations; trends: Trends }

/** Weeks begin and end, in every zone, at a quarter of an hour. */
const SAME_MS = 900_000
type Known = Judgement & { key: string }
// By the table, which is another object as soon as any fact of its service differs.
const remembered = new WeakMap<ChangeTable, Known>()

/** `figures` are those of the window; what has too few rows for eight points is not looked at. */
export function judgementOf(facts: ServiceFacts, window: Window, figures: Figures): Judgement {
  const { from, to, now, timeZone } = window
  const key = `${from} ${to} ${Math.floor(now / SAME_MS)} ${timeZone}`
  const known = remembered.get(facts.changes)
  if (known?.key === key) return known
  const trends: Trends = {}
  const judge = (id: Judged): Variation | null => {
    const metric = JUDGED[id]
    if (!mayHavePoints(metric, figures[id].n)) return null
    const weeks = weeklyTrend(metric, [{ facts, window }])
    trends[id] = weeks.map(({ week, start, value, n, partial }) => ({ week, start, value, n, partial }))
    return variationOf(weeks, trendLimits(metric, weeks))
  }
  const variations: Variations = {
    leadTime: judge('leadTime'),
    deployments: judge('deployments'),
    failed: judge('failed'),
    recovery: judge('recovery'),
    restore: judge('restore'),
    // Where nothing tells work from waiting the overview has no figure to judge.
    flow: figures.flow.value === null ? null : judge('flow'),
  }
  const judgement = { key, variations, trends }
  remembered.set(facts.changes, judgement)
  return judgement
}

const FEWEST_POINTS = 8

/** A week of a duration has a point from five rows on, a week of a share from one; of counts every week has one. */
function mayHavePoints({ unit }: AnyMetric, n: number): boolean {
  return unit === 'per-day' || n >= FEWEST_POINTS * (unit === 'seconds' ? FEW : 1)
}
