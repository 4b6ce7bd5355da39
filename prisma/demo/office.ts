// Owns when people of a team work: office hours of its zone, weekends, holidays, the quiet days around the new year.
import { dayKey, dayNumber } from '../../lib/time'
import { instantOfLocal } from '../../lib/zone-offset'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const OPENS = 9 * HOUR
const CLOSES = 17.5 * HOUR

const HOLIDAYS: Record<string, readonly string[]> = {
  'Europe/Berlin': ['01-01', '05-01', '10-03', '12-24', '12-25', '12-26', '12-31'],
  'Europe/London': ['01-01', '12-24', '12-25', '12-26', '12-31'],
  'America/New_York': ['01-01', '06-19', '07-04', '11-11', '12-24', '12-25', '12-31'],
}

export class Office {
  constructor(readonly zone: string) {}

  /** Days since 1970-01-01 of the local date. */
  day(at: number): number {
    return dayNumber(at, this.zone)
  }

  /** The instant of a clock time, in hours, on a local day. */
  at(day: number, hours: number): number {
    return instantOfLocal(day * DAY + hours * HOUR, this.zone)
  }

  /** 1 Monday to 7 Sunday. */
  weekday(day: number): number {
    return ((((day + 3) % 7) + 7) % 7) + 1
  }

  works(day: number): boolean {
    return this.weekday(day) <= 5 && !this.isHoliday(day)
  }

  isHoliday(day: number): boolean {
    return (HOLIDAYS[this.zone] ?? []).includes(monthDay(day))
  }

  /** `hours` of work after `from`: nights, weekends and holidays do not count. */
  add(from: number, hours: number): number {
    let left = hours * HOUR
    for (let day = this.day(from); ; day += 1) {
      if (!this.works(day)) continue
      const opens = Math.max(from, this.at(day, OPENS / HOUR))
      const closes = this.at(day, CLOSES / HOUR)
      if (opens >= closes) continue
      if (left <= closes - opens) return opens + left
      left -= closes - opens
    }
  }

  /** The share of the usual work that is begun on a day. */
  pace(day: number): number {
    if (!this.works(day)) return this.isHoliday(day) ? 0 : 0.03
    const lull = isLull(day) ? 0.3 : 1
    return lull * ([0.95, 1.1, 1.1, 1.05, 0.8][this.weekday(day) - 1] ?? 1)
  }

  /** The holidays from one local day to another, as dates. */
  holidays(first: number, last: number): string[] {
    const dates: string[] = []
    for (let day = first; day <= last; day += 1) if (this.isHoliday(day)) dates.push(dayKey(day * DAY, 'UTC'))
    return dates
  }
}

function monthDay(day: number): string {
  return dayKey(day * DAY, 'UTC').slice(5)
}

/** From the last days before Christmas to the first of the new year. */
function isLull(day: number): boolean {
  const date = monthDay(day)
  return date >= '12-20' || date <= '01-04'
}

/** No planned release in these days. */
export function isFrozen(day: number): boolean {
  const date = monthDay(day)
  return date >= '12-19' || date <= '01-03'
}
