// The drawing of a trend in pixels, in the light theme's colours, from places that were decided before: shares of the plot,
// x from its left, y from its foot.
import { LIGHT, onWhite, WHITE } from '../tokens'
import { textWidth } from './lettering'
import { SIGNAL, signalNames } from './signal-names'
import { element, rounded, text } from './svg'

type Place = { x: number; y: number }
type BandPlace = { x: number; low: number; high: number }
/** What the chart of a page is, as far as it is drawn. */
export type TrendDrawing = {
  yMarks: { y: number; label: string }[]
  xMarks: { x: number; label: string }[]
  lines: Place[][]
  dashes: Place[][]
  bands: BandPlace[][]
  bars: BandPlace[]
  dots: (Place & { hollow: boolean })[]
  singles: Place[]
  beyond: number[]
  limits: { kind: 'mean' | 'limit'; runs: Place[][]; label: string; labelY: number }[]
  rings: (Place & { isNamed: boolean })[]
  flags: { x: number; until: number | null; number: number }[]
}
export type KeySign = 'line' | 'band' | 'single' | 'dashed' | 'ring'
type Box = { left: number; top: number; width: number; height: number }

const SMALL = { size: 12, fill: LIGHT.inkQuiet }
const BAND = onWhite(LIGHT.accent, 0.16)
const SINGLE = onWhite(LIGHT.ink, 0.55)
const LIMIT = { stroke: LIGHT.lineStrong, fill: 'none' }
const LINE = {
  stroke: LIGHT.ink,
  'stroke-width': 2,
  'stroke-linejoin': 'round',
  'stroke-linecap': 'round',
  fill: 'none',
}
const DASHED = { stroke: LIGHT.ink, 'stroke-width': 1.5, 'stroke-dasharray': '4 4', fill: 'none' }
const RING = { r: 6.5, stroke: LIGHT.signal, 'stroke-width': 1.5, fill: WHITE }

const FLAG = { row: 18, height: 16, apart: 4 }
const FOOT = 24

/** Flags, plot and both axes, from `top` on; `bottom` is where they end. `height` is the plot's alone. */
export function drawPlot(chart: TrendDrawing, box: Box): { content: string; bottom: number } {
  const left = box.left + widest(chart.yMarks) + 8
  const right = box.left + box.width - (chart.limits.length > 0 ? widest(chart.limits) + 8 : 0)
  const flags = inRows(chart.flags, left, right)
  const top = box.top + flags.reduce((most, { row }) => Math.max(most, row + 1), 0) * FLAG.row
  const bottom = top + box.height
  const x = (share: number) => left + share * (right - left)
  const y = (share: number) => bottom - share * box.height
  const at = ({ x: across, y: up }: Place) => `${rounded(x(across))} ${rounded(y(up))}`
  const run = (places: Place[]) => `M${places.map(at).join('L')}`
  const path = (runs: Place[][], style: Record<string, string | number>) =>
    runs.length === 0 ? '' : element('path', { d: runs.map(run).join(''), ...style })
  const circle = (place: Place, style: Record<string, string | number>) =>
    element('circle', { cx: x(place.x), cy: y(place.y), ...style })
  const pixels = <Kind extends Place>(place: Kind): Kind => ({ ...place, x: x(place.x), y: y(place.y) })
  const content = [
    ...chart.yMarks.flatMap(({ y: up, label }) => [
      element('path', {
        d: `M${rounded(left)} ${rounded(y(up))}H${rounded(right)}`,
        stroke: up === 0 ? LIGHT.lineStrong : LIGHT.line,
      }),
      text(left - 8, y(up) + 4, label, { ...SMALL, anchor: 'end' }),
    ]),
    ...xMarks(chart.xMarks, x, right, bottom),
    ...flags.map(({ x: share }) =>
      element('path', {
        d: `M${rounded(x(share))} ${rounded(top)}V${rounded(bottom)}`,
        stroke: onWhite(LIGHT.lineStrong, 0.6),
      }),
    ),
    ...chart.bands.map((band) =>
      path(
        [
          [
            ...band.map(({ x: across, high }) => ({ x: across, y: high })),
            ...band.toReversed().map(({ x: across, low }) => ({ x: across, y: low })),
          ],
        ],
        { fill: BAND },
      ),
    ),
    path(
      chart.bars.map(({ x: across, low, high }) => [low, high].map((up) => ({ x: across, y: up }))),
      { stroke: BAND, 'stroke-width': 6 },
    ),
    ...chart.limits.map(({ kind, runs }) =>
      path(runs, kind === 'mean' ? LIMIT : { ...LIMIT, 'stroke-dasharray': '4 3' }),
    ),
    path(chart.dashes, DASHED),
    path(chart.lines, LINE),
    ...chart.singles.map((one) => circle(one, { r: 2.5, fill: SINGLE })),
    ...chart.dots.map((one) =>
      circle(
        one,
        one.hollow ? { r: 2.5, fill: WHITE, stroke: LIGHT.ink, 'stroke-width': 1.5 } : { r: 3, fill: LIGHT.ink },
      ),
    ),
    ...chart.rings.flatMap((one) => [circle(one, RING), circle(one, { r: 3, fill: LIGHT.ink })]),
    ...chart.beyond.map((share) =>
      element('path', { d: `M${rounded(x(share) - 4)} ${rounded(top + 7)}h8l-4 -7z`, fill: SINGLE }),
    ),
    ...signalNames(chart.rings.map(pixels), [...chart.dots, ...chart.singles].map(pixels), {
      left,
      right,
      top,
      bottom,
    }).map(drawName),
    ...chart.limits.map(({ label, labelY }) => text(right + 8, y(labelY) + 4, label, SMALL)),
    ...flags.map((flag) => drawFlag(flag, x, top)),
  ]
  return { content: content.join(''), bottom: bottom + FOOT }
}

