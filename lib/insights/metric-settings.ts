// The settings that a metric's value was made with, in words: what is printed beside its definition.
import type { ServiceFacts, WorkingCalendar } from '../facts/service'
import { formatRange } from '../format'
import { BAND_TABLES, isBandYear } from '../metrics/bands'
import { type AnyMetric, PROFILE, type Window } from '../metrics/contract'
import { dayKey } from '../time'
import { ruleWords } from './rule-words'

export type Setting = { label: string; words: string; pattern?: string | null }

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** `facts` of the one service it is about; of several only what they share is said. `banded`: its value is in a band. */
export function metricSettings(
  metric: AnyMetric,
  window: Window,
  facts: ServiceFacts | null,
  banded: boolean,
): Setting[] {
  const settings: Setting[] = [
    { label: 'Definitions', words: `${PROFILE.name}, version ${PROFILE.version}` },
    { label: 'Window', words: windowDates(window) },
    { label: 'Time zone', words: facts ? window.timeZone : 'each service’s own' },
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
  if (facts?.service.calendar) settings.push({ label: 'Working hours', words: calendarWords(facts.service.calendar) })
  if (banded && window.bandYear !== null && isBandYear(window.bandYear)) {
    settings.push({ label: 'Bands', words: BAND_TABLES[window.bandYear].source })
  }
  return settings
}

/** Whether the value divides times by times, which the service's active stages decide. */
export function isOfStages({ unit, interval, table }: AnyMetric): boolean {
  return unit === 'rate' && interval === null && table === 'changes'
}

const BOTS: Record<Window['bots'], string> = { exclude: 'left out', include: 'counted', only: 'these alone' }

function windowDates({ from, to, now, timeZone }: Window): string {
  const words = formatRange(from, to, timeZone)
  const dated = /\d{4}$/.test(words) ? words : `${words} ${dayKey(from, timeZone).slice(0, 4)}`
  return `${dated}${to > now ? ', up to now' : ''}`
}

function calendarWords({ days, hours, holidays }: WorkingCalendar): string {
  const words = [
    days.map((day) => DAYS[day - 1]).join(', '),
    hours.map(([from, to]) => `${from}–${to}`).join(' and '),
    holidays.length > 0 ? `${holidays.length} holidays` : '',
  ]
  return words.filter((part) => part !== '').join(', ')
}
