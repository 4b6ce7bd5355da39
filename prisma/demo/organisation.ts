// Who the company is: its teams and services as records, and what was written on the wall of their charts.
import type { SourceRecord } from '../../lib/records/record'
import { dayKey } from '../../lib/time'
import { DAY, Office } from './office'
import { BERLIN, LONDON, NEW_YORK, STORIES } from './plot'
import { instant, PEOPLE } from './record-text'
import { type ServiceStory, WEEKS } from './story'

const source = PEOPLE

const ZONES: Record<string, string> = { Storefront: BERLIN, Platform: LONDON, Data: NEW_YORK }

export function* teamsAndServices(firstMonday: number): Generator<SourceRecord> {
  const start = dayKey(firstMonday * DAY, 'UTC')
  for (const [name, timeZone] of Object.entries(ZONES)) {
    yield { type: 'team', source, name, timeZone, iteration: { start, days: name === 'Data' ? 21 : 14 } }
  }
  for (const story of STORIES) yield serviceRecord(story, firstMonday)
}

function serviceRecord(story: ServiceStory, firstMonday: number): SourceRecord {
  const { name, team, repository, rule, folder, zone: timeZone } = story
  const service = { type: 'service', source, name, team, repository, timeZone, deployments: rule } as const
  const monorepo = folder === undefined ? {} : { paths: [`${folder}/**`, 'shared/**'], incidents: { labels: [name] } }
  switch (name) {
    case 'shop':
      return { ...service, aliases: ['webshop'] }
    case 'checkout':
      return { ...service, productionEnvironments: ['^production-'], slo: 99.9, costPerMinute: 180 }
    case 'reports':
      return { ...service, incidentWindowHours: 12 }
    case 'ledger': {
      const last = firstMonday + (WEEKS + 26) * 7
      const holidays = new Office(story.zone).holidays(firstMonday, last)
      return { ...service, calendar: { days: [1, 2, 3, 4, 5], hours: [['09:00', '17:30']], holidays } }
    }
    default:
      return { ...service, ...monorepo }
  }
}

type Note = {
  week: number
  weekday?: number
  weeks?: number
  team?: string
  service?: string
  kind: string
  text: string
}

const NOTES: readonly Note[] = [
  {
    week: 24,
    kind: 'reorganisation',
    text: 'Platform becomes a team of its own: accounts and gateway in one repository',
  },
  { week: 38, service: 'shop', kind: 'practice', text: 'Trunk-based development: small branches, merged every day' },
  { week: 46, service: 'shop', kind: 'practice', text: 'Pipeline split: tests run in parallel, 39 minutes become 9' },
  { week: 50, service: 'shop', kind: 'practice', text: 'Every green build may go out, twice a day' },
  { week: 57, weeks: 5, service: 'checkout', kind: 'project', text: 'Payment provider migration' },
  {
    week: 62,
    weekday: 3,
    service: 'checkout',
    kind: 'practice',
    text: 'After the review of the outages: small steps behind flags',
  },
  {
    week: 72,
    service: 'gateway',
    kind: 'practice',
    text: 'Working agreement: everybody reviews, first thing in the morning',
  },
]

export function* annotations(firstMonday: number): Generator<SourceRecord> {
  for (const { week, weekday = 1, weeks, ...said } of NOTES) {
    const day = firstMonday + week * 7 + weekday - 1
    const until = weeks === undefined ? undefined : instant((day + weeks * 7) * DAY)
    const id = `week-${week}-${said.service ?? 'everybody'}`
    yield { type: 'annotation', source, id, at: instant(day * DAY + DAY / 3), until, ...said }
  }
  for (let day = firstMonday; day < firstMonday + (WEEKS + 1) * 7; day += 1) {
    const date = dayKey(day * DAY, 'UTC')
    if (!date.endsWith('-12-19')) continue
    const at = instant(day * DAY)
    const until = instant((day + 16) * DAY)
    const text = 'Release freeze over the holidays'
    yield { type: 'annotation', source, id: `freeze-${date.slice(0, 4)}`, at, until, kind: 'freeze', text }
  }
}
