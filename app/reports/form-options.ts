// What the form of a subscription offers.
import { teamsOf } from '../../lib/insights/metric-view'
import { byName } from '../../lib/insights/overview-order'
import type { Values } from '../../lib/insights/report/subscription-form'
import { hourWords, monthDayWords, WEEKDAYS } from '../../lib/insights/report/subscription-words'
import { DEFAULT_WAIT_HOURS } from '../../lib/store/report-subscriptions'
import type { ServiceSummary } from '../../lib/store/services'
import type { Options } from './form'

export function formOptions(services: ServiceSummary[]): Options {
  const days = Array.from({ length: 28 }, (_, at) => at + 1)
  return {
    teams: teamsOf(services),
    services: [...services].sort(byName).map(({ name }) => name),
    weekdays: WEEKDAYS.map((words, at) => ({ value: String(at + 1), words })),
    monthDays: [...days, 'last' as const].map((day) => ({ value: String(day), words: monthDayWords(day) })),
    hours: Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), words: hourWords(hour) })),
    zones: ['UTC', ...Intl.supportedValuesOf('timeZone')],
  }
}

/** Mondays at eight, where most services are. */
export function freshValues(services: ServiceSummary[], team: string | undefined): Values {
  const zones = services.map(({ timeZone }) => timeZone)
  const [zone = 'UTC'] = [...new Set(zones)].sort((a, b) => countOf(zones, b) - countOf(zones, a))
  const isKnown = team !== undefined && services.some((one) => one.team === team)
  return {
    name: isKnown ? `${team}, weekly` : '',
    about: isKnown ? `team:${team}` : 'organisation',
    services: '',
    every: 'week',
    weekday: '1',
    monthDay: '1',
    hour: '8',
    timeZone: zone,
    channel: 'email',
    recipients: '',
    url: '',
    waitHours: String(DEFAULT_WAIT_HOURS),
  }
}

function countOf(zones: readonly string[], zone: string): number {
  return zones.filter((one) => one === zone).length
}
