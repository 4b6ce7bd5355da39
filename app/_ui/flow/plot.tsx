import type { ReactNode } from 'react'
import type { Place, XMark, YMark } from '../../../lib/insights/chart/prepare-flow'
import styles from './plot.module.css'

/** Coordinates of the drawing: 1000 each way, stretched to the field. */
export const px = (share: number) => Number((share * 1000).toFixed(1))
export const percent = (share: number) => `${(share * 100).toFixed(2)}%`

export function pathOf(places: readonly Place[]): string {
  return places.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${px(x)} ${px(1 - y)}`).join('')
}

/** From one line down to another, or to the foot. */
export function areaBetween(above: readonly Place[], below: readonly Place[] | null): string {
  const back = below === null ? 'V1000H0Z' : `${pathOf(below.toReversed()).replace('M', 'L')}Z`
  return `${pathOf(above)}${back}`
}

type Props = {
  chart: { yMarks: YMark[]; xMarks: XMark[] }
  /** What the drawing shows, in words. */
  label: string
  low?: boolean
  /** What stands at the right edge. */
  sides: { key: string; name: string; y: number }[]
  /** Words over the drawing. */
  over?: ReactNode
  children: ReactNode
}

/** A field with its axes; words stand beside and over it in HTML, so that they keep their size. */
export function Plot({ chart, label, low = false, sides, over, children }: Props) {
  return (
    <div className={`${styles.frame} ${low ? styles.low : ''}`}>
      <div className={styles.yMarks} aria-hidden="true">
        {chart.yMarks.map(({ y, label }) => (
          <span key={y} style={{ bottom: percent(y) }}>
            {label}
          </span>
        ))}
      </div>
      <div className={styles.field}>
        <svg
          className={styles.drawing}
          viewBox="0 0 1000 1000"
          preserveAspectRatio="none"
          role="img"
          aria-label={label}
        >
          {children}
          {chart.yMarks.map(({ y }) => (
            <path key={y} className={y === 0 ? styles.axis : styles.grid} d={`M0 ${px(1 - y)}H1000`} />
          ))}
        </svg>
        <div aria-hidden="true">{over}</div>
      </div>
      <div className={styles.sides} aria-hidden="true">
        {sides.map(({ key, name, y }) => (
          <span key={key} data-line={key} style={{ bottom: percent(y) }}>
            {name}
          </span>
        ))}
      </div>
      <div className={styles.xMarks} aria-hidden="true">
        {chart.xMarks.map(({ x, label, minor }) => (
          <span key={x} data-minor={minor} data-end={x > 0.88 || undefined} style={{ left: percent(x) }}>
            {label}
          </span>
        ))}
      </div>
    </div>
  )
}
