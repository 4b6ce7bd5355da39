// When a report is due, on the clock of whoever reads it, and which period is then told of.
import { z } from 'zod'
import { dayPeriod, monthPeriod, type Period, periodBefore, periodEnd, weekPeriod } from './period'
import { dayKey, dayNumber, isoWeekMonday } from './time'
import { instantOfLocal } from './zone-offset'

const Hour = z.number('is not an hour').int('is not a whole hour').min(0, 'is before 0').max(23, 'is after 23')
const Weekday = z
  .number('is not a day')
  .int('is not a day')
  .min(1, 'is no day of the week')
  .max(7, 'is no day of the week')
const MonthDay = z.union([z.number().int().min(1).max(28), z.literal('last')], 'is neither 1 to 28 nor "last"')

/** Of a week Monday is 1; `last` is the last day of whichever month. */
export const Rhythm = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('week'), day: Weekday, hour: Hour }),
  z.strictObject({ every: z.literal('day'), hour: Hour }),
  z.strictObject({ every: z.literal('month'), day: MonthDay, hour: Hour }),
])
export type Rhythm = z.infer<typeof Rhythm>

/** `at`: from when on the period may be sent. */
export type Due = { period: Period; at: number }

const DAY = 86_400_000
const HOUR = 3_600_000
/** So many of the latest times are looked at: where it is read a day may be over before it is where it was measured. */
const LOOKED_BACK = 4
/** What was due longer ago, while nothing ran, is not sent any more. */
export const LATEST_MS = 3 * DAY

/**
 * The latest period that is due by `now`, or null. Read in `zone`, it is the whole one before the day on which it is due,
 * and due at that hour there or, where it was measured (`zones`; none: there), once it is over: whichever is later. An hour that the
 * clock skips is the first instant after it, one that comes twice is the first. Nothing is due that was to be sent before
 * `since`, or more than LATEST_MS ago.
 */
export function latestDue(
  rhythm: Rhythm,
  zone: string,
  { zones, since, now }: { zones: readonly string[]; since: number; now: number },
): Due | null {
  for (const day of latestDays(rhythm, dayNumber(now, zone))) {
    const local = instantOfLocal(day * DAY + rhythm.hour * HOUR, zone)
    const period = periodTold(rhythm, day)
    const at = Math.max(local, periodEnd(period, zones.length === 0 ? [zone] : zones))
    if (local > now || at > now) continue
    return at < since || now - at > LATEST_MS ? null : { period, at }
  }
  return null
}

/** When a report is due next, by the reader's clock alone. */
export function nextDue(rhythm: Rhythm, zone: string, now: number): number {
  const today = dayNumber(now, zone)
  for (let day = today - 1; ; day += 1) {
    const at = instantOfLocal(day * DAY + rhythm.hour * HOUR, zone)
    if (at > now && isDay(rhythm, day)) return at
  }
}

/** The last whole period before the day, of the kind that the rhythm tells of. */
export function periodTold({ every }: Rhythm, day: number): Period {
  if (every === 'day') return dayPeriod(day - 1)
  if (every === 'week') return periodBefore(weekPeriod(isoWeekMonday(day * DAY, 'UTC')))
  return periodBefore(monthPeriod(day))
}

/** The last period that is over in all of the zones. */
export function lastOver(rhythm: Rhythm, zones: readonly string[], now: number): Period {
  const days = (zones.length === 0 ? ['UTC'] : zones).map((zone) => dayNumber(now, zone))
  return periodTold(rhythm, Math.min(...days))
}

/** Days on which it is due, from the day after `today` backwards. */
function* latestDays(rhythm: Rhythm, today: number): Generator<number> {
  let found = 0
  for (let day = today + 1; found < LOOKED_BACK; day -= 1) {
    if (!isDay(rhythm, day)) continue
    found += 1
    yield day
  }
}

function isDay(rhythm: Rhythm, day: number): boolean {
  if (rhythm.every === 'day') return true
  if (rhythm.every === 'week') return isoWeekMonday(day * DAY, 'UTC') === day - rhythm.day + 1
  if (rhythm.day === 'last') return dayKey((day + 1) * DAY, 'UTC').endsWith('-01')
  return Number(dayKey(day * DAY, 'UTC').slice(-2)) === rhythm.day
}