function widest(marks: { label: string }[]): number {
  return marks.reduce((most, { label }) => Math.max(most, textWidth(label, SMALL.size)), 0)
}

/** A mark whose words would stand on those before it, or beyond the plot, has its stroke alone. */
function xMarks(marks: TrendDrawing['xMarks'], x: (share: number) => number, right: number, foot: number): string[] {
  let free = Number.NEGATIVE_INFINITY
  return marks.flatMap(({ x: share, label }) => {
    const from = x(share) + 4
    const to = from + textWidth(label, SMALL.size)
    const stroke = element('path', { d: `M${rounded(x(share))} ${rounded(foot)}v12`, stroke: LIGHT.lineStrong })
    if (from < free || to > right + 8) return [stroke]
    free = to + 8
    return [stroke, text(from, foot + 18, label, SMALL)]
  })
}

type Flag = TrendDrawing['flags'][number] & { row: number; width: number }

/** Each in the lowest row in which it stands on no other, 0 the lowest. */
function inRows(flags: TrendDrawing['flags'], left: number, right: number): Flag[] {
  const ends: number[] = []
  return flags.map((flag) => {
    const from = left + flag.x * (right - left)
    const width = 8 + Math.max(8, textWidth(String(flag.number), 11, 600))
    const free = ends.findIndex((end) => end + FLAG.apart <= from)
    const row = free === -1 ? ends.length : free
    ends[row] = from + width
    return { ...flag, row, width }
  })
}

/** Its number, its pole, and how far what it stands for lasted. */
function drawFlag({ x: share, until, number, row, width }: Flag, x: (share: number) => number, foot: number): string {
  const [at, top] = [x(share), foot - (row + 1) * FLAG.row]
  const span =
    until === null
      ? ''
      : element('rect', { x: at, y: top + 6, width: x(until) - at, height: 3, fill: onWhite(LIGHT.accent, 0.45) })
  const pole = element('path', {
    d: `M${rounded(at)} ${rounded(top + FLAG.height)}V${rounded(foot)}`,
    stroke: onWhite(LIGHT.lineStrong, 0.6),
  })
  const box = element('rect', { x: at, y: top, width, height: FLAG.height, rx: 2, fill: LIGHT.inkQuiet })
  return (
    span +
    pole +
    box +
    text(at + width / 2, top + 12, String(number), { size: 11, fill: WHITE, weight: 600, anchor: 'middle' })
  )
}

/** On paper of its own, so that lines behind it leave it readable. */
function drawName({ x, y, box }: ReturnType<typeof signalNames>[number]): string {
  const size = { width: box.right - box.left, height: box.bottom - box.top }
  const paper = element('rect', { x: box.left, y: box.top, ...size, fill: WHITE, opacity: 0.7 })
  return paper + text(x, y, SIGNAL.words, { ...SIGNAL, fill: LIGHT.ink })
}

/** A sign of the key, 16 wide; `y` is its middle. */
export function drawSign(sign: KeySign, x: number, y: number): string {
  if (sign === 'band') return element('rect', { x, y: y - 5, width: 16, height: 10, fill: BAND })
  if (sign === 'single') return element('circle', { cx: x + 8, cy: y, r: 2.5, fill: SINGLE })
  if (sign === 'ring') return element('circle', { cx: x + 8, cy: y, ...RING })
  return element('path', { d: `M${rounded(x)} ${rounded(y)}h16`, ...(sign === 'dashed' ? DASHED : LINE) })
}
