// Owns instants, local dates, weeks and windows. An instant is a number of milliseconds since 1970-01-01T00:00:00Z.
import { UTCDate } from '@date-fns/utc'
import { format as formatDate } from 'date-fns/format'
import { instantOfLocal, isTimeZone, offsetAt } from './zone-offset'

export { isTimeZone }

const DAY = 86_400_000
const FIRST_INSTANT = -62_135_596_800_000 // 0001-01-01T00:00:00Z
const LAST_INSTANT = 253_402_300_799_999 // 9999-12-31T23:59:59.999Z

export type Window = { from: number; to: number }

/** One day or ISO week of a window, cut to the window. `partial`: cut, or not over at `now`; left out of trends. */
export type Bucket = { key: string; start: number; end: number; partial: boolean }

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|([+-])(\d{2}):(\d{2}))$/i
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const WEEK = /^(\d{4})-W(\d{2})$/

/**
 * Reads an RFC 3339 instant. The offset is required, fractions are cut to milliseconds, a leap second reads as the
 * second after it. Null for anything else: dates that do not exist, years outside 0001 to 9999 (UTC).
 */
export function parseInstant(text: string): number | null {
  const match = INSTANT.exec(text)
  if (!match) return null
  const day = dayOfDate(Number(match[1]), Number(match[2]), Number(match[3]))
  if (day === null) return null
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])]
  const [offsetHour, offsetMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)]
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return null
  const offset = (offsetHour * 60 + offsetMinute) * (match[8] === '-' ? -60_000 : 60_000)
  const whole = day * DAY + (hour * 3600 + minute * 60 + second) * 1000 - offset
  if (second === 60 && !endsMonth(whole)) return null
  const ms = whole + Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'))
  return ms < FIRST_INSTANT || ms > LAST_INSTANT ? null : ms
}

/** The canonical text of an instant: `2026-03-01T09:00:00Z`, with `.123` only when there are milliseconds. */
export function formatInstant(ms: number): string {
  const text = new Date(ms).toISOString()
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text
}

/** Whether the text is a date that exists, as `YYYY-MM-DD`, in the years 0001 to 9999. */
export function isLocalDate(text: string): boolean {
  return parseDay(text) !== null
}

/**
 * The first instant of a local date, `YYYY-MM-DD`. If midnight is skipped or comes twice at a clock change it is the
 * first instant that is on that date; a date that the zone skipped is the instant at which it was skipped.
 * Throws RangeError for text that is not a date and for an unknown zone.
 */
export function localDateStart(date: string, zone: string): number {
  const day = parseDay(date)
  if (day === null) throw new RangeError(`Not a date: "${date}"`)
  return dayStart(day, zone)
}

/** Reads one end of a window: a bare date is its first instant in the zone, else an RFC 3339 instant, else null. */
export function parseWindowBound(text: string, zone: string): number | null {
  const day = parseDay(text)
  return day === null ? parseInstant(text) : dayStart(day, zone)
}

/** Days since 1970-01-01 of the local date at an instant. */
export function dayNumber(ms: number, zone: string): number {
  return Math.floor((ms + offsetAt(ms, zone)) / DAY)
}

/** Days since 1970-01-01 of a date, or null if it does not exist. */
export function parseDay(date: string): number | null {
  const match = DATE.exec(date)
  return match ? dayOfDate(Number(match[1]), Number(match[2]), Number(match[3])) : null
}

/** The first instant of a local day, given as days since 1970-01-01. */
export function dayStart(day: number, zone: string): number {
  return instantOfLocal(day * DAY, zone)
}

/** The local date at an instant, `2026-03-08`. */
export function dayKey(ms: number, zone: string): string {
  return dayText(dayNumber(ms, zone))
}

/** The first instant of the ISO week (Monday first) that holds the instant. */
export function isoWeekStart(ms: number, zone: string): number {
  return dayStart(mondayOf(dayNumber(ms, zone)), zone)
}

/** The ISO week that holds the instant, `2026-W10`; the year is the one that holds the week's Thursday. */
export function isoWeekKey(ms: number, zone: string): string {
  return weekText(mondayOf(dayNumber(ms, zone)))
}

/**
 * The Monday of an ISO week written as `2026-W10`, as days since 1970-01-01; null for any other text and for weeks that
 * do not exist, such as `2025-W53`.
 */
