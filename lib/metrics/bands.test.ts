import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BAND_YEARS, type Band, type BandMetric, type BandYear, band, bandGap } from './bands'

const HOUR = 3600
const DAY = 24 * HOUR
const MONTH = (365.25 / 12) * DAY

describe('band', () => {
  it.each<[BandMetric, number, number, Band | null]>([
    ['leadTime', 2024, 0, 'elite'],
    ['leadTime', 2024, DAY - 1, 'elite'],
    ['leadTime', 2024, DAY, 'high'],
    ['leadTime', 2024, 7 * DAY, 'high'],
    ['leadTime', 2024, 7 * DAY + 1, 'medium'],
    ['leadTime', 2024, MONTH, 'medium'],
    ['leadTime', 2024, 6 * MONTH, 'low'],
    ['leadTime', 2024, 6 * MONTH + 1, null],
    ['leadTime', 2024, -1, null],
    ['leadTime', 2021, HOUR - 1, 'elite'],
    ['leadTime', 2021, HOUR, null], // 2021 has nothing from an hour to a day
    ['leadTime', 2021, 2 * HOUR, null],
    ['leadTime', 2021, DAY, 'high'],
    ['leadTime', 2021, 8 * DAY, null],
    ['leadTime', 2021, MONTH, 'medium'],
    ['leadTime', 2021, 6 * MONTH, 'medium'],
    ['leadTime', 2021, 6 * MONTH + 1, 'low'],
    ['leadTime', 2022, HOUR, null],
    ['leadTime', 2022, 2 * DAY, 'high'],
    ['leadTime', 2023, 20 * DAY, 'medium'], // medium and low share the range
    ['leadTime', 2023, 2 * MONTH, null],
    ['leadTime', 2019, 2 * MONTH, 'low'],
    ['recoveryTime', 2024, HOUR - 1, 'elite'],
    ['recoveryTime', 2024, HOUR, 'high'],
    ['recoveryTime', 2024, DAY, null], // high and medium are both "less than one day"
    ['recoveryTime', 2024, 7 * DAY, 'low'],
    ['recoveryTime', 2023, DAY, 'medium'],
    ['recoveryTime', 2023, 8 * DAY, null],
    ['recoveryTime', 2023, MONTH, 'low'],
    ['recoveryTime', 2022, 60, 'high'],
    ['recoveryTime', 2021, 10 * MONTH, 'low'],
    ['deploymentFrequency', 2024, 1.01, 'elite'],
    ['deploymentFrequency', 2024, 1, 'high'],
    ['deploymentFrequency', 2024, 12 / 84, 'high'],
    ['deploymentFrequency', 2024, 0.14, 'medium'],
    ['deploymentFrequency', 2024, 12 / 365.25, 'medium'],
    ['deploymentFrequency', 2024, 2.01 / 365.25, 'low'],
    ['deploymentFrequency', 2024, 1.99 / 365.25, null],
    ['deploymentFrequency', 2024, 0, null],
    ['deploymentFrequency', 2023, 0.1, 'medium'],
    ['deploymentFrequency', 2023, 0.03, null],
    ['deploymentFrequency', 2022, 3, 'high'],
    ['deploymentFrequency', 2022, 0.5, null],
    ['deploymentFrequency', 2021, 0.5, null],
    ['deploymentFrequency', 2021, 0.1, 'high'],
    ['deploymentFrequency', 2021, 0, 'low'],
    ['changeFailureRate', 2024, 0, 'elite'],
    ['changeFailureRate', 2024, 0.05, 'elite'],
    ['changeFailureRate', 2024, 0.08, 'medium'],
    ['changeFailureRate', 2024, 0.1, 'medium'],
    ['changeFailureRate', 2024, 0.2, 'high'],
    ['changeFailureRate', 2024, 0.4, 'low'],
    ['changeFailureRate', 2024, 0.41, null],
    ['changeFailureRate', 2023, 0.1, 'high'],
    ['changeFailureRate', 2023, 0.15, 'medium'],
    ['changeFailureRate', 2023, 0.64, 'low'],
    ['changeFailureRate', 2023, 0.65, null],
    ['changeFailureRate', 2022, 0.15, 'high'],
    ['changeFailureRate', 2022, 0.155, null],
    ['changeFailureRate', 2022, 0.16, 'medium'],
    ['changeFailureRate', 2022, 0.4, null],
    ['changeFailureRate', 2022, 0.5, 'low'],
    ['changeFailureRate', 2021, 0.2, 'high'],
    ['changeFailureRate', 2021, 0.31, null],
    ['changeFailureRate', 2019, 0.1, 'elite'],
    ['changeFailureRate', 2019, 0.2, null],
    ['changeFailureRate', 2019, 0.6, 'low'],
  ])('%s in %d: %d is %s', (metric, year, value, expected) => expect(band(metric, value, year)).toBe(expected))

  it('of nothing, and in a year without a table, is nothing', () => {
    expect(band('leadTime', null)).toBeNull()
    expect(band('leadTime', DAY, 2020)).toBeNull()
    expect(band('leadTime', DAY, 2025)).toBeNull()
    expect(band('leadTime', DAY)).toBe('high')
  })

  it('never worsens with a shorter lead time or recovery', () => {
    const order: (Band | null)[] = ['elite', 'high', 'medium', 'low']
    const seconds = fc.double({ min: 0, max: 2e7, noNaN: true })
    const metrics = fc.constantFrom<BandMetric>('leadTime', 'recoveryTime')
    fc.assert(
      fc.property(seconds, seconds, metrics, fc.constantFrom(...BAND_YEARS), (a, b, metric, year) => {
        const [better, worse] = [band(metric, Math.min(a, b), year), band(metric, Math.max(a, b), year)]
        if (better && worse) expect(order.indexOf(better)).toBeLessThanOrEqual(order.indexOf(worse))
      }),
    )
  })
})

