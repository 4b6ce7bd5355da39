import styles from './histogram.module.css'
import type { PreparedHistogram } from './prepare-histogram'

const px = (share: number) => Number((share * 1000).toFixed(1))
const percent = (share: number) => `${(share * 100).toFixed(2)}%`

/** Bars, lines with their words above them, and an axis. Hidden from a screen reader: the table beside it says the same. */
export function Histogram({ chart }: { chart: PreparedHistogram }) {
  const rows = chart.marks.length
  return (
    <div className={styles.frame} aria-hidden="true">
      <div className={styles.names} data-rows={rows}>
        {chart.marks.map(({ x, label, row }) => (
          <span key={label} data-row={row} data-side={x > 0.6 ? 'left' : 'right'} style={{ left: percent(x) }}>
            <b>{label}</b>
          </span>
        ))}
      </div>
      <svg className={styles.drawing} viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
        <path
          className={styles.bars}
          d={chart.bars.map(({ from, to, high }) => `M${px(from)} 1000V${px(1 - high)}H${px(to)}V1000Z`).join('')}
        />
        {chart.outline.length > 0 && (
          <path
            className={styles.outline}
            d={chart.outline.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${px(x)} ${px(1 - y)}`).join('')}
          />
        )}
        <path className={styles.axis} d="M0 1000H1000" />
        <path className={styles.mark} d={chart.marks.map(({ x }) => `M${px(x)} 0V1000`).join('')} />
      </svg>
      <div className={styles.scale}>
        {chart.xMarks.map(({ x, label }) => (
          <span
            key={label}
            data-end={x > 0.9 || undefined}
            data-start={x < 0.04 || undefined}
            style={{ left: percent(x) }}
          >
            {label}
          </span>
        ))}
      </div>
    </div>
  )
}
