// Reads the window that a page's URL asks for. Nothing is clamped: what cannot be shown is said.
import {
  dayKey,
  dayNumber,
  dayStart,
  isLocalDate,
  localDateStart,
  parseDay,
  previousWindow,
  type Window,
} from '../time'

export const PRESETS = { '4w': 4, '12w': 12, '26w': 26, '52w': 52 } as const
export type Preset = keyof typeof PRESETS

/** What the URL says; `dates` end before `to`. */
export type WindowChoice =
  | { kind: 'preset'; preset: Preset }
  | { kind: 'all' }
  | { kind: 'dates'; from: string; to: string }

export type WindowQuery = { window?: string | undefined; from?: string | undefined; to?: string | undefined }
export type ReadWindow = { ok: true; choice: WindowChoice } | { ok: false; message: string }

const LONGEST_DAYS = 3_660
/** The epoch of git; far earlier the window before leaves the calendar of the database. */
const FIRST_YEAR = 1970

/** The choice in a query string; without one, the last 12 weeks. */
export function readWindow(asked: WindowQuery): ReadWindow {
  const { from, to } = asked
  if (asked.window !== undefined && (from !== undefined || to !== undefined)) {
    return no('Choose either a number of weeks or two dates, not both.')
  }
  if (from !== undefined || to !== undefined) return readDates(from ?? '', to ?? '')
  const name = asked.window ?? '12w'
  if (name === 'all') return { ok: true, choice: { kind: 'all' } }
  if (isPreset(name)) return { ok: true, choice: { kind: 'preset', preset: name } }
  return no(`There is no window “${shorten(name)}”. Choose 4w, 12w, 26w, 52w, all, or two dates.`)
}

function readDates(from: string, to: string): ReadWindow {
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
  return { ok: true, choice: { kind: 'dates', from, to } }
}

/** `windowOf` in one service's time zone. `previous` is null where nothing came before. `first` is the service's first deployment, for `all`. */
export function resolveWindow(
  choice: WindowChoice,
  zone: string,
  now: number,
  first: number | null,
): { window: Window; previous: Window | null } {
  const tomorrow = dayStart(dayNumber(now, zone) + 1, zone)
  if (choice.kind === 'all') {
    const start = dayStart(dayNumber(Math.min(first ?? now, now), zone), zone)
    return { window: { from: start, to: tomorrow }, previous: null }
  }
  const window =
    choice.kind === 'dates'
      ? { from: localDateStart(choice.from, zone), to: localDateStart(choice.to, zone) }
      : { from: dayStart(dayNumber(now, zone) + 1 - 7 * PRESETS[choice.preset], zone), to: tomorrow }
  return { window, previous: previousWindow(window.from, window.to, zone) }
}

/** The choice as a query string, without `?`; empty for the default. */
export function windowQuery(choice: WindowChoice): string {
  if (choice.kind === 'dates') return `from=${choice.from}&to=${choice.to}`
  const name = choice.kind === 'all' ? 'all' : choice.preset
  return name === '12w' ? '' : `window=${name}`
}

/** The window that a query asks for, as a query string; empty for the default and for what cannot be shown. */
export function askedWindow(search: string): string {
  const query = new URLSearchParams(search)
  const one = (name: string) => query.get(name) || undefined
  const asked = readWindow({ window: one('window'), from: one('from'), to: one('to') })
  return asked.ok ? windowQuery(asked.choice) : ''
}

/** An address of ours with more parameters. */
export function withQuery(address: string, query: string): string {
  return query === '' ? address : `${address}${address.includes('?') ? '&' : '?'}${query}`
}

/** The choice in words, and what it is compared with. */
export function windowWords(choice: WindowChoice): { name: string; before: string | null } {
  if (choice.kind === 'all') return { name: 'all time', before: null }
  if (choice.kind === 'dates')
    return { name: `${choice.from} to ${lastDay(choice.to)}`, before: 'the same length before' }
  const weeks = PRESETS[choice.preset]
  return { name: `the last ${weeks} weeks`, before: `the ${weeks} weeks before` }
}

function lastDay(to: string): string {
  return dayKey((parseDay(to) ?? 0) * 86_400_000 - 1, 'UTC')
}

function isPreset(name: string): name is Preset {
  return Object.hasOwn(PRESETS, name)
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

function no(message: string): ReadWindow {
  return { ok: false, message }
}
