// The JSON of `sg metrics`: every metric of one service in one window, with what was left out.

import { workingSeconds } from '../calendar'
import type { ServiceFacts, WorkingCalendar } from '../facts/service'
import { type AnyMetric, type ExcludedRow, PROFILE, type Window, wallSeconds } from '../metrics/contract'
import { METRICS, type MetricId, type Registry } from '../metrics/registry'
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
export function workingWindow(window: Window, calendar: WorkingCalendar): Window {
  return {
    ...window,
    seconds: (from, to) => workingSeconds(from, to, { ...calendar, timeZone: calendar.timeZone ?? window.timeZone }),
    bandYear: null,
  }
}

type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never
type Figures = Intersection<ReturnType<(typeof METRICS)[MetricId]['json']>>

/** The order in which METRICS section 10 publishes them; what came later follows in the registry's. */
const PUBLISHED: (keyof Figures)[] = [
  'deploymentFrequency',
  'leadTime',
  'stages',
  'flowEfficiency',
  'changeFailureRate',
  'recoveryTime',
  'timeToRestore',
  'reworkRate',
]

function figures(facts: ServiceFacts, window: Window, registry: Registry): { json: Figures; clock: number } {
  const found: Record<string, unknown> = {}
  const excluded: ExcludedRow[][] = []
  for (const { compute, json } of Object.values<AnyMetric>(registry)) {
    const answer = compute(facts, window)
    Object.assign(found, json(answer))
    excluded.push(answer.excluded)
  }
  const published = PUBLISHED.flatMap((key) => (key in found ? [[key, found[key]] as const] : []))
  // Sound: `json` of every metric is in it, of the program's own ones at least.
  return { json: { ...Object.fromEntries(published), ...found } as Figures, clock: clockAnomalies(excluded) }
}

/** Rows left out for their clocks. Metrics of the same rows leave out the same ones, which count once. */
function clockAnomalies(excluded: ExcludedRow[][]): number {
  const most = new Map<string, number>()
  for (const rows of excluded) {
    const counts = new Map<string, number>()
    for (const { table, row, reason } of rows) {
      const key = `${table} ${row}`
      if (reason === 'clock') counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    for (const [key, count] of counts) most.set(key, Math.max(count, most.get(key) ?? 0))
  }
  return [...most.values()].reduce((sum, count) => sum + count, 0)
}

/** METRICS section 10, `sg metrics --json`. Durations in seconds. */
export function measureService(facts: ServiceFacts, question: Question, registry: Registry = METRICS) {
  const window = windowOf(facts, question)
  const wall = figures(facts, window, registry)
  const { calendar } = facts.service
  const working = calendar === null ? null : figures(facts, workingWindow(window, calendar), registry).json
  return {
    service: facts.service.name,
    environment: facts.environment,
    from: formatInstant(window.from),
    to: formatInstant(window.to),
    timeZone: window.timeZone,
    profile: PROFILE,
    ...wall.json,
    quality: { ...qualityCounts(facts, window), clock: wall.clock },
    ...(working ? { working } : {}),
  }
}

export type Measurement = ReturnType<typeof measureService>

/** One stage as it is shown. */
export type StageFigure = Measurement['stages'][number]