export function parseIsoWeek(text: string): number | null {
  const match = WEEK.exec(text)
  const [year, week] = [Number(match?.[1]), Number(match?.[2])]
  if (!match || year < 1 || week < 1) return null
  // The fourth of January is always in the first week.
  const monday = mondayOf(dayNumberOf(year, 1, 4)) + 7 * (week - 1)
  return weekText(monday) === text ? monday : null
}

/** Days since 1970-01-01 of the Monday of the ISO week that holds the instant. */
export function isoWeekMonday(ms: number, zone: string): number {
  return mondayOf(dayNumber(ms, zone))
}

/** How many ISO weeks lie in `[from, to)` as a whole, the first instant of the first one and the end of the last. */
export function wholeWeekSpan(from: number, to: number, zone: string): { count: number; start: number; end: number } {
  let first = mondayOf(dayNumber(from, zone))
  if (dayStart(first, zone) < from) first += 7
  const last = Math.max(first, mondayOf(dayNumber(Math.max(from, to), zone)))
  return { count: (last - first) / 7, start: dayStart(first, zone), end: dayStart(last, zone) }
}

/** The days of `[from, to)`, in order, without gaps. */
export function dayBuckets(from: number, to: number, zone: string, now: number): Bucket[] {
  return buckets(from, to, zone, now, 'day')
}

/** The ISO weeks of `[from, to)`, in order, without gaps. */
export function weekBuckets(from: number, to: number, zone: string, now: number): Bucket[] {
  return buckets(from, to, zone, now, 'week')
}

/**
 * The window of the same length that ends where this one starts: as many local days if both ends are the start of a
 * local day, else as many milliseconds.
 */
export function previousWindow(from: number, to: number, zone: string): Window {
  const [first, last] = [dayNumber(from, zone), dayNumber(to, zone)]
  if (dayStart(first, zone) !== from || dayStart(last, zone) !== to) return { from: from - (to - from), to: from }
  return { from: dayStart(first - (last - first), zone), to: from }
}

function buckets(from: number, to: number, zone: string, now: number, unit: 'day' | 'week'): Bucket[] {
  return cut(from, to, zone, unit).map(({ key, start, end, whole }) => ({
    key,
    start,
    end,
    partial: !whole || end > now,
  }))
}

type Cut = { key: string; start: number; end: number; whole: boolean }

function cut(from: number, to: number, zone: string, unit: 'day' | 'week'): Cut[] {
  const result: Cut[] = []
  const step = unit === 'day' ? 1 : 7
  let day = dayNumber(from, zone)
  if (unit === 'week') day = mondayOf(day)
  for (let start = dayStart(day, zone); start < to; day += step) {
    const end = dayStart(day + step, zone)
    // NOTE: a date that the zone skipped has no length and is no bucket.
    if (end > Math.max(start, from)) {
      const whole = start >= from && end <= to
      const key = unit === 'day' ? dayText(day) : weekText(day)
      result.push({ key, start: Math.max(start, from), end: Math.min(end, to), whole })
    }
    start = end
  }
  return from < to ? result : []
}

const dayTexts = new Map<number, string>()

function dayText(day: number): string {
  const known = dayTexts.get(day)
  if (known) return known
  const text = new Date(day * DAY).toISOString().slice(0, 10)
  dayTexts.set(day, text)
  return text
}

function weekText(monday: number): string {
  return formatDate(new UTCDate(monday * DAY), "RRRR-'W'II")
}

function mondayOf(day: number): number {
  const sinceMonday = (((day + 3) % 7) + 7) % 7
  return day - sinceMonday
}

function dayOfDate(year: number, month: number, date: number): number | null {
  if (year < 1 || month < 1 || month > 12 || date < 1 || date > 31) return null
  const day = dayNumberOf(year, month, date)
  return new Date(day * DAY).getUTCDate() === date ? day : null
}

// NOTE: not Date.UTC: it reads the years 0 to 99 as 1900 to 1999.
function dayNumberOf(year: number, month: number, date: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, date) / DAY
}

function endsMonth(afterLeapSecond: number): boolean {
  return afterLeapSecond % DAY === 0 && new Date(afterLeapSecond).getUTCDate() === 1
}
