import type { TrendPoint } from '../../lib/insights/trend'
import styles from './sparkline.module.css'

const LONGEST = 60

type Props = {
  points: TrendPoint[]
  label: string
  wide?: number
  high?: number
  /** ISO weeks that are ringed. */
  signals?: readonly string[]
  /** What people noted: a tick at its week, and a stroke for as long as it lasted. */
  notes?: readonly Spell[]
}
type Spell = { at: number; until: number | null }

const WEEK = 7 * 86_400_000

/** Weekly points from 0, straight lines, a gap where there is nothing; the unfinished week hangs on a dashed line. */
export function Sparkline({ points, label, wide = 96, high = 22, signals = [], notes = [] }: Props) {
  const shown = points.slice(-LONGEST)
  const noted = ticks(shown, wide, high, notes)
  const drawing = draw(shown, wide, high, signals, noted.paths)
  if (drawing === null) return null
  const said = noted.count === 0 ? '' : `; ${noted.count} ${noted.count === 1 ? 'annotation' : 'annotations'}`
  return (
    <svg
      className={styles.line}
      viewBox={`0 0 ${wide} ${high}`}
      width={wide}
      height={high}
      role="img"
      aria-label={`${label}${said}`}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: numbers alone; a page has hundreds, and elements cost
      dangerouslySetInnerHTML={{ __html: drawing }}
    />
  )
}

function draw(
  points: TrendPoint[],
  wide: number,
  high: number,
  signals: readonly string[],
  onFoot: string,
): string | null {
  const most = Math.max(...points.map((point) => point.value ?? 0))
  if (points.filter((point) => point.value !== null).length < 2 || most <= 0) return null
  const step = (wide - 4) / Math.max(1, points.length - 1)
  const place = (at: number, value: number) =>
    `${round(2 + at * step)} ${round(high - 2 - (value / most) * (high - 4))}`
  let [line, partial, dots, last, rings] = ['', '', '', '', '']
  let isDrawing = false
  for (const [at, { week, value, partial: isPartial }] of points.entries()) {
    if (value === null) {
      isDrawing = false
      continue
    }
    const before = points[at - 1]
    const here = place(at, value)
    if (before?.value == null) {
      // A point between two gaps would be a line without length.
      if (points[at + 1]?.value == null) dots += `M${here}h0`
    } else if (isPartial || before.partial) partial += `M${place(at - 1, before.value)}L${here}`
    else line += isDrawing ? `L${here}` : `M${place(at - 1, before.value)}L${here}`
    isDrawing = before?.value != null && !isPartial && !before.partial
    if (!isPartial) last = here
    if (signals.includes(week)) rings += `M${here}h0`
  }
  return [
    `<path class="${styles.base}" d="M0 ${high - 1.5}H${wide}"/>`,
    onFoot,
    line && `<path d="${line}"/>`,
    partial && `<path class="${styles.partial}" d="${partial}"/>`,
    dots && `<path class="${styles.dot}" d="${dots}"/>`,
    rings && `<path class="${styles.ring}" d="${rings}"/><path class="${styles.hole}" d="${rings}"/>`,
    last && `<path class="${styles.last}" d="M${last}h0"/>`,
  ].join('')
}

/** On the foot of the drawing, so that no line is crossed. */
function ticks(points: TrendPoint[], wide: number, high: number, notes: readonly Spell[]) {
  const [first, last] = [points[0], points.at(-1)]
  const foot = high - 1.5
  const step = (wide - 4) / Math.max(1, points.length - 1)
  const x = (at: number) =>
    round(
      2 +
        Math.max(
          0,
          points.findLastIndex(({ start }) => start <= at),
        ) *
          step,
    )
  let [marks, spans, count] = ['', '', 0]
  for (const { at, until } of notes) {
    if (!first || !last || at >= last.start + WEEK || Math.max(at, (until ?? at) - 1) < first.start) continue
    count += 1
    marks += `M${x(at)} ${high}v-5`
    if (until !== null && x(until - 1) > x(at)) spans += `M${x(at)} ${foot}H${x(until - 1)}`
  }
  const paths = [
    spans && `<path class="${styles.span}" d="${spans}"/>`,
    marks && `<path class="${styles.tick}" d="${marks}"/>`,
  ]
  return { count, paths: paths.join('') }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
