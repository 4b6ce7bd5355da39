import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limitLines } from './limit-lines'

/** Of an axis from 0 to 1. */
function placesOf(lower: number, centre: number, upper: number): number[] {
  const asked = { centre, weeks: [{ lower, upper }], signals: [], changing: false }
  const lines = limitLines(asked, [], { x: (at) => at, y: (value) => value, top: 1, unit: 'rate' })
  return lines.map(({ labelY }) => labelY)
}

test('words stand at the ends of their lines, and close ones around the middle of theirs', () => {
  expect(placesOf(0.2, 0.5, 0.8)).toEqual([0.2, 0.5, 0.8])
  const [lower = 0, centre = 0, upper = 0] = placesOf(0.49, 0.5, 0.51)
  expect([lower, centre, upper]).toEqual([0.4375, 0.5, 0.5625])
  expect(placesOf(0.2, 0.79, 0.81)).toEqual([0.2, expect.closeTo(0.76875), expect.closeTo(0.83125)])
})

test('words stay inside, apart, and in the order of their lines', () => {
  const place = fc.double({ min: 0.001, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.tuple(place, place, place), (values) => {
      const [lower = 0, centre = 0, upper = 0] = values.sort((a, b) => a - b)
      const places = placesOf(lower, centre, upper)
      expect(places).toHaveLength(3)
      expect(Math.min(...places)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...places)).toBeLessThanOrEqual(1)
      for (const [at, one] of places.entries()) if (at > 0) expect(one - (places[at - 1] ?? 0)).toBeGreaterThan(0.062)
    }),
  )
})
