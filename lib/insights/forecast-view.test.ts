// A forecast of a told story: eleven weeks of one change each Wednesday, by hand, and that what it is made from is what sg counts.
import { beforeAll, describe, expect, test } from 'vitest'
import type { ServiceFacts } from '../facts/service'
import { wallSeconds } from '../metrics/contract'
import { ingest } from '../store/ingest'
import { loadServiceFacts } from '../store/measured'
import { useTestDatabase } from '../testing/database'
import { at, story } from '../testing/scenario'
import { parseDay } from '../time'
import { deriveStale } from './derive-stale'
import { deliveryWeeks, forecastView, readForecast } from './forecast-view'
import { forecastHeadline, heldWords, trustWords } from './forecast-words'
import { measureService } from './measure'

/** A Thursday. */
const now = at('Thu+14w 12:00')
const TODAY = Math.floor(now / 86_400_000)
const NONE = { until: undefined, count: undefined }

function told() {
  const shop = story('shop').commit('root', 'Sun-1w 09:00').deployed('root', 'Sun-1w 10:00')
  for (let week = 0; week < 14; week += 1) {
    shop.commit(`c${week}`, `Tue+${week}w 09:00`).deployed(`c${week}`, `Wed+${week}w 10:00`)
  }
  // In the week that is not over.
  return shop.commit('late', 'Mon+14w 09:00').deployed('late', 'Mon+14w 10:00')
}

describe('a forecast', () => {
  useTestDatabase()
  let facts: ServiceFacts
  beforeAll(async () => {
    await ingest(told().records(), { now: new Date(now) })
    await deriveStale()
    facts = (await loadServiceFacts('shop')) as ServiceFacts // sound: it was just told
  })
  const window = (from: string) => ({
    from: at(from),
    to: at('Fri+14w 00:00'),
    now,
    timeZone: 'UTC',
    unit: 'pr' as const,
    bots: 'exclude' as const,
    seconds: wallSeconds,
    bandYear: null,
  })

  test('is made from whole weeks, with as many changes as sg metrics counts in them', () => {
    const { weeks, from, to } = deliveryWeeks(facts, window('Wed+1w 00:00'))
    expect([from, to]).toEqual([at('Mon+2w 00:00'), at('Mon+14w 00:00')])
    expect(weeks).toEqual(Array.from({ length: 12 }, () => [0, 0, 1, 0, 0, 0, 0]))
    expect(measureService(facts, { from, to, now }).leadTime.n).toBe(12)
  })

  test('of a stream without chance says what comes, and that it always did', () => {
    const read = readForecast({ until: '2026-06-24', count: '5' }, TODAY, 0)
    if (!read.ok) throw new Error(read.message)
    const view = forecastView(facts, window('Mon+2w 00:00'), read.asked)
    // From Fri 12 June to Wed 24 June are two Wednesdays; the fifth is 15 July.
    for (const { count, range, day, heldTotals } of view.levels) {
      expect({ count, range, day }).toEqual({ count: 2, range: [2, 2], day: parseDay('2026-07-15') })
      expect(heldTotals.promise).toBe(heldTotals.n)
    }
    expect(view.base).toMatchObject({ weeks: 12, delivered: 12, empty: 0 })
    expect(forecastHeadline(view, now, 'UTC')).toBe(
      'At least 2 changes by 24\u00a0Jun, in 85 of 100 simulated futures; 5 changes are done by 15\u00a0Jul in as many of them.',
    )
  })

  test('of few weeks is not made, and that is said', () => {
    const view = forecastView(facts, window('Mon+10w 00:00'), { until: TODAY + 7, count: 3 })
    expect(view.levels).toEqual([])
    expect(forecastHeadline(view, now, 'UTC')).toBe(
      '4 whole weeks are known in this window. A forecast needs at least 8; anything made from fewer would be a guess.',
    )
    // What was before the first deployment is no week of nothing.
    expect(deliveryWeeks(facts, window('Mon-20w 00:00')).weeks).toHaveLength(14)
  })
})

test('what cannot be forecast is said', () => {
  const read = (until?: string, count?: string) => readForecast({ until, count }, TODAY, 7)
  expect(read()).toEqual({ ok: true, asked: { until: TODAY + 28, count: 7 } })
  expect(readForecast(NONE, TODAY, 0)).toMatchObject({ asked: { count: 10 } })
  for (const [until, count] of [['soon'], ['2026-02-30'], ['2026-06-11'], ['2027-08-01']]) {
    expect(read(until, count)).toMatchObject({ ok: false })
  }
  for (const count of ['0', '-1', '1.5', 'many', '10001', '9999999']) {
    expect(read(undefined, count)).toMatchObject({ ok: false })
  }
})

test('how forecasts of the past did is said in words, and too few of them for what they are', () => {
  const held = (n: number, promise: number) => ({ level: 0.85, n, promise, range: 0 })
  const words = (n: number, promise: number) =>
    trustWords([
      { level: 0.85, count: 1, range: [1, 1], day: null, heldTotals: held(n, promise), heldDays: held(0, 0) },
    ])
  expect(heldWords(held(15, 13), 13)).toBe('13 of 15, 87\u00a0%')
  expect(heldWords(held(3, 2), 2)).toBe('2 of 3')
  expect(heldWords(held(0, 0), 0)).toBe('not tried: too little history')
  expect(words(0, 0)).toMatch(/^The history is too short/)
  expect(words(3, 3)).toMatch(/3 times only/)
  expect(words(20, 18)).toMatch(/held 18 of 20 times, so it can be planned with/)
  expect(words(20, 9)).toMatch(/held 9 of 20 times, less often than it says/)
})
