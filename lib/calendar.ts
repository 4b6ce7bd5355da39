// Owns the working clock: which hours of which days count. The wall clock stays the default everywhere.
import { dayNumber, dayStart, isTimeZone, parseDay } from './time'
import { instantOfLocal } from './zone-offset'

/** Canonical form: ISO weekdays (1 Monday to 7 Sunday), local `[from, to)` as `HH:MM`, dates; all sorted, unique. */
export type Calendar = { days: number[]; hours: [string, string][]; holidays: string[]; timeZone?: string }

export type ZonedCalendar = Calendar & { timeZone: string }

export type ParsedCalendar = { ok: true; calendar: Calendar } | { ok: false; reason: string }

type Parsed<T> = { ok: true; value: T } | { ok: false; reason: string }

const DAY = 86_400_000
const MINUTE = 60_000
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const FIELDS = ['days', 'hours', 'holidays', 'timeZone']

/**
 * Reads a calendar as people write it: `days` as numbers or English names (default Monday to Friday), `hours` as
 * `"09:00-17:00"`, a pair, a list of either or of `{from, to}` (default 09:00 to 17:00, at most to 24:00), `holidays`
 * as dates. Gives the canonical form, which reads back as itself, or the reason for whoever wrote it.
 */
export function parseCalendar(input: unknown): ParsedCalendar {
  if (!isObject(input)) return { ok: false, reason: 'a calendar is an object with days, hours and holidays' }
  const stranger = Object.keys(input).find((field) => !FIELDS.includes(field))
  if (stranger !== undefined) return { ok: false, reason: `"${stranger}" is not one of ${FIELDS.join(', ')}` }
  const days = parseDays(input.days ?? [1, 2, 3, 4, 5])
  if (!days.ok) return days
  const hours = parseHours(input.hours ?? '09:00-17:00')
  if (!hours.ok) return hours
  const holidays = parseHolidays(input.holidays ?? [])
  if (!holidays.ok) return holidays
  const calendar: Calendar = { days: days.value, hours: hours.value, holidays: holidays.value }
  const zone = input.timeZone ?? null
  if (zone === null) return { ok: true, calendar }
  if (typeof zone !== 'string' || !isTimeZone(zone)) {
    return { ok: false, reason: `timeZone: ${JSON.stringify(zone)} is not a time zone name such as Europe/Berlin` }
  }
  return { ok: true, calendar: { ...calendar, timeZone: zone } }
}

/**
 * Seconds of `[from, to)` (instants in milliseconds) that fall into the calendar's working hours. Negative if `to` is
 * before `from`. A working span is the real time between its two local clock times, so 00:00 to 24:00 lasts 23 or 25
 * hours on the day of a clock change; a skipped clock time is the moment of the change, a repeated one its first.
 */
export function workingSeconds(from: number, to: number, calendar: ZonedCalendar): number {
  const clock = clockOf(calendar)
  return (workedBefore(to, clock) - workedBefore(from, clock)) / 1000
}

/** `after[n]`, `earlier[n]`: milliseconds worked from the start of day `anchor` to that of the day n later or earlier. */
type Clock = {
  zone: string
  weekdays: Set<number>
  hours: [number, number][]
  holidays: Set<number>
  anchor: number | null
  after: number[]
  earlier: number[]
}

// NOTE: keyed by the list of days, which survives `{ ...calendar, timeZone }`; a few clocks differ in the rest.
const clocks = new WeakMap<number[], { calendar: ZonedCalendar; clock: Clock }[]>()

function clockOf(calendar: ZonedCalendar): Clock {
  const { days, hours, holidays, timeZone } = calendar
  const known = clocks.get(days) ?? []
  for (const { calendar: other, clock } of known) {
    if (other.timeZone === timeZone && other.hours === hours && other.holidays === holidays) return clock
  }
  const clock = compile(calendar)
  clocks.set(days, [...known, { calendar, clock }])
  return clock
}

function compile(calendar: ZonedCalendar): Clock {
  return {
    zone: calendar.timeZone,
    weekdays: new Set(calendar.days),
    hours: calendar.hours.map(([from, to]) => [(parseTime(from) ?? 0) * MINUTE, (parseTime(to) ?? 0) * MINUTE]),
    holidays: new Set(calendar.holidays.map((date) => parseDay(date) ?? Number.NaN)),
    anchor: null,
    after: [0],
    earlier: [0],
  }
}

/** Milliseconds worked between a fixed day and the instant; only differences mean anything. */
function workedBefore(ms: number, clock: Clock): number {
  const day = dayNumber(ms, clock.zone)
  let worked = workedBeforeDay(day, clock)
  for (const [from, to] of spansOf(day, clock)) worked += Math.max(0, Math.min(ms, to) - from)
  return worked
}

