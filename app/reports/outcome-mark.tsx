import type { ReactNode } from 'react'
import type { Standing } from '../../lib/insights/report/subscription-words'
import styles from './reports.module.css'

/** Shape and word, colour only beside them. */
const SHAPES: Record<Standing, string> = {
  well: 'M3 8.5 6.5 12 13 4.5',
  'under way': 'M8 4v4l3 2M8 2a6 6 0 1 1 0 12 6 6 0 0 1 0-12',
  asks: 'M8 2 15 14H1ZM8 6.5v3.5M8 12v.01',
  none: 'M3 8h10',
}

export function OutcomeMark({ standing, children }: { standing: Standing; children: ReactNode }) {
  return (
    <span className={styles.mark} data-standing={standing}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path d={SHAPES[standing]} fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
      </svg>
      {children}
    </span>
  )
}
