// The forecast of one service: how many changes by a date, and when as many as asked are done; made from its own whole weeks.
import type { ServiceFacts } from '../facts/service'
import type { Window } from '../metrics/contract'
import {
  atLeast,
  atMost,
  backtestDays,
  backtestTotals,
  between,
  type DeliveryWeek,
  daysUntil,
  deliveredWithin,
  FEWEST_WEEKS,
  type Held,
  LEVELS,
} from '../metrics/forecast'
import { deliveredChanges, waitingChanges } from '../metrics/population'
import { dayKey, dayNumber, dayStart, parseDay, wholeWeekSpan } from '../time'

/** As far as a date may lie: beyond, what is known of the past says little. */
export const LONGEST_AHEAD = 366
export const MOST_CHANGES = 10_000
/** Forecasts of the past are made over as many weeks at most. */
const LONGEST_HISTORY = 156
const DAY = 86_400_000

/** `until`: the last day, as days since 1970-01-01. */
export type ForecastAsked = { until: number; count: number }
export type ReadForecast = { ok: true; asked: ForecastAsked } | { ok: false; message: string }

/** `today`: days since 1970-01-01. Without a date four weeks; without a number what is in progress, or ten. */
export function readForecast(
  { until, count }: { until: string | undefined; count: string | undefined },
  today: number,
  inProgress: number,
): ReadForecast {
  const day = until === undefined ? today + 28 : parseDay(until)
  if (day === null) return no(`“${until?.slice(0, 40)}” is not a date. Write it as year-month-day, like 2026-03-01.`)
  if (day <= today) return no(`${until} is not in the future. What was delivered until today is on the other pages.`)
  if (day > today + LONGEST_AHEAD) return no(`${until} is more than a year away; nothing is forecast that far.`)
  if (count !== undefined && !/^[1-9]\d{0,5}$/.test(count))
    return no(`“${count.slice(0, 40)}” is no number of changes.`)
  const wanted = count === undefined ? Math.min(Math.max(0, inProgress), MOST_CHANGES) || 10 : Number(count)
  if (wanted > MOST_CHANGES) return no(`At most ${MOST_CHANGES} changes are forecast.`)
  return { ok: true, asked: { until: day, count: wanted } }
}

function no(message: string): ReadForecast {
  return { ok: false, message }
}

export type ForecastLevel = {
  level: number
  /** At least as many come by the date. */
  count: number
  range: [number, number]
  heldTotals: Held
  /** The day by which as many as asked are done, as days since 1970-01-01; null: in no time that is looked at. */
  day: number | null
  heldDays: Held
}

export type ForecastView = {
  asked: ForecastAsked
  /** Days from tomorrow to the date, both included. */
  days: number
  /** Whole weeks it is made from, with where they begin and end, what was delivered in them, and how many had nothing. */
  base: { weeks: number; from: number; to: number; delivered: number; empty: number }
  /** Whole weeks that forecasts of the past could use. */
  history: number
  /** Every simulated total and every simulated number of days, ascending. Empty, as the levels, where too little is known. */
  totals: Int32Array
  daysUntil: Float64Array
  levels: ForecastLevel[]
}

/** Whole ISO weeks of the span up to now, from the first that began after the first deployment. */
export function deliveryWeeks(
  facts: ServiceFacts,
  { from, to, now, timeZone, bots }: Pick<Window, 'from' | 'to' | 'now' | 'timeZone' | 'bots'>,
): { weeks: DeliveryWeek[]; from: number; to: number } {
  const { firstAt } = facts.deployed
  const span = wholeWeekSpan(Math.max(from, firstAt ?? to), Math.min(to, now), timeZone)
  const first = dayNumber(span.start, timeZone)
  const weeks = Array.from({ length: span.count }, () => [0, 0, 0, 0, 0, 0, 0])
  for (const row of deliveredChanges(facts, { from: span.start, to: span.end, bots })) {
    const day = dayNumber(facts.changes.deployedAt[row] as number, timeZone) - first
    const week = weeks[Math.floor(day / 7)]
    if (week) week[day % 7] = (week[day % 7] ?? 0) + 1
  }
  return { weeks, from: span.start, to: span.end }
}

/** Pure. `facts` from `historyFrom` on; the window says what it is made from, its `now` is where it begins. */
export function forecastView(facts: ServiceFacts, window: Window, asked: ForecastAsked): ForecastView {
  const { now, timeZone } = window
  const today = dayNumber(now, timeZone)
  const base = deliveryWeeks(facts, window)
  const history = deliveryWeeks(facts, { ...window, from: historyFrom(now, timeZone), to: now })
  const delivered = sumOf(base.weeks)
  const view = {
    asked,
    days: asked.until - today,
    base: {
      weeks: base.weeks.length,
      from: base.from,
      to: base.to,
      delivered,
      empty: base.weeks.filter((week) => sumOf([week]) === 0).length,
    },
    history: history.weeks.length,
  }
  if (base.weeks.length < FEWEST_WEEKS || delivered === 0) {
    return { ...view, totals: new Int32Array(), daysUntil: new Float64Array(), levels: [] }
  }
  // Day 0 of 1970 was a Thursday.
  const weekday = (today + 1 + 3) % 7
  const totals = deliveredWithin(base.weeks, view.days, { weekday })
  const until = daysUntil(base.weeks, asked.count, { weekday })
  const heldTotals = backtestTotals(history.weeks, base.weeks.length, view.days)
  const heldDays = backtestDays(history.weeks, base.weeks.length, asked.count)
  const levels = LEVELS.map((level, at): ForecastLevel => {
    const day = atMost(until, level)
    const none: Held = { level, n: 0, promise: 0, range: 0 }
    return {
      level,
      count: atLeast(totals, level) ?? 0,
      range: between(totals, level) ?? [0, 0],
      heldTotals: heldTotals[at] ?? none,
      day: day === null || day === Number.POSITIVE_INFINITY ? null : today + day,
      heldDays: heldDays[at] ?? none,
    }
  })
  return { ...view, totals, daysUntil: until, levels }
}

/** Since when the facts of a forecast are needed. */
export function historyFrom(now: number, zone: string): number {
  return dayStart(dayNumber(now, zone) - LONGEST_HISTORY * 7, zone)
}

/** Changes that have begun and are not in production now, whatever the window. */
export function inProgressNow(facts: ServiceFacts, window: Window): number {
  return waitingChanges(facts, { ...window, to: window.now }).length
}

/** A day as `until=` takes it. */
export function dayText(day: number): string {
  return dayKey(day * DAY, 'UTC')
}

function sumOf(weeks: readonly DeliveryWeek[]): number {
  return weeks.flat().reduce((sum, one) => sum + one, 0)
}
