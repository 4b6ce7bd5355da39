// How a report calls what it tells of: a day, a week, a month.
import { formatInstantIn, formatRange } from '../format'
import type { Period } from '../period'

type Kind = Period['kind']

/** "Nothing was deployed this week." */
export const THIS: Record<Kind, string> = { day: 'that day', week: 'this week', month: 'this month' }
/** "12 weeks before". */
export const USUALLY: Record<Kind, string> = { day: '12 weeks', week: '12 weeks', month: '12 months' }
const WHOLE: Record<Kind, string> = { day: 'The whole day', week: 'Monday to Sunday', month: 'The whole month' }

/** "Week 10, 2-8 Mar 2026", "Wed 4 Mar 2026", "March 2026". `from` and `to` as dates, the second exclusive. */
export function periodWords({ kind, key, from, to }: { kind: Kind; key: string; from: string; to: string }): string {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const year = from.slice(0, 4)
  if (kind === 'month')
    return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(start)
  if (kind === 'day') return `${formatInstantIn(start, 'UTC').replace(/, .*$/, '')} ${year}`
  const dates = formatRange(start, end, 'UTC')
  // Of a week in two years both are there already.
  return `Week ${Number(key.slice(-2))}, ${dates}${/\d{4}$/.test(dates) ? '' : ` ${year}`}`
}

export function comparedWords(kind: Kind, zones: readonly string[]): string {
  const where = zones.length === 1 ? `in ${zones[0]}` : 'in each service’s own time zone'
  return `${WHOLE[kind]} ${where}, compared with the ${kind} before and the ${USUALLY[kind]} before.`
}
