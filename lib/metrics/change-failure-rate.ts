import type { ServiceFacts } from '../facts/service'
import { DEPLOYMENT } from '../facts/tables'
import { type Band, band } from './bands'
import { defineMetric, type MetricValue, type Window } from './contract'
import { failedDeployments, successes } from './population'
import { ratio } from './spread'
import { wilson } from './stats'

export type ChangeFailureRateParts = {
  failed: number
  total: number
  ci: [number, number] | null
  band: Band | null
  /** Deployments younger than a day, which may still turn out to have failed. */
  provisional: number
}

const PROVISIONAL_MS = 86_400_000

export function isProvisional(finishedAt: number, now: number): boolean {
  return now - finishedAt < PROVISIONAL_MS
}

/** Successful deployments and the attempts that an incident is linked to, in the order of the table. */
function countedDeployments(facts: ServiceFacts, window: Window): number[] {
  const { flags } = facts.deployments
  const attempts = failedDeployments(facts, window).filter((row) => ((flags[row] ?? 0) & DEPLOYMENT.succeeded) === 0)
  return [...successes(facts, window), ...attempts].sort((a, b) => a - b)
}

/**
 * Change failure rate: the share of production deployments that failed by an incident, a rollback, a revert, a hotfix or a person's word.
 *
 * Formula: failed ÷ (successful deployments + failed attempts with an incident), all finished in the window.
 * Unit: rate 0 to 1, with a 95 % Wilson interval. Edge cases: no deployment → null. A deployment with several incidents counts once.
 * Source: DORA, "change fail rate"; Wilson 1927.
 * Example: 3 of 49 → 0.0612, interval 0.021 to 0.165.
 */
export const changeFailureRate = defineMetric({
  id: 'change-failure-rate',
  title: 'Change failure rate',
  unit: 'rate',
  better: 'lower',
  question: 'How many deployments to production need immediate repair?',
  definition:
    'Deployments with a linked incident, or followed by a rollback, a revert or a hotfix, divided by all deployments that finished in the window. A person’s correction wins over every rule.',
  emptyBucket: null,
  counts: ['deployment', 'deployments'],
  table: 'deployments',
  interval: 'wilson',
  benchmark: 'changeFailureRate',
  compute(facts, window): MetricValue<ChangeFailureRateParts> {
    const { finishedAt } = facts.deployments
    const failed = failedDeployments(facts, window)
    const counted = countedDeployments(facts, window)
    const value = ratio(failed.length, counted.length)
    return {
      value,
      n: counted.length,
      spread: null,
      parts: {
        failed: failed.length,
        total: counted.length,
        ci: wilson(failed.length, counted.length),
        band: window.bandYear === null ? null : band('changeFailureRate', value, window.bandYear),
        provisional: counted.filter((row) => isProvisional(finishedAt[row] ?? 0, window.now)).length,
      },
      excluded: [],
    }
  },
  rows(facts, window) {
    const { finishedAt, flags } = facts.deployments
    return countedDeployments(facts, window).map((row) => ({
      row,
      at: finishedAt[row] ?? 0,
      value: (flags[row] ?? 0) & DEPLOYMENT.failed ? 1 : 0,
      whole: 1,
    }))
  },
  json: ({ value, parts }) => ({
    changeFailureRate: {
      failed: parts.failed,
      total: parts.total,
      value,
      band: parts.band,
      ci: parts.ci,
      provisional: parts.provisional,
    },
  }),
  beside: ({ parts }) => ({ band: parts.band, provisional: parts.provisional }),
})
