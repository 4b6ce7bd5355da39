// How a page reads one service: its durations in elapsed time or on the clock of its working hours, and which year's report
// its values are held against.
import type { MeasuredService, WorkingCalendar } from '../facts/service'
import type { AnyMetric, Window } from '../metrics/contract'
import { REPORT_YEARS } from './benchmark'
import { BAND_YEAR, workingWindow } from './measure'
import { WINDOW_PARAMETERS } from './page-window'

export const CLOCKS = ['elapsed', 'working'] as const
export type Clock = (typeof CLOCKS)[number]

/** `bands`: the year of the DORA report. */
export type Reading = { clock: Clock; bands: number }
/** `refused` says, in a sentence each, what was asked and is not shown. */
export type ReadingAsked = { reading: Reading; refused: string[] }
export type ReadingQuery = Partial<Record<(typeof OWN_PARAMETERS)[number], string | undefined>>

/** Those of `READING_PARAMETERS` that are no window's. */
export const OWN_PARAMETERS = ['clock', 'bands'] as const

/** The parameters of an address that say how one service is looked at, whatever is looked at of it. */
export const READING_PARAMETERS = [...WINDOW_PARAMETERS, ...OWN_PARAMETERS] as const

/** What is shown unless something else is asked. */
export const USUAL: Reading = { clock: 'elapsed', bands: BAND_YEAR }

export const CLOCK_WORDS: Record<Clock, string> = { elapsed: 'elapsed time', working: 'working hours' }

/** The parameters of a reading as `one` gives them. */
export function readingAsked(one: (name: string) => string | undefined): ReadingQuery {
  return Object.fromEntries(OWN_PARAMETERS.map((name) => [name, one(name)]))
}

/** What a query asks of a service; what cannot be shown gives the usual and is said. */
export function readReading(
  asked: ReadingQuery,
  { name, calendar }: Pick<MeasuredService, 'name' | 'calendar'>,
): ReadingAsked {
  const refused: string[] = []
  const clock = CLOCKS.find((one) => one === (asked.clock ?? USUAL.clock))
  const isKnown = clock !== 'working' || calendar !== null
  if (clock === undefined) {
    refused.push(`There is no clock “${shorten(asked.clock)}”: elapsed or working. Durations are elapsed time.`)
  } else if (!isKnown) refused.push(`No working hours are known of ${name}. Durations are elapsed time.`)
  const bands = readBands(asked, refused)
  return { reading: { clock: clock !== undefined && isKnown ? clock : USUAL.clock, bands }, refused }
}

/** What a query asks of several services: hours differ between them, so together they are in elapsed time. */
export function readSharedReading(asked: ReadingQuery): ReadingAsked {
  const refused: string[] = []
  if ((asked.clock ?? USUAL.clock) !== USUAL.clock) {
    refused.push('Working hours are each service’s own. Several services together are in elapsed time.')
  }
  const bands = readBands(asked, refused)
  return { reading: { ...USUAL, bands }, refused }
}

function readBands({ bands }: ReadingQuery, refused: string[]): number {
  const year = REPORT_YEARS.find((one) => String(one) === (bands ?? String(USUAL.bands)))
  if (year !== undefined) return year
  refused.push(
    `No report of DORA’s of “${shorten(bands)}” is known here: ${REPORT_YEARS.join(', ')}. The bands are those of ${USUAL.bands}.`,
  )
  return USUAL.bands
}

/** The reading as parameters of an address; none for the usual. */
export function readingQuery({ clock = USUAL.clock, bands = USUAL.bands }: Partial<Reading>): {
  clock?: string
  bands?: string
} {
  return {
    ...(clock === USUAL.clock ? {} : { clock }),
    ...(bands === USUAL.bands ? {} : { bands: String(bands) }),
  }
}

/** A window in elapsed time, read as asked. */
export function readOn(
  window: Window,
  { clock, bands = USUAL.bands }: Partial<Reading>,
  calendar: WorkingCalendar | null,
): Window {
  if (clock === 'working' && calendar !== null) return workingWindow(window, calendar)
  return { ...window, bandYear: bands }
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
