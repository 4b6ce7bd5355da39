// What the form of a subscription holds, as texts: made of what stands, read, checked.
import { MailAddress } from '../../mail-address'
import type { Rhythm } from '../../rhythm'
import {
  type ReportSubscription,
  type StoredChannel,
  type SubscriptionScope,
  WaitHours,
} from '../../store/report-subscriptions'
import { isTimeZone } from '../../time'

export const FIELDS = [
  ...(['name', 'about', 'services', 'every', 'weekday', 'monthDay', 'hour'] as const),
  ...(['timeZone', 'channel', 'recipients', 'url', 'waitHours'] as const),
]
export type FieldName = (typeof FIELDS)[number]
export type Values = Record<FieldName, string>
/** By field; '' is of none. */
export type Problems = Partial<Record<FieldName | '', string>>

/** `keep`: the webhook that is stored, whose address nobody reads back. */
export type DraftChannel = { kind: 'email' } | { kind: 'slack' | 'markdown'; url: string } | 'keep'
export type Draft = {
  name: string
  scope: SubscriptionScope
  rhythm: Rhythm
  timeZone: string
  channel: DraftChannel
  recipients: string[]
  waitHours: number
}
export type Read = { ok: true; draft: Draft } | { ok: false; problems: Problems }

/** Nobody reads a page with more. */
const MOST_RECIPIENTS = 2000
const LONGEST_NAME = 120

type Known = {
  services: readonly { name: string; slug: string; team: string | null }[]
  /** The channel of the subscription that is changed. */
  stored: StoredChannel | null
}

/** What was typed, without NUL and half characters. */
export function readValues(get: (name: FieldName) => unknown): Values {
  const text = (name: FieldName) => {
    const value = get(name)
    return (typeof value === 'string' ? value : '').replaceAll('\0', '').toWellFormed().trim()
  }
  return Object.fromEntries(FIELDS.map((name) => [name, text(name)])) as Values // sound: every field is there
}

export function storedValues(
  { name, scope, rhythm, timeZone, channel, waitHours }: Omit<ReportSubscription, 'id' | 'createdAt' | 'since'>,
  recipients: readonly string[],
): Values {
  return {
    name,
    about: scope.kind === 'organisation' || scope.kind === 'services' ? scope.kind : `${scope.kind}:${scope.name}`,
    services: scope.kind === 'services' ? scope.services.join('\n') : '',
    every: rhythm.every,
    weekday: rhythm.every === 'week' ? String(rhythm.day) : '1',
    monthDay: rhythm.every === 'month' ? String(rhythm.day) : '1',
    hour: String(rhythm.hour),
    timeZone,
    channel: channel.kind,
    recipients: recipients.join('\n'),
    url: '',
    waitHours: String(waitHours),
  }
}

export function readSubscription(values: Values, known: Known): Read {
  const problems: Problems = {}
  const fail = (field: FieldName, words: string) => {
    problems[field] = words
    return null
  }
  const name = values.name.replace(/\s+/g, ' ').trim()
  if (name === '') fail('name', 'is empty')
  else if ([...name].length > LONGEST_NAME) fail('name', `has at most ${LONGEST_NAME} characters`)
  const scope = readScope(values, name, known.services, fail)
  const rhythm = readRhythm(values, fail)
  if (!isTimeZone(values.timeZone)) fail('timeZone', 'is not one such as Europe/Berlin')
  const channel = readChannel(values, known.stored, fail)
  const recipients = values.channel === 'email' ? readRecipients(values.recipients, fail) : []
  const waitHours = WaitHours.safeParse(values.waitHours === '' ? Number.NaN : Number(values.waitHours))
  if (!waitHours.success) fail('waitHours', 'is a whole number of hours from 0 to 48')
  const isWhole = scope && rhythm && channel && recipients && waitHours.success
  if (Object.keys(problems).length > 0 || !isWhole) return { ok: false, problems }
  const { timeZone } = values
  return { ok: true, draft: { name, scope, rhythm, timeZone, channel, recipients, waitHours: waitHours.data } }
}

type Fail = (field: FieldName, words: string) => null

function readScope(
  { about, services }: Values,
  name: string,
  known: Known['services'],
  fail: Fail,
): SubscriptionScope | null {
  if (about === 'organisation') return { kind: about }
  if (about === 'services') return readGroup(services, name, known, fail)
  const [, kind, who = ''] = /^(team|service):(.+)$/s.exec(about) ?? []
  const isKnown = kind === 'team' ? known.some(({ team }) => team === who) : known.some((one) => one.name === who)
  if ((kind !== 'team' && kind !== 'service') || !isKnown)
    return fail('about', 'is neither everything nor a team or a service that is known')
  return { kind, name: who }
}

function readGroup(text: string, name: string, known: Known['services'], fail: Fail): SubscriptionScope | null {
  const wanted = [...new Set(linesOf(text))]
  if (wanted.length === 0) return fail('services', 'are missing: write at least one')
  const services: string[] = []
  for (const line of wanted) {
    const found = known.find((one) => one.name === line) ?? known.find(({ slug }) => slug === line)
    if (!found) return fail('services', `name “${short(line)}”, which is not known`)
    services.push(found.name)
  }
  return { kind: 'services', name, services: [...new Set(services)] }
}

function readRhythm({ every, weekday, monthDay, hour: typed }: Values, fail: Fail): Rhythm | null {
  const hour = whole(typed, 0, 23) ?? fail('hour', 'is not an hour of the day')
  if (hour === null) return null
  if (every === 'day') return { every, hour }
  if (every === 'week') {
    const day = whole(weekday, 1, 7) ?? fail('weekday', 'is not a day of the week')
    return day === null ? null : { every, day, hour }
  }
  if (every === 'month') {
    const day = monthDay === 'last' ? monthDay : (whole(monthDay, 1, 28) ?? fail('monthDay', 'is 1 to 28, or the last'))
    return day === null ? null : { every, day, hour }
  }
  return fail('every', 'is not one of the list')
}

function readChannel({ channel, url }: Values, stored: StoredChannel | null, fail: Fail): DraftChannel | null {
  if (channel === 'email') return { kind: channel }
  if (channel !== 'slack' && channel !== 'markdown') return fail('channel', 'is not one of the list')
  if (url !== '') return { kind: channel, url }
  return stored?.kind === channel ? 'keep' : fail('url', 'is missing')
}

function readRecipients(text: string, fail: Fail): string[] | null {
  const addresses = new Map<string, string>()
  for (const line of linesOf(text.replaceAll(/[,;]/g, '\n'))) {
    const address = MailAddress.safeParse(line)
    if (!address.success) return fail('recipients', `name “${short(line)}”, which is not an e-mail address`)
    const folded = address.data.toLowerCase()
    if (!addresses.has(folded)) addresses.set(folded, address.data)
  }
  if (addresses.size === 0) return fail('recipients', 'are missing: write at least one address')
  if (addresses.size > MOST_RECIPIENTS) return fail('recipients', `are more than ${MOST_RECIPIENTS}`)
  return [...addresses.values()]
}

function linesOf(text: string): string[] {
  return text.split(/[\r\n]+/).flatMap((line) => line.trim() || [])
}

function whole(text: string, least: number, most: number): number | null {
  const number = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN
  return number >= least && number <= most ? number : null
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
