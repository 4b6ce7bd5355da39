// Decides the drawings of the flow page: the lines of the cumulative flow with their readings, the load, and the weeks by flow item.
import { formatCount, formatDuration } from '../../format'
import { FLOW_ITEMS, type FlowItem } from '../../metrics/flow-item'
import { FLOW_LINES, type FlowLine } from '../../metrics/passages'
import { type FlowPoint, type FlowSeries, loadAt } from '../flow-series'
import type { FlowWeek } from '../flow-view'
import { linearScale, type Scale } from './scale'
import { type TimeMark, timeMarks } from './time-marks'

/** Shares of the width and the height, 0 at the left and at the foot. */
export type Place = { x: number; y: number }
export type YMark = { y: number; label: string }
export type XMark = Omit<TimeMark, 'at'> & { x: number }

export type DrawnLine = {
  line: FlowLine
  name: string
  places: Place[]
  /** Where its name stands at the right edge: near its end, without touching another. */
  labelY: number
}

export type CumulativeChart = {
  lines: DrawnLine[]
  yMarks: YMark[]
  xMarks: XMark[]
  /** The vertical distance at the end: work in progress. Null where there is none. */
  load: { from: number; to: number; label: string } | null
  /** A horizontal distance: about the time from the first commit to production. Null where it begins before the window. */
  lead: { y: number; from: number; to: number; label: string } | null
}

const LINE_NAMES: Record<FlowLine, string> = {
  started: 'First commit',
  opened: 'Opened',
  merged: 'Merged',
  left: 'Deployed',
  verified: 'Verified',
}

/** Between two names at the right edge: a line of small type, of a drawing of 320 px. */
const LABEL_STEP = 0.065
/** Where the horizontal distance ends: far enough in to have a beginning, not at the end, whose work is not all known yet. */
const LEAD_AT = 0.72

/** Null: too little to draw. */
export function prepareCumulative({ points, checked }: FlowSeries, zone: string): CumulativeChart | null {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length < 3 || last.counts.started === 0) return null
  const shown = FLOW_LINES.filter((line) => line !== 'verified' || checked)
  const scale = tightScale(last.counts.started)
  const x = placeIn(first.at, last.at)
  const others = last.counts.closed + last.counts.apart > 0
  const lines = shown.map((line): DrawnLine => {
    const places = points.map(({ at, counts }) => ({ x: x(at), y: scale.place(counts[line]) }))
    const name = line === 'left' && others ? 'Deployed or closed' : LINE_NAMES[line]
    return { line, name, places, labelY: places.at(-1)?.y ?? 0 }
  })
  spread(lines)
  const load = loadAt(last)
  return {
    lines,
    yMarks: scale.marks.map(({ value, label }) => ({ y: scale.place(value), label })),
    xMarks: marksOf(points, zone),
    load:
      load === 0
        ? null
        : {
            from: scale.place(last.counts.left),
            to: scale.place(last.counts.opened),
            label: `${formatCount(load)} in progress`,
          },
    lead: leadOf(points, x, scale.place),
  }
}

/** Ends a little above the highest count: lines that lie close need all the height there is. */
function tightScale(most: number): Pick<Scale, 'marks' | 'place'> {
  const top = most * 1.02
  const { marks } = linearScale('count', most)
  return { marks: marks.filter(({ value }) => value <= top), place: (value) => value / top }
}

function placeIn(from: number, to: number): (at: number) => number {
  return (at) => (at - from) / Math.max(1, to - from)
}

function marksOf(points: readonly FlowPoint[], zone: string): XMark[] {
  const [from, to] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0]
  const weekly = points
    .filter(({ start }, at) => at > 0 && (at - 1) % 7 === 0 && start >= from)
    .map(({ start }) => start)
  const x = placeIn(from, to)
  return timeMarks(weekly, from, to, zone).map(({ at, ...mark }) => ({ ...mark, x: x(at) }))
}

