import { describe, expect, test } from 'vitest'
import { mulberry32 } from './bootstrap'
import { limitedFlow, type Passage } from './wip-limit'

const HOUR = 3600
const DAY = 24 * HOUR
const NOONS = [0, 1, 2, 3, 4, 5, 6].map((day) => (day + 0.5) * DAY)
const always = (hours: number, n = 20): Passage[] => Array.from({ length: n }, () => ({ load: 1, lead: hours * HOUR }))

describe('a change a day, each taking as long as any', () => {
  test('that is done before the next begins waits for nothing', () => {
    const flow = limitedFlow([NOONS], always(12), 1)
    expect(flow).toMatchObject({ grows: false, before: { median: 0, mean: 0 }, whole: { median: 12 * HOUR } })
    expect(flow?.perWeek).toEqual({ value: 7, interval: [7, 7] })
    expect(flow?.inProgress).toBeCloseTo(0.5)
    expect(flow?.little).toBeCloseTo(0.5)
  })

  test('the example of the definition: a limit of two holds none up, of one lets 4.67 a week through', () => {
    expect(limitedFlow([NOONS], always(36), 2)).toMatchObject({ grows: false, before: { mean: 0 }, inProgress: 1.5 })
    expect(limitedFlow([NOONS], always(36), null)).toMatchObject({ grows: false, inProgress: 1.5 })
    const flow = limitedFlow([NOONS], always(36), 1)
    expect(flow).toMatchObject({ grows: true, before: null, whole: null })
    expect(flow?.perWeek.value).toBeCloseTo(7 / 1.5, 1)
    expect(flow?.inProgress).toBeCloseTo(1)
  })

  test('two at once and a limit of one: the second waits for the first', () => {
    const flow = limitedFlow([[0, 0]], always(24), 1)
    expect(flow?.before).toEqual({ median: 12 * HOUR, mean: 12 * HOUR })
    expect(flow?.whole?.median).toBe(36 * HOUR)
  })
})

/** Weeks in which changes begin at random, `perDay` of them, and take exponentially distributed times. */
function stationary(perDay: number, meanHours: number) {
  const random = mulberry32(11)
  const gap = () => (-Math.log(1 - random()) * DAY) / perDay
  const weeks = Array.from({ length: 60 }, () => {
    const week: number[] = []
    for (let at = gap(); at < 7 * DAY; at += gap()) week.push(at)
    return week
  })
  const passages = Array.from({ length: 4000 }, () => ({ load: 1, lead: -Math.log(1 - random()) * meanHours * HOUR }))
  return { weeks, passages }
}

test('Little’s law on a stationary stream, with a limit and without', () => {
  const { weeks, passages } = stationary(12, 10)
  for (const limit of [null, 7, 9]) {
    const flow = limitedFlow(weeks, passages, limit)
    expect(flow?.grows).toBe(false)
    // Counted second by second on one side, λ · W on the other.
    expect((flow?.little ?? 0) / (flow?.inProgress ?? 1)).toBeCloseTo(1, 2)
    expect(Math.abs((flow?.inProgress ?? 0) - 5)).toBeLessThan(0.25)
  }
})

test('one at a time is the queue of the textbook: the mean wait of Pollaczek and Khinchine', () => {
  const { weeks, passages } = stationary(12, 1)
  const flow = limitedFlow(weeks, passages, 1)
  // W_q = λ E[S²] / 2(1 − ρ), of the drawn numbers themselves; about 1 h.
  const rate = weeks.flat().length / (weeks.length * 7 * DAY)
  const moment = (power: number) => passages.reduce((sum, { lead }) => sum + lead ** power, 0) / passages.length
  const expected = (rate * moment(2)) / (2 * (1 - rate * moment(1)))
  expect(expected / HOUR).toBeCloseTo(1, 0)
  expect((flow?.before?.mean ?? 0) / expected).toBeGreaterThan(0.95)
  expect((flow?.before?.mean ?? 0) / expected).toBeLessThan(1.05)
})

test('a limit makes changes faster as far as the stream was with as much in progress, and no further', () => {
  const passages = [...always(1), ...always(10).map((one) => ({ ...one, load: 6 }))]
  const burst = Array.from({ length: 6 }, (_, at) => at * 60)
  const free = limitedFlow([burst], passages, null)
  const limited = limitedFlow([burst], passages, 2)
  expect(limited?.lead.median).toBe(HOUR)
  expect(free?.lead.mean ?? 0).toBeGreaterThan(2 * HOUR)
  // It has never been slower or faster than that.
  const unmoved = always(10).map((one, at) => ({ ...one, load: at }))
  expect(limitedFlow([burst], unmoved, 1)?.lead).toEqual({ median: 10 * HOUR, mean: 10 * HOUR })
})

test('the same seed gives the same; of nothing there is nothing', () => {
  const { weeks, passages } = stationary(3, 10)
  expect(limitedFlow(weeks, passages, 2)).toEqual(limitedFlow(weeks, passages, 2))
  expect(limitedFlow(weeks, passages, 2)?.inProgress).not.toBe(limitedFlow(weeks, passages, 2, { seed: 2 })?.inProgress)
  expect(limitedFlow([[], []], passages, 2)).toBeNull()
  expect(limitedFlow(weeks, [], 2)).toBeNull()
})
