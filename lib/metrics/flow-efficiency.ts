import type { ServiceFacts } from '../facts/service'
import { STAGES, type Stage } from '../facts/stage'
import { defineMetric, type MetricValue, type Window } from './contract'
import { deliveredChanges, excludedChanges } from './population'
import { ratio, totalOf } from './spread'
import { quantileOfSorted, sorted } from './stats'

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

export type FlowEfficiencyParts = {
  active: number | null
  total: number | null
  /** Empty where the details of changes were not loaded. */
  stages: StageValue[]
  /** Stages that any of the changes shows. From git alone these are coding and release, and the value says little. */
  observed: Stage[]
}

function observedStages({ changes }: ServiceFacts, rows: number[]): Stage[] {
  let bits = 0
  for (const row of rows) bits |= changes.observed[row] ?? 0
  return STAGES.filter((_, at) => (bits >> at) & 1)
}

/** What each stage took, over the changes at `rows`. */
function stageValues(
  { service, changes }: ServiceFacts,
  rows: number[],
  total: number | null,
  window: Window,
): StageValue[] {
  const { details } = changes
  if (!details) return []
  const { observed } = changes
  const { boundaries } = details
  const active = new Set<Stage>(service.active)
  return STAGES.map((name, index): StageValue => {
    const spent = (row: number) =>
      window.seconds(boundaries[row * 9 + index] ?? 0, boundaries[row * 9 + index + 1] ?? 0)
    const all = rows.map(spent)
    const seen = all.filter((_, at) => ((observed[rows[at] ?? 0] ?? 0) >> index) & 1)
    const sum = totalOf(all)
    const ascending = sorted(seen)
    return {
      name,
      active: active.has(name),
      n: seen.length,
      total: sum,
      median: quantileOfSorted(ascending, 0.5),
      p90: quantileOfSorted(ascending, 0.9),
      share: ratio(sum, total),
    }
  })
}

/** What one change spent in active stages. Without details this is known for the wall clock alone. */
function activeSeconds({ service, changes }: ServiceFacts, row: number, window: Window): number {
  const boundaries = changes.details?.boundaries
  if (!boundaries) return (changes.activeMs[row] ?? 0) / 1000
  let sum = 0
  for (const name of service.active) {
    const index = row * 9 + STAGES.indexOf(name)
    sum += window.seconds(boundaries[index] ?? 0, boundaries[index + 1] ?? 0)
  }
  return sum
}

/**
 * Flow efficiency: the share of lead time in which a change was worked on.
 *
 * Formula: Σ seconds in active stages ÷ Σ lead time, over the delivered changes of the window: a ratio of sums, never a mean of
 * ratios. Which stages are active is the service's setting (default coding, review, build, deploy).
 * Unit: rate 0 to 1. Edge cases: no change, or no time at all → null.
 * Source: flow efficiency = active ÷ (active + wait), as in the Flow Framework.
 * Example: one change of 10 h with 1 h active, one of 2 h with 2 h active → 3/12 = 0.25 (the mean of ratios would say 0.55).
 */
export const flowEfficiency = defineMetric({
  id: 'flow-efficiency',
  title: 'Flow efficiency',
  unit: 'rate',
  better: 'higher',
  question: 'For how much of its lead time was a change worked on, and for how much did it wait?',
  definition:
    'Time in active stages divided by the whole lead time, summed over the changes delivered in the window. The active stages are the service’s own setting.',
  emptyBucket: null,
  counts: ['change', 'changes'],
  table: 'changes',
  interval: null,
  compute(facts, window): MetricValue<FlowEfficiencyParts> {
    const rows = deliveredChanges(facts, window)
    const { startAt, deployedAt, activeMs } = facts.changes
    const total = totalOf(rows.map((row) => window.seconds(startAt[row] ?? 0, deployedAt[row] ?? 0)))
    const stages = stageValues(facts, rows, total, window)
    const activeTotal =
      stages.length > 0
        ? stages.reduce<number | null>(
            (sum, { active, total }) => (active && total !== null ? (sum ?? 0) + total : sum),
            rows.length === 0 ? null : 0,
          )
        : totalOf(rows.map((row) => (activeMs[row] ?? 0) / 1000))
    return {
      value: ratio(activeTotal, total),
      n: rows.length,
      spread: null,
      parts: { active: activeTotal, total, stages, observed: observedStages(facts, rows) },
      excluded: excludedChanges(facts, window),
    }
  },
  rows(facts, window) {
    const { startAt, deployedAt } = facts.changes
    return deliveredChanges(facts, window).map((row) => ({
      row,
      at: deployedAt[row] ?? 0,
      value: activeSeconds(facts, row, window),
      whole: window.seconds(startAt[row] ?? 0, deployedAt[row] ?? 0),
    }))
  },
  json: ({ value, n, parts }) => ({
    stages: parts.stages,
    flowEfficiency: { n, active: parts.active, total: parts.total, value },
  }),
})
