// Which ISO week a report is about: one that is over wherever its services are.
import { formatInstantIn } from '../../format'
import { type Period, weekPeriod } from '../../period'
import { dayKey, dayStart, isoWeekMonday, parseIsoWeek } from '../../time'

const DAY_MS = 86_400_000

export type ReadWeek = { ok: true; week: Period } | { ok: false; message: string; hint: string }

/** The last week that is over in every one of the zones. */
export function lastWholeWeek(zones: readonly string[], now: number): Period {
  return weekPeriod(Math.min(...zonesOf(zones).map((zone) => isoWeekMonday(now, zone))) - 7)
}

/** The week that is written `2026-W10`; nothing written is the last whole one. */
export function readReportWeek(text: string | undefined, zones: readonly string[], now: number): ReadWeek {
  const last = lastWholeWeek(zones, now)
  if (text === undefined) return { ok: true, week: last }
  const no = (message: string) => ({ ok: false as const, message, hint: `The last whole week is ${last.key}.` })
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(text) ?? []
  if (!year) return no(`${JSON.stringify(shown)} is not a week. Write an ISO week, such as ${last.key}.`)
  const monday = parseIsoWeek(text)
  if (monday === null)
    return no(
      `There is no week ${text}: ${year} has ${weeksOfYear(year)} weeks${Number(number) === 0 ? ', from W01 on' : ''}.`,
    )
  const all = zonesOf(zones)
  if (all.every((zone) => dayStart(monday, zone) > now)) return no(`The week ${text} has not begun yet.`)
  const open = all.find((zone) => dayStart(monday + 7, zone) > now)
  if (open !== undefined) {
    return no(`The week ${text} is not over: it ends ${formatInstantIn(dayStart(monday + 7, open), open)} (${open}).`)
  }
  return { ok: true, week: weekPeriod(monday) }
}

/** So many weeks up to this one, the latest first. */
export function lastWeeks({ from }: Period, count: number): Period[] {
  return Array.from({ length: count }, (_, back) => weekPeriod(from - 7 * back))
}

/** Its first date and the first one after it, `2026-03-02`. */
export function datesOf({ from, until }: Period): { from: string; to: string } {
  return { from: dayKey(from * DAY_MS, 'UTC'), to: dayKey(until * DAY_MS, 'UTC') }
}

function weeksOfYear(year: string): number {
  return parseIsoWeek(`${year}-W53`) === null ? 52 : 53
}

function zonesOf(zones: readonly string[]): readonly string[] {
  return zones.length === 0 ? ['UTC'] : zones
}
