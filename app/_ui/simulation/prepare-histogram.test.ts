import { expect, test } from 'vitest'
import { prepareHistogram } from './prepare-histogram'

const words = String

test('whole numbers have a bar each, as high as they are frequent', () => {
  const chart = prepareHistogram({ values: [0, 1, 1, 3], marks: [{ value: 1, label: 'half' }], words, whole: true })
  expect(chart?.bars).toEqual([
    { from: 0, to: 0.25, high: 0.5 },
    { from: 0.25, to: 0.5, high: 1 },
    { from: 0.75, to: 1, high: 0.5 },
  ])
  expect(chart?.marks).toEqual([{ x: 0.375, label: 'half', row: 0 }])
  expect(chart?.xMarks.map(({ label }) => label)).toEqual(['0', '1', '2', '3'])
})

test('a long tail does not press all others into one bar, and is counted; what never comes too', () => {
  const values = [...Array.from({ length: 99 }, (_, at) => 3600 + at), 900_000]
  expect(prepareHistogram({ values, marks: [], words })?.beyond).toBeCloseTo(0.02)
  const never = [1, 2, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  expect(prepareHistogram({ values: never, marks: [], words, whole: true })?.beyond).toBe(0.5)
  expect(prepareHistogram({ values: [Number.POSITIVE_INFINITY], marks: [], words, fromZero: false })).toBeNull()
  expect(prepareHistogram({ values: [], marks: [], words })).toBeNull()
})

test('what it is compared with is on the same scale', () => {
  const chart = prepareHistogram({ values: [0, 0, 0, 0], compared: [1, 1, 1, 1], marks: [], words, whole: true })
  expect(chart?.bars).toEqual([{ from: 0, to: 0.5, high: 1 }])
  expect(chart?.outline).toEqual([
    { x: 0, y: 0 },
    { x: 0.5, y: 0 },
    { x: 0.5, y: 1 },
    { x: 1, y: 1 },
  ])
})

test('values that are all the same are one bar', () => {
  for (const value of [0, 7200]) {
    const chart = prepareHistogram({ values: [value, value], marks: [{ value, label: '' }], words })
    expect(chart?.bars).toHaveLength(1)
    expect(chart?.marks[0]?.x).toBeLessThanOrEqual(1)
    expect(chart?.beyond).toBe(0)
  }
})
