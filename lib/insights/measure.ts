// The JSON of `sg metrics`: every metric of one service in one window, with what was left out.

import { workingSeconds } from '../calendar'
import type { ServiceFacts, WorkingCalendar } from '../facts/service'
import { changeFailureRate } from '../metrics/change-failure-rate'
import { PROFILE, type Window, wallSeconds } from '../metrics/contract'
import { deploymentFrequency } from '../metrics/deployment-frequency'
import { flowEfficiency } from '../metrics/flow-efficiency'
import { leadTime } from '../metrics/lead-time'
import { recoveryTime } from '../metrics/recovery-time'
import { reworkRate } from '../metrics/rework-rate'
import { timeToRestore } from '../metrics/time-to-restore'
import { formatInstant } from '../time'
import { qualityCounts } from './quality'

/** What a reader asks about one service. Instants are epoch milliseconds, the window is half open. */
export type Question = {
  from: number
  to: number
  now: number
  unit?: Window['unit'] | undefined
  bots?: Window['bots'] | undefined
  bandYear?: number | undefined
}

/** The default report year of the bands. */
export const BAND_YEAR = 2024

export function windowOf(facts: ServiceFacts, question: Question): Window {
  return {
    from: question.from,
    to: question.to,
    now: question.now,
    timeZone: facts.service.timeZone,
    unit: question.unit ?? 'pr',
    bots: question.bots ?? 'exclude',
    seconds: wallSeconds,
    bandYear: question.bandYear ?? BAND_YEAR,
  }
}

/** The same window on the working clock; bands are null there, DORA's are of elapsed time. */
function workingWindow(window: Window, calendar: WorkingCalendar): Window {
  return {
    ...window,
    seconds: (from, to) => workingSeconds(from, to, { ...calendar, timeZone: calendar.timeZone ?? window.timeZone }),
    bandYear: null,
  }
}

function figures(facts: ServiceFacts, window: Window) {
  const lead = leadTime.compute(facts, window)
  const frequency = deploymentFrequency.compute(facts, window)
  const failures = changeFailureRate.compute(facts, window)
  const recovery = recoveryTime.compute(facts, window)
  const restore = timeToRestore.compute(facts, window)
  const rework = reworkRate.compute(facts, window)
  const flow = flowEfficiency.compute(facts, window)
  const { count, attemptsFailed, days, medianDaysPerWeek, medianInterval } = frequency.parts
  const durations = (n: number, spread: typeof recovery.spread) => ({
    n,
    median: spread?.median ?? null,
    p90: spread?.p90 ?? null,
    mean: spread?.mean ?? null,
  })
  return {
    deploymentFrequency: {
      count,
      attemptsFailed,
      perDay: frequency.value,
      days,
      medianDaysPerWeek,
      medianInterval,
      band: frequency.parts.band,
    },
    leadTime: {
      n: lead.n,
      median: lead.value,
      p75: lead.spread?.p75 ?? null,
      p90: lead.spread?.p90 ?? null,
      mean: lead.spread?.mean ?? null,
      medianWithWaiting: lead.parts.medianWithWaiting,
      waiting: lead.parts.waiting,
      band: lead.parts.band,
      ci: lead.parts.ci,
    },
    stages: flow.parts.stages,
    flowEfficiency: { n: flow.n, active: flow.parts.active, total: flow.parts.total, value: flow.value },
    changeFailureRate: {
      failed: failures.parts.failed,
      total: failures.parts.total,
      value: failures.value,
      band: failures.parts.band,
      ci: failures.parts.ci,
      provisional: failures.parts.provisional,
    },
    recoveryTime: { ...durations(recovery.n, recovery.spread), open: recovery.parts.open, band: recovery.parts.band },
    timeToRestore: { ...durations(restore.n, restore.spread), open: restore.parts.open },
    reworkRate: { rework: rework.parts.rework, total: rework.parts.total, value: rework.value },
    clockAnomalies: [...lead.excluded, ...recovery.excluded, ...restore.excluded].filter(
      (row) => row.reason === 'clock',
    ).length,
  }
}

/** METRICS section 10, `sg metrics --json`. Durations in seconds. */
export function measureService(facts: ServiceFacts, question: Question) {
  const window = windowOf(facts, question)
  const { clockAnomalies, ...wall } = figures(facts, window)
  const calendar = facts.service.calendar
  const working = calendar === null ? null : figures(facts, workingWindow(window, calendar))
  if (working) Reflect.deleteProperty(working, 'clockAnomalies')
  return {
    service: facts.service.name,
    environment: facts.environment,
    from: formatInstant(window.from),
    to: formatInstant(window.to),
    timeZone: window.timeZone,
    profile: PROFILE,
    ...wall,
    quality: { ...qualityCounts(facts, window), clock: clockAnomalies },
    ...(working ? { working } : {}),
  }
}

export type Measurement = ReturnType<typeof measureService>

/** One stage as it is shown. */
export type StageFigure = Measurement['stages'][number]
