import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pChart, xmr } from './chart-limits'

describe('xmr', () => {
  it('follows the worked example', () => {
    const chart = xmr([10, 12, 11, 13, 10, 12, 11, 25])
    expect(chart?.centre).toBe(13)
    expect(chart?.movingRange).toBeCloseTo(25 / 7, 12)
    expect(chart?.lower).toBeCloseTo(3.5, 12)
    expect(chart?.upper).toBeCloseTo(22.5, 12)
    expect(chart?.signals).toEqual([{ index: 7, rule: 'outside', side: 'above' }])
  })

  it('needs eight points', () => {
    expect(xmr([])).toBeNull()
    expect(xmr([1, 2, 3, 4, 5, 6, 7])).toBeNull()
    expect(xmr([1, 2, 3, 4, 5, 6, 7, null])).toBeNull()
  })

  it('keeps the lower limit at 0', () => {
    expect(xmr([0, 5, 0, 5, 0, 5, 0, 5])?.lower).toBe(0)
  })

  it('never signals equal points, however their mean is rounded', () => {
    for (const value of [0, 0.1, 1 / 3, 1e9 / 7]) {
      expect(xmr(Array.from({ length: 11 }, () => value))?.signals).toEqual([])
    }
  })

  it('signals eight in a row on one side, and not seven', () => {
    const wide = [0, 100, 0, 100, 0, 100]
    const seven = xmr([...wide, 0, ...Array.from({ length: 7 }, () => 60), 0, 0, 0])
    expect(seven?.signals).toEqual([])
    const eight = xmr([...wide, 0, ...Array.from({ length: 8 }, () => 60), 0, 0, 0])
    expect(eight?.signals.map(({ index, rule, side }) => [index, rule, side])).toEqual(
      [7, 8, 9, 10, 11, 12, 13, 14].map((index) => [index, 'run', 'above']),
    )
  })

  it('passes over gaps and names points by their place in the list', () => {
    const chart = xmr([10, null, 12, 11, 13, null, 10, 12, 11, 25])
    expect(chart?.centre).toBe(13)
    expect(chart?.movingRange).toBeCloseTo(25 / 7, 12)
    expect(chart?.signals).toEqual([{ index: 9, rule: 'outside', side: 'above' }])
  })

  it('is scaled with its points', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 8, maxLength: 60 }), (points) => {
        const chart = xmr(points)
        const double = xmr(points.map((point) => point * 2))
        expect(double?.upper).toBeCloseTo((chart?.upper ?? Number.NaN) * 2, 6)
        expect(double?.signals).toEqual(chart?.signals)
      }),
    )
  })
})

describe('pChart', () => {
  it('follows the worked example', () => {
    const weeks = [2, 2, 2, 2, 2, 2, 2, 10].map((failed) => ({ failed, total: 20 }))
    const chart = pChart(weeks)
    expect(chart?.centre).toBe(0.15)
    expect(chart?.limits[0]?.lower).toBe(0)
    expect(chart?.limits[0]?.upper).toBeCloseTo(0.3895, 4)
    expect(chart?.signals).toEqual([{ index: 7, rule: 'outside', side: 'above' }])
  })

  it('has wider limits for smaller totals and none for gaps', () => {
    const totals = [10, 40, 0, 10, 40, 10, 40, 10, 40]
    const chart = pChart(totals.map((total) => ({ failed: total / 10, total })))
    expect(chart?.limits[2]).toBeNull()
    expect(chart?.limits[0]?.upper).toBeGreaterThan(chart?.limits[1]?.upper ?? Number.NaN)
    expect(chart?.signals).toEqual([])
  })

  it('needs eight points with a total, and takes none or all failing', () => {
    const seven = Array.from({ length: 7 }, () => ({ failed: 1, total: 2 }))
    expect(pChart([...seven, { failed: 0, total: 0 }])).toBeNull()
    expect(pChart([])).toBeNull()
    for (const failed of [0, 3]) {
      const chart = pChart(Array.from({ length: 9 }, () => ({ failed, total: 3 })))
      expect(chart?.centre).toBe(failed / 3)
      expect(chart?.signals).toEqual([])
    }
  })
})
