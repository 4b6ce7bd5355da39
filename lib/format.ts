// Owns every number's way into text. A number and its unit are joined by no-break spaces.
import { UTCDate } from '@date-fns/utc'
import { format } from 'date-fns/format'
import { isSameDay } from 'date-fns/isSameDay'
import { isSameMonth } from 'date-fns/isSameMonth'
import { isSameYear } from 'date-fns/isSameYear'
import { dayNumber } from './time'
import { offsetAt } from './zone-offset'

/** Shown where there is no value; `accessibleText` says it aloud. */
export const NO_DATA = '–'

export type Change = { direction: 'up' | 'down' | 'same' | 'new' | 'none'; text: string }

const DAY = 86_400_000
const SPACE = '\u00a0'
const MINUTE_SECONDS = 60
const HOUR_SECONDS = 3600
const DAY_SECONDS = 86_400
const DAYS_PER_MONTH = 365.25 / 12
/** "3 Mar" */
const DATE = `d'${SPACE}'MMM`

/** What a screen reader should say for a formatted value. */
export function accessibleText(text: string): string {
  return text === NO_DATA ? 'no data' : text
}

/** Seconds as "45 s", "38 min", "5.1 h", "61 h" (up to three days), "3.2 d". One decimal below ten hours or days. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return NO_DATA
  if (seconds < 0) return `−${formatDuration(-seconds)}`
  if (seconds > 0 && seconds < 0.5) return `<1${SPACE}s`
  if (Math.round(seconds) < 60) return `${Math.round(seconds)}${SPACE}s`
  const minutes = Math.round(seconds / MINUTE_SECONDS)
  if (minutes < 60) return `${minutes}${SPACE}min`
  const hours = seconds / HOUR_SECONDS
  if (Math.round(hours) < 72) return `${short(hours)}${SPACE}h`
  return `${short(seconds / DAY_SECONDS)}${SPACE}d`
}

/** A rate of 0 to 1 in per cent: "6.3 %", "24 %". What is not quite nothing or all does not read as 0 % or 100 %. */
export function formatRate(rate: number | null): string {
  if (rate === null) return NO_DATA
  const percent = rate * 100
  if (percent > 0 && percent < 0.05) return `<0.1${SPACE}%`
  if (percent < 100 && percent >= 99.95) return `>99.9${SPACE}%`
  return `${grouped(percent.toFixed(1).replace(/\.0$/, ''))}${SPACE}%`
}

/** A daily rate as "4.1 / week"; below one a week as "1.2 / month" (a month is 365.25 / 12 days). */
export function formatPerWeek(perDay: number | null): string {
  if (perDay === null) return NO_DATA
  if (perDay === 0) return `0${SPACE}/${SPACE}week`
  if (perDay * 7 >= 0.95) return `${short(perDay * 7)}${SPACE}/${SPACE}week`
  const perMonth = perDay * DAYS_PER_MONTH
  return `${perMonth < 0.05 ? '<0.1' : short(perMonth)}${SPACE}/${SPACE}month`
}

const DAYS_PER = { day: 1, week: 7, month: DAYS_PER_MONTH }

/** A daily rate as "74 / month", "0.4 / week" or "2.4 / day", whatever its size; a month as above. Little is "<0.1", never 0. */
export function formatPer(perDay: number, period: keyof typeof DAYS_PER): string {
  const amount = perDay * DAYS_PER[period]
  const words = amount === 0 ? '0' : amount < 0.05 ? '<0.1' : short(amount)
  return `${words}${SPACE}/${SPACE}${period}`
}

/** A whole number with thousands apart: "12,345". */
export function formatCount(count: number | null): string {
  return count === null ? NO_DATA : grouped(count.toFixed(0))
}

/** A median of counts, which may lie half way between two: "2", "2.5", "1,204". */
export function formatMiddleCount(count: number | null): string {
  if (count === null) return NO_DATA
  return Number.isInteger(count) ? formatCount(count) : grouped(count.toFixed(1))
}

/** An instant on the clock of the zone: "Tue 3 Mar, 14:20". */
export function formatInstantIn(ms: number | null, zone: string): string {
  if (ms === null) return NO_DATA
  return format(new UTCDate(ms + offsetAt(ms, zone)), `EEE d'${SPACE}'MMM, HH:mm`)
}

/** "3 min ago", "in 7 min", "now" within a day of `now`, else the instant in `zone`. */
export function formatAgo(ms: number, now: number, zone: string): string {
  const seconds = Math.round((now - ms) / 1000)
  if (Math.abs(seconds) >= 86_400) return formatInstantIn(ms, zone)
  if (Math.abs(seconds) < 5) return 'now'
  return seconds > 0 ? `${formatDuration(seconds)} ago` : `in ${formatDuration(-seconds)}`
}

/** The dates of a window `[from, to)`: "3 Mar", "3-9 Mar", "28 Feb - 6 Mar"; with years only if they differ. */
export function formatRange(from: number, to: number, zone: string): string {
  const first = new UTCDate(dayNumber(from, zone) * DAY)
  const last = new UTCDate(dayNumber(Math.max(from, to - 1), zone) * DAY)
  const withYear = `${DATE}'${SPACE}'y`
  if (!isSameYear(first, last)) return `${format(first, withYear)} - ${format(last, withYear)}`
  if (!isSameMonth(first, last)) return `${format(first, DATE)} - ${format(last, DATE)}`
  return isSameDay(first, last) ? format(first, DATE) : `${format(first, 'd')}-${format(last, DATE)}`
}

/**
 * A value against the one before: the direction, and the size in per cent of the one before ("29 %"). From nothing or
 * 0 it is new, since no percentage describes it; without a value now there is no change to speak of.
 */
export function formatChange(now: number | null, before: number | null): Change {
  if (now === null) return { direction: 'none', text: NO_DATA }
  if (now === before) return { direction: 'same', text: 'no change' }
  if (before === null || before === 0) return { direction: 'new', text: 'new' }
  const percent = Math.abs((now - before) / before) * 100
  const text = percent < 0.5 ? `<1${SPACE}%` : `${grouped(percent.toFixed(0))}${SPACE}%`
  return { direction: now > before ? 'up' : 'down', text }
}

function short(amount: number): string {
  return amount < 9.95 ? amount.toFixed(1) : grouped(amount.toFixed(0))
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}
