import { STAGES, type Stage } from '../facts/stage'
import { defineMetric, type MetricValue } from './contract'
import { type DeliveredChange, deliveredChanges, excludedChanges } from './population'
import { ratio, totalOf } from './spread'
import { quantile } from './stats'

export type StageValue = {
  name: Stage
  active: boolean
  /** Changes in which the stage was observed; median and p90 are over these. */
  n: number
  total: number | null
  median: number | null
  p90: number | null
  /** Of the whole lead time of all changes. */
  share: number | null
}

/** Seconds of stage `index` of a change. */
function stageSeconds(change: DeliveredChange, index: number, seconds: (from: number, to: number) => number): number {
  return seconds(change.boundaries[index] ?? 0, change.boundaries[index + 1] ?? 0)
}

export type FlowEfficiencyParts = { active: number | null; total: number | null; stages: StageValue[] }

/**
 * Flow efficiency: the share of lead time in which a change was worked on.
 *
 * Formula: Σ seconds in active stages ÷ Σ lead time, over the delivered changes of the window: a ratio of sums, never a mean of
 * ratios. Which stages are active is the service's setting (default coding, review, build, deploy).
 * Unit: rate 0 to 1. Edge cases: no change, or no time at all → null.
 * Source: flow efficiency = active ÷ (active + wait), as in the Flow Framework.
 * Example: one change of 10 h with 1 h active, one of 2 h with 2 h active → 3/12 = 0.25 (the mean of ratios would say 0.55).
 */
export const flowEfficiency = defineMetric<FlowEfficiencyParts>({
  id: 'flow-efficiency',
  title: 'Flow efficiency',
  unit: 'rate',
  better: 'higher',
  question: 'For how much of its lead time was a change worked on, and for how much did it wait?',
  definition:
    'Time in active stages divided by the whole lead time, summed over the changes delivered in the window. The active stages are the service’s own setting.',
  emptyBucket: null,
  compute(facts, window): MetricValue<FlowEfficiencyParts> {
    const changes = deliveredChanges(facts, window)
    const active = new Set<Stage>(facts.service.active)
    const total = totalOf(changes.map((change) => window.seconds(change.startAt, change.deployedAt)))
    const stages = STAGES.map((name, index): StageValue => {
      const all = changes.map((change) => stageSeconds(change, index, window.seconds))
      const observed = all.filter((_, at) => changes[at]?.observed[index]).sort((a, b) => a - b)
      const sum = totalOf(all)
      return {
        name,
        active: active.has(name),
        n: observed.length,
        total: sum,
        median: quantile(observed, 0.5),
        p90: quantile(observed, 0.9),
        share: ratio(sum, total),
      }
    })
    const activeTotal =
      changes.length === 0 ? null : stages.reduce((sum, stage) => sum + (stage.active ? (stage.total ?? 0) : 0), 0)
    return {
      value: ratio(activeTotal, total),
      n: changes.length,
      spread: null,
      parts: { active: activeTotal, total, stages },
      excluded: excludedChanges(facts, window),
    }
  },
})
