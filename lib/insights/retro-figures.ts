// A retro's figures: each metric in its days, in the windows of the same length before, and whether its weeks hold a signal.
import type { ServiceFacts } from '../facts/service'
import type { Comparison } from './comparison'
import { trendLimits, weeklyTrend } from './metric-trend'
import { earlierDays, limitDays, type RetroDays } from './retro-days'
import { MEASURES, type Measure, type Reading, readMeasure, samplesOf, seenBy } from './retro-measure'
import { compareFigures } from './service-figures'
import { type Variation, variationOf } from './signals'

export type RetroFigure = Reading & {
  id: string
  title: string
  unit: Measure['unit']
  counts: [one: string, many: string]
  /** Against the window before. */
  change: Comparison
  /** The earliest first. */
  earlier: (RetroDays & Pick<Reading, 'value' | 'n' | 'few'>)[]
  /** Of the weeks that the retro's days touch; null: under eight whole weeks have a point. */
  variation: Variation | null
  /** Not over, or may still change: recoveries, incidents, young deployments, failed attempts besides. */
  open: number
  provisional: number
  attemptsFailed: number
  /** Services of which it can say nothing, because nothing tells work from waiting there. */
  unseen: string[]
}

/** Every metric of the registry, in its order. */
export function retroFigures(members: readonly ServiceFacts[], days: RetroDays, now: number): RetroFigure[] {
  return MEASURES.filter(({ metric }) => metric !== null).map((measure) => figureOf(measure, members, days, now))
}

function figureOf(measure: Measure, members: readonly ServiceFacts[], days: RetroDays, now: number): RetroFigure {
  const { id, title, unit, counts, metric } = measure
  const samples = samplesOf(members, days, now)
  const reading = readMeasure(measure, samples)
  const earlier = earlierDays(days).map((range) => {
    const { value, n, few } = readMeasure(measure, samplesOf(members, range, now))
    return { ...range, value, n, few }
  })
  const beside = samples.map(({ facts, window }) => metric?.beside?.(metric.compute(facts, window)) ?? {})
  const sum = (key: 'open' | 'provisional' | 'attemptsFailed') =>
    beside.reduce((total, one) => total + (one[key] ?? 0), 0)
  const seen = new Set(seenBy(measure, samples).map(({ facts }) => facts.service.name))
  return {
    id,
    title,
    unit,
    counts,
    ...reading,
    change: compareFigures(unit, reading, earlier.at(-1) ?? null),
    earlier,
    variation: variationIn(measure, members, days, now),
    open: sum('open'),
    provisional: sum('provisional'),
    attemptsFailed: sum('attemptsFailed'),
    unseen: members.flatMap(({ service }) => (seen.has(service.name) ? [] : [service.name])),
  }
}

/** Limits come from all the weeks before; only signals in weeks of the retro's days are its own. */
function variationIn(
  { id, metric }: Measure,
  members: readonly ServiceFacts[],
  days: RetroDays,
  now: number,
): Variation | null {
  if (!metric) return null
  const own = samplesOf(members, days, now)
  const [begin, end] = [Math.min(...own.map((one) => one.window.from)), Math.max(...own.map((one) => one.window.to))]
  const weeks = weeklyTrend(metric, seenBy({ id }, samplesOf(members, limitDays(days), now)))
  const limits = trendLimits(metric, weeks)
  if (!limits) return null
  const signals = limits.signals.filter(({ index }) => {
    const week = weeks[index]
    return week !== undefined && week.end > begin && week.start < end
  })
  return variationOf(weeks, { ...limits, signals })
}
