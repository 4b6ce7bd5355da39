// Owns the published performance tables of the DORA reports. They are clusters of survey answers, found anew each year.

export type Band = 'elite' | 'high' | 'medium' | 'low'
export type BandMetric = 'leadTime' | 'deploymentFrequency' | 'changeFailureRate' | 'recoveryTime'
export type BandYear = 2019 | 2021 | 2022 | 2023 | 2024

/** The words of the report, and how they are read; an end is part of the range unless it is open. */
export type BandRange = { text: string; from: number; to: number; fromOpen?: boolean; toOpen?: boolean }
export type BandTable = { source: string; rows: Record<BandMetric, Partial<Record<Band, BandRange>>> }

const HOUR = 3600
const DAY = 24 * HOUR
const WEEK = 7 * DAY
const MONTH = (365.25 / 12) * DAY
const HALF_YEAR = 6 * MONTH

const BEST_FIRST: readonly Band[] = ['elite', 'high', 'medium', 'low']

const underHour: BandRange = { text: 'less than one hour', from: 0, to: HOUR, toOpen: true }
const underDay: BandRange = { text: 'less than one day', from: 0, to: DAY, toOpen: true }
const dayToWeek: BandRange = { text: 'one day to one week', from: DAY, to: WEEK }
const weekToMonth: BandRange = { text: 'one week to one month', from: WEEK, to: MONTH }
const monthToHalfYear: BandRange = { text: 'one to six months', from: MONTH, to: HALF_YEAR }
const overHalfYear: BandRange = {
  text: 'more than six months',
  from: HALF_YEAR,
  to: Number.POSITIVE_INFINITY,
  fromOpen: true,
}

const onDemand: BandRange = {
  text: 'on demand (multiple deploys per day)',
  from: 1,
  to: Number.POSITIVE_INFINITY,
  fromOpen: true,
}
const daily: BandRange = { text: 'once per day to once per week', from: DAY / WEEK, to: 1 }
const weekly: BandRange = { text: 'once per week to once per month', from: DAY / MONTH, to: DAY / WEEK }
const monthly: BandRange = { text: 'once per month to once every six months', from: DAY / HALF_YEAR, to: DAY / MONTH }
const rarer: BandRange = { text: 'fewer than once every six months', from: 0, to: DAY / HALF_YEAR, toOpen: true }

const rate0: BandRange = { text: '0 to 15 %', from: 0, to: 0.15 }
const rate16: BandRange = { text: '16 to 30 %', from: 0.16, to: 0.3 }
const rate46: BandRange = { text: '46 to 60 %', from: 0.46, to: 0.6 }

/** The tables by report year. 2020 had no survey report, 2022 no elite cluster; since 2025 there are no tiers. */
export const BAND_TABLES: Record<BandYear, BandTable> = {
  2019: {
    source: 'Accelerate State of DevOps 2019, page 18',
    rows: {
      deploymentFrequency: { elite: onDemand, high: daily, medium: weekly, low: monthly },
      leadTime: { elite: underDay, high: dayToWeek, medium: weekToMonth, low: monthToHalfYear },
      recoveryTime: { elite: underHour, high: underDay, medium: underDay, low: weekToMonth },
      changeFailureRate: { elite: rate0, high: rate0, medium: rate0, low: rate46 },
    },
  },
  2021: {
    source: 'Accelerate State of DevOps 2021, page 11',
    rows: {
      deploymentFrequency: { elite: onDemand, high: weekly, medium: monthly, low: rarer },
      leadTime: { elite: underHour, high: dayToWeek, medium: monthToHalfYear, low: overHalfYear },
      recoveryTime: { elite: underHour, high: underDay, medium: dayToWeek, low: overHalfYear },
      changeFailureRate: { elite: rate0, high: rate16, medium: rate16, low: rate16 },
    },
  },
  2022: {
    source: 'Accelerate State of DevOps 2022, as reported by Octopus Deploy',
    rows: {
      deploymentFrequency: { high: onDemand, medium: weekly, low: monthly },
      leadTime: { high: dayToWeek, medium: weekToMonth, low: monthToHalfYear },
      recoveryTime: { high: underDay, medium: dayToWeek, low: weekToMonth },
      changeFailureRate: { high: rate0, medium: rate16, low: rate46 },
    },
  },
  2023: {
    source: 'Accelerate State of DevOps 2023, as reported by Octopus Deploy',
    rows: {
      deploymentFrequency: { elite: onDemand, high: daily, medium: weekly, low: weekly },
      leadTime: { elite: underDay, high: dayToWeek, medium: weekToMonth, low: weekToMonth },
      recoveryTime: { elite: underHour, high: underDay, medium: dayToWeek, low: monthToHalfYear },
      changeFailureRate: { elite: upTo(0.05), high: upTo(0.1), medium: upTo(0.15), low: upTo(0.64) },
    },
  },
  2024: {
    source: 'Accelerate State of DevOps 2024, as reported by Octopus Deploy',
    rows: {
      deploymentFrequency: { elite: onDemand, high: daily, medium: weekly, low: monthly },
      leadTime: { elite: underDay, high: dayToWeek, medium: weekToMonth, low: monthToHalfYear },
      recoveryTime: { elite: underHour, high: underDay, medium: underDay, low: weekToMonth },
      changeFailureRate: { elite: upTo(0.05), high: upTo(0.2), medium: upTo(0.1), low: upTo(0.4) },
    },
  },
}

