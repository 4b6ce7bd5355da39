import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type QuickCheckMetric, quickCheck } from './quick-check'

const HOUR = 3600
const DAY = 24 * HOUR
const MONTH = (365.25 / 12) * DAY

describe('the place on the Quick Check scale', () => {
  it.each<[QuickCheckMetric, number, number]>([
    ['leadTime', 0, 10],
    ['leadTime', HOUR - 1, 10],
    ['leadTime', HOUR, 8],
    ['leadTime', DAY - 1, 8],
    ['leadTime', DAY, 6],
    ['leadTime', 7 * DAY, 6],
    ['leadTime', 7 * DAY + 1, 4],
    ['leadTime', MONTH, 4],
    ['leadTime', 6 * MONTH, 2],
    ['leadTime', 6 * MONTH + 1, 0],
    ['recoveryTime', 90 * 60, 8],
    ['deploymentFrequency', 30, 10],
    ['deploymentFrequency', 2, 10],
    ['deploymentFrequency', 1.99, 8],
    ['deploymentFrequency', 1, 8],
    ['deploymentFrequency', 0.99, 6],
    ['deploymentFrequency', 1 / 7, 6],
    ['deploymentFrequency', 0.14, 4],
    ['deploymentFrequency', 12 / 365.25, 4],
    ['deploymentFrequency', 2.01 / 365.25, 2],
    ['deploymentFrequency', 1.99 / 365.25, 0],
    ['deploymentFrequency', 0, 0],
    ['changeFailureRate', 0, 10],
    ['changeFailureRate', 0.08, 9.2],
    ['changeFailureRate', 1, 0],
    ['reworkRate', 0.25, 7.5],
  ])('%s of %d has the score %d', (metric, value, score) => {
    expect(quickCheck(metric, value)?.score).toBeCloseTo(score, 9)
  })

  it('is of nothing nothing, and comes with the answers of all industries', () => {
    expect(quickCheck('leadTime', null)).toBeNull()
    expect(quickCheck('leadTime', -1)).toBeNull()
    const metrics: QuickCheckMetric[] = [
      'leadTime',
      'deploymentFrequency',
      'recoveryTime',
      'changeFailureRate',
      'reworkRate',
    ]
    const means = metrics.map((metric) => quickCheck(metric, 0)?.mean ?? 0)
    // The published mean of the five, rates turned round.
    expect(means.reduce((sum, mean) => sum + mean, 0) / 5).toBeCloseTo(6.72, 9)
  })

  it('is from 0 to 10 and never falls with a shorter time or more deployments', () => {
    const amount = fc.double({ min: 0, max: 2e7, noNaN: true })
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)]
        const score = (metric: QuickCheckMetric, value: number) => quickCheck(metric, value)?.score ?? -1
        expect(score('leadTime', less)).toBeGreaterThanOrEqual(score('leadTime', more))
        expect(score('deploymentFrequency', more)).toBeGreaterThanOrEqual(score('deploymentFrequency', less))
        for (const metric of ['leadTime', 'deploymentFrequency'] as const) {
          expect(score(metric, a)).toBeGreaterThanOrEqual(0)
          expect(score(metric, a)).toBeLessThanOrEqual(10)
        }
      }),
    )
  })
})
