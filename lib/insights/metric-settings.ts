// The settings that a metric's value was made with, in words: what is printed beside its definition.
import type { ServiceFacts } from '../facts/service'
import { formatRange } from '../format'
import { type AnyMetric, PROFILE, type Window } from '../metrics/contract'
import { dayKey, dayNumber } from '../time'
import { type Benchmark, benchmarkSource } from './benchmark'
import { CLOCK_WORDS, type Clock, calendarWords, isTimed, USUAL } from './reading'
import { ruleWords } from './rule-words'

export type Setting = { label: string; words: string; pattern?: string | null }

const DAY = 86_400_000

/** `facts` of the one service it is about; of several only what they share is said. `benchmark`: what its value is held against. */
export function metricSettings(
  metric: AnyMetric,
  windows: [Window, ...Window[]],
  facts: ServiceFacts | null,
  { benchmark = null, clock = USUAL.clock }: { benchmark?: Benchmark | null; clock?: Clock } = {},
): Setting[] {
  const [window] = windows
  const settings: Setting[] = [
    { label: 'Definitions', words: `${PROFILE.name}, version ${PROFILE.version}` },
    { label: 'Window', words: windowDates(windows) },
    { label: 'Time zone', words: oneZone(windows) ?? 'each service’s own' },
  ]
  if (facts && metric.table !== 'incidents') {
    const { words, pattern, environment } = ruleWords(facts.service.rule)
    settings.push({
      label: 'Deployments',
      words: `${words}${environment === null ? '' : `, in ${environment}`}`,
      pattern,
    })
  }
  if (facts && isOfStages(metric)) settings.push({ label: 'Active stages', words: facts.service.active.join(', ') })
  if (metric.table === 'changes') settings.push({ label: 'Bots’ changes', words: BOTS[window.bots] })
  if (facts && isTimed(metric)) settings.push(...clockSettings(facts, clock))
  const source = benchmark && benchmarkSource(benchmark.year)
  if (benchmark && source !== null) {
    settings.push({ label: benchmark.kind === 'place' ? 'Compared with' : 'Bands', words: source })
  }
  return settings
}

/** The time zone that several windows share; null where theirs differ. */
export function oneZone(windows: readonly Pick<Window, 'timeZone'>[]): string | null {
  const [zone, ...others] = new Set(windows.map(({ timeZone }) => timeZone))
  return zone === undefined || others.length > 0 ? null : zone
}

/** Whether the value divides times by times, which the service's active stages decide. */
export function isOfStages({ unit, interval, table }: AnyMetric): boolean {
  return unit === 'rate' && interval === null && table === 'changes'
}

const BOTS: Record<Window['bots'], string> = { exclude: 'left out', include: 'counted', only: 'these alone' }

/** The dates on each one's own calendar: the same ones in every zone where the same were asked for. */
function windowDates(windows: Window[]): string {
  const from = Math.min(...windows.map((one) => dayNumber(one.from, one.timeZone))) * DAY
  const last = Math.max(...windows.map((one) => dayNumber(Math.max(one.from, one.to - 1), one.timeZone))) * DAY
  const words = formatRange(from, last + DAY, 'UTC')
  const dated = /\d{4}$/.test(words) ? words : `${words} ${dayKey(from, 'UTC').slice(0, 4)}`
  return `${dated}${windows.some(({ to, now }) => to > now) ? ', up to now' : ''}`
}

function clockSettings({ service: { calendar, timeZone } }: ServiceFacts, clock: Clock): Setting[] {
  if (calendar === null) {
    return [
      {
        label: 'Working hours',
        words: 'none: give the service a calendar in the configuration, and it has a second clock',
        pattern: 'calendar: { hours: "09:00-17:00" }',
      },
    ]
  }
  return [
    { label: 'Clock', words: CLOCK_WORDS[clock] },
    { label: 'Working hours', words: calendarWords(calendar, timeZone) },
    ...(clock === 'working' ? [{ label: 'Bands', words: 'none: DORA’s are of elapsed time' }] : []),
  ]
}
