import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  atLeast,
  atMost,
  backtestDays,
  backtestTotals,
  between,
  type DeliveryWeek,
  daysUntil,
  deliveredWithin,
  LEVELS,
} from './forecast'

const WORKDAYS: DeliveryWeek = [1, 1, 1, 1, 1, 0, 0]
const NOTHING: DeliveryWeek = [0, 0, 0, 0, 0, 0, 0]
/** Forty at once, on a Friday. */
const RELEASE: DeliveryWeek = [0, 0, 0, 0, 40, 0, 0]
const monday = { weekday: 0 }
const ends = (list: ArrayLike<number>) => [list[0], list[list.length - 1]]

describe('weeks that are all alike leave nothing to chance', () => {
  test('the examples of the definitions', () => {
    expect(ends(deliveredWithin([WORKDAYS], 9, { weekday: 3 }))).toEqual([7, 7])
    expect(ends(daysUntil([WORKDAYS], 3, { weekday: 3 }))).toEqual([5, 5])
  })

  test('by a date, and until as many', () => {
    expect(ends(deliveredWithin([WORKDAYS, WORKDAYS], 28, monday))).toEqual([20, 20])
    expect(ends(deliveredWithin([WORKDAYS], 2, { weekday: 5 }))).toEqual([0, 0])
    expect(ends(daysUntil([WORKDAYS], 20, monday))).toEqual([26, 26])
    expect(ends(daysUntil([WORKDAYS], 1, { weekday: 5 }))).toEqual([3, 3])
    expect(ends(daysUntil([RELEASE], 41, monday))).toEqual([12, 12])
  })

  test('of weeks of nothing nothing comes, and of no weeks nothing is said', () => {
    expect(ends(deliveredWithin([NOTHING], 28, monday))).toEqual([0, 0])
    expect(ends(daysUntil([NOTHING], 1, monday))).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])
    expect(deliveredWithin([], 28, monday)).toHaveLength(0)
    expect(atLeast(daysUntil([], 1, monday), 0.5)).toBeNull()
  })
})

test('a week of nothing is as likely as any: two weeks of 0 or 40 are 0, 40 or 80 in a quarter, half and a quarter of futures', () => {
  const futures = deliveredWithin([NOTHING, RELEASE], 14, monday)
  const share = (wanted: number) => futures.filter((one) => one === wanted).length / futures.length
  expect(share(0)).toBeCloseTo(0.25, 1)
  expect(share(40)).toBeCloseTo(0.5, 1)
  expect(share(80)).toBeCloseTo(0.25, 1)
  expect(share(0) + share(40) + share(80)).toBe(1)
  // Half of all futures reach 40; 85 of 100 do not promise anything.
  expect(LEVELS.map((level) => atLeast(futures, level))).toEqual([40, 0, 0])
  // The first 40 come in week k with 1/2^k: by the third Friday in 7 of 8 futures, by the fifth in 31 of 32.
  const days = daysUntil([NOTHING, RELEASE], 40, monday)
  expect([0.75 - 0.02, 0.85, 0.95].map((level) => atMost(days, level))).toEqual([12, 19, 33])
})

test('the share of the futures that hold a level is at least the level, and no more than it must', () => {
  const ascending = Array.from({ length: 100 }, (_, at) => at + 1)
  expect(LEVELS.map((level) => atLeast(ascending, level))).toEqual([51, 16, 6])
  expect(LEVELS.map((level) => atMost(ascending, level))).toEqual([50, 85, 95])
  expect(between(ascending, 0.5)).toEqual([26, 75])
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 300 }), fc.constantFrom(...LEVELS), (values, level) => {
      const sorted = [...values].sort((a, b) => a - b)
      const least = atLeast(sorted, level) ?? Number.NaN
      const most = atMost(sorted, level) ?? Number.NaN
      expect(sorted.filter((one) => one >= least).length / sorted.length).toBeGreaterThanOrEqual(level - 1e-9)
      expect(sorted.filter((one) => one > least).length / sorted.length).toBeLessThan(level)
      expect(sorted.filter((one) => one <= most).length / sorted.length).toBeGreaterThanOrEqual(level - 1e-9)
      expect(sorted.filter((one) => one < most).length / sorted.length).toBeLessThan(level)
    }),
  )
})

test('the same seed gives the same futures, another seed others; both questions are of the same futures', () => {
  const weeks: DeliveryWeek[] = [WORKDAYS, NOTHING, RELEASE, [3, 0, 2, 0, 0, 0, 1]]
  const asked = { weekday: 2, runs: 500 }
  expect(deliveredWithin(weeks, 40, asked)).toEqual(deliveredWithin(weeks, 40, asked))
  expect(deliveredWithin(weeks, 40, asked)).not.toEqual(deliveredWithin(weeks, 40, { ...asked, seed: 2 }))
  // Done within 40 days, exactly where at least as many come in 40 days; up to chance, as each draws as many weeks as it needs.
  const done = daysUntil(weeks, 20, { ...asked, runs: 20_000 }).filter((day) => day <= 40).length / 20_000
  const enough = deliveredWithin(weeks, 40, { ...asked, runs: 20_000, seed: 9 }).filter((n) => n >= 20).length / 20_000
  expect(done).toBeCloseTo(enough, 1)
})

describe('forecasts of the past', () => {
  test('of weeks that are all alike hold at every level, one for each week that has enough before and after it', () => {
    const history = Array.from({ length: 20 }, () => WORKDAYS)
    expect(backtestTotals(history, 8, 28)).toEqual(LEVELS.map((level) => ({ level, n: 9, promise: 9, range: 9 })))
    // Twelve are done on day 16: the last origins do not see as far.
    expect(backtestDays(history, 8, 12)).toEqual(LEVELS.map((level) => ({ level, n: 10, promise: 10, range: 0 })))
  })

  test('of a team that stopped do not hold, and are made from what was known then alone', () => {
    const history = [...Array.from({ length: 8 }, () => WORKDAYS), ...Array.from({ length: 2 }, () => NOTHING)]
    expect(backtestTotals(history, 8, 14)).toEqual(LEVELS.map((level) => ({ level, n: 1, promise: 0, range: 0 })))
    expect(backtestDays(history, 8, 5)).toEqual([
      // The second is made from seven weeks of five and one of nothing, and nothing came either.
      { level: 0.5, n: 2, promise: 0, range: 0 },
      { level: 0.85, n: 2, promise: 0, range: 0 },
      { level: 0.95, n: 1, promise: 0, range: 0 },
    ])
  })

  test('of a stationary stream hold about as often as they say', () => {
    let state = 7
    const next = () => {
      state = (state * 48_271) % 2_147_483_647
      return state / 2_147_483_647
    }
    const history = Array.from({ length: 400 }, () =>
      [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 && next() < 0.6 ? 1 : 0)),
    )
    for (const { level, n, promise, range } of backtestTotals(history, 40, 28)) {
      expect(n).toBe(357)
      // In whole numbers a level is exceeded, never undercut, but for chance and what forty weeks leave open.
      expect(promise / n).toBeGreaterThan(level - 0.1)
      expect(range / n).toBeGreaterThan(level - 0.1)
      expect(promise / n).toBeLessThan(level + 0.2)
    }
  })

  test('without enough history there is none', () => {
    expect(backtestTotals([WORKDAYS, WORKDAYS], 8, 7).every(({ n }) => n === 0)).toBe(true)
    expect(backtestDays([WORKDAYS], 8, 3).every(({ n }) => n === 0)).toBe(true)
  })
})
