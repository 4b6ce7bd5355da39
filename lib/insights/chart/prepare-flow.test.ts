import { describe, expect, it, test } from 'vitest'
import { NOTHING } from '../../metrics/passages'
import type { FlowPoint, FlowSeries } from '../flow-series'
import { prepareCumulative, prepareLoad, prepareWeeks } from './prepare-flow'

const DAY = 86_400_000
const FIRST = Date.UTC(2026, 2, 2)

/** One change a day is begun, opened a day and deployed three days later. */
function steady(days: number, checked = true): FlowSeries {
  const passed = (day: number, after: number) => Math.max(0, day - after)
  const points = Array.from({ length: days + 1 }, (_, day): FlowPoint => {
    const at = FIRST + day * DAY
    const counts = { ...NOTHING, started: day, opened: passed(day, 1), merged: passed(day, 2), left: passed(day, 4) }
    return {
      key: day === 0 ? '' : `day ${day}`,
      at,
      start: at - DAY,
      partial: false,
      counts: { ...counts, verified: passed(day, 5) },
    }
  })
  return { every: 'day', points, checked }
}

describe('the cumulative flow', () => {
  const chart = prepareCumulative(steady(28), 'UTC')

  it('draws each line over the whole width, and names them without touching each other', () => {
    expect(chart?.lines.map(({ line }) => line)).toEqual(['started', 'opened', 'merged', 'left', 'verified'])
    for (const { places } of chart?.lines ?? []) {
      expect([places[0]?.x, places.at(-1)?.x]).toEqual([0, 1])
      expect(Math.max(...places.map(({ y }) => y))).toBeLessThanOrEqual(1)
    }
    const names = chart?.lines.map(({ labelY }) => labelY) ?? []
    for (const [index, y] of names.entries()) {
      expect(y).toBeGreaterThanOrEqual(0)
      if (index > 0) expect((names[index - 1] ?? 0) - y).toBeGreaterThan(0.05)
    }
  })

  it('reads work in progress straight down, and lead time straight across', () => {
    expect(chart?.load?.label).toBe('3 in progress')
    expect(chart?.lead?.label).toBe('about 4.0\u00a0d to production')
    expect(((chart?.lead?.to ?? 0) - (chart?.lead?.from ?? 0)) * 28).toBeCloseTo(4, 9)
  })

  it('leaves out what is not known, and draws nothing of nothing', () => {
    expect(prepareCumulative(steady(28, false), 'UTC')?.lines.at(-1)?.name).toBe('Deployed')
    expect(prepareCumulative(steady(3), 'UTC')?.lead).toBeNull()
    expect(prepareCumulative(steady(1), 'UTC')).toBeNull()
    const empty = steady(20).points.map((point) => ({ ...point, counts: NOTHING }))
    expect(prepareCumulative({ every: 'day', points: empty, checked: false }, 'UTC')).toBeNull()
    expect(prepareLoad({ every: 'day', points: empty, checked: false }, null, 'UTC')).toBeNull()
  })

  it('says of the last line that others than deployed changes pass it, where some do', () => {
    const { points } = steady(28)
    const closing = points.map((point) => ({ ...point, counts: { ...point.counts, closed: 1 } }))
    const lines = prepareCumulative({ every: 'day', points: closing, checked: false }, 'UTC')?.lines
    expect(lines?.at(-1)?.name).toBe('Deployed or closed')
  })
})

test('the load is drawn from nothing up, with its average', () => {
  const chart = prepareLoad(steady(28), { value: 1.5, label: '1.5 on average' }, 'UTC')
  expect(chart?.places.at(-1)?.y).toBe(1)
  expect(chart?.average).toEqual({ y: 0.5, label: '1.5 on average' })
})

test('a week is as high as what was completed in it, its items from the foot up', () => {
  const items = { feature: 2, defect: 0, risk: 0, debt: 1, unclassified: 1 }
  const none = { feature: 0, defect: 0, risk: 0, debt: 0, unclassified: 0 }
  const weeks = [
    { key: '2026-W10', start: FIRST, partial: false, items },
    { key: '2026-W11', start: FIRST + 7 * DAY, partial: true, items: none },
  ]
  const chart = prepareWeeks(weeks, 'UTC')
  expect(chart?.columns).toEqual([
    {
      key: '2026-W10',
      partial: false,
      parts: [
        { item: 'feature', high: 0.5 },
        { item: 'debt', high: 0.25 },
        { item: 'unclassified', high: 0.25 },
      ],
    },
    { key: '2026-W11', partial: true, parts: [] },
  ])
  expect(chart?.xMarks.map(({ x }) => x)).toEqual([0, 0.5])
  expect(prepareWeeks(weeks.slice(1), 'UTC')).toBeNull()
})
