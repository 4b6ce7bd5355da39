import { describe, expect, it } from 'vitest'
import { type TrendWeek, trendLimits } from '../metric-trend'
import { type ChartAsked, prepareTrend } from './prepare'

const WEEK = 7 * 86_400_000
const MONDAY = Date.UTC(2026, 2, 2)
const HOUR = 3600

/** A week of ten rows; null is one without any. */
function week(at: number, value: number | null, fields: Partial<TrendWeek> = {}): TrendWeek {
  const start = MONDAY + at * WEEK
  const n = value === null ? 0 : 10
  return {
    week: `W${at}`,
    start,
    end: start + WEEK,
    partial: false,
    value,
    n,
    part: null,
    middle: null,
    few: [],
    ...fields,
  }
}

const asked = (weeks: TrendWeek[], more: Partial<ChartAsked> = {}): ChartAsked => ({
  title: 'Lead time, weekly median',
  unit: 'seconds',
  counts: ['change', 'changes'],
  weeks,
  limits: null,
  zone: 'UTC',
  log: false,
  notes: [],
  ...more,
})
const chartOf = (weeks: TrendWeek[], more: Partial<ChartAsked> = {}) => {
  const chart = prepareTrend(asked(weeks, more))
  if (!chart) throw new Error('There is a chart.')
  return chart
}
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('what is a line and what is not', () => {
  it('joins neighbours from 0, and breaks at a gap', () => {
    const chart = chartOf([4, 8, null, 2, 6].map((hours, at) => week(at, hours === null ? null : hours * HOUR)))
    expect(chart.lines.map((line) => line.map(({ x, y }) => [x, y]))).toEqual([
      [
        [0.1, 0.5],
        [0.3, 1],
      ],
      [
        [0.7, 0.25],
        [0.9, 0.75],
      ],
    ])
    expect(chart.yMarks.map(({ label }) => plain(label))).toEqual(['0', '2 h', '4 h', '6 h', '8 h'])
    expect(chart.points[2]).toMatchObject({ y: null, readout: { value: 'no change', detail: '' } })
  })

  it('dashes the way to the unfinished week, and lets a cut first one stand alone', () => {
    const weeks = [week(0, HOUR, { partial: true }), week(1, HOUR), week(2, HOUR), week(3, HOUR, { partial: true })]
    const chart = chartOf(weeks)
    expect(chart.lines).toHaveLength(1)
    expect(chart.lines[0]).toHaveLength(2)
    expect(chart.dashes).toHaveLength(1)
    expect(chart.dots.map(({ hollow }) => hollow)).toEqual([true, false, false, true])
    expect(chart.initial).toBe(2)
    expect(chart.points[3]?.readout.detail).toContain('not a whole week')
  })

  it('draws few values as they are, never as a median', () => {
    const few = [1, 9].map((hours, at) => ({ at: MONDAY + WEEK + (at + 1) * 86_400_000, value: hours * HOUR }))
    const chart = chartOf([week(0, 4 * HOUR), week(1, null, { n: 2, few }), week(2, 4 * HOUR)])
    expect(chart.lines).toEqual([])
    expect(chart.singles).toHaveLength(2)
    expect(chart.dots).toHaveLength(2)
    expect(plain(chart.points[1]?.readout.detail ?? '')).toBe('1.0 h, 9.0 h · 2 changes')
    expect(chart.points[1]?.readout.value).toBe('too few for a median')
  })

  it('keeps the middle half together with its line', () => {
    const middle: [number, number] = [HOUR, 3 * HOUR]
    const chart = chartOf(
      [0, 1, 2, 3].map((at) => week(at, at === 2 ? null : 2 * HOUR, { middle: at === 2 ? null : middle })),
    )
    expect(chart.bands).toHaveLength(1)
    expect(chart.bands[0]?.map(({ low, high }) => [low, high])).toEqual([
      [1 / 3, 1],
      [1 / 3, 1],
    ])
    expect(chart.bars).toEqual([{ x: 0.875, low: 1 / 3, high: 1 }])
    expect(plain(chart.points[0]?.readout.detail ?? '')).toBe('middle half 1.0 h to 3.0 h · 10 changes')
  })

  it('leaves the dots out where weeks are many', () => {
    expect(chartOf(Array.from({ length: 520 }, (_, at) => week(at, HOUR))).dots).toEqual([])
  })

  it('is nothing where there is nothing, and one dot where there is one', () => {
    expect(prepareTrend(asked([]))).toBeNull()
    expect(prepareTrend(asked([week(0, null), week(1, null)]))).toBeNull()
    const one = chartOf([week(0, 2 * HOUR)])
    expect([one.lines, one.dots, one.initial]).toEqual([[], [{ x: 0.5, y: 1, hollow: false }], 0])
    expect(plain(one.sentence)).toMatch(/^One whole week has a point: 2.0 h\. It takes eight/)
  })

  it('takes what is 0 for a value', () => {
    const chart = chartOf([week(0, 0), week(1, 0)], { unit: 'rate' })
    expect(chart.lines[0]?.map(({ y }) => y)).toEqual([0, 0])
    expect(chart.yMarks.at(-1)?.label).toBe('5\u00a0%')
  })
})