describe('a gap of a table', () => {
  it.each<[BandMetric, BandYear, number, Band | null, Band | null]>([
    ['leadTime', 2021, 2 * HOUR, 'elite', 'high'],
    ['leadTime', 2021, 8 * DAY, 'high', 'medium'],
    ['leadTime', 2022, HOUR, null, 'high'],
    ['leadTime', 2023, 2 * MONTH, 'low', null], // medium and low share the last range
    ['leadTime', 2024, 7 * MONTH, 'low', null],
    ['recoveryTime', 2024, 2 * DAY, 'medium', 'low'], // high and medium share "less than one day"
    ['recoveryTime', 2021, 30 * DAY, 'medium', 'low'],
    ['deploymentFrequency', 2021, 0.5, 'elite', 'high'],
    ['deploymentFrequency', 2022, 0.5, 'high', 'medium'],
    ['deploymentFrequency', 2023, 0.03, 'low', null],
    ['deploymentFrequency', 2024, 0, 'low', null],
    ['changeFailureRate', 2021, 0.155, 'elite', 'high'], // high, medium and low share what comes next
    ['changeFailureRate', 2021, 0.31, 'low', null],
    ['changeFailureRate', 2022, 0.4, 'medium', 'low'],
    ['changeFailureRate', 2019, 0.2, 'medium', 'low'], // elite, high and medium share the first range
    ['changeFailureRate', 2024, 0.5, 'low', null],
  ])('%s in %d: %d lies between %s and %s', (metric, year, value, better, worse) => {
    expect(bandGap(metric, value, year)).toEqual({ better, worse })
  })

  it('is where there is no band, and only there', () => {
    const value = fc.oneof(fc.double({ min: 0, max: 2e7, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true }))
    const metrics = fc.constantFrom<BandMetric>('leadTime', 'recoveryTime', 'deploymentFrequency', 'changeFailureRate')
    fc.assert(
      fc.property(value, metrics, fc.constantFrom(...BAND_YEARS), (one, metric, year) => {
        const gap = bandGap(metric, one, year)
        expect(gap === null).toBe(band(metric, one, year) !== null)
        if (gap) expect([gap.better, gap.worse]).not.toEqual([null, null])
      }),
    )
    expect(bandGap('leadTime', null, 2021)).toBeNull()
  })
})
