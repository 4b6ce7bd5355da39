import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceInterval, type Estimate } from './difference'
import { wilson } from './stats'

const share = (part: number, n: number): Estimate => ({ value: part / n, interval: wilson(part, n) ?? [0, 1] })

// Newcombe (1998), table II, method 10.
test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
])('%d/%d less %d/%d', (a, m, b, n, lower, upper) => {
  const [low, high] = differenceInterval(share(a, m), share(b, n))
  expect(low).toBeCloseTo(lower, 4)
  expect(high).toBeCloseTo(upper, 4)
})

test('holds the difference, and turns round with its sides', () => {
  const some = fc
    .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.nat(1000), fc.nat(1000))
    .map(([value, below, above]): Estimate => ({ value, interval: [value - below, value + above] }))
  fc.assert(
    fc.property(some, some, (a, b) => {
      const [low, high] = differenceInterval(a, b)
      const [back, forth] = differenceInterval(b, a)
      expect(low).toBeLessThanOrEqual(a.value - b.value)
      expect(high).toBeGreaterThanOrEqual(a.value - b.value)
      expect(back).toBeCloseTo(-high, 5)
      expect(forth).toBeCloseTo(-low, 5)
    }),
  )
})
