import type { DeploymentFact } from '../facts/deployment'
import { type Band, band } from './bands'
import { defineMetric } from './contract'
import { failedAttempts, successes } from './population'
import { spreadOf } from './spread'

export type RecoveryTimeParts = { open: number; band: Band | null }

/** Seconds from a failed deployment's finish to its recovery; null while open, and for a recovery before the finish. */
export function recoverySeconds(
  deployment: DeploymentFact,
  seconds: (from: number, to: number) => number,
): number | null {
  if (deployment.recoveredAt === null || deployment.recoveredAt < deployment.finishedAt) return null
  return seconds(deployment.finishedAt, deployment.recoveredAt)
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
export const recoveryTime = defineMetric<RecoveryTimeParts>({
  id: 'recovery-time',
  title: 'Failed deployment recovery time',
  unit: 'seconds',
  better: 'lower',
  question: 'When a deployment fails, how long until it is put right?',
  definition:
    'Median time from the end of a failed deployment to the last resolution of its incidents, or without incidents to the end of its first repair.',
  emptyBucket: null,
  compute(facts, window) {
    const failed = [...successes(facts, window), ...failedAttempts(facts, window)].filter(
      (deployment) => deployment.failed,
    )
    const negative = failed.filter(
      (deployment) => deployment.recoveredAt !== null && deployment.recoveredAt < deployment.finishedAt,
    )
    const seconds = failed.flatMap((deployment) => recoverySeconds(deployment, window.seconds) ?? [])
    const spread = spreadOf(seconds)
    return {
      value: spread.median,
      n: seconds.length,
      spread,
      parts: {
        open: failed.filter((deployment) => deployment.recoveredAt === null).length,
        band: window.bandYear === null ? null : band('recoveryTime', spread.median, window.bandYear),
      },
      excluded: negative.map((deployment) => ({ id: deployment.id, reason: 'clock' })),
    }
  },
})
