// Decides everything about the aging chart before it is drawn. Places are shares of the plot: x from its left, y from its foot.

import { formatDuration } from '../../../../lib/format'
import { linearScale, logScale } from '../../../../lib/insights/chart/scale'
import { changeLabel } from '../../../../lib/insights/service-rows'
import { lineName, overWords, STATE_NAMES } from '../../../../lib/insights/waiting-words'
import { isStuck, type StateColumn, type WaitingWork } from '../../../../lib/insights/waiting-work'

export type AgingDot = { id: string; x: number; y: number; stuck: boolean; words: string }
export type AgingLine = { left: number; right: number; y: number; name: string; strong: boolean; named: boolean }
export type AgingChart = {
  yMarks: { y: number; label: string }[]
  columns: { name: string; count: number; left: number; right: number }[]
  lines: AgingLine[]
  dots: AgingDot[]
  /** Waiting changes that have no dot: the youngest, where there are too many. */
  undrawn: number
}

/** More would be a cloud, and elements cost. */
const MOST_DOTS = 600
/** Of the plot's height: as close two dots touch, or two names of lines. */
const TOUCH = 0.03
const NAMES_APART = 0.06
/** Of a column's width: between neighbours, and what all of a row may take. */
const STEP = 0.1
const SPREAD = 0.6
/** Names are kept in this order where not all have room. */
const WORTH = [85, 50, 95, 70]

/** Null where there is nothing to draw. */
export function prepareAging(columns: StateColumn[], log: boolean): AgingChart | null {
  const waiting = columns.flatMap((column) => column.waiting).sort((a, b) => b.ageSeconds - a.ageSeconds)
  const ages = [
    ...waiting.map(({ ageSeconds }) => ageSeconds),
    ...columns.flatMap(({ lines }) => (lines ?? []).map(({ seconds }) => seconds)),
  ]
  if (waiting.length === 0) return null
  const most = Math.max(60, ...ages)
  const scale = log ? logScale(Math.max(60, Math.min(...ages)), most) : linearScale('seconds', most)
  const drawn = new Set(waiting.slice(0, MOST_DOTS))
  const wide = 1 / columns.length
  return {
    yMarks: scale.marks.map(({ value, label }) => ({ y: scale.place(value), label })),
    columns: columns.map(({ state, waiting: own }, at) => ({
      name: STATE_NAMES[state],
      count: own.length,
      left: at * wide,
      right: (at + 1) * wide,
    })),
    lines: columns.flatMap(({ lines }, at) => linesOf(lines ?? [], at * wide, wide, scale.place)),
    dots: columns.flatMap(({ waiting: own }, at) =>
      dotsOf(
        own.filter((one) => drawn.has(one)),
        at * wide,
        wide,
        scale.place,
      ),
    ),
    undrawn: waiting.length - drawn.size,
  }
}

function linesOf(
  lines: NonNullable<StateColumn['lines']>,
  left: number,
  wide: number,
  place: (value: number) => number,
): AgingLine[] {
  const named = new Map<number, number>()
  for (const wanted of WORTH) {
    const found = lines.find(({ line }) => line === wanted)
    const y = found && place(found.seconds)
    if (y !== undefined && [...named.values()].every((other) => Math.abs(other - y) >= NAMES_APART))
      named.set(wanted, y)
  }
  return lines.map(({ line, seconds }) => ({
    left: left + wide * 0.06,
    right: left + wide * 0.94,
    y: place(seconds),
    name: lineName(line),
    strong: line === WORTH[0],
    named: named.has(line),
  }))
}

/** Dots of about the same age stand side by side, from the middle outwards. */
function dotsOf(work: WaitingWork[], left: number, wide: number, place: (value: number) => number): AgingDot[] {
  const rows = new Map<number, WaitingWork[]>()
  for (const one of work) {
    const row = Math.floor(place(one.ageSeconds) / TOUCH)
    const list = rows.get(row)
    if (list) list.push(one)
    else rows.set(row, [one])
  }
  return [...rows.values()].flatMap((row) => {
    const step = Math.min(STEP, SPREAD / Math.max(1, row.length - 1))
    return row.map((one, at): AgingDot => {
      const side = at % 2 === 0 ? -1 : 1
      const offset = side * Math.ceil(at / 2) * step
      return {
        id: one.id,
        x: left + wide * (0.46 + offset),
        y: place(one.ageSeconds),
        stuck: isStuck(one),
        words: `${changeLabel(one.id)}, ${formatDuration(one.ageSeconds)} old, ${overWords(one.over)}`,
      }
    })
  })
}
