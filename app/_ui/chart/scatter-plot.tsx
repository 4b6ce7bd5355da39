import styles from './chart.module.css'
import { Flags, heightOf } from './flags'
import marks from './marks.module.css'
import { PointPicker } from './point-picker'
import type { Dot, PreparedScatter } from './prepare-scatter'
import own from './scatter.module.css'

const px = (share: number) => Number((share * 1000).toFixed(1))
const percent = (share: number) => `${(share * 100).toFixed(3)}%`
/** A line of no length with round ends is a dot that stays round however the drawing is stretched. */
const dot = ({ x, y }: Dot) => `M${px(x)} ${px(1 - y)}h0`

/** Drawn on the server. With JavaScript a dot leads to its row. `rowAddress`: its x and y are still to be added. */
export function ScatterPlot({
  chart,
  rowAddress,
  label,
}: {
  chart: PreparedScatter
  rowAddress: string
  label: string
}) {
  const plain = chart.dots.filter(({ counts }) => !counts)
  const counted = chart.dots.filter(({ counts }) => counts)
  return (
    <div className={styles.frame} style={{ marginTop: Math.max(24, heightOf(chart.flags)) }}>
      <div className={styles.yMarks} aria-hidden="true">
        {chart.yMarks.map(({ y, label: mark }) => (
          <span key={y} style={{ bottom: percent(y) }}>
            {mark}
          </span>
        ))}
      </div>
      <div className={styles.field}>
        <svg className={styles.drawing} viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
          {chart.yMarks.map(({ y }) => (
            <path key={y} className={y === 0 ? marks.axis : marks.grid} d={`M0 ${px(1 - y)}H1000`} />
          ))}
          {chart.lines.map(({ y }) => (
            <path key={y} className={own.line} d={`M0 ${px(1 - y)}H1000`} />
          ))}
          <path className={own.dots} d={plain.map(dot).join('')} />
        </svg>
        <Flags flags={chart.flags} />
        {counted.map(({ x, y }) => (
          <i key={`${x} ${y}`} className={own.counted} style={{ left: percent(x), bottom: percent(y) }} />
        ))}
        <PointPicker
          key={rowAddress}
          dots={chart.dots.map(({ x, y }) => [px(x), px(y)])}
          rowAddress={rowAddress}
          label={label}
        />
      </div>
      <div className={styles.limits}>
        {chart.lines
          .filter(({ label: words }) => words !== '')
          .map(({ y, label: words }) => (
            <span key={y} style={{ bottom: percent(y) }}>
              {words}
            </span>
          ))}
      </div>
      <div className={styles.xMarks} aria-hidden="true">
        {chart.xMarks.map(({ x, label: mark, minor }) => (
          <span key={x} data-minor={minor} data-end={x > 0.88} style={{ left: percent(x) }}>
            {mark}
          </span>
        ))}
      </div>
    </div>
  )
}
