// What a DORA report of a year says of a value: its band, that it has none, or its place on the Quick Check scale.
// A benchmark of organisations that answered a survey, never a score of people.
import { BAND_TABLES, BAND_YEARS, type Band, type BandGap, band, bandGap, isBandYear } from '../metrics/bands'
import type { AnyMetric } from '../metrics/contract'
import { QUICK_CHECK_SOURCE, QUICK_CHECK_YEAR, type QuickCheck, quickCheck } from '../metrics/quick-check'

/** The years that a reader can choose. */
export const REPORT_YEARS: readonly number[] = [...BAND_YEARS, QUICK_CHECK_YEAR]

export type Benchmark = { year: number } & (
  | { kind: 'band'; band: Band }
  | ({ kind: 'gap' } & BandGap)
  | ({ kind: 'place' } & QuickCheck)
)

/** Null where the report has nothing of the metric, and on a clock that has no year: DORA's are of elapsed time. */
export function benchmarkOf(
  { benchmark }: Pick<AnyMetric, 'benchmark'>,
  value: number | null,
  year: number | null,
): Benchmark | null {
  if (benchmark === undefined || year === null || value === null) return null
  if (year === QUICK_CHECK_YEAR) {
    const place = quickCheck(benchmark, value)
    return place && { kind: 'place', year, ...place }
  }
  if (benchmark === 'reworkRate' || !isBandYear(year)) return null
  const found = band(benchmark, value, year)
  if (found) return { kind: 'band', year, band: found }
  const gap = bandGap(benchmark, value, year)
  return gap && { kind: 'gap', year, ...gap }
}

/** "high"; "no band, between elite and high"; "6 of 10, mean 5.5". */
export function benchmarkWords(benchmark: Benchmark): string {
  if (benchmark.kind === 'band') return benchmark.band
  if (benchmark.kind === 'gap') return `no band, ${gapWords(benchmark)}`
  const { score, mean } = benchmark
  return `${scoreWords(score)} of 10, mean ${scoreWords(mean)}`
}

/** The table leaves such a value out, and so do we. */
function gapWords({ better, worse }: BandGap): string {
  if (better !== null && worse !== null) return `between ${better} and ${worse}`
  return better === null ? 'better than every range of its table' : 'worse than every range of its table'
}

function scoreWords(score: number): string {
  return score.toFixed(1).replace(/\.0$/, '')
}

/** Where the tables or the scale of a year come from. */
export function benchmarkSource(year: number): string | null {
  if (year === QUICK_CHECK_YEAR) return QUICK_CHECK_SOURCE
  return isBandYear(year) ? BAND_TABLES[year].source : null
}

/** Whether a year's report has bands; since 2025 there are none. */
export function hasBands(year: number): boolean {
  return isBandYear(year)
}
