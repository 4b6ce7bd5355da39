import { DEPLOYMENT } from '../facts/tables'
import { defineMetric, type MetricValue } from './contract'
import { successes } from './population'
import { ratio } from './spread'
import { wilson } from './stats'

export type ReworkRateParts = { rework: number; total: number; ci: [number, number] | null }

/**
 * Deployment rework rate: the share of deployments that were unplanned repairs.
 *
 * Formula: successful deployments that are the rollback, revert or hotfix of a failed one, or that an incident names as its fix,
 * ÷ successful deployments, all finished in the window. Unit: rate 0 to 1. No deployment → null.
 * Source: DORA, "deployment rework rate" (since 2024).
 * Example: 2 repairs among 40 deployments → 0.05.
 */
export const reworkRate = defineMetric({
  id: 'rework-rate',
  title: 'Deployment rework rate',
  unit: 'rate',
  better: 'lower',
  question: 'How many deployments only repaired an earlier one?',
  definition:
    'Successful deployments that rolled back, reverted or hot-fixed another one, or that an incident names as its fix, divided by all successful deployments in the window.',
  emptyBucket: null,
  counts: ['deployment', 'deployments'],
  table: 'deployments',
  interval: 'wilson',
  benchmark: 'reworkRate',
  compute(facts, window): MetricValue<ReworkRateParts> {
    const inside = successes(facts, window)
    const rework = inside.filter((row) => (facts.deployments.flags[row] ?? 0) & DEPLOYMENT.rework).length
    return {
      value: ratio(rework, inside.length),
      n: inside.length,
      spread: null,
      parts: { rework, total: inside.length, ci: wilson(rework, inside.length) },
      excluded: [],
    }
  },
  rows(facts, window) {
    const { finishedAt, flags } = facts.deployments
    return successes(facts, window).map((row) => ({
      row,
      at: finishedAt[row] ?? 0,
      value: (flags[row] ?? 0) & DEPLOYMENT.rework ? 1 : 0,
      whole: 1,
    }))
  },
  json: ({ value, parts }) => ({ reworkRate: { rework: parts.rework, total: parts.total, value } }),
})
