import { describe, expect, it } from 'vitest'
import { METRICS } from '../metrics/registry'
import { delivered, factsWith } from '../testing/facts'
import { at } from '../testing/scenario'
import { type Benchmark, benchmarkOf, benchmarkSource, benchmarkWords, hasBands, REPORT_YEARS } from './benchmark'
import { serviceMetric } from './metric-page'
import type { WindowChoice } from './page-window'
import { USUAL } from './reading'
import { figureRemarks } from './service-figures'
import { servicePage } from './service-page'

const HOUR = 3600
const DAY = 24 * HOUR
const words = (id: string, value: number | null, year: number) => {
  const metric = METRICS[id as keyof typeof METRICS] // sound: ids below are the registry's
  const benchmark: Benchmark | null = benchmarkOf(metric, value, year)
  return benchmark && benchmarkWords(benchmark)
}

describe('what a report says of a value', () => {
  it.each([
    ['lead-time', 2 * HOUR, 2019, 'elite'],
    ['lead-time', 2 * HOUR, 2021, 'no band, between elite and high'],
    ['lead-time', 2 * HOUR, 2022, 'no band, better than every range of its table'],
    ['lead-time', 2 * HOUR, 2024, 'elite'],
    ['lead-time', 2 * HOUR, 2025, '8 of 10, mean 5.5'],
    ['recovery-time', 2 * DAY, 2024, 'no band, between medium and low'],
    ['deployment-frequency', 0.5, 2022, 'no band, between high and medium'],
    ['deployment-frequency', 0, 2024, 'no band, worse than every range of its table'],
    ['change-failure-rate', 0.5, 2023, 'low'],
    ['change-failure-rate', 0.126, 2025, '8.7 of 10, mean 8.1'],
    ['rework-rate', 0.05, 2025, '9.5 of 10, mean 7.8'],
    ['rework-rate', 0.05, 2024, null],
    ['lead-time', null, 2024, null],
    ['lead-time', null, 2025, null],
    ['lead-time', HOUR, 2020, null],
    ['time-to-restore', HOUR, 2024, null],
    ['flow-efficiency', 0.3, 2025, null],
  ])('%s of %d in %d: %s', (id, value, year, expected) => expect(words(id, value, year)).toBe(expected))

  it('has a source for every year that can be chosen', () => {
    expect(REPORT_YEARS).toEqual([2019, 2021, 2022, 2023, 2024, 2025])
    for (const year of REPORT_YEARS) expect(benchmarkSource(year)).toContain(String(year))
    expect(benchmarkSource(2020)).toBeNull()
    expect(REPORT_YEARS.filter(hasBands)).toEqual([2019, 2021, 2022, 2023, 2024])
  })
})

describe('one service in the year that is asked for', () => {
  const WEEK: WindowChoice = { kind: 'dates', from: '2026-03-02', to: '2026-03-09' }
  const NOW = at('Mon+2w 00:00')
  const facts = (count: number) =>
    factsWith({ changes: Array.from({ length: count }, (_, one) => delivered(`pr:${one}`, 'Tue 10:00', 'Tue 12:00')) })
  const page = (count: number, bands: number) =>
    serviceMetric(METRICS['lead-time'], facts(count), WEEK, NOW, { ...USUAL, bands })
  const remarks = (count: number, bands: number) =>
    figureRemarks(page(count, bands).figure).filter((remark) => remark.startsWith('DORA'))
  const bandSettings = (bands: number) =>
    page(5, bands).settings.flatMap((one) => (/Bands|Compared/.test(one.label) ? `${one.label}: ${one.words}` : []))

  it('has its band with year and source, its gap, or its place', () => {
    expect(remarks(5, 2019)).toEqual(['DORA 2019: elite'])
    expect(remarks(5, 2021)).toEqual(['DORA 2021: no band, between elite and high'])
    expect(remarks(5, 2025)).toEqual(['DORA 2025: 8 of 10, mean 5.5'])
    expect(bandSettings(2021)).toEqual(['Bands: Accelerate State of DevOps 2021, page 11'])
    expect(bandSettings(2025)).toEqual(['Compared with: DORA Quick Check, edition 2025, all industries'])
  })

  it('has none of fewer than five rows', () => {
    for (const year of REPORT_YEARS) expect(remarks(4, year)).toEqual([])
  })

  it('differs between years on the same page, and in nothing else', () => {
    const many = facts(5)
    const of = (bands: number) => servicePage(many, WEEK, NOW, { ...USUAL, bands })
    const bare = (bands: number) => {
      const shown = of(bands)
      const figures = shown.figures.map((figure) => ({ ...figure, band: null, benchmark: null }))
      return { ...shown, figures, window: { ...shown.window, bandYear: null } }
    }
    expect(bare(2021)).toEqual(bare(2025))
    const lead = (bands: number) => of(bands).figures.find(({ id }) => id === 'lead-time')?.benchmark
    expect([2019, 2021, 2025, 2019].map((year) => lead(year)?.kind)).toEqual(['band', 'gap', 'place', 'band'])
  })
})
