import type { ServiceFacts } from '../facts/service'
import { defineMetric, type MetricRow, type MetricValue, type Window } from './contract'
import { openIncidents, resolvedIncidents } from './population'
import { spreadOf } from './spread'

/** How long the incidents lasted that were resolved in the window. */
function restorations(facts: ServiceFacts, window: Window): MetricRow[] {
  const { startedAt, resolvedAt } = facts.incidents
  return resolvedIncidents(facts, window)
    .filter((row) => (resolvedAt[row] as number) >= (startedAt[row] as number))
    .map((row) => {
      const at = resolvedAt[row] ?? 0
      return { row, at, value: window.seconds(startedAt[row] ?? 0, at), whole: 1 }
    })
}

/**
 * Time to restore (MTTR): seconds from an incident's start to its resolution, whatever caused it.
 *
 * Formula: median (mean and p90 beside it) over the service's incidents resolved in the window. `open`: started before the window's
 * end and not resolved before it. A resolution before the start is left out as a clock anomaly.
 * Source: DORA until 2022, "time to restore service".
 * Example: incidents of 30 min and 90 min → 3600.
 */
export const timeToRestore = defineMetric({
  id: 'time-to-restore',
  title: 'Time to restore (MTTR)',
  unit: 'seconds',
  better: 'lower',
  question: 'How long does an incident last, whatever caused it?',
  definition:
    'Time from the start of an incident to its resolution, over the service’s incidents resolved in the window.',
  emptyBucket: null,
  counts: ['incident', 'incidents'],
  table: 'incidents',
  interval: 'bootstrap',
  compute(facts, window): MetricValue<{ open: number }> {
    const { startedAt, resolvedAt } = facts.incidents
    const resolved = resolvedIncidents(facts, window)
    const isNegative = (row: number) => (resolvedAt[row] as number) < (startedAt[row] as number)
    const seconds = restorations(facts, window).map(({ value }) => value)
    const spread = spreadOf(seconds)
    return {
      value: spread.median,
      n: seconds.length,
      spread,
      parts: {
        open: openIncidents(facts, window).length,
      },
      excluded: resolved.filter(isNegative).map((row) => ({ table: 'incidents', row, reason: 'clock' })),
    }
  },
  rows: restorations,
  json: ({ value, n, spread, parts }) => ({
    timeToRestore: { n, open: parts.open, median: value, p90: spread?.p90 ?? null, mean: spread?.mean ?? null },
  }),
  beside: ({ parts }) => parts,
})
