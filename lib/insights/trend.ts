// Weekly points of one service for the small drawings.
import type { ServiceFacts } from '../facts/service'
import type { Window } from '../metrics/contract'
import { deliveredChanges, successes } from '../metrics/population'
import { median } from '../metrics/stats'
import { type Bucket, weekBuckets } from '../time'

/** `value` is null in a week without any; `partial` weeks are cut by the window or not over yet. */
export type TrendPoint = { week: string; start: number; value: number | null; n: number; partial: boolean }

/** The ISO weeks of a window up to now: the same for every service of a time zone. */
export type Weeks = Bucket[]

function weeksOf(window: Window): Weeks {
  return weekBuckets(window.from, Math.min(window.to, window.now), window.timeZone, window.now)
}

/** Median lead time of the changes delivered in each ISO week, in seconds. */
export function weeklyLeadTimes(facts: ServiceFacts, window: Window, weeks = weeksOf(window)): TrendPoint[] {
  const { startAt, deployedAt } = facts.changes
  return points(weeks, deliveredChanges(facts, window), deployedAt, (inside) =>
    median(inside.map((row) => window.seconds(startAt[row] ?? 0, deployedAt[row] ?? 0))),
  )
}

/** Deployments in each ISO week; a week without any after the first is 0. */
export function weeklyDeployments(facts: ServiceFacts, window: Window, weeks = weeksOf(window)): TrendPoint[] {
  const { firstAt } = facts.deployed
  if (firstAt === null) return []
  const trend = points(weeks, successes(facts, window), facts.deployments.finishedAt, (inside) => inside.length)
  return trend.map((point) => (point.start < firstAt && point.n === 0 ? { ...point, value: null } : point))
}

/** `rows` are in the order of `at`. */
function points(
  weeks: Weeks,
  rows: number[],
  at: Float64Array,
  value: (rows: number[]) => number | null,
): TrendPoint[] {
  let done = 0
  return weeks.map((week) => {
    const first = done
    while (done < rows.length && (at[rows[done] as number] as number) < week.end) done += 1
    const inside = rows.slice(first, done)
    return { week: week.key, start: week.start, value: value(inside), n: inside.length, partial: week.partial }
  })
}
