import { describe, expect, it } from 'vitest'
import type { MetricRow } from './contract'
import { intervalOf, summarise } from './summary'

const row = (value: number, whole = 1): MetricRow => ({ row: 0, at: 0, value, whole })
const MEDIAN = { unit: 'seconds', interval: 'bootstrap' } as const
const SHARE = { unit: 'rate', interval: 'wilson' } as const
const TIMES = { unit: 'rate', interval: null } as const
const COUNT = { unit: 'per-day', interval: null } as const

describe('summarise', () => {
  it('takes the median of durations, with the middle half', () => {
    const rows = [1, 2, 3, 10].map((value) => row(value))
    expect(summarise(MEDIAN, rows, null)).toEqual({ value: 2.5, n: 4, part: null, middle: [1.75, 4.75] })
  })

  it('divides sums, never takes the mean of ratios', () => {
    const few = [row(1), row(0)]
    const many = Array.from({ length: 8 }, () => row(0))
    expect(summarise(SHARE, [...few, ...many], null)).toMatchObject({ value: 0.1, n: 10, part: 1 })
    expect(summarise(TIMES, [row(1, 10), row(2, 2)], null)).toMatchObject({ value: 0.25, n: 2, part: null })
  })

  it('counts over days', () => {
    expect(summarise(COUNT, [row(1), row(1)], 4)).toMatchObject({ value: 0.5, n: 2 })
    expect(summarise(COUNT, [], 4)).toMatchObject({ value: 0, n: 0 })
  })

  it('knows nothing of nothing', () => {
    for (const kind of [MEDIAN, SHARE, TIMES, COUNT]) {
      expect(summarise(kind, [], null)).toMatchObject({ value: null, n: 0, middle: null })
    }
    expect(summarise(COUNT, [], 0).value).toBeNull()
    expect(summarise(TIMES, [row(0, 0)], null).value).toBeNull()
  })
})

it('gives each kind of value its interval', () => {
  expect(
    intervalOf(
      MEDIAN,
      Array.from({ length: 20 }, () => row(7)),
    ),
  ).toEqual([7, 7])
  expect(intervalOf(MEDIAN, [row(7)])).toBeNull()
  expect(intervalOf(SHARE, [row(1), row(0)])?.map((end) => end.toFixed(3))).toEqual(['0.095', '0.905'])
  expect(intervalOf(SHARE, [])).toBeNull()
  expect(intervalOf(TIMES, [row(1, 2)])).toBeNull()
})
