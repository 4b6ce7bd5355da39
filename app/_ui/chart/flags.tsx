import type { CSSProperties } from 'react'
import type { Flag } from '../../../lib/insights/chart/flag-places'
import styles from './chart.module.css'

const percent = (share: number) => `${(share * 100).toFixed(3)}%`

/** Numbers on the time line, and how far what they stand for lasted; their words are listed beneath the trend. */
export function Flags({ flags }: { flags: readonly Flag[] }) {
  return (
    <div aria-hidden="true">
      {flags.map(({ x, until, number, text, row }) => (
        <div key={number} title={text} style={{ '--row': row } as CSSProperties}>
          {until !== null && <i className={styles.span} style={{ left: percent(x), width: percent(until - x) }} />}
          <i className={styles.pole} style={{ left: percent(x) }} />
          <b className={styles.flag} style={{ left: percent(x) }}>
            {number}
          </b>
        </div>
      ))}
    </div>
  )
}

/** The room that the flags take above the drawing, in pixels. */
export function heightOf(flags: readonly Flag[]): number {
  return flags.length === 0 ? 8 : Math.max(...flags.map(({ row }) => row)) * 18 + 20
}
