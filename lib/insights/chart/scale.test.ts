import { describe, expect, it } from 'vitest'
import { linearScale, logScale } from './scale'

const [HOUR, DAY] = [3600, 86_400]
const labels = (scale: { marks: { label: string }[] }) => scale.marks.map(({ label }) => label.replace('\u00a0', ' '))

describe('an axis from 0', () => {
  it.each([
    ['seconds', 8, ['0', '2 s', '4 s', '6 s', '8 s']],
    ['seconds', 22 * HOUR, ['0', '6 h', '12 h', '18 h', '24 h']],
    ['seconds', 31 * HOUR, ['0', '12 h', '24 h', '36 h']],
    ['seconds', 3.8 * DAY, ['0', '1 d', '2 d', '3 d', '4 d']],
    ['seconds', 800 * DAY, ['0', '200 d', '400 d', '600 d', '800 d']],
    ['rate', 0.063, ['0', '2 %', '4 %', '6 %', '8 %']],
    ['rate', 0.002, ['0', '0.1 %', '0.2 %']],
    ['rate', 1.4, ['0', '20 %', '40 %', '60 %', '80 %', '100 %']],
    ['count', 1, ['0', '1']],
    ['count', 15.2, ['0', '5', '10', '15', '20']],
    ['count', 90_000, ['0', '20,000', '40,000', '60,000', '80,000', '100,000']],
  ] as const)('%s up to %d', (unit, most, expected) => {
    const scale = linearScale(unit, most)
    expect(labels(scale)).toEqual(expected)
    expect(scale.place(0)).toBe(0)
    expect(scale.place(scale.top)).toBe(1)
  })

  it('keeps what is off the scale at its end', () => {
    const scale = linearScale('rate', 0.5)
    expect(scale.place(0.25)).toBe(0.5)
    expect([scale.place(2), scale.place(-1)]).toEqual([1, 0])
  })
})

describe('a logarithmic axis', () => {
  it('has the marks that people say', () => {
    expect(labels(logScale(2 * HOUR, 5 * DAY))).toEqual(['1 h', '6 h', '1 d', '1 w'])
    expect(labels(logScale(0.5, 30))).toEqual(['1 s', '1 min'])
    expect(labels(logScale(HOUR, HOUR))).toEqual(['1 h', '6 h'])
    expect(labels(logScale(40 * DAY, 20 * 365 * DAY))).toEqual(['30 d', '1 y', '10 y'])
  })

  it('has equal ratios at equal distances, and nothing below its foot', () => {
    const { place } = logScale(HOUR, 6 * HOUR)
    expect(place(2 * HOUR) - place(HOUR)).toBeCloseTo(place(4 * HOUR) - place(2 * HOUR), 9)
    expect([place(0), place(HOUR), place(6 * HOUR)]).toEqual([0, 0, 1])
  })
})
