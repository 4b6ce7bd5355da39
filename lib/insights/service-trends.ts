// Weekly points of every figure of one service, for the small drawings beside them.
import type { ServiceFacts } from '../facts/service'
import { DEPLOYMENT } from '../facts/tables'
import type { Window } from '../metrics/contract'
import { deliveredChanges, failedDeployments, resolvedIncidents, successes } from '../metrics/population'
import type { MetricId } from '../metrics/registry'
import { quantileOfSorted } from '../metrics/stats'
import { type Bucket, weekBuckets } from '../time'
import type { TrendPoint } from './trend'

export type ServiceTrends = Record<MetricId, TrendPoint[]>

/** Durations in seconds, rates from 0 to 1, deployments as their number. A week without any is null, but for deployments 0. */
export function serviceTrends(facts: ServiceFacts, window: Window): ServiceTrends {
  const { changes, deployments, incidents } = facts
  const weeks = weekBuckets(window.from, Math.min(window.to, window.now), window.timeZone, window.now)
  const delivered = cut(weeks, deliveredChanges(facts, window), changes.deployedAt)
  const deployed = cut(weeks, successes(facts, window), deployments.finishedAt)
  const failed = cut(weeks, failedDeployments(facts, window), deployments.finishedAt)
  const resolved = cut(weeks, resolvedIncidents(facts, window), incidents.endedAt)
  const spent = (from: Float64Array, to: Float64Array) => (rows: number[]) =>
    medianOf(
      rows.map((row) => window.seconds(from[row] as number, to[row] as number)).filter((seconds) => seconds >= 0),
    )
  const has = (flag: number) => (row: number) => ((deployments.flags[row] ?? 0) & flag) !== 0
  const { firstAt } = facts.deployed
  return {
    'lead-time': weeks.map((week, at) => point(week, delivered[at], spent(changes.startAt, changes.deployedAt))),
    'deployment-frequency': weeks.map((week, at) => {
      const isBefore = firstAt === null || week.end <= firstAt
      return point(week, deployed[at], (rows) => (isBefore ? null : rows.length))
    }),
    'change-failure-rate': weeks.map((week, at) => {
      const attempts = (failed[at] ?? []).filter((row) => !has(DEPLOYMENT.succeeded)(row))
      const all = [...(deployed[at] ?? []), ...attempts]
      return point(week, all, (rows) => share(failed[at]?.length ?? 0, rows.length))
    }),
    'recovery-time': weeks.map((week, at) =>
      point(week, failed[at], spent(deployments.finishedAt, deployments.recoveredAt)),
    ),
    'time-to-restore': weeks.map((week, at) =>
      point(week, resolved[at], spent(incidents.startedAt, incidents.resolvedAt)),
    ),
    'rework-rate': weeks.map((week, at) =>
      point(week, deployed[at], (rows) => share(rows.filter(has(DEPLOYMENT.rework)).length, rows.length)),
    ),
    'flow-efficiency': weeks.map((week, at) =>
      point(week, delivered[at], (rows) => {
        let [active, total] = [0, 0]
        for (const row of rows) {
          active += changes.activeMs[row] ?? 0
          total += (changes.deployedAt[row] as number) - (changes.startAt[row] as number)
        }
        return share(active, total)
      }),
    ),
  }
}

function point(week: Bucket, rows: number[] = [], value: (rows: number[]) => number | null): TrendPoint {
  return { week: week.key, start: week.start, value: value(rows), n: rows.length, partial: week.partial }
}

/** The rows of each week; `rows` are in the order of `at`. */
function cut(weeks: Bucket[], rows: number[], at: Float64Array): number[][] {
  let done = 0
  return weeks.map((week) => {
    const first = done
    while (done < rows.length && (at[rows[done] as number] as number) < week.end) done += 1
    return rows.slice(first, done)
  })
}

function medianOf(values: number[]): number | null {
  return quantileOfSorted(Float64Array.from(values).sort(), 0.5)
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
