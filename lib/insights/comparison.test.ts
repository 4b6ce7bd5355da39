import { expect, test } from 'vitest'
import { clearlyRose, compareAmounts, compareRates } from './comparison'

const of = (value: number | null, n = 20) => ({ value, n })

test.each([
  ['fell from 31 h to 22 h', of(22), of(31), { kind: 'fall', by: 9 / 31, unit: 'share' }],
  ['doubled', of(2), of(1), { kind: 'rise', by: 1, unit: 'share' }],
  ['within a twentieth', of(104), of(100), { kind: 'same' }],
  ['from nothing', of(22), of(null, 0), { kind: 'new' }],
  ['from 0', of(1), of(0), { kind: 'new' }],
  ['0 stays 0', of(0), of(0), { kind: 'same' }],
  ['nothing now', of(null, 0), of(22), { kind: 'none' }],
  ['nothing at all', of(0, 0), of(null, 0), { kind: 'none' }],
  ['nothing before to ask', of(22), null, { kind: 'none' }],
  ['four now', of(22, 4), of(31), { kind: 'few' }],
  ['four before', of(22), of(31, 4), { kind: 'few' }],
])('an amount that %s', (_, now, before, expected) => {
  const found = compareAmounts(now, before)
  expect(found).toEqual('by' in expected ? { ...expected, by: expect.closeTo(expected.by ?? 0, 9) } : expected)
})

test('a rate is compared in points, so that 1 % to 2 % is no doubling', () => {
  expect(compareRates(of(0.24), of(0.12))).toEqual({ kind: 'rise', by: 0.12, unit: 'points' })
  expect(compareRates(of(0.095), of(0.1))).toEqual({ kind: 'same' })
  expect(compareRates(of(0.1), of(0))).toEqual({ kind: 'rise', by: 0.1, unit: 'points' })
  expect(compareRates(of(0.1), of(null, 0))).toEqual({ kind: 'new' })
})

test('a rise is clear where the interval of the difference lies above 0', () => {
  const of = (failed: number, n: number) => ({ failed, n, value: n === 0 ? null : failed / n })
  // Newcombe (1998), example (a): 56/70 against 48/80 differ by 0.0524 to 0.3339.
  expect(clearlyRose(of(56, 70), of(48, 80))).toBe(true)
  // Example (c): 6/7 against 2/7, 0.0582 to 0.8062; example (b): 9/10 against 3/10, 0.1705 to 0.8090.
  expect(clearlyRose(of(6, 7), of(2, 7))).toBe(true)
  expect(clearlyRose(of(5, 56), of(0, 29))).toBe(false)
  expect(clearlyRose(of(2, 7), of(6, 7))).toBe(false)
  expect(clearlyRose(of(2, 7), of(0, 0))).toBe(false)
})
