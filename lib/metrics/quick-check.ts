// Owns the scale of DORA's Quick Check, which takes the place of bands since the report of 2025.
import type { BandMetric } from './bands'

export type QuickCheckMetric = BandMetric | 'reworkRate'
/** `score` and `mean` on the scale from 0 to 10, 10 the best; `deviation` is the standard deviation of the answers. */
export type QuickCheck = { score: number; mean: number; deviation: number }

export const QUICK_CHECK_YEAR = 2025
export const QUICK_CHECK_SOURCE = 'DORA Quick Check, edition 2025, all industries'

const HOUR = 3600
const DAY = 24 * HOUR
const WEEK = 7 * DAY
const MONTH = (365.25 / 12) * DAY
const HALF_YEAR = 6 * MONTH

/** From the best of the six answers to the worst: whether a value is in it, tried in this order. */
const TIMES: ((seconds: number) => boolean)[] = [
  (seconds) => seconds < HOUR,
  (seconds) => seconds < DAY,
  (seconds) => seconds <= WEEK,
  (seconds) => seconds <= MONTH,
  (seconds) => seconds <= HALF_YEAR,
  () => true,
]
const FREQUENCIES: ((perDay: number) => boolean)[] = [
  (perDay) => perDay >= 2,
  (perDay) => perDay >= 1,
  (perDay) => perDay >= DAY / WEEK,
  (perDay) => perDay >= DAY / MONTH,
  (perDay) => perDay >= DAY / HALF_YEAR,
  () => true,
]

/** Answers of 2025. Those of rates are published the other way round (1.9 and 2.2): here 10 is the best of all. */
const ANSWERS: Record<QuickCheckMetric, Omit<QuickCheck, 'score'>> = {
  leadTime: { mean: 5.5, deviation: 2.4 },
  deploymentFrequency: { mean: 4.8, deviation: 2.8 },
  recoveryTime: { mean: 7.4, deviation: 2.1 },
  changeFailureRate: { mean: 8.1, deviation: 2.1 },
  reworkRate: { mean: 7.8, deviation: 2.2 },
}

/**
 * The place of a value on the scale of DORA's Quick Check, and where the answers of all industries lie.
 *
 * Definition: the Quick Check asks for one of six ranges, or for a percentage, and makes a score from 0 to 10 of it.
 * Formula: (answer − 1) ÷ 5 × 10 for the answers 1, the worst, to 6; 10 − percentage ÷ 10 for rates.
 * Unit: leadTime and recoveryTime in seconds, deploymentFrequency per day, rates 0 to 1. A month is 365.25 / 12 days.
 * Edge cases: null of null and of less than nothing. A value on an end that two answers share, or in both, is in the
 * better one, as in the bands. "On demand (multiple deploys per day)" is two a day or more: from one to two a day only
 * "between once per hour and once per day" holds. There are no gaps.
 * Source: DORA, Quick Check, its answers, scores and "industry metrics" of the edition 2025.
 * Example: quickCheck('leadTime', 86400) = { score: 6, mean: 5.5, deviation: 2.4 }; a rate of 0.08 has the score 9.2.
 */
export function quickCheck(metric: QuickCheckMetric, value: number | null): QuickCheck | null {
  if (value === null || value < 0) return null
  const answers = metric === 'deploymentFrequency' ? FREQUENCIES : TIMES
  const isRate = metric === 'changeFailureRate' || metric === 'reworkRate'
  const score = isRate ? 10 - value * 10 : 10 - 2 * answers.findIndex((holds) => holds(value))
  return { score, ...ANSWERS[metric] }
}
