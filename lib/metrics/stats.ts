// Owns the statistics of a sample: quantiles, the interval of a rate and the survival median. The interval of a median is in
// bootstrap.ts, limits are in chart-limits.ts.

/**
 * The sample quantile of type 7 (linear interpolation between order statistics).
 *
 * Definition: the value below which the share `p` of the sample lies.
 * Formula: with x sorted and h = (n − 1)·p, x[⌊h⌋] + (h − ⌊h⌋)·(x[⌊h⌋ + 1] − x[⌊h⌋]), indices from 0.
 * Unit: that of the values. `p` is in 0 to 1; outside it throws RangeError.
 * Edge cases: no values give null; one value is every quantile of itself; order does not matter; ties need no care.
 * Source: Hyndman and Fan (1996), Sample Quantiles in Statistical Packages, The American Statistician 50(4), type 7.
 * Example: quantile([1, 2, 3, 10], 0.75): h = 2.25, 3 + 0.25·(10 − 3) = 4.75.
 */
export function quantile(values: readonly number[], p: number): number | null {
  return quantileOfSorted(sorted(values), p)
}

/** As `quantile`, for values that are already in ascending order: for several quantiles of one sample. */
export function quantileOfSorted(ascending: ArrayLike<number>, p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A quantile is between 0 and 1, not ${p}`)
  const h = (ascending.length - 1) * p
  const low = ascending[Math.floor(h)]
  if (low === undefined) return null
  const high = ascending[Math.ceil(h)] ?? low
  return low + (h - Math.floor(h)) * (high - low)
}

/**
 * The median: the middle value.
 *
 * Definition and formula: `quantile` at 0.5; of an even number of values the mean of the two in the middle.
 * Unit: that of the values.
 * Edge cases: no values give null, one value is its own median.
 * Source: as `quantile`.
 * Example: median([5, 1, 2, 10]) = (2 + 5) / 2 = 3.5.
 */
export function median(values: readonly number[]): number | null {
  return quantile(values, 0.5)
}

/**
 * The arithmetic mean.
 *
 * Definition and formula: Σx / n.
 * Unit: that of the values.
 * Edge cases: no values give null. The values are added in ascending order, so that their order changes no digit.
 * Source: common knowledge.
 * Example: mean([1, 2, 6]) = 9 / 3 = 3.
 */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null
  let sum = 0
  for (const value of sorted(values)) sum += value
  return sum / values.length
}

/** A copy in ascending order. */
export function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort()
}

export type Interval = [lo: number, hi: number]

/** The standard normal quantile at 0.975: two-sided 95 %. */
const Z = 1.959963984540054

/**
 * The Wilson score interval of a rate at 95 %.
 *
 * Definition: the rates that a score test at 5 % would not reject, given what was counted.
 * Formula: (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n), p = successes / n, z = 1.959963984540054.
 * Unit: rates, 0 to 1.
 * Edge cases: null of nothing; with no successes the lower end is exactly 0, with all the upper one exactly 1.
 * Throws RangeError if the counts are not 0 ≤ successes ≤ total.
 * Source: Wilson (1927), JASA 22(158); Newcombe (1998), Statistics in Medicine 17, method 3 of table I.
 * Example: wilson(81, 263) = [0.2553, 0.3662].
 */
export function wilson(successes: number, total: number): Interval | null {
  if (!(successes >= 0 && successes <= total)) throw new RangeError(`Not a rate: ${successes} of ${total}`)
  if (total === 0) return null
  const rate = successes / total
  const square = Z * Z
  const centre = rate + square / (2 * total)
  const reach = Z * Math.sqrt((rate * (1 - rate)) / total + square / (4 * total * total))
  const scale = 1 + square / total
  return [
    successes === 0 ? 0 : Math.max(0, (centre - reach) / scale),
    successes === total ? 1 : Math.min(1, (centre + reach) / scale),
  ]
}

/** `observed`: it happened after `time`; else it had not happened yet after `time` (right-censored). */
export type SurvivalEvent = { time: number; observed: boolean }

/** S is decided in floating point unless it is this close to one half; the rounding of a million factors is less. */
const TOO_CLOSE = 1e-9

/**
 * The Kaplan-Meier median: the time by which half of all have happened, those still waiting included.
 *
 * Definition: the smallest t with S(t) ≤ 0.5, where S is the product-limit estimate of the share not yet done after t.
 * Formula: S(t) = Π over the times tᵢ ≤ t of (nᵢ − dᵢ) / nᵢ; nᵢ not yet done or censored before tᵢ, dᵢ done at tᵢ.
 * Unit: that of the times.
 * Edge cases: null without events and where S never reaches 0.5. At equal times what happened comes before what was
 * censored. S = 0.5 counts, and is decided in whole numbers, so that rounding never moves the median. Without
 * censoring it is the lower of the two middle values, not their mean.
 * Source: Kaplan and Meier (1958), Nonparametric Estimation from Incomplete Observations, JASA 53(282).
 * Example: done at 1, 3, 5, still waiting at 2 and 4: S(1) = 4/5, S(3) = 4/5 · 2/3 = 8/15, S(5) = 0; the median is 5.
 */
export function kaplanMeierMedian(events: readonly SurvivalEvent[]): number | null {
  const order = [...events].sort((a, b) => a.time - b.time || Number(b.observed) - Number(a.observed))
  // NOTE: neighbouring factors cancel unless something was censored between them: 4/5 · 3/4 = 3/5. Runs hold the rest.
  const runs: [survivors: number, atRisk: number][] = []
  let closed = 1
  for (let index = 0; index < order.length; ) {
    const event = order[index]
    if (!event) break
    if (!event.observed) {
      index += 1
      continue
    }
    const atRisk = order.length - index
    const { time } = event
    while (order[index]?.observed && order[index]?.time === time) index += 1
    const survivors = order.length - index
    const run = runs.at(-1)
    if (run && run[0] === atRisk) run[0] = survivors
    else {
      if (run) closed *= run[0] / run[1]
      runs.push([survivors, atRisk])
    }
    const open = runs.at(-1)
    if (open && isAtMostHalf(closed * (open[0] / open[1]), runs)) return time
  }
  return null
}

function isAtMostHalf(estimate: number, runs: readonly [number, number][]): boolean {
  if (Math.abs(estimate - 0.5) > TOO_CLOSE) return estimate < 0.5
  let left = 2n
  let right = 1n
  for (const [survivors, atRisk] of runs) {
    left *= BigInt(survivors)
    right *= BigInt(atRisk)
  }
  return left <= right
}
