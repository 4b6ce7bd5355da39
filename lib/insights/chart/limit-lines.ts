// Process limits as thin lines with their value at the right edge, kept apart so that each can be read.
import type { TrendLimits, TrendWeek } from '../metric-trend'
import { formatFigure } from '../service-figures'

/** `runs` are drawn each by itself. `labelY` is where its words stand, at the height of its end or near it; `brief`: on a phone. */
export type LimitLine = {
  kind: 'mean' | 'limit'
  runs: { x: number; y: number }[][]
  label: string
  brief: string
  labelY: number
}
type Axes = {
  x: (at: number) => number
  y: (value: number) => number
  /** The largest value of the axis. */
  top: number
  unit: 'seconds' | 'rate' | 'per-day'
}

/** Of the plot's height: a line of small text. */
const APART = 1 / 16

export function limitLines(
  { centre, weeks: limits, changing }: TrendLimits,
  weeks: TrendWeek[],
  axes: Axes,
): LimitLine[] {
  const exact = (value: number) =>
    axes.unit === 'per-day' ? value.toFixed(1).replace(/\.0$/, '') : formatFigure(axes.unit, value)
  const level = (value: number) => [
    [
      { x: 0, y: axes.y(value) },
      { x: 1, y: axes.y(value) },
    ],
  ]
  const last = limits.findLast((one) => one !== null)
  if (!last) return []
  const mean = `mean ${exact(centre)}`
  const lines: Omit<LimitLine, 'labelY'>[] = []
  // From below, so that the words of lines at one height stand in their order.
  for (const end of ['lower', 'mean', 'upper'] as const) {
    if (end === 'mean') {
      lines.push({ kind: 'mean', runs: level(centre), label: mean, brief: mean })
      continue
    }
    // A lower limit of 0 is the axis, and the logarithm has no 0.
    if (last[end] <= 0) continue
    const runs = changing
      ? stepped(
          limits.map((one) => one?.[end] ?? null),
          weeks,
          axes,
        )
      : level(last[end])
    const value = `${exact(last[end])}${last[end] > axes.top ? ' ↑' : ''}`
    lines.push({ kind: 'limit', runs, label: `${end} limit ${value}`, brief: `limit ${value}` })
  }
  return apart(lines)
}

/** Level from the start to the end of each week; a limit above the axis is not drawn, it would look like one at its top. */
function stepped(values: (number | null)[], weeks: TrendWeek[], { x, y, top }: Axes): LimitLine['runs'] {
  const runs: LimitLine['runs'] = [[]]
  for (const [at, week] of weeks.entries()) {
    const value = values[at] ?? null
    if (value === null || value > top) runs.push([])
    else runs.at(-1)?.push({ x: x(week.start), y: y(value) }, { x: x(week.end), y: y(value) })
  }
  return runs.filter((run) => run.length > 0)
}

/** Words of lines that are close move up and down from each other, each as little as may be, and stay inside. */
function apart(lines: Omit<LimitLine, 'labelY'>[]): LimitLine[] {
  const placed = lines
    .map((line) => ({ ...line, labelY: line.runs.at(-1)?.at(-1)?.y ?? 1 }))
    .sort((a, b) => a.labelY - b.labelY)
  // Those that would touch are a heap around the middle of their lines.
  const heaps: { foot: number; n: number }[] = []
  for (const [at, { labelY }] of placed.entries()) {
    let heap = { foot: labelY - at * APART, n: 1 }
    for (let below = heaps.at(-1); below && below.foot >= heap.foot; below = heaps.at(-1)) {
      const n = below.n + heap.n
      heap = { foot: (below.foot * below.n + heap.foot * heap.n) / n, n }
      heaps.pop()
    }
    heaps.push(heap)
  }
  const feet = heaps.flatMap(({ foot, n }) => Array.from({ length: n }, () => foot))
  const highest = 1 - (placed.length - 1) * APART
  return placed.map((line, at) => ({
    ...line,
    labelY: Math.min(Math.max(feet[at] ?? 0, 0), highest) + at * APART,
  }))
}
