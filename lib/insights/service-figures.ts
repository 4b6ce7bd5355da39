// The figures of one service, one a metric: value, comparison, how sure it is, and its definition.
import type { ServiceFacts } from '../facts/service'
import { formatCount, formatDuration, formatPerWeek, formatRate } from '../format'
import type { Band } from '../metrics/bands'
import type { AnyMetric, Beside, Window } from '../metrics/contract'
import { METRICS, type Registry } from '../metrics/registry'
import { intervalOf, summarise } from '../metrics/summary'
import { type Benchmark, benchmarkOf, benchmarkWords } from './benchmark'
import { type Comparison, compareAmounts, compareRates } from './comparison'
import { isTimed } from './reading'

export type FigureUnit = AnyMetric['unit']

/** Seconds, a rate from 0 to 1, or a number per day. */
export type ServiceFigure = {
  id: string
  title: string
  question: string
  definition: string
  unit: FigureUnit
  /** Whether the clock decides its value. */
  timed: boolean
  value: number | null
  n: number
  /** What `n` counts, one and many. */
  counts: [one: string, many: string]
  /** For rates: how many of `n`. */
  part: number | null
  change: Comparison
  /** 95 % interval. */
  interval: [number, number] | null
  band: Band | null
  /** What the report of the window's year says of it. */
  benchmark: Benchmark | null
  /** Under five: every single value instead of a quantile to believe in. */
  raw: number[] | null
  p90: number | null
} & Omit<Required<Beside>, 'band'>

/** Under as many values a quantile is no more than one of them. */
export const FEW = 5

/** `previous`: the window to compare with; null compares with nothing. */
export function serviceFigures(
  facts: ServiceFacts,
  window: Window,
  previous: { from: number; to: number } | null,
  registry: Registry = METRICS,
): ServiceFigure[] {
  return Object.values<AnyMetric>(registry).map((metric) => metricFigure(metric, facts, window, previous))
}

const NOTHING_BESIDE: Required<Beside> = {
  band: null,
  open: 0,
  provisional: 0,
  medianWithWaiting: null,
  attemptsFailed: 0,
  remarks: [],
}

export function metricFigure(
  metric: AnyMetric,
  facts: ServiceFacts,
  window: Window,
  previous: { from: number; to: number } | null,
): ServiceFigure {
  const { id, title, question, definition, unit, counts, compute } = metric
  const answer = compute(facts, window)
  const rows = metric.rows(facts, window)
  const before = previous && compute(facts, { ...window, ...previous })
  const beside: Required<Beside> = { ...NOTHING_BESIDE, ...metric.beside?.(answer) }
  const values = rows.map((row) => row.value)
  // A frequency is known exactly; a median or a rate of a few is not enough to be called elite or low.
  const isEnough = unit === 'per-day' || answer.n >= FEW
  return {
    id,
    title,
    question,
    definition,
    unit,
    timed: isTimed(metric),
    value: answer.value,
    n: answer.n,
    counts,
    part: summarise(metric, rows, null).part,
    change: compareFigures(unit, answer, before),
    interval: intervalOf(metric, rows),
    benchmark: isEnough ? benchmarkOf(metric, answer.value, window.bandYear) : null,
    raw: unit === 'seconds' && values.length > 0 && values.length < FEW ? values.sort((a, b) => a - b) : null,
    p90: answer.spread?.p90 ?? null,
    ...beside,
    band: isEnough ? beside.band : null,
  }
}

type Value = { value: number | null; n: number }

export function compareFigures(unit: FigureUnit, now: Value, before: Value | null): Comparison {
  return unit === 'rate' ? compareRates(now, before) : compareAmounts(now, before)
}

/** "22 h", "12.5 %", "4.1 / week". */
export function formatFigure(unit: FigureUnit, value: number | null): string {
  if (unit === 'seconds') return formatDuration(value)
  return unit === 'rate' ? formatRate(value) : formatPerWeek(value)
}

/** "49 deployments", "1 change". */
export function countWords(n: number, counts: [one: string, many: string]): string {
  return `${formatCount(n)} ${n === 1 ? counts[0] : counts[1]}`
}

/** "Deployments", at the head of a column or a line. */
export function heading([, many]: [one: string, many: string]): string {
  return `${many[0]?.toUpperCase() ?? ''}${many.slice(1)}`
}

/** What a reader should know beside the value, each a few words. */
export function figureRemarks(figure: ServiceFigure): string[] {
  const { n, part, counts, interval, benchmark, raw, p90, unit } = figure
  const remarks: string[] = []
  if (n > 0) remarks.push(part === null ? countWords(n, counts) : `${formatCount(part)} of ${countWords(n, counts)}`)
  if (raw) remarks.push(`every value: ${raw.map((value) => formatDuration(value)).join(', ')}`)
  else if (interval) {
    remarks.push(`95 % interval ${formatFigure(unit, interval[0])} to ${formatFigure(unit, interval[1])}`)
  }
  if (p90 !== null && !raw) remarks.push(`nine in ten within ${formatDuration(p90)}`)
  remarks.push(...besideWords(figure))
  if (benchmark) remarks.push(`DORA ${benchmark.year}: ${benchmarkWords(benchmark)}`)
  return remarks
}

function besideWords(figure: ServiceFigure): string[] {
  const { medianWithWaiting, open, attemptsFailed, provisional, remarks } = figure
  const words: string[] = []
  if (medianWithWaiting !== null) words.push(`${formatDuration(medianWithWaiting)} if waiting changes are counted in`)
  if (open > 0) words.push(`${formatCount(open)} still open`)
  if (attemptsFailed > 0) words.push(`${countWords(attemptsFailed, ['failed attempt', 'failed attempts'])} besides`)
  if (provisional > 0) words.push(`${formatCount(provisional)} younger than a day, may still turn out failed`)
  return [...words, ...remarks]
}
