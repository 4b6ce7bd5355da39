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

/** Mondays at eight, where most services are; about the team, or the service with the slug, where there is one. */
export function freshValues(
  services: ServiceSummary[],
  asked: { team?: string | undefined; service?: string | undefined },
): Values {
  const zones = services.map(({ timeZone }) => timeZone)
  const [zone = 'UTC'] = [...new Set(zones)].sort((a, b) => countOf(zones, b) - countOf(zones, a))
  const team = services.find((one) => one.team !== null && one.team === asked.team)?.team
  const service = services.find(({ slug }) => slug === asked.service)?.name
  const who = team ?? service
  return {
    name: who === undefined || who === null ? '' : `${who}, weekly`,
    about: team ? `team:${team}` : service ? `service:${service}` : 'organisation',
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
