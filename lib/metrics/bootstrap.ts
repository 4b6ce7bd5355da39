// Owns the interval of a median, and the random numbers that it draws.
import { type Interval, quantileOfSorted, sorted } from './stats'

/** Under this many values a bootstrap says more about the sample than about the median. */
const FEWEST = 20

/**
 * The percentile-bootstrap interval of the median at 95 %.
 *
 * Definition: the middle 95 % of the medians of samples drawn from the values, with replacement, each as large.
 * Formula: the 0.025 and 0.975 quantiles (type 7) of `draws` such medians. None of the samples is drawn as a whole: with x sorted
 * (indices from 0), drawing n values is drawing n uniform numbers u and taking each x[⌊n·u⌋], which keeps their order. So the
 * k-th smallest drawn value is x[⌊n·U₍k₎⌋], U₍k₎ the k-th smallest of n uniform numbers, and U₍k₎ ~ Beta(k, n + 1 − k).
 * Odd n: k = (n + 1)/2, the median is x[⌊n·U₍k₎⌋]. Even n: k = n/2, and the n − k numbers above U₍k₎ are uniform there, so the
 * least of them is U₍k₊₁₎ = U₍k₎ + (1 − U₍k₎)·(1 − V^(1/(n − k))), V uniform; the median is the mean of the two values.
 * Beta(a, b) = G(a) / (G(a) + G(b)) of two gamma variates. Exact, and the same work for every n but for sorting once.
 * Unit: that of the values.
 * Edge cases: null under n = 20. The same values in any order, with the same seed, give the same interval, today and tomorrow.
 * Equal values give an interval without width.
 * Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, section 13.3; David and Nagaraja (2003), Order
 * Statistics, sections 2.1 (Beta) and 2.5 (the next one given one); Marsaglia and Tsang (2000), ACM TOMS 26(3) (gamma).
 * Example: bootstrapMedian of twenty times 7 = [7, 7].
 */
export function bootstrapMedian(
  values: readonly number[],
  options: { draws?: number; seed?: number } = {},
): Interval | null {
  const { draws = 1000, seed = 1 } = options
  const n = values.length
  if (n < FEWEST || draws < 1) return null
  const ascending = sorted(values)
  const random = mulberry32(seed)
  const at = (u: number) => ascending[Math.min(n - 1, Math.floor(n * u))] ?? 0
  const k = Math.ceil(n / 2)
  const medians = new Float64Array(draws)
  for (let draw = 0; draw < draws; draw += 1) {
    const below = gamma(k, random)
    const u = below / (below + gamma(n + 1 - k, random))
    const low = at(u)
    const high = n % 2 === 1 ? low : at(u + (1 - u) * (1 - positive(random) ** (1 / (n - k))))
    medians[draw] = low + (high - low) / 2
  }
  medians.sort()
  const [lo, hi] = [quantileOfSorted(medians, 0.025), quantileOfSorted(medians, 0.975)]
  return lo === null || hi === null ? null : [lo, hi]
}

/** In (0, 1), so that it has a logarithm. */
function positive(random: () => number): number {
  return random() + 2 ** -33
}

/** A gamma variate of scale 1 and a shape of at least 1. */
function gamma(shape: number, random: () => number): number {
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(positive(random)) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** A standard normal variate, by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(positive(random))) * Math.cos(2 * Math.PI * random())
}

/**
 * A small pseudo-random generator, so that drawn numbers repeat.
 *
 * Definition: mulberry32, a 32-bit counter stepped by 0x6D2B79F5 and mixed; period 2³².
 * Formula: in the code; all arithmetic is modulo 2³².
 * Unit: each call gives a number in [0, 1), a multiple of 2⁻³². Not for secrets.
 * Edge cases: the seed is taken modulo 2³².
 * Source: Tommy Ettinger (2017), mulberry32.c, public domain.
 * Example: the first number of seed 1 is 2693262067 / 2³² = 0.62707….
 */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
