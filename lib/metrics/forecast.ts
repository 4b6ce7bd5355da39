// Owns the forecast of deliveries: past weeks drawn again and again, and how such forecasts would have done before.
import { mulberry32 } from './bootstrap'

/** What was delivered on each day of one week, Monday first: seven counts. A week in which nothing came is seven times 0. */
export type DeliveryWeek = readonly number[]

/** How sure a forecast is to be: 0.85 holds in 85 of 100 simulated futures. */
export const LEVELS = [0.5, 0.85, 0.95] as const

/** Under as many whole weeks nothing is forecast: a bad month would be half of what is known. As for process limits. */
export const FEWEST_WEEKS = 8

export const RUNS = 10_000
/** A future that does not get there within as many days does not get there. */
export const LONGEST_DAYS = 3 * 365

/** `weekday`: of the first day, 0 is Monday. */
export type Asked = { weekday: number; runs?: number; seed?: number }

/**
 * How many are delivered in the days to come, once for each simulated future, ascending.
 *
 * Definition: a future is made of past weeks drawn at random, each as likely, weeks of nothing included. A week that is begun or cut
 * gives the days of it that are needed, so weekends stay weekends and a release of forty stays one release.
 * Formula: Σ over the calendar weeks of the span of the drawn week's counts on the span's weekdays.
 * Unit: deliveries. `days` is at least 0.
 * Edge cases: no weeks give nothing (an empty list). Equal weeks give one total. The same seed gives the same list.
 * Source: Magennis (2011), Forecasting and Simulating Software Development Projects, chapter 5; Vacanti (2015), Actionable Agile
 * Metrics for Predictability, chapter 15.
 * Example: weeks of [1 1 1 1 1 0 0], from a Thursday, nine days (Thu to Fri): 2 + 5 = 7 in every future.
 */
export function deliveredWithin(
  weeks: readonly DeliveryWeek[],
  days: number,
  { weekday, runs = RUNS, seed = 1 }: Asked,
): Int32Array {
  if (weeks.length === 0) return new Int32Array()
  const random = mulberry32(seed)
  const spans: [from: number, to: number][] = []
  for (let from = weekday, left = days; left > 0; from = 0) {
    const to = Math.min(7, from + left)
    spans.push([from, to])
    left -= to - from
  }
  // Σ of the first k days of each week, so that a span costs one subtraction.
  const sums = weeks.map((week) => {
    let sum = 0
    return [0, ...week.map((count) => (sum += count))]
  })
  const totals = new Int32Array(runs)
  for (let run = 0; run < runs; run += 1) {
    let total = 0
    for (const [from, to] of spans) {
      const drawn = sums[Math.floor(random() * sums.length)] ?? []
      total += (drawn[to] ?? 0) - (drawn[from] ?? 0)
    }
    totals[run] = total
  }
  return totals.sort()
}

/**
 * After how many days `count` are delivered, once for each simulated future, ascending; 1 is the first day.
 *
 * Definition and source: as `deliveredWithin`. Formula: the first day by which the drawn counts add up to `count`.
 * Unit: days. Edge cases: Infinity where `LONGEST_DAYS` do not do; no weeks give an empty list.
 * Example: weeks of [1 1 1 1 1 0 0], from a Thursday: the third comes on day 5, the Monday.
 */
export function daysUntil(
  weeks: readonly DeliveryWeek[],
  count: number,
  { weekday, runs = RUNS, seed = 1 }: Asked,
): Float64Array {
  if (weeks.length === 0) return new Float64Array()
  const random = mulberry32(seed)
  const found = new Float64Array(runs)
  const totals = weeks.map((week) => week.reduce((sum, one) => sum + one, 0))
  for (let run = 0; run < runs; run += 1) {
    let left = count
    let day = 0
    for (let from = weekday; left > 0 && day < LONGEST_DAYS; from = 0) {
      const at = Math.floor(random() * weeks.length)
      if (from === 0 && (totals[at] ?? 0) < left) {
        left -= totals[at] ?? 0
        day += 7
        continue
      }
      for (let on = from; on < 7 && left > 0; on += 1) {
        left -= weeks[at]?.[on] ?? 0
        day += 1
      }
    }
    found[run] = left > 0 ? Number.POSITIVE_INFINITY : day
  }
  return found.sort()
}

