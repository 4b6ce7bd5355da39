// The stretch of the calendar that a report is about: a day, an ISO week or a month, as local dates of wherever it is measured.
import { dayKey, dayStart, isoWeekKey, parseDay, parseIsoWeek } from './time'

/** Days since 1970-01-01; `until` is the first one after it. The key is `2026-03-04`, `2026-W10` or `2026-03`. */
export type Period = { kind: 'day' | 'week' | 'month'; key: string; from: number; until: number }

const DAY = 86_400_000
const MONTH = /^(\d{4})-(\d{2})$/

export function dayPeriod(day: number): Period {
  return { kind: 'day', key: dayKey(day * DAY, 'UTC'), from: day, until: day + 1 }
}

/** `monday`: its first day. */
export function weekPeriod(monday: number): Period {
  return { kind: 'week', key: isoWeekKey(monday * DAY, 'UTC'), from: monday, until: monday + 7 }
}

/** The month that holds the day. */
export function monthPeriod(day: number): Period {
  const key = dayKey(day * DAY, 'UTC').slice(0, 7)
  const from = firstOf(key)
  // A day of the next month, whatever the length of this one.
  return { kind: 'month', key, from, until: firstOf(dayKey((from + 31) * DAY, 'UTC').slice(0, 7)) }
}

function firstOf(month: string): number {
  return parseDay(`${month}-01`) ?? Number.NaN
}

/** The period with this key; null for anything else. */
export function parsePeriod(key: string): Period | null {
  const monday = parseIsoWeek(key)
  if (monday !== null) return weekPeriod(monday)
  const day = parseDay(key)
  if (day !== null) return dayPeriod(day)
  const first = MONTH.test(key) ? parseDay(`${key}-01`) : null
  return first === null ? null : monthPeriod(first)
}

/** The one before it of the same kind. */
export function periodBefore({ kind, from }: Period): Period {
  if (kind === 'day') return dayPeriod(from - 1)
  return kind === 'week' ? weekPeriod(from - 7) : monthPeriod(from - 1)
}

/** When it is over in every one of the zones; none is UTC. */
export function periodEnd({ until }: Period, zones: readonly string[]): number {
  return Math.max(...(zones.length === 0 ? ['UTC'] : zones).map((zone) => dayStart(until, zone)))
}
