import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kaplanMeierMedian, mean, median, quantile, wilson } from './stats'

const amounts = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 40 })

describe('quantile', () => {
  it('is type 7', () => {
    expect(quantile([1, 2, 3, 10], 0.75)).toBe(4.75)
    // Hyndman and Fan's type 7 is the default of R: quantile(c(15, 20, 35, 40, 50), 0.4) is 29
    expect(quantile([15, 20, 35, 40, 50], 0.4)).toBeCloseTo(29, 12)
    expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBeCloseTo(9.1, 12)
  })

  it('of nothing, one, ties and negatives', () => {
    expect(quantile([], 0.5)).toBeNull()
    for (const p of [0, 0.3, 1]) expect(quantile([7], p)).toBe(7)
    expect(quantile([2, 2, 2, 9], 0.5)).toBe(2)
    expect(quantile([-10, -2, -4], 0.5)).toBe(-4)
    expect(quantile([3, 1, 2], 0)).toBe(1)
    expect(quantile([3, 1, 2], 1)).toBe(3)
    expect(() => quantile([1], 1.01)).toThrow(RangeError)
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError)
  })

  it('does not depend on order, leaves its input alone and grows with p', () => {
    fc.assert(
      fc.property(amounts, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const copy = [...values]
        const result = quantile(values, p) ?? Number.NaN
        expect(values).toEqual(copy)
        expect(quantile([...values].reverse(), p)).toBe(result)
        expect(result).toBeGreaterThanOrEqual(Math.min(...values))
        expect(result).toBeLessThanOrEqual(Math.max(...values))
        expect(quantile(values, p / 2) ?? Number.NaN).toBeLessThanOrEqual(result)
      }),
    )
  })
})

it('median and mean', () => {
  expect(median([5, 1, 2, 10])).toBe(3.5)
  expect(median([9, 1, 5])).toBe(5)
  expect(median([])).toBeNull()
  expect(mean([1, 2, 6])).toBe(3)
  expect(mean([-1, 1])).toBe(0)
  expect(mean([])).toBeNull()
  fc.assert(
    fc.property(amounts, (values) => {
      expect(mean([...values].reverse())).toBe(mean(values))
    }),
  )
})

describe('wilson', () => {
  // Newcombe (1998), table I, method 3
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%d of %d is %d to %d', (successes, total, lo, hi) => {
    const interval = wilson(successes, total)
    expect(interval?.[0]).toBeCloseTo(lo, 4)
    expect(interval?.[1]).toBeCloseTo(hi, 4)
  })

  it('knows its edges', () => {
    expect(wilson(0, 0)).toBeNull()
    expect(wilson(0, 5)?.[0]).toBe(0)
    expect(wilson(5, 5)?.[1]).toBe(1)
    expect(() => wilson(6, 5)).toThrow(RangeError)
    expect(() => wilson(-1, 5)).toThrow(RangeError)
  })

  it('holds the rate, stays within 0 to 1 and mirrors', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (successes, others) => {
        fc.pre(successes + others > 0)
        const total = successes + others
        const [lo, hi] = wilson(successes, total) ?? [Number.NaN, Number.NaN]
        expect(lo).toBeGreaterThanOrEqual(0)
        expect(hi).toBeLessThanOrEqual(1)
        expect(lo).toBeLessThanOrEqual(successes / total)
        expect(hi).toBeGreaterThanOrEqual(successes / total)
        expect(wilson(others, total)?.[0]).toBeCloseTo(1 - hi, 12)
      }),
    )
  })
})

describe('kaplanMeierMedian', () => {
  const done = (...times: number[]) => times.map((time) => ({ time, observed: true }))
  const waiting = (...times: number[]) => times.map((time) => ({ time, observed: false }))

  it('is the smallest time by which half are done', () => {
    expect(kaplanMeierMedian([])).toBeNull()
    expect(kaplanMeierMedian(done(3))).toBe(3)
    expect(kaplanMeierMedian(waiting(3))).toBeNull()
    expect(kaplanMeierMedian(done(1, 2, 3, 4))).toBe(2) // S(2) = 1/2 exactly
    expect(kaplanMeierMedian(done(1, 2, 3))).toBe(2)
    expect(kaplanMeierMedian(done(5, 5, 5))).toBe(5)
    expect(kaplanMeierMedian(done(-3, -2, -1))).toBe(-2)
  })

  it('follows a hand table', () => {
    // t   n  d  S
    // 1   5  1  4/5
    // 3   3  1  8/15
    // 5   1  1  0
    expect(kaplanMeierMedian([...done(1, 3, 5), ...waiting(2, 4)])).toBe(5)
    // The 6-MP arm of Freireich et al. (1963), as in every textbook: S(22) = 0.538, S(23) = 0.448
    const sixMp = [...done(6, 6, 6, 7, 10, 13, 16, 22, 23), ...waiting(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)]
    expect(kaplanMeierMedian(sixMp)).toBe(23)
    expect(kaplanMeierMedian(done(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23))).toBe(8)
  })

  it('is null where half are never known to be done', () => {
    expect(kaplanMeierMedian([...done(1), ...waiting(2, 2)])).toBeNull()
    expect(kaplanMeierMedian([...done(1, 1), ...waiting(0, 2, 3)])).toBe(1)
  })

  it('takes what happened before what was censored at the same time', () => {
    // Done first: 1 of 2, S = 1/2. Censored first would be 1 of 1, S = 0, the same t; with three it shows:
    expect(kaplanMeierMedian([...waiting(1), ...done(1)])).toBe(1)
    // n = 3 at t = 1: S = 2/3; then censored; n = 1 at t = 2: S = 0. Censored first would give 1/2 at t = 1.
    expect(kaplanMeierMedian([...waiting(1), ...done(1, 2)])).toBe(2)
  })

  it('counts exactly one half although its factors do not multiply to it in floating point', () => {
    expect((14 / 16) * (8 / 10) * (5 / 7)).toBeGreaterThan(0.5)
    const events = [...done(1, 1), ...waiting(2, 2, 2, 2), ...done(3, 3), ...waiting(4), ...done(5, 5, 6, 7, 8, 9, 10)]
    expect(kaplanMeierMedian(events)).toBe(5)
  })

  it('agrees with whole-number fractions and does not depend on order', () => {
    const events = fc.array(fc.record({ time: fc.nat(12), observed: fc.boolean() }), { maxLength: 30 })
    fc.assert(
      fc.property(events, (list) => {
        let [top, bottom] = [1n, 1n]
        let expected: number | null = null
        for (let time = 0; time <= 12 && expected === null; time += 1) {
          const atRisk = list.filter((event) => event.time >= time).length
          const gone = list.filter((event) => event.time === time && event.observed).length
          if (gone === 0) continue
          top *= BigInt(atRisk - gone)
          bottom *= BigInt(atRisk)
          if (2n * top <= bottom) expected = time
        }
        expect(kaplanMeierMedian(list)).toBe(expected)
        expect(kaplanMeierMedian([...list].reverse())).toBe(expected)
      }),
    )
  })
})
