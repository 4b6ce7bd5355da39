// Reads the window that a page's URL asks for and what it is compared with. Nothing is clamped: what cannot be shown is said.
import { dayNumber, dayStart, isLocalDate, parseDay, type Window } from '../time'
import { daysOf, PRESETS, type Preset, type WindowChoice } from './window-days'

export type { WindowChoice } from './window-days'

/** Parameters of a query string that say which window it is. */
export const WINDOW_PARAMETERS = ['window', 'from', 'to', 'against', 'against-from', 'against-to'] as const
export type WindowQuery = Partial<Record<(typeof WINDOW_PARAMETERS)[number], string | undefined>>
export type ReadWindow = { ok: true; choice: WindowChoice } | { ok: false; message: string }

const LONGEST_DAYS = 3_660
const LONGEST_ITERATION = 366
/** The epoch of git; far earlier the window before leaves the calendar of the database. */
const FIRST_YEAR = 1970

/** The parameters of a window as `one` gives them. */
export function windowAsked(one: (name: string) => string | undefined): WindowQuery {
  return Object.fromEntries(WINDOW_PARAMETERS.map((name) => [name, one(name)]))
}

/** The choice in a query string; without one, the last 12 weeks against the 12 before. */
export function readWindow(asked: WindowQuery): ReadWindow {
  const shown = readShown(asked)
  if (!shown.ok) return shown
  const { choice } = shown
  const [from, to] = [asked['against-from'], asked['against-to']]
  if (from !== undefined || to !== undefined) {
    if (asked.against !== undefined) return no('Compare either with a named window or with two dates, not both.')
    const dates = readDates(from ?? '', to ?? '')
    return dates.ok ? { ok: true, choice: { ...choice, against: dates.dates } } : dates
  }
  const against = asked.against ?? 'before'
  if (against === 'before') return shown
  if (against === 'none') return { ok: true, choice: { ...choice, against: { kind: 'none' } } }
  if (against !== 'year') {
    return no(`There is nothing named “${shorten(against)}” to compare with. Choose before, year, none, or two dates.`)
  }
  if (choice.kind === 'all') return no('All time has no window a year before. Choose two dates to compare it with.')
  return { ok: true, choice: { ...choice, against: { kind: 'year' } } }
}

function readShown(asked: WindowQuery): ReadWindow {
  const { from, to } = asked
  if (asked.window !== undefined && (from !== undefined || to !== undefined)) {
    return no('Choose either a number of weeks or two dates, not both.')
  }
  if (from !== undefined || to !== undefined) {
    const read = readDates(from ?? '', to ?? '')
    return read.ok ? { ok: true, choice: read.dates } : read
  }
  const name = asked.window ?? '12w'
  if (name === 'all') return { ok: true, choice: { kind: 'all' } }
  if (isPreset(name)) return { ok: true, choice: { kind: 'preset', preset: name } }
  if (name === 'quarter' || name === 'last-quarter') {
    return { ok: true, choice: { kind: 'quarter', back: name === 'quarter' ? 0 : 1 } }
  }
  const choice = readIteration(name)
  if (choice) return { ok: true, choice }
  return no(
    `There is no window “${shorten(name)}”. Choose 4w, 12w, 26w, 52w, quarter, last-quarter, all, or two dates.`,
  )
}

/** `iteration.2026-01-05.14`: the cadence is in the address, so that a link means the same whatever becomes of the team. */
function readIteration(name: string): WindowChoice | null {
  const [, last, start = '', length] = /^(last-)?iteration\.([\d-]{10})\.(\d{1,3})$/.exec(name) ?? []
  const days = Number(length)
  if (!isLocalDate(start) || !(days >= 1 && days <= LONGEST_ITERATION)) return null
  return { kind: 'iteration', back: last ? 1 : 0, start, days }
}

type ReadDates = { ok: true; dates: { kind: 'dates'; from: string; to: string } } | { ok: false; message: string }

