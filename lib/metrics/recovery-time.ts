import type { DeploymentFact } from '../facts/deployment'
import type { ServiceFacts } from '../facts/service'
import { type Band, band } from './bands'
import { defineMetric, type MetricRow, type MetricValue, type Window } from './contract'
import { failedDeployments } from './population'
import { spreadOf } from './spread'

export type RecoveryTimeParts = { open: number; band: Band | null }

/** Seconds from a failed deployment's finish to its recovery; null while open, and for a recovery before the finish. */
export function recoverySeconds(
  { finishedAt, recoveredAt }: Pick<DeploymentFact, 'finishedAt' | 'recoveredAt'>,
  seconds: (from: number, to: number) => number,
): number | null {
  return recoveredAt === null || recoveredAt < finishedAt ? null : seconds(finishedAt, recoveredAt)
}

/** The recoveries of failed deployments and attempts that finished in the window. */
function recoveries(facts: ServiceFacts, window: Window): MetricRow[] {
  const { finishedAt, recoveredAt } = facts.deployments
  return failedDeployments(facts, window)
    .filter((row) => (recoveredAt[row] as number) >= (finishedAt[row] as number))
    .map((row) => {
      const at = finishedAt[row] ?? 0
      return { row, at, value: window.seconds(at, recoveredAt[row] ?? 0), whole: 1 }
    })
}

/**
 * Failed deployment recovery time: seconds from the finish of a failed deployment to its recovery.
 *
 * Formula: median over failed deployments and attempts that finished in the window; recovery is the last resolution of the linked
 * incidents, without incidents the finish of the first repair. Unrecovered ones are counted as open, a recovery before the finish
 * is left out as a clock anomaly.
 * Source: DORA, "failed deployment recovery time".
 * Example: failed Mon 10:00, its incident resolved Mon 11:30 → 5400.
 */
export const recoveryTime = defineMetric({
  id: 'recovery-time',
  title: 'Failed deployment recovery time',
  unit: 'seconds',
  better: 'lower',
  question: 'When a deployment fails, how long until it is put right?',
  definition:
    'Median time from the end of a failed deployment to the last resolution of its incidents, or without incidents to the end of its first repair.',
  emptyBucket: null,
  counts: ['recovery', 'recoveries'],
  table: 'deployments',
  interval: 'bootstrap',
  benchmark: 'recoveryTime',
  compute(facts, window): MetricValue<RecoveryTimeParts> {
    const { finishedAt, recoveredAt } = facts.deployments
    const failed = failedDeployments(facts, window)
    const negative = failed.filter((row) => (recoveredAt[row] as number) < (finishedAt[row] as number))
    const seconds = recoveries(facts, window).map(({ value }) => value)
    const spread = spreadOf(seconds)
    return {
      value: spread.median,
      n: seconds.length,
      spread,
      parts: {
        open: failed.filter((row) => Number.isNaN(recoveredAt[row])).length,
        band: window.bandYear === null ? null : band('recoveryTime', spread.median, window.bandYear),
      },
      excluded: negative.map((row) => ({ table: 'deployments', row, reason: 'clock' })),
    }
  },
  rows: recoveries,
  json: ({ value, n, spread, parts }) => ({
    recoveryTime: {
      n,
      open: parts.open,
      median: value,
      p90: spread?.p90 ?? null,
      mean: spread?.mean ?? null,
      band: parts.band,
    },
  }),
  beside: ({ parts }) => parts,
})
