// How a page reads one service's durations: in elapsed time, or on the clock of its working hours.
import type { MeasuredService, WorkingCalendar } from '../facts/service'
import type { AnyMetric, Window } from '../metrics/contract'
import { workingWindow } from './measure'
import { WINDOW_PARAMETERS } from './page-window'

export const CLOCKS = ['elapsed', 'working'] as const
export type Clock = (typeof CLOCKS)[number]

export type Reading = { clock: Clock }
/** `refused` says, in a sentence each, what was asked and is not shown. */
export type ReadingAsked = { reading: Reading; refused: string[] }
export type ReadingQuery = { clock?: string | undefined }

/** The parameters of an address that say how one service is looked at, whatever is looked at of it. */
export const READING_PARAMETERS = [...WINDOW_PARAMETERS, 'clock'] as const

/** What is shown unless something else is asked. */
export const USUAL: Reading = { clock: 'elapsed' }

export const CLOCK_WORDS: Record<Clock, string> = { elapsed: 'elapsed time', working: 'working hours' }

/** What a query asks of a service; what cannot be shown gives the usual and is said. */
export function readReading(
  asked: ReadingQuery,
  { name, calendar }: Pick<MeasuredService, 'name' | 'calendar'>,
): ReadingAsked {
  const refused: string[] = []
  const clock = CLOCKS.find((one) => one === (asked.clock ?? USUAL.clock))
  if (clock === undefined) {
    refused.push(`There is no clock “${shorten(asked.clock)}”: elapsed or working. Durations are elapsed time.`)
  } else if (clock === 'working' && calendar === null) {
    refused.push(`No working hours are known of ${name}. Durations are elapsed time.`)
    return { reading: USUAL, refused }
  }
  return { reading: { clock: clock ?? USUAL.clock }, refused }
}

/** What a query asks of several services: hours differ between them, so together they are in elapsed time. */
export function readSharedReading(asked: ReadingQuery): ReadingAsked {
  const isUsual = (asked.clock ?? USUAL.clock) === USUAL.clock
  return {
    reading: USUAL,
    refused: isUsual ? [] : ['Working hours are each service’s own. Several services together are in elapsed time.'],
  }
}

/** The reading as parameters of an address; none for the usual. */
export function readingQuery({ clock }: Reading): { clock?: string } {
  return clock === USUAL.clock ? {} : { clock }
}

/** A window in elapsed time, read as asked. */
export function readOn(window: Window, { clock }: Reading, calendar: WorkingCalendar | null): Window {
  return clock === 'working' && calendar !== null ? workingWindow(window, calendar) : window
}

/** Whether a value is a duration or a share of one, which the clock decides. */
export function isTimed({ unit, interval }: Pick<AnyMetric, 'unit' | 'interval'>): boolean {
  return unit === 'seconds' || (unit === 'rate' && interval === null)
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** "Mon to Fri, 09:00–17:00, 1 holiday, Europe/Berlin". `timeZone` is the service's. */
export function calendarWords({ days, hours, holidays, timeZone: own }: WorkingCalendar, timeZone: string): string {
  const words = [
    weekdays(days),
    hours.map(([from, to]) => `${from}–${to}`).join(' and '),
    holidays.length > 0 ? `${holidays.length} ${holidays.length === 1 ? 'holiday' : 'holidays'}` : '',
    own ?? timeZone,
  ]
  return words.filter((part) => part !== '').join(', ')
}

/** `days` ascending: three and more in a row as a span. */
function weekdays(days: number[]): string {
  const runs: [first: number, last: number][] = []
  for (const day of days) {
    const run = runs.at(-1)
    if (run && day === run[1] + 1) run[1] = day
    else runs.push([day, day])
  }
  const name = (day: number) => DAYS[day - 1] ?? ''
  return runs
    .flatMap(([first, last]) => {
      if (last === first) return [name(first)]
      return last === first + 1 ? [name(first), name(last)] : [`${name(first)} to ${name(last)}`]
    })
    .join(', ')
}

function shorten(text = ''): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
