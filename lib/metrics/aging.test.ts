import { describe, expect, it } from 'vitest'
import { delivered, factsWith, WEEK } from '../testing/facts'
import { lineReached, pastAges } from './aging'

const HOUR = 3600
/** Reviewed first at 1 to 5 h of age, after half an hour of coding, approved an hour later, merged at once, delivered at 12 h. */
const REVIEWED = [1, 2, 3, 4, 5].map((hours) =>
  delivered(`pr:${hours}`, 'Mon 00:00', 'Mon 12:00', {
    hours: { coding: 0.5, pickup: hours - 0.5, review: 1, merge: 0 },
  }),
)

describe('the ages of what was delivered', () => {
  it('follow the worked example', () => {
    const { pickup } = pastAges(factsWith({ changes: REVIEWED }), WEEK)
    expect(pickup.n).toBe(5)
    expect(pickup.lines?.map(({ line, seconds }) => [line, Math.round(seconds) / HOUR])).toEqual([
      [50, 3],
      [70, 3.8],
      [85, 4.4],
      [95, 4.8],
    ])
    expect(pickup.usual).toBeCloseTo(3.9 * HOUR)
  })

  it('add up from state to state, and end with the delivery', () => {
    const ages = pastAges(factsWith({ changes: REVIEWED }), WEEK)
    const median = (state: keyof typeof ages) => (ages[state].lines?.[0]?.seconds ?? 0) / HOUR
    expect([median('coding'), median('pickup'), median('review'), median('merge'), median('delivery')]).toEqual([
      0.5, 3, 4, 4, 12,
    ])
    expect(ages.delivery.usual).toBeCloseTo(9.4 * HOUR)
  })

  it('are none under five, whatever else is known', () => {
    const { pickup, delivery } = pastAges(factsWith({ changes: REVIEWED.slice(1) }), WEEK)
    expect(pickup).toEqual({ n: 4, lines: null, usual: null })
    expect(delivery).toEqual({ n: 4, lines: null, usual: null })
  })

  it('leave out of a review what had none, out of the states before a merge what is no pull request, and bots everywhere', () => {
    const changes = [
      ...REVIEWED,
      delivered('pr:6', 'Mon 00:00', 'Mon 12:00', { hours: { coding: 9, merge: 1 } }),
      delivered('commit:a', 'Mon 00:00', 'Mon 12:00', { createdAt: null, hours: { coding: 9 } }),
      delivered('pr:7', 'Mon 00:00', 'Mon 12:00', { bot: true, hours: { coding: 1, pickup: 1 } }),
      delivered('pr:8', 'Mon 00:00', 'Mon+1w 12:00', { hours: { coding: 1, pickup: 1 } }),
    ]
    const ages = pastAges(factsWith({ changes }), WEEK)
    expect([ages.coding.n, ages.pickup.n, ages.review.n, ages.merge.n, ages.delivery.n]).toEqual([6, 5, 5, 6, 7])
  })
})

describe('the line that an age is over', () => {
  const { pickup, ...others } = pastAges(factsWith({ changes: REVIEWED }), WEEK)
  it.each([
    [1, 0],
    [3, 0],
    [3.1, 50],
    [4, 70],
    [4.5, 85],
    [4.81, 95],
    [400, 95],
  ])('%s h', (hours, line) => {
    expect(lineReached(hours * HOUR, pickup)).toBe(line)
  })

  it('is unknown without lines', () => {
    expect(lineReached(9e9, { ...others.coding, lines: null })).toBeNull()
  })
})
