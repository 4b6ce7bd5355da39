import { dayKey, isoWeekStart, wholeWeekSpan } from '../time'
import { type Band, band } from './bands'
import { defineMetric, type MetricValue } from './contract'
import { failedAttempts, successes } from './population'
import { median } from './stats'

export type DeploymentFrequencyParts = {
  count: number
  attemptsFailed: number
  /** Days of the service's time zone with at least one. */
  days: number
  medianDaysPerWeek: number | null
  medianInterval: number | null
  band: Band | null
}

const DAY_SECONDS = 86_400

/**
 * Deployment frequency: successful production deployments per day.
 *
 * Formula: count ÷ elapsed days (seconds ÷ 86,400, up to now where the window reaches beyond it).
 * Edge cases: null before the first successful deployment is known; a window without any afterwards is 0. Failed attempts are
 * counted apart. `medianDaysPerWeek` is over whole ISO weeks that have ended, zero weeks included.
 * Source: DORA, "deployment frequency".
 * Example: 6 deployments in 14 days → 0.4286 per day, 3 a week.
 */
export const deploymentFrequency = defineMetric({
  id: 'deployment-frequency',
  title: 'Deployment frequency',
  unit: 'per-day',
  better: 'higher',
  question: 'How often does work reach production?',
  definition:
    'Successful production deployments that finished in the window, divided by its elapsed days. Failed attempts never reached production and are counted apart.',
  emptyBucket: 0,
  counts: ['deployment', 'deployments'],
  table: 'deployments',
  interval: null,
  benchmark: 'deploymentFrequency',
  compute(facts, window): MetricValue<DeploymentFrequencyParts> {
    const inside = successes(facts, window).map((row) => facts.deployments.finishedAt[row] ?? 0)
    const { firstAt } = facts.deployed
    const known = firstAt !== null && firstAt < window.to
    const elapsedDays = (Math.min(window.to, window.now) - window.from) / 1000 / DAY_SECONDS
    const perDay = known && elapsedDays > 0 ? inside.length / elapsedDays : null
    const keys = inside.map((finishedAt) => dayKey(finishedAt, window.timeZone))
    // Counted rather than listed: a window may be thousands of years long.
    const weeks = wholeWeekSpan(window.from, Math.min(window.to, window.now), window.timeZone)
    const daysByWeek = new Map<number, Set<string>>()
    for (const [at, finishedAt] of inside.entries()) {
      const start = isoWeekStart(finishedAt, window.timeZone)
      const days = daysByWeek.get(start) ?? new Set()
      daysByWeek.set(start, days.add(keys[at] ?? ''))
    }
    const daysPerWeek = new Array<number>(weeks.count).fill(0)
    let filled = 0
    for (const [start, days] of daysByWeek) {
      if (start >= weeks.start && start < weeks.end) daysPerWeek[filled++] = days.size
    }
    const intervals = inside.slice(1).map((finishedAt, at) => window.seconds(inside[at] ?? 0, finishedAt))
    return {
      value: perDay,
      n: inside.length,
      spread: null,
      parts: {
        count: inside.length,
        attemptsFailed: failedAttempts(facts, window).length,
        days: new Set(keys).size,
        medianDaysPerWeek: known ? median(daysPerWeek) : null,
        medianInterval: median(intervals),
        band: window.bandYear === null ? null : band('deploymentFrequency', perDay, window.bandYear),
      },
      excluded: [],
    }
  },
  rows: (facts, window) =>
    successes(facts, window).map((row) => ({ row, at: facts.deployments.finishedAt[row] ?? 0, value: 1, whole: 1 })),
  json: ({ value, parts }) => ({
    deploymentFrequency: {
      count: parts.count,
      attemptsFailed: parts.attemptsFailed,
      perDay: value,
      days: parts.days,
      medianDaysPerWeek: parts.medianDaysPerWeek,
      medianInterval: parts.medianInterval,
      band: parts.band,
    },
  }),
  beside: ({ parts }) => ({ band: parts.band, attemptsFailed: parts.attemptsFailed }),
})