/**
 * The band of a value in the table of a report year.
 *
 * Definition: the cluster whose published range holds the value.
 * Formula: ranges include both ends, "less than" and "more than" exclude theirs; a value on a shared end, or in a range
 * that several bands have, is in the better one. "On demand" is more than one deployment a day. Change failure rates
 * of 2023 and later are points, read as "up to"; the smallest that holds the value decides. So the bands of 2024 run
 * elite, medium, high, low: high performers failed more often than medium ones.
 * Unit: leadTime and recoveryTime in seconds, deploymentFrequency per day, changeFailureRate 0 to 1. A month is
 * 365.25 / 12 days, half a year six of them.
 * Edge cases: null of null, in a gap of the table (2021: a lead time of two hours; until 2022: a rate of 15.5 %) beyond
 * its ends, and for a year without a table.
 * Source: the reports named in `BAND_TABLES`; dora.dev: the clusters are emergent and no fixed benchmark.
 * Example: band('changeFailureRate', 0.08, 2024) = 'medium'; band('leadTime', 86400, 2024) = 'high'.
 */
export function band(metric: BandMetric, value: number | null, year = 2024): Band | null {
  if (value === null || !isBandYear(year)) return null
  const row = BAND_TABLES[year].rows[metric]
  let best: Band | null = null
  let bestEnd = Number.POSITIVE_INFINITY
  for (const name of BEST_FIRST) {
    const range = row[name]
    if (!range || !holds(range, value)) continue
    if (best === null || (metric === 'changeFailureRate' && range.to < bestEnd)) {
      best = name
      bestEnd = range.to
    }
  }
  return best
}

/** `better` is null beyond the best range, `worse` beyond the worst. */
export type BandGap = { better: Band | null; worse: Band | null }

/**
 * Between which ranges of a year's table a value lies that has no band; null where it has one, and of null.
 * Of several bands that share the nearest range it is the nearest in the order of the bands.
 * Example: bandGap('leadTime', 7200, 2021) = { better: 'elite', worse: 'high' }; of 0.4 per day in 2021 the same;
 * bandGap('leadTime', 3600, 2022) = { better: null, worse: 'high' }, since nothing in that table is so short.
 */
export function bandGap(metric: BandMetric, value: number | null, year: BandYear): BandGap | null {
  if (value === null || value < 0 || band(metric, value, year) !== null) return null
  const ranges = BEST_FIRST.flatMap((name) => {
    const range = BAND_TABLES[year].rows[metric][name]
    return range ? [{ name, ...range }] : []
  })
  const below = ranges.filter(({ to }) => to <= value)
  const above = ranges.filter(({ from }) => from >= value)
  const nearestBelow = below.filter(({ to }) => to === Math.max(...below.map((one) => one.to)))
  const nearestAbove = above.filter(({ from }) => from === Math.min(...above.map((one) => one.from)))
  const isMoreBetter = metric === 'deploymentFrequency'
  const [better, worse] = isMoreBetter ? [nearestAbove, nearestBelow] : [nearestBelow, nearestAbove]
  return { better: better.at(-1)?.name ?? null, worse: worse[0]?.name ?? null }
}

export const BAND_YEARS: readonly BandYear[] = [2019, 2021, 2022, 2023, 2024]

/** Whether a report year has a table. */
export function isBandYear(year: number): year is BandYear {
  return (BAND_YEARS as readonly number[]).includes(year) // widened: includes only takes its own kind
}

function holds(range: BandRange, value: number): boolean {
  if (value < range.from || value > range.to) return false
  return !(range.fromOpen && value === range.from) && !(range.toOpen && value === range.to)
}

function upTo(rate: number): BandRange {
  return { text: `${Math.round(rate * 100)} %`, from: 0, to: rate }
}