/** Running totals grow in both directions from the first day asked for, so that years cost one look-up. */
function workedBeforeDay(day: number, clock: Clock): number {
  clock.anchor ??= day
  const { anchor, after, earlier } = clock
  while (after.length <= day - anchor) {
    after.push((after.at(-1) ?? 0) + lengthOf(anchor + after.length - 1, clock))
  }
  while (earlier.length <= anchor - day) {
    earlier.push((earlier.at(-1) ?? 0) - lengthOf(anchor - earlier.length, clock))
  }
  return (day >= anchor ? after[day - anchor] : earlier[anchor - day]) ?? 0
}

function lengthOf(day: number, clock: Clock): number {
  let length = 0
  for (const [from, to] of spansOf(day, clock)) length += to - from
  return length
}

function spansOf(day: number, clock: Clock): [number, number][] {
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1
  if (!clock.weekdays.has(weekday) || clock.holidays.has(day)) return []
  const end = dayStart(day + 1, clock.zone)
  return clock.hours.map(([from, to]) => [
    Math.min(instantOfLocal(day * DAY + from, clock.zone), end),
    Math.min(instantOfLocal(day * DAY + to, clock.zone), end),
  ])
}

function parseDays(input: unknown): Parsed<number[]> {
  if (!Array.isArray(input)) return { ok: false, reason: 'days: must be a list of weekdays' }
  const days: number[] = []
  for (const item of input) {
    const day = parseWeekday(item)
    if (day === null) return { ok: false, reason: `days: ${JSON.stringify(item)} is not a weekday (1 to 7, or a name)` }
    days.push(day)
  }
  if (days.length === 0) return { ok: false, reason: 'days: at least one weekday is needed' }
  return { ok: true, value: [...new Set(days)].sort((a, b) => a - b) }
}

function parseWeekday(item: unknown): number | null {
  if (typeof item === 'number') return Number.isInteger(item) && item >= 1 && item <= 7 ? item : null
  if (typeof item !== 'string') return null
  const name = item.trim().toLowerCase()
  if (/^[1-7]$/.test(name)) return Number(name)
  const index = name.length < 3 ? -1 : WEEKDAYS.findIndex((weekday) => weekday === name || weekday.slice(0, 3) === name)
  return index === -1 ? null : index + 1
}

function parseHours(input: unknown): Parsed<[string, string][]> {
  const items = Array.isArray(input) && !isPair(input) ? input : [input]
  const spans: [number, number][] = []
  for (const item of items) {
    const span = parseSpan(item)
    if (!span) return { ok: false, reason: `hours: ${JSON.stringify(item)} is not a span such as "09:00-17:00"` }
    if (span[0] >= span[1]) return { ok: false, reason: `hours: ${JSON.stringify(item)} ends before it begins` }
    spans.push(span)
  }
  if (spans.length === 0) return { ok: false, reason: 'hours: at least one span is needed' }
  spans.sort((a, b) => a[0] - b[0])
  for (const [index, span] of spans.entries()) {
    const previous = spans[index - 1]
    if (previous && previous[1] > span[0]) return { ok: false, reason: `hours: ${clockText(span[0])} is in two spans` }
  }
  return { ok: true, value: spans.map(([from, to]) => [clockText(from), clockText(to)]) }
}

function parseSpan(item: unknown): [number, number] | null {
  const ends = endsOf(item)
  if (!ends) return null
  const [from, to] = [parseTime(ends[0]), parseTime(ends[1])]
  return from === null || to === null ? null : [from, to]
}

function endsOf(item: unknown): [unknown, unknown] | null {
  if (typeof item === 'string') {
    const [from, to, ...rest] = item.split(/[-–]/)
    return to === undefined || rest.length > 0 ? null : [from, to]
  }
  if (isPair(item)) return item
  if (isObject(item)) return [item.from ?? item.start, item.to ?? item.end]
  return null
}

function isPair(item: unknown): item is [unknown, unknown] {
  return Array.isArray(item) && item.length === 2 && item.every((end) => parseTime(end) !== null)
}

/** Minutes since midnight, 0 to 1,440. */
function parseTime(text: unknown): number | null {
  const match = typeof text === 'string' ? /^\s*(\d{1,2}):(\d{2})\s*$/.exec(text) : null
  if (!match) return null
  const minutes = Number(match[1]) * 60 + Number(match[2])
  return Number(match[2]) < 60 && minutes <= 1440 ? minutes : null
}

function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

function parseHolidays(input: unknown): Parsed<string[]> {
  if (!Array.isArray(input)) return { ok: false, reason: 'holidays: must be a list of dates' }
  const dates: string[] = []
  for (const item of input) {
    if (typeof item !== 'string' || parseDay(item) === null) {
      return { ok: false, reason: `holidays: ${JSON.stringify(item)} is not a date such as 2026-12-25` }
    }
    dates.push(item)
  }
  return { ok: true, value: [...new Set(dates)].sort() }
}

function isObject(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
}
