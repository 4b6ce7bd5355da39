// Calendar days and ISO weeks in a time zone, found by trying.
import { byText, DAYS, HOURS } from './world'

const formats = new Map<string, Intl.DateTimeFormat>()

/** The local date of an instant, as 2026-03-01. */
export function localDate(at: number, timeZone: string): string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  formats.set(timeZone, format)
  return format.format(at)
}

/** The first instant of a local date: no zone differs from UTC by more than 15 hours or by other than quarters. */
export function startOfDate(date: string, timeZone: string): number {
  const noon = Date.parse(`${date}T00:00:00Z`)
  for (let at = noon - 15 * HOURS; ; at += HOURS / 4) {
    if (byText(localDate(at, timeZone), date) >= 0) return at
  }
}

/** The whole ISO weeks inside [from, to), as instants of their first and one past their last. */
export function wholeWeeks(from: number, to: number, timeZone: string): [number, number][] {
  const weeks: [number, number][] = []
  for (let day = Date.parse(`${localDate(from, timeZone)}T00:00:00Z`) - 7 * DAYS; day < to + 2 * DAYS; day += DAYS) {
    if (new Date(day).getUTCDay() !== 1) continue
    const start = startOfDate(dateOf(day), timeZone)
    const end = startOfDate(dateOf(day + 7 * DAYS), timeZone)
    if (start >= from && end <= to) weeks.push([start, end])
  }
  return weeks
}

function dateOf(day: number): string {
  return new Date(day).toISOString().slice(0, 10)
}
