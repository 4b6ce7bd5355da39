// The drawings of a metric's single rows as its pictures have them: places in shares of the plot, as of a trend. Pure.
import { linearScale } from '../../../lib/insights/chart/scale'
import type { Bin, PointUnit } from '../../../lib/insights/metric-points'
import type { TrendDrawing } from '../../../lib/report/trend-plot'
import type { PreparedScatter } from '../../_ui/chart/prepare-scatter'
import { stepWords } from '../../_ui/chart/step-words'

const NOTHING: TrendDrawing = {
  yMarks: [],
  xMarks: [],
  lines: [],
  dashes: [],
  bands: [],
  bars: [],
  dots: [],
  singles: [],
  beyond: [],
  limits: [],
  rings: [],
  flags: [],
}
/** Of the room of a step, left free at either side of its bar. */
const FREE = 0.08

/** Each row a dot, those that a rate counts ringed, the percentile lines dashed. */
export function scatterDrawing({ yMarks, xMarks, dots, lines, flags }: PreparedScatter): TrendDrawing {
  return {
    ...NOTHING,
    yMarks,
    xMarks,
    singles: dots.filter(({ counts }) => !counts),
    rings: dots.filter(({ counts }) => counts).map(({ x, y }) => ({ x, y, isNamed: false })),
    limits: lines.map(({ y, label }) => {
      const ends = [0, 1].map((x) => ({ x, y }))
      return { kind: 'limit', runs: [ends], label, labelY: y }
    }),
    flags,
  }
}

/** A bar for each step, as high as rows are in it. */
export function spreadDrawing(bins: readonly Bin[], unit: PointUnit): TrendDrawing {
  const scale = linearScale('count', Math.max(1, ...bins.map(({ n }) => n)))
  const room = 1 / bins.length
  return {
    ...NOTHING,
    yMarks: scale.marks.map(({ value, label }) => ({ y: scale.place(value), label })),
    xMarks: bins.map(({ from, to }, at) => ({ x: at * room, label: stepWords(unit, from, to) })),
    bands: bins.flatMap(({ n }, at) => {
      const high = scale.place(n)
      return n === 0 ? [] : [[FREE, 1 - FREE].map((share) => ({ x: (at + share) * room, low: 0, high }))]
    }),
  }
}
