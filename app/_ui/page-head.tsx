import type { ReactNode } from 'react'
import styles from './page-head.module.css'

/** What every page begins with: what it is about, and beside it, where there is room, the window. */
export function PageHead({ children, beside }: { children: ReactNode; beside: ReactNode }) {
  return (
    <div className={styles.head}>
      <div>{children}</div>
      {beside}
    </div>
  )
}

/** The one sentence that says what the page found. */
export function PageHeadline({ children }: { children: ReactNode }) {
  return <p className={styles.headline}>{children}</p>
}