function readDates(from: string, to: string): ReadDates {
  for (const [label, text] of [['first', from] as const, ['last', to] as const]) {
    if (text === '') return no(`The ${label} date is missing. A window needs both.`)
    if (!isLocalDate(text)) return no(`“${shorten(text)}” is not a date. Write it as year-month-day, like 2026-03-01.`)
  }
  const days = (parseDay(to) ?? 0) - (parseDay(from) ?? 0)
  if (days === 0)
    return no(
      `The window from ${from} to ${to} has no length. The second date is not part of it, so it must be a later one.`,
    )
  if (days < 0) return no(`The window ends (${to}) before it begins (${from}). Swap the dates.`)
  if (days > LONGEST_DAYS) {
    const years = Math.round(days / 365.25)
    return no(
      `The window from ${from} to ${to} is about ${years} years long; a page shows ten at most. Choose “All” to see everything.`,
    )
  }
  if (Number(from.slice(0, 4)) < FIRST_YEAR) return no(`${from} is before ${FIRST_YEAR}, when no commit was made yet.`)
  return { ok: true, dates: { kind: 'dates', from, to } }
}

/** `windowOf` in one service's time zone. `previous` is null where nothing is compared with. `first` is the service's first deployment, for `all`. */
export function resolveWindow(
  choice: WindowChoice,
  zone: string,
  now: number,
  first: number | null,
): { window: Window; previous: Window | null } {
  const { days, previous } = daysOf(choice, dayNumber(now, zone), dayNumber(Math.min(first ?? now, now), zone))
  const instants = ({ from, to }: { from: number; to: number }) => ({
    from: dayStart(from, zone),
    to: dayStart(to, zone),
  })
  return { window: instants(days), previous: previous && instants(previous) }
}

/** How many days each of the two windows has, where that differs and neither is “all”; else null. */
export function unequalDays(choice: WindowChoice, zone: string, now: number): [number, number] | null {
  if (choice.kind === 'all') return null
  const { days, previous } = daysOf(choice, dayNumber(now, zone), 0)
  if (!previous) return null
  const lengths: [number, number] = [days.to - days.from, previous.to - previous.from]
  return lengths[0] === lengths[1] ? null : lengths
}

/** The name of a window that has one, as `window=` takes it. */
export function windowName(choice: WindowChoice): string | null {
  if (choice.kind === 'dates') return null
  if (choice.kind === 'all') return 'all'
  if (choice.kind === 'preset') return choice.preset
  const name = `${choice.back === 0 ? '' : 'last-'}${choice.kind}`
  return choice.kind === 'quarter' ? name : `${name}.${choice.start}.${choice.days}`
}

/** The choice as a query string, without `?`; empty for the default. */
export function windowQuery(choice: WindowChoice): string {
  const { against } = choice
  const name = windowName(choice)
  const parts =
    choice.kind === 'dates' ? [`from=${choice.from}`, `to=${choice.to}`] : name === '12w' ? [] : [`window=${name}`]
  if (against?.kind === 'dates') parts.push(`against-from=${against.from}`, `against-to=${against.to}`)
  else if (against) parts.push(`against=${against.kind}`)
  return parts.join('&')
}

/** The window that a query asks for, as a query string; empty for the default and for what cannot be shown. */
export function askedWindow(search: string): string {
  const query = new URLSearchParams(search)
  const asked = readWindow(windowAsked((name) => query.get(name) || undefined))
  return asked.ok ? windowQuery(asked.choice) : ''
}

/** An address of ours with more parameters. */
export function withQuery(address: string, query: string): string {
  return query === '' ? address : `${address}${address.includes('?') ? '&' : '?'}${query}`
}

function isPreset(name: string): name is Preset {
  return Object.hasOwn(PRESETS, name)
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

function no(message: string): { ok: false; message: string } {
  return { ok: false, message }
}
