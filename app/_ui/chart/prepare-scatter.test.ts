import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Point } from '../../../lib/insights/metric-points'
import { nearestPoint, prepareScatter, type ScatterAsked } from './prepare-scatter'

const HOUR = 3600
const WEEK = 7 * 86_400_000
const point = (at: number, value: number, counts = false): Point => ({ at, value, counts, row: at, sample: 0 })

function asked(points: Point[], more: Partial<ScatterAsked> = {}): ScatterAsked {
  const counts: [string, string] = ['change', 'changes']
  const shared = { title: 'Each change', unit: 'seconds' as const, counts, weeks: [0], zone: 'UTC', log: false }
  return { ...shared, points, from: 0, to: WEEK, ...more }
}

describe('a scatterplot', () => {
  it('is nothing without a point', () => expect(prepareScatter(asked([]))).toBeNull())

  it('of fewer than five has no lines and says so', () => {
    const chart = prepareScatter(asked([point(0, HOUR)]))
    expect(chart?.lines).toEqual([])
    expect(chart?.sentence).toBe('1 change; lines would need at least 5.')
  })

  it('says how long most took', () => {
    const chart = prepareScatter(asked(Array.from({ length: 21 }, (_, at) => point(at * 1000, at * HOUR))))
    expect(chart?.sentence).toBe('21 changes; 85 % took 17\u00a0h or less.')
    expect(chart?.lines.map(({ label }) => label)).toEqual([
      '95 % 19\u00a0h',
      '85 % 17\u00a0h',
      '70 % 14\u00a0h',
      '50 % 10\u00a0h',
    ])
  })

  it('does not let one value press the others flat, and says that it is there', () => {
    const points = [...Array.from({ length: 40 }, (_, at) => point(at * 1000, HOUR)), point(WEEK / 2, 1000 * HOUR)]
    const chart = prepareScatter(asked(points))
    expect(chart?.above).toBe(1)
    expect(chart?.sentence).toContain('1 above the axis stands at its top')
    expect(chart?.dots.at(-1)).toMatchObject({ x: 0.5, y: 1 })
    expect(prepareScatter(asked(points, { log: true }))?.above).toBe(0)
  })

  it('draws once what would be drawn over itself, but never a marked one for a plain one', () => {
    const points = [point(0, HOUR), point(1, HOUR), point(2, HOUR, true)]
    expect(prepareScatter(asked(points))?.dots.map(({ counts }) => counts)).toEqual([false, true])
  })

  it('leads from every dot to a row that is drawn there', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 0, max: WEEK - 1 }), fc.integer({ min: 1, max: 1e6 })), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(some, fc.boolean(), (pairs, log) => {
        const all = asked(
          pairs.map(([at, value]) => point(at, value)),
          { log },
        )
        for (const dot of prepareScatter(all)?.dots ?? []) {
          const found = nearestPoint(all, dot)
          expect(found).not.toBeNull()
          const x = (found?.at ?? 0) / WEEK
          expect(Math.abs(x - dot.x)).toBeLessThan(1e-9)
        }
      }),
    )
  })
})

it('has a flag for what was noted in its window, numbered as in the list beneath the trend', () => {
  const notes = [
    { at: -WEEK, until: null, text: 'before' },
    { at: WEEK / 2, until: null, text: 'a freeze' },
    { at: WEEK / 2 + 1, until: 2 * WEEK, text: 'a move' },
  ]
  expect(prepareScatter(asked([point(0, HOUR)], { notes }))?.flags).toEqual([
    { x: 0.5, until: null, number: 2, text: 'a freeze', row: 0 },
    { x: expect.closeTo(0.5), until: 1, number: 3, text: 'a move', row: 1 },
  ])
})