/** Names from the top down, each at least a line below the one before; then from the foot up, so that none is below it. */
function spread(lines: DrawnLine[]): void {
  let ceiling = 1 + LABEL_STEP / 2
  for (const line of lines) {
    line.labelY = Math.min(line.labelY, ceiling - LABEL_STEP / 2)
    ceiling = line.labelY - LABEL_STEP / 2
  }
  let floor = 0
  for (const line of lines.toReversed()) {
    line.labelY = Math.max(line.labelY, floor)
    floor = line.labelY + LABEL_STEP
  }
}

/** From where the line of first commits reached a height until that of deliveries did. */
function leadOf(
  points: readonly FlowPoint[],
  x: (at: number) => number,
  y: (count: number) => number,
): CumulativeChart['lead'] {
  const end = points[Math.floor((points.length - 1) * LEAD_AT)]
  const first = points[0]
  if (!end || !first || end.counts.left <= first.counts.started) return null
  const height = end.counts.left
  const from = crossing(points, 'started', height)
  const to = crossing(points, 'left', height)
  if (from === null || to === null || to <= from) return null
  return {
    y: y(height),
    from: x(from),
    to: x(to),
    label: `about ${formatDuration((to - from) / 1000)} to production`,
  }
}

/** When a line reached a height, between two points on the straight line; null: not in this window. */
function crossing(points: readonly FlowPoint[], line: FlowLine, height: number): number | null {
  const at = points.findIndex(({ counts }) => counts[line] >= height)
  const [before, after] = [points[at - 1], points[at]]
  if (!before || !after) return null
  const share = (height - before.counts[line]) / (after.counts[line] - before.counts[line])
  return before.at + share * (after.at - before.at)
}

export type LoadChart = {
  places: Place[]
  yMarks: YMark[]
  xMarks: XMark[]
  average: { y: number; label: string } | null
}

/** Work in progress at every point. Null: too little to draw. */
export function prepareLoad(
  { points }: FlowSeries,
  average: { value: number; label: string } | null,
  zone: string,
): LoadChart | null {
  const [first, last] = [points[0], points.at(-1)]
  const most = Math.max(0, ...points.map(loadAt))
  if (!first || !last || points.length < 3 || most === 0) return null
  const scale = linearScale('count', most)
  const x = placeIn(first.at, last.at)
  return {
    places: points.map((point) => ({ x: x(point.at), y: scale.place(loadAt(point)) })),
    yMarks: scale.marks.map(({ value, label }) => ({ y: scale.place(value), label })),
    xMarks: marksOf(points, zone),
    average: average && { y: scale.place(average.value), label: average.label },
  }
}

export type WeekColumn = { key: string; partial: boolean; parts: { item: FlowItem; high: number }[] }
export type WeeksChart = { columns: WeekColumn[]; yMarks: YMark[]; xMarks: XMark[] }

const WEEK_MS = 7 * 86_400_000

/** A column a week, from the foot up in the order of the items. Null: nothing to draw. */
export function prepareWeeks(weeks: readonly FlowWeek[], zone: string): WeeksChart | null {
  const totals = weeks.map(({ items }) => FLOW_ITEMS.reduce((sum, item) => sum + items[item], 0))
  const most = Math.max(0, ...totals)
  if (weeks.length < 2 || most === 0) return null
  const { top, marks, place } = linearScale('count', most)
  const starts = weeks.map(({ start }) => start)
  const [from, end] = [starts[0] ?? 0, (starts.at(-1) ?? 0) + WEEK_MS]
  // A column is as wide as any other, a week that the window cuts too.
  const places = new Map(starts.map((start, index) => [start, index / weeks.length]))
  return {
    columns: weeks.map(({ key, partial, items }) => ({
      key,
      partial,
      parts: FLOW_ITEMS.filter((item) => items[item] > 0).map((item) => ({ item, high: items[item] / top })),
    })),
    yMarks: marks.map(({ value, label }) => ({ y: place(value), label })),
    xMarks: timeMarks(starts, from, end, zone).map(({ at, ...mark }) => ({
      ...mark,
      x: places.get(at) ?? (at - from) / (end - from),
    })),
  }
}
