// The days of a retro: which a reader asks for, and the windows before them. A day is its number since 1970-01-01.
import { dayKey, dayNumber, parseDay } from '../time'
import { daysOf, type WindowChoice } from './window-days'

/** Local days as text; the second is not part of it. */
export type RetroDays = { from: string; to: string }
export type ReadDays = { ok: true; days: RetroDays } | { ok: false; message: string }

/** Of more nobody can tell what happened in it. */
const LONGEST_DAYS = 184
/** As many windows of the same length before it are shown beside a figure. */
export const EARLIER = 5
/** Eight whole weeks have to be there for process limits; four more make them steadier. */
const LIMIT_DAYS = 12 * 7

/** The days that the choice means today; a window that goes on is as of now. */
export function retroDays(choice: WindowChoice, zone: string, now: number): ReadDays {
  if (choice.kind === 'all')
    return { ok: false, message: 'A retro is about some weeks. Choose an iteration or two dates.' }
  const today = dayNumber(now, zone)
  const { from, to } = daysOf(choice, today, today).days
  if (to - from > LONGEST_DAYS) {
    return { ok: false, message: `A retro is about ${LONGEST_DAYS} days at most. Choose an iteration or two dates.` }
  }
  if (from > today) return { ok: false, message: 'These days have not begun yet. Choose an iteration or two dates.' }
  return { ok: true, days: { from: dayText(from), to: dayText(to) } }
}

/** The choice that means exactly these days, compared with as many before. */
export function choiceOf({ from, to }: RetroDays): WindowChoice & { kind: 'dates' } {
  return { kind: 'dates', from, to }
}

/** The windows of the same length before it, the earliest first. */
export function earlierDays({ from, to }: RetroDays): RetroDays[] {
  const [first, last] = [numberOf(from), numberOf(to)]
  const length = last - first
  return Array.from({ length: EARLIER }, (_, at) => {
    const start = first - (EARLIER - at) * length
    return { from: dayText(start), to: dayText(start + length) }
  })
}

/** The days whose weeks process limits are drawn from: the earlier windows, twelve weeks at least, and the window itself. */
export function limitDays(days: RetroDays): RetroDays {
  const earliest = numberOf(earlierDays(days)[0]?.from ?? days.from)
  return { from: dayText(Math.min(earliest, numberOf(days.from) - LIMIT_DAYS)), to: days.to }
}

/** The days from the one after the closing on, for so many weeks. */
export function daysAfter(closedAt: number, weeks: number, zone: string): RetroDays {
  const from = dayNumber(closedAt, zone) + 1
  return { from: dayText(from), to: dayText(from + 7 * weeks) }
}

export function dayAfter(day: string, days: number): string {
  return dayText(numberOf(day) + days)
}

function numberOf(day: string): number {
  return parseDay(day) ?? 0
}

function dayText(day: number): string {
  return dayKey(day * 86_400_000, 'UTC')
}