/** The most that at least the share `level` of the ascending futures reaches. */
export function atLeast(ascending: ArrayLike<number>, level: number): number | null {
  return ascending[Math.floor(exact((1 - level) * ascending.length))] ?? null
}

/** The least that at least the share `level` of the ascending futures does not exceed. */
export function atMost(ascending: ArrayLike<number>, level: number): number | null {
  return ascending[Math.ceil(exact(level * ascending.length)) - 1] ?? null
}

/** The middle of the futures: as many are below as above, and at least the share `level` within, ends included. */
export function between(ascending: ArrayLike<number>, level: number): [lo: number, hi: number] | null {
  const [lo, hi] = [atLeast(ascending, (1 + level) / 2), atMost(ascending, (1 + level) / 2)]
  return lo === null || hi === null ? null : [lo, hi]
}

/** 0.15 · 10,000 is not quite 1,500 in binary. */
function exact(value: number): number {
  return Math.round(value * 1e6) / 1e6
}

/** Of `n` forecasts of the past, how many held. */
export type Held = { level: number; n: number; promise: number; range: number }

const BACKTEST_RUNS = 1000

/**
 * How forecasts of as many days would have done: one made at the beginning of every past week, from the weeks before it alone.
 *
 * Definition: `promise` counts those in which at least as much came as `atLeast` said; `range` those in which what came lay `between`.
 * `train`: how many weeks each is made from, those right before it. Forecasts of several weeks overlap, so they are no independent trials.
 * Edge cases: n is 0 where the history is not longer than `train` and the days together.
 * Source: Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, section 5.10 (a rolling origin).
 * Example: equal weeks: every forecast holds, at every level.
 */
export function backtestTotals(history: readonly DeliveryWeek[], train: number, days: number, seed = 1): Held[] {
  const held = LEVELS.map((level): Held => ({ level, n: 0, promise: 0, range: 0 }))
  for (let origin = train; origin * 7 + days <= history.length * 7; origin += 1) {
    const ahead = history.slice(origin).flat().slice(0, days)
    const actual = ahead.reduce((sum, one) => sum + one, 0)
    const past = history.slice(origin - train, origin)
    const futures = deliveredWithin(past, days, { weekday: 0, runs: BACKTEST_RUNS, seed: seed + origin })
    for (const one of held) {
      const [lo, hi] = between(futures, one.level) ?? [0, 0]
      one.n += 1
      if (actual >= (atLeast(futures, one.level) ?? 0)) one.promise += 1
      if (actual >= lo && actual <= hi) one.range += 1
    }
  }
  return held
}

/**
 * The same of the date by which `count` are delivered. A forecast whose date the history does not reach is not counted, whether it
 * came before or not: else only those that held would be. `promise`: it came by the date; `range` is not asked and 0.
 */
export function backtestDays(history: readonly DeliveryWeek[], train: number, count: number, seed = 1): Held[] {
  const held = LEVELS.map((level): Held => ({ level, n: 0, promise: 0, range: 0 }))
  for (let origin = train; origin < history.length; origin += 1) {
    const ahead = history.slice(origin).flat()
    const past = history.slice(origin - train, origin)
    const futures = daysUntil(past, count, { weekday: 0, runs: BACKTEST_RUNS, seed: seed + origin })
    let sum = 0
    const actual = ahead.findIndex((one) => {
      sum += one
      return sum >= count
    })
    for (const one of held) {
      const promised = atMost(futures, one.level) ?? Number.POSITIVE_INFINITY
      if (promised > ahead.length) continue
      one.n += 1
      if (actual >= 0 && actual + 1 <= promised) one.promise += 1
    }
  }
  return held
}
