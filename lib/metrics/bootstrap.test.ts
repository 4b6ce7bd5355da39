import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bootstrapMedian, mulberry32 } from './bootstrap'
import { median, quantile } from './stats'

/** The plain algorithm: every sample drawn as a whole. */
function resampled(values: number[], draws: number, seed: number): number[] {
  const random = mulberry32(seed)
  const n = values.length
  return Array.from(
    { length: draws },
    () => median(Array.from({ length: n }, () => values[Math.floor(random() * n)] ?? 0)) ?? 0,
  )
}

/** A quantile of two times as many draws differs by chance: four deviations of its level, √(2·p(1 − p)/draws), are `slack`. */
function within(medians: number[], value: number, p: number, slack: number): void {
  expect(value).toBeGreaterThanOrEqual(quantile(medians, p - slack) ?? 0)
  expect(value).toBeLessThanOrEqual(quantile(medians, p + slack) ?? 0)
}

/** The probability that the k-th smallest of n drawn values (k from 1) is at most the j-th smallest of the sample. */
function atMost(j: number, k: number, n: number): number {
  const p = j / n
  let [sum, term] = [0, (1 - p) ** n]
  for (let drawn = 0; drawn <= n; drawn += 1) {
    if (drawn >= k) sum += term
    term *= ((n - drawn) / (drawn + 1)) * (p / (1 - p))
  }
  return sum
}

describe('bootstrapMedian', () => {
  it('needs twenty values', () => {
    expect(bootstrapMedian(Array.from({ length: 19 }, (_, index) => index))).toBeNull()
    expect(bootstrapMedian(Array.from({ length: 20 }, () => 7))).toEqual([7, 7])
    expect(bootstrapMedian(Array.from({ length: 21 }, () => 7))).toEqual([7, 7])
  })

  it('is near the exact interval', () => {
    // Of 1 to 99 the bootstrapped median is normal around 50 with a deviation of about 5.
    const [lo, hi] = bootstrapMedian(Array.from({ length: 99 }, (_, index) => index + 1)) ?? [0, 0]
    expect(lo).toBeGreaterThanOrEqual(38)
    expect(lo).toBeLessThanOrEqual(42)
    expect(hi).toBeGreaterThanOrEqual(58)
    expect(hi).toBeLessThanOrEqual(62)
  })

  it('ends where the binomial distribution says, for odd n', () => {
    const n = 41
    const [lo, hi] = bootstrapMedian(
      Array.from({ length: n }, (_, index) => index + 1),
      { draws: 200_000 },
    ) ?? [0, 0]
    // The quantile is the first value whose probability reaches it.
    const exact = (p: number) => Array.from({ length: n - 1 }, (_, at) => at + 1).find((j) => atMost(j, 21, n) >= p)
    expect([lo, hi]).toEqual([exact(0.025), exact(0.975)])
  })

  it.each([
    ['twenty', Array.from({ length: 20 }, (_, at) => at * at)],
    ['odd', Array.from({ length: 75 }, (_, at) => ((at * 31) % 75) ** 1.5)],
    ['even', Array.from({ length: 76 }, (_, at) => ((at * 31) % 77) ** 1.5)],
    ['ties', Array.from({ length: 60 }, (_, at) => Math.floor(at / 12) * 10)],
    ['far apart in the middle', [...Array.from({ length: 30 }, () => 1), ...Array.from({ length: 30 }, () => 1000)]],
  ])('agrees with drawing every sample, within what chance allows: %s', (_name, values) => {
    const [lo, hi] = bootstrapMedian(values, { draws: 20_000, seed: 5 }) ?? [Number.NaN, Number.NaN]
    const medians = resampled(values, 20_000, 11)
    within(medians, lo, 0.025, 0.006)
    within(medians, hi, 0.975, 0.006)
  })

  it('agrees over many samples of all sizes', () => {
    const random = mulberry32(3)
    for (let sample = 0; sample < 40; sample += 1) {
      const values = Array.from({ length: 20 + sample }, () => Math.floor(-40 * Math.log(1 - random())))
      const [lo, hi] = bootstrapMedian(values, { draws: 4000, seed: 7919 * sample }) ?? [Number.NaN, Number.NaN]
      const medians = resampled(values, 4000, 104_729 * sample + 17)
      within(medians, lo, 0.025, 0.014)
      within(medians, hi, 0.975, 0.014)
    }
  })

  it('repeats, whatever the order, and holds the median', () => {
    const many = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 20, maxLength: 40 })
    fc.assert(
      fc.property(many, (values) => {
        const interval = bootstrapMedian(values)
        expect(bootstrapMedian([...values].reverse())).toEqual(interval)
        const [lo, hi] = interval ?? [Number.NaN, Number.NaN]
        expect(lo).toBeLessThanOrEqual(median(values) ?? Number.NaN)
        expect(hi).toBeGreaterThanOrEqual(median(values) ?? Number.NaN)
      }),
      { numRuns: 30 },
    )
  })

  it('is the same work for every n', () => {
    const count = (n: number) => {
      const values = Array.from({ length: n }, (_, at) => at)
      const began = process.cpuUsage()
      bootstrapMedian(values)
      return process.cpuUsage(began).user / 1000
    }
    // Milliseconds of this process alone: drawing every sample takes some 170.
    expect(Math.min(...Array.from({ length: 10 }, () => count(10_000)))).toBeLessThan(5)
  })
})

it('mulberry32 gives its published sequence', () => {
  const random = mulberry32(1)
  expect(random() * 2 ** 32).toBe(2_693_262_067)
  expect(random()).toBe(0.002735721180215478)
})