describe('limits and signals', () => {
  const kind = { unit: 'seconds', interval: 'bootstrap' } as const
  const values = [10, 12, 11, 13, 10, 12, 11, 25]
  const weeks = values.map((hours, at) => week(at, hours * HOUR))

  it('are named with their value at the edge, apart from each other', () => {
    const chart = chartOf(weeks, { limits: trendLimits(kind, weeks) })
    expect(chart.limits.map(({ label }) => plain(label))).toEqual([
      'lower limit 3.5 h',
      'mean 13 h',
      'upper limit 23 h',
    ])
    const alike = values.map((_, at) => week(at, 10 * HOUR))
    expect(chartOf(alike, { limits: trendLimits(kind, alike) }).limits.map(({ label }) => label.split(' ')[0])).toEqual(
      [...['lower', 'mean', 'upper']],
    )
    expect(chart.limits.map(({ brief }) => plain(brief))).toEqual(['limit 3.5 h', 'mean 13 h', 'limit 23 h'])
    const heights = chart.limits.map(({ labelY }) => labelY)
    for (const [at, height] of heights.entries())
      if (at > 0) expect(height - (heights[at - 1] ?? 0)).toBeGreaterThanOrEqual(0.06)
    expect(chart.rings).toMatchObject([{ words: 'above the upper limit', isNamed: true }])
    expect(plain(chart.sentence)).toBe(
      '8 whole weeks, from 10 h to 25 h. A signal in the week of 20-26 Apr: above the upper limit.',
    )
    expect(chart.points[7]?.readout.detail).toContain('signal: above the upper limit')
  })

  it('are named where their words have room, on a phone fewer', () => {
    const jumps = Array.from({ length: 12 }, (_, at) => week(at, 12 * HOUR))
    const signals = [2, 4, 8].map((index) => ({ index, rule: 'outside', side: 'above' }) as const)
    const chart = chartOf(jumps, { limits: { centre: 12 * HOUR, weeks: [], signals, changing: false } })
    expect(chart.rings.map(({ isNamed, isNamedSmall }) => [isNamed, isNamedSmall])).toEqual([
      [true, true],
      [true, false],
      [true, true],
    ])
  })

  it('say when there is none', () => {
    const calm = weeks.slice(0, 7).concat(week(7, 12 * HOUR))
    const chart = chartOf(calm, { limits: trendLimits(kind, calm) })
    expect(chart.rings).toEqual([])
    expect(chart.sentence).toContain('No signal: this is routine variation.')
  })

  it('follow the number of rows for shares, and ring a run where it begins', () => {
    const share = { unit: 'rate', interval: 'wilson' } as const
    const rates = Array.from({ length: 18 }, (_, at) =>
      week(at, at < 9 ? 0.2 : 0.05, { n: at === 17 ? 80 : 40, part: at < 9 ? 8 : at === 17 ? 4 : 2 }),
    )
    const chart = chartOf(rates, { unit: 'rate', limits: trendLimits(share, rates) })
    const upper = chart.limits.find(({ label }) => label.startsWith('upper'))
    expect(new Set(upper?.runs.flat().map(({ y }) => y.toFixed(6))).size).toBe(2)
    expect(chart.rings.map(({ words }) => words)).toEqual([
      'one of eight or more in a row above the mean',
      'one of eight or more in a row below the mean',
    ])
    expect(chart.sentence).toContain('18 of them are signals')
  })

  it('are not drawn through the top of the axis', () => {
    const share = { unit: 'rate', interval: 'wilson' } as const
    const rates = Array.from({ length: 20 }, (_, at) =>
      week(at, 0.1, { n: at === 5 ? 1 : 100, part: at === 5 ? 0 : 10 }),
    )
    const chart = chartOf(rates, { unit: 'rate', limits: trendLimits(share, rates) })
    const upper = chart.limits.find(({ label }) => label.startsWith('upper'))
    expect(upper?.runs).toHaveLength(2)
  })
})

it('lets no single value press the line flat, and says so', () => {
  const calm = [10, 12, 11, 13, 10, 12, 11, 12].map((hours, at) => week(at, hours * HOUR))
  const far = week(8, null, { n: 2, few: [10, 400].map((hours) => ({ at: MONDAY + 8.5 * WEEK, value: hours * HOUR })) })
  const weeks = [...calm, far]
  const chart = chartOf(weeks, { limits: trendLimits({ unit: 'seconds', interval: 'bootstrap' }, weeks) })
  expect(chart.yMarks.at(-1)?.label).toBe('18\u00a0h')
  expect([chart.singles.length, chart.beyond.length]).toEqual([1, 1])
  expect(plain(chart.sentence)).toMatch(/One single value lies above the axis: 17 d\.$/)
  expect(chartOf(weeks).beyond).toEqual([])
  expect(chartOf(weeks, { log: true }).beyond).toEqual([])
})

describe('notes', () => {
  const weeks = [0, 1, 2, 3].map((at) => week(at, HOUR))
  const day = 86_400_000

  it('stand where they begin, as long as they last, only inside', () => {
    const { flags } = chartOf(weeks, {
      notes: [
        { at: MONDAY - day, until: MONDAY + WEEK, text: 'begun before' },
        { at: MONDAY + 2 * WEEK, until: null, text: 'a day' },
        { at: MONDAY + 5 * WEEK, until: null, text: 'later' },
      ],
    })
    expect(flags).toEqual([
      { x: 0, until: 0.25, number: 1, text: 'begun before', row: 0 },
      { x: 0.5, until: null, number: 2, text: 'a day', row: 0 },
    ])
  })

  it('move out of each other’s way', () => {
    const notes = [0, 1, 2].map((at) => ({ at: MONDAY + at * 3600_000, until: null, text: '' }))
    expect(chartOf(weeks, { notes }).flags.map(({ row }) => row)).toEqual([0, 1, 2])
  })
})

it('offers a logarithmic axis for durations only', () => {
  const weeks = [week(0, HOUR), week(1, 50 * HOUR)]
  expect(chartOf(weeks, { log: true }).yMarks.map(({ label }) => plain(label))).toEqual(['1 h', '6 h', '1 d', '1 w'])
  expect(
    chartOf(
      weeks.map((one) => ({ ...one, value: 0.5 })),
      { unit: 'rate', log: true },
    ).isLog,
  ).toBe(false)
})
