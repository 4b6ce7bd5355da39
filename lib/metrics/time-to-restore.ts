import { defineMetric, inWindow } from './contract'
import { spreadOf } from './spread'

/**
 * Time to restore (MTTR): seconds from an incident's start to its resolution, whatever caused it.
 *
 * Formula: median (mean and p90 beside it) over the service's incidents resolved in the window. `open`: started before the window's
 * end and not resolved before it. A resolution before the start is left out as a clock anomaly.
 * Source: DORA until 2022, "time to restore service".
 * Example: incidents of 30 min and 90 min → 3600.
 */
export const timeToRestore = defineMetric<{ open: number }>({
  id: 'time-to-restore',
  title: 'Time to restore (MTTR)',
  unit: 'seconds',
  better: 'lower',
  question: 'How long does an incident last, whatever caused it?',
  definition:
    'Time from the start of an incident to its resolution, over the service’s incidents resolved in the window.',
  emptyBucket: null,
  compute(facts, window) {
    const resolved = facts.incidents.filter((incident) => inWindow(incident.resolvedAt, window))
    const negative = resolved.filter((incident) => (incident.resolvedAt ?? 0) < incident.startedAt)
    const seconds = resolved
      .filter((incident) => !negative.includes(incident))
      .map((incident) => window.seconds(incident.startedAt, incident.resolvedAt ?? 0))
    const spread = spreadOf(seconds)
    return {
      value: spread.median,
      n: seconds.length,
      spread,
      parts: {
        open: facts.incidents.filter(
          (incident) =>
            incident.startedAt < window.to && (incident.resolvedAt === null || incident.resolvedAt >= window.to),
        ).length,
      },
      excluded: negative.map((incident) => ({ id: incident.id, reason: 'clock' })),
    }
  },
})
