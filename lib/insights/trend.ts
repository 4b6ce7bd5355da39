// Weekly points of one service for the small drawings.
import type { ServiceFacts } from '../facts/service'
import type { Window } from '../metrics/contract'
import { deliveredChanges, successes } from '../metrics/population'
import { median } from '../metrics/stats'
import { weekBuckets } from '../time'

/** `value` is null in a week without any; `partial` weeks are cut by the window or not over yet. */
export type TrendPoint = { week: string; start: number; value: number | null; n: number; partial: boolean }

/** Median lead time of the changes delivered in each ISO week, in seconds. */
export function weeklyLeadTimes(facts: ServiceFacts, window: Window): TrendPoint[] {
  const changes = deliveredChanges(facts, window)
  return points(
    window,
    changes,
    (change) => change.deployedAt,
    (inside) => median(inside.map((change) => window.seconds(change.startAt, change.deployedAt))),
  )
}

/** Deployments in each ISO week; a week without any after the first is 0. */
export function weeklyDeployments(facts: ServiceFacts, window: Window): TrendPoint[] {
  const first = facts.deployments.find((deployment) => deployment.succeeded)
  if (!first) return []
  const trend = points(
    window,
    successes(facts, window),
    (deployment) => deployment.finishedAt,
    (inside) => inside.length,
  )
  return trend.map((point) => (point.start < first.finishedAt && point.n === 0 ? { ...point, value: null } : point))
}

function points<T>(
  window: Window,
  rows: T[],
  at: (row: T) => number,
  value: (rows: T[]) => number | null,
): TrendPoint[] {
  return weekBuckets(window.from, Math.min(window.to, window.now), window.timeZone, window.now).map((week) => {
    const inside = rows.filter((row) => at(row) >= week.start && at(row) < week.end)
    return { week: week.key, start: week.start, value: value(inside), n: inside.length, partial: week.partial }
  })
}
