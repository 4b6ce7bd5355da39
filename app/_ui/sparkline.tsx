import type { TrendPoint } from '../../lib/insights/trend'
import styles from './sparkline.module.css'

const LONGEST = 60

/** Weekly points from 0, straight lines, a gap where there is nothing; the unfinished week hangs on a dashed line. */
export function Sparkline({
  points,
  label,
  wide = 96,
  high = 22,
}: {
  points: TrendPoint[]
  label: string
  wide?: number
  high?: number
}) {
  const shown = points.slice(-LONGEST)
  const most = Math.max(...shown.map((point) => point.value ?? 0))
  if (shown.filter((point) => point.value !== null).length < 2 || most <= 0) return null
  const x = (at: number) => 2 + (at * (wide - 4)) / Math.max(1, shown.length - 1)
  const y = (value: number) => high - 2 - (value / most) * (high - 4)
  const lines: { whole: string[]; partial: string[] } = { whole: [], partial: [] }
  const dots: { at: number; value: number }[] = []
  for (const [at, point] of shown.entries()) {
    const [earlier, later] = [shown[at - 1], shown[at + 1]]
    if (point.value === null) continue
    if (earlier?.value != null) {
      const line = `M${x(at - 1).toFixed(1)} ${y(earlier.value).toFixed(1)}L${x(at).toFixed(1)} ${y(point.value).toFixed(1)}`
      lines[point.partial || earlier.partial ? 'partial' : 'whole'].push(line)
    } else if (later?.value == null) dots.push({ at, value: point.value })
  }
  const end = shown.findLastIndex((point) => point.value !== null && !point.partial)
  const last = shown[end]
  return (
    <svg
      className={styles.line}
      viewBox={`0 0 ${wide} ${high}`}
      width={wide}
      height={high}
      role="img"
      aria-label={label}
    >
      <path className={styles.base} d={`M0 ${high - 1.5}H${wide}`} />
      <path d={lines.whole.join('')} />
      <path d={lines.partial.join('')} className={styles.partial} />
      {dots.map((dot) => (
        <circle key={dot.at} cx={x(dot.at)} cy={y(dot.value)} r="1.4" />
      ))}
      {last?.value != null && <circle className={styles.last} cx={x(end)} cy={y(last.value)} r="2" />}
    </svg>
  )
}
