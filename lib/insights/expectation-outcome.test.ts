import { describe, expect, it } from 'vitest'
import type { ChangeFact } from '../facts/change'
import { delivered, deployment, factsWith, failure } from '../testing/facts'
import { at } from '../testing/scenario'
import type { Expectation } from './expectation'
import { outcomeOf } from './expectation-outcome'
import { outcomeWords } from './retro-words'

const HOUR = 3600
/** Decided in the story's week and closed on its Sunday: after is the week from Monday on. */
const decided = { from: '2026-03-02', to: '2026-03-09', closedAt: at('Sun 18:00'), weeks: 1 }
const now = at('Mon+2w 00:00')

/** So many changes on the Wednesday of a week, with pickups around `hours`. */
function picked(week: string, count: number, hours: number): ChangeFact[] {
  return Array.from({ length: count }, (_, index) =>
    delivered(`pr:${week}${index}`, `Mon${week} 00:00`, `Wed${week} 12:00`, {
      hours: { coding: 1, pickup: hours + (index % 5) / 10 },
    }),
  )
}

function outcome(before: number, after: number, expectation: Partial<Expectation> = {}) {
  const facts = factsWith({ changes: [...picked('', before, 8), ...picked('+1w', after, 3)] })
  const expected = { measure: 'stage:pickup', side: 'at-most' as const, value: 4 * HOUR, ...expectation }
  return outcomeOf({ ...decided, ...expected }, [facts], 'UTC', now)
}

describe('whether an expectation held', () => {
  it('is sure where the whole interval says so, and says by how much', () => {
    const found = outcome(25, 25)
    expect(found).toMatchObject({
      verdict: 'held',
      sure: true,
      wasSo: false,
      days: { from: '2026-03-09', to: '2026-03-16' },
    })
    expect(found?.before.value).toBeCloseTo(8.2 * HOUR)
    expect(found?.difference?.by).toBeCloseTo(-5 * HOUR)
    const [low, high] = found?.difference?.interval ?? [0, 0]
    expect(low).toBeLessThanOrEqual(-5 * HOUR)
    expect(high).toBeLessThan(-4.5 * HOUR)
    expect(outcome(25, 25, { side: 'at-least' })).toMatchObject({ verdict: 'missed', sure: true })
  })

  it('is by the value alone where the interval reaches across, or there is none', () => {
    expect(outcome(25, 25, { value: 3.2 * HOUR })).toMatchObject({ verdict: 'held', sure: false })
    expect(outcome(25, 19)).toMatchObject({ verdict: 'held', sure: false, after: { interval: null } })
  })

  it('shows no effect where it was so before', () => {
    const found = outcome(25, 25, { value: 9 * HOUR })
    expect(found).toMatchObject({ verdict: 'held', wasSo: true })
    expect(found && outcomeWords(found)).toContain('It was so before already: that it held shows no effect.')
  })

  it('cannot be said of under five, of nothing, or before the weeks are over', () => {
    expect(outcome(25, 4)).toMatchObject({ verdict: 'few', difference: null, after: { n: 4 } })
    expect(outcome(25, 0)).toMatchObject({ verdict: 'few', after: { n: 0, value: null } })
    expect(outcome(0, 25)).toMatchObject({ verdict: 'held', before: { value: null }, difference: null })
    const facts = factsWith({ changes: picked('+1w', 25, 3) })
    const expected = { ...decided, measure: 'stage:pickup', side: 'at-most' as const, value: HOUR }
    expect(outcomeOf(expected, [facts], 'UTC', at('Sun+1w 23:00'))).toMatchObject({
      verdict: 'running',
      elapsedDays: 6,
    })
    expect(outcomeOf({ ...expected, measure: 'people' }, [facts], 'UTC', now)).toBeNull()
  })

  it('of a share has the interval of the difference of two shares', () => {
    const many = (week: string, failed: number, count: number) =>
      Array.from({ length: count }, (_, index) =>
        index < failed
          ? failure(`${week} ${index}`, `Tue${week} 12:00`, `Tue${week} 13:00`)
          : deployment(`${week} ${index}`, `Tue${week} 12:00`),
      )
    const facts = factsWith({ deployments: [...many('', 48, 80), ...many('+1w', 56, 70)] })
    const expected = { measure: 'change-failure-rate', side: 'at-most' as const, value: 0.5 }
    const found = outcomeOf({ ...decided, ...expected }, [facts], 'UTC', now)
    // Newcombe (1998), table II, a.
    expect(found).toMatchObject({ verdict: 'missed', sure: true })
    expect(found?.difference?.interval?.map((end) => end.toFixed(4))).toEqual(['0.0524', '0.3339'])
  })
})
