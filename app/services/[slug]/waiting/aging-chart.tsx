import { formatCount } from '../../../../lib/format'
import styles from './aging.module.css'
import type { AgingChart as Chart } from './prepare-aging'

const px = (share: number) => Number((share * 1000).toFixed(1))
const percent = (share: number) => `${(share * 100).toFixed(2)}%`

/** A column a state, a dot a change. `hrefOf`: where a dot leads. */
export function AgingChart({ chart, hrefOf }: { chart: Chart; hrefOf: (id: string) => string }) {
  return (
    // Hidden from a screen reader, and no stops for the Tab key: the table beneath has the same links, with their words.
    <div className={styles.frame} aria-hidden="true">
      <div className={styles.yMarks}>
        {chart.yMarks.map(({ y, label }) => (
          <span key={label} style={{ bottom: percent(y) }}>
            {label}
          </span>
        ))}
      </div>
      <div className={styles.field}>
        <svg className={styles.drawing} viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
          {chart.yMarks.map(({ y }) => (
            <path key={y} className={y === 0 ? styles.axis : styles.grid} d={`M0 ${px(1 - y)}H1000`} />
          ))}
          {chart.columns.slice(1).map(({ left }) => (
            <path key={left} className={styles.grid} d={`M${px(left)} 0V1000`} />
          ))}
          {chart.lines.map(({ left, right, y, name, strong }) => (
            <path
              key={`${left} ${name}`}
              className={strong ? styles.strong : styles.line}
              d={`M${px(left)} ${px(1 - y)}H${px(right)}`}
            />
          ))}
          {chart.dots.map(({ id, x, y, stuck, words }) => (
            <a key={id} href={hrefOf(id)} tabIndex={-1}>
              <title>{words}</title>
              {stuck && <path className={styles.ring} d={`M${px(x)} ${px(1 - y)}h0`} />}
              {stuck && <path className={styles.hole} d={`M${px(x)} ${px(1 - y)}h0`} />}
              <path className={styles.dot} d={`M${px(x)} ${px(1 - y)}h0`} />
              <path className={styles.touch} d={`M${px(x)} ${px(1 - y)}h0`} />
            </a>
          ))}
        </svg>
        {chart.lines
          .filter(({ named }) => named)
          .map(({ right, y, name, left }) => (
            <span key={`${left} ${name}`} className={styles.name} style={{ left: percent(right), bottom: percent(y) }}>
              {name}
            </span>
          ))}
      </div>
      <div className={styles.states}>
        {chart.columns.map(({ name, count }) => (
          <span key={name}>
            {name} <b>{formatCount(count)}</b>
          </span>
        ))}
      </div>
    </div>
  )
}
