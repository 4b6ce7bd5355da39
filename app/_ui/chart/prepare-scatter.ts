// Decides everything about a scatterplot before it is drawn: its scale, its percentile lines, which dots fall together, what it says.
import { formatCount } from '../../../lib/format'
import { type Flag, flagsOf, type Note } from '../../../lib/insights/chart/flag-places'
import { type AxisUnit, linearScale, logScale, type Scale } from '../../../lib/insights/chart/scale'
import { timeMarks } from '../../../lib/insights/chart/time-marks'
import {
  ENOUGH_FOR_LINES,
  type PercentileLine,
  type Point,
  type PointUnit,
  percentileLines,
} from '../../../lib/insights/metric-points'
import { formatFigure } from '../../../lib/insights/service-figures'

export type Dot = { x: number; y: number; counts: boolean }
export type PreparedScatter = {
  title: string
  sentence: string
  yMarks: { y: number; label: string }[]
  xMarks: { x: number; label: string; minor: boolean }[]
  dots: Dot[]
  lines: { y: number; label: string }[]
  flags: Flag[]
  /** Dots above the axis, drawn at its top. */
  above: number
}

export type ScatterAsked = {
  title: string
  unit: PointUnit
  points: Point[]
  counts: [one: string, many: string]
  /** First instants of the weeks shown. */
  weeks: number[]
  from: number
  to: number
  zone: string
  log: boolean
  notes?: readonly Note[]
}

/** The drawing is narrower than a trend. */
const FLAGS_APART = 0.08
/** Dots nearer than this to each other are one dot: shares of the plot. */
const GRAIN = { x: 1 / 500, y: 1 / 160 }
/** Beyond as many times the 95 % line a lone value must not press the others flat. */
const FAR = 3

/** Where a value stands; `top` is the end of the axis. */
export function scatterScale(points: readonly Point[], unit: PointUnit, log: boolean): Scale {
  const axis: AxisUnit = unit
  const values = points.map(({ value }) => value)
  const most = values.reduce((max, value) => Math.max(max, value), 0)
  if (log && unit === 'seconds') {
    const least = values.reduce((min, value) => (value > 0 ? Math.min(min, value) : min), Number.POSITIVE_INFINITY)
    if (Number.isFinite(least)) return logScale(least, most)
  }
  const high = percentileLines(values).at(-1)?.value ?? most
  const end = high > 0 ? Math.min(most, FAR * high) : most
  return linearScale(axis, end > 0 ? end : unit === 'rate' ? 1 : unit === 'seconds' ? 3600 : 1)
}

/** Null where there is no point. */
export function prepareScatter(asked: ScatterAsked): PreparedScatter | null {
  const { points, unit, from, to, zone, log } = asked
  if (points.length === 0) return null
  const scale = scatterScale(points, unit, log)
  const x = (at: number) => (at - from) / Math.max(1, to - from)
  const values = points.map(({ value }) => value)
  const lines = percentileLines(values)
  const above = scale.isLog ? 0 : values.filter((value) => value > scale.top).length
  return {
    title: asked.title,
    sentence: sentenceOf(asked, lines, above),
    yMarks: scale.marks.map(({ value, label }) => ({ y: scale.place(value), label })),
    xMarks: timeMarks(asked.weeks, from, to, zone).map(({ at, label, minor }) => ({ x: x(at), label, minor })),
    dots: thinned(points.map(({ at, value, counts }) => ({ x: x(at), y: scale.place(value), counts }))),
    // On whole numbers a line would only strike through its dots.
    lines: unit === 'count' ? [] : labelled(lines, unit, scale),
    flags: flagsOf(asked.notes ?? [], asked, x, FLAGS_APART),
    above,
  }
}

/** One of those that would be drawn over each other. */
function thinned(dots: Dot[]): Dot[] {
  const kept = new Map<string, Dot>()
  for (const dot of dots) {
    const cell = `${Math.round(dot.x / GRAIN.x)} ${Math.round(dot.y / GRAIN.y)} ${dot.counts}`
    if (!kept.has(cell)) kept.set(cell, dot)
  }
  return [...kept.values()]
}

/** Of the height of a label. */
const LABELS_APART = 0.055

/** From the highest down; one that would stand on another has no label of its own. */
function labelled(lines: PercentileLine[], unit: PointUnit, scale: Scale): PreparedScatter['lines'] {
  let last = Number.POSITIVE_INFINITY
  return lines.toReversed().map(({ percent, value }) => {
    const y = scale.place(value)
    const isFree = last - y >= LABELS_APART
    if (isFree) last = y
    return { y, label: isFree ? `${percent} % ${pointValue(unit, value)}` : '' }
  })
}

export function pointValue(unit: PointUnit, value: number): string {
  return unit === 'count' ? formatCount(Math.round(value)) : formatFigure(unit, value)
}

function sentenceOf({ points, unit, counts }: ScatterAsked, lines: PercentileLine[], above: number): string {
  const n = points.length
  const many = `${formatCount(n)} ${n === 1 ? counts[0] : counts[1]}`
  const high = lines.find(({ percent }) => percent === 85)
  const beyond =
    above === 0 ? '' : ` ${formatCount(above)} above the axis ${above === 1 ? 'stands' : 'stand'} at its top.`
  if (!high) return `${many}; lines would need at least ${ENOUGH_FOR_LINES}.${beyond}`
  const what =
    unit === 'seconds'
      ? `85 % took ${pointValue(unit, high.value)} or less`
      : unit === 'rate'
        ? `in 85 % of them the share was ${pointValue(unit, high.value)} or less`
        : `85 % brought ${pointValue(unit, high.value)} ${Math.round(high.value) === 1 ? 'change' : 'changes'} or fewer`
  return `${many}; ${what}.${beyond}`
}

/** The point that stands nearest to a place of the plot: shares, `y` from its foot. */
export function nearestPoint(
  asked: Pick<ScatterAsked, 'points' | 'unit' | 'from' | 'to' | 'log'>,
  place: { x: number; y: number },
): Point | null {
  const scale = scatterScale(asked.points, asked.unit, asked.log)
  let best: Point | null = null
  let least = Number.POSITIVE_INFINITY
  for (const point of asked.points) {
    const dx = (point.at - asked.from) / Math.max(1, asked.to - asked.from) - place.x
    const dy = scale.place(point.value) - place.y
    const distance = dx * dx + dy * dy
    if (distance < least) [best, least] = [point, distance]
  }
  return best
}
