import { type Band, band } from './bands'
import { bootstrapMedian } from './bootstrap'
import { defineMetric, type MetricValue } from './contract'
import { deliveredChanges, excludedChanges, leadTimes, reachedLeadTimes } from './population'
import { spreadOf } from './spread'
import { kaplanMeierMedian } from './stats'

export type LeadTimeParts = {
  medianWithWaiting: number | null
  /** Changes that reached the default branch in the window and were not delivered by its end. */
  waiting: number
  ci: [number, number] | null
  band: Band | null
}

/**
 * Lead time for changes: seconds from the earliest own commit (or the pull request's creation, if earlier) to the finish of the
 * deployment that delivered it.
 *
 * Formula: median, type 7, over changes whose delivering deployment finished in the window.
 * Edge cases: baseline, aggregate and clock anomalies are excluded and counted; bots are left out unless asked for; none → null.
 * `medianWithWaiting` is the Kaplan-Meier median with undelivered changes censored at the window's end.
 * Source: DORA, "change lead time" (commit to production); Kaplan and Meier 1958.
 * Example: lead times of 2 h, 4 h and 9 h → 14400.
 */
export const leadTime = defineMetric({
  id: 'lead-time',
  title: 'Lead time for changes',
  unit: 'seconds',
  better: 'lower',
  question: 'How long does a change take from its first commit until production has it?',
  definition:
    'Median time from the first commit of a change to the end of the deployment that delivered it, over the changes delivered in the window. Left out, and counted apart: changes from before the first known deployment, merges that only carry others along, changes whose times contradict each other, and bots’ changes.',
  emptyBucket: null,
  counts: ['change', 'changes'],
  table: 'changes',
  interval: 'bootstrap',
  benchmark: 'leadTime',
  compute(facts, window): MetricValue<LeadTimeParts> {
    const { seconds, clock } = leadTimes(facts, deliveredChanges(facts, window), window)
    const spread = spreadOf(seconds)
    const reached = reachedLeadTimes(facts, window)
    return {
      value: spread.median,
      n: seconds.length,
      spread,
      parts: {
        medianWithWaiting: kaplanMeierMedian(reached),
        waiting: reached.filter((event) => !event.observed).length,
        ci: bootstrapMedian(seconds),
        band: window.bandYear === null ? null : band('leadTime', spread.median, window.bandYear),
      },
      excluded: [...excludedChanges(facts, window), ...clock],
    }
  },
  rows(facts, window) {
    const { seconds, rows } = leadTimes(facts, deliveredChanges(facts, window), window)
    return rows.map((row, at) => ({
      row,
      at: facts.changes.deployedAt[row] ?? 0,
      value: seconds[at] ?? 0,
      whole: 1,
    }))
  },
  json: ({ value, n, spread, parts }) => ({
    leadTime: {
      n,
      median: value,
      p75: spread?.p75 ?? null,
      p90: spread?.p90 ?? null,
      mean: spread?.mean ?? null,
      medianWithWaiting: parts.medianWithWaiting,
      waiting: parts.waiting,
      band: parts.band,
      ci: parts.ci,
    },
  }),
  beside: ({ parts }) => ({
    band: parts.band,
    medianWithWaiting: parts.waiting > 0 ? parts.medianWithWaiting : null,
  }),
})
