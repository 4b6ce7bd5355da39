import type { ReactNode } from 'react'
import styles from './notice.module.css'

/** What stands where figures cannot: why, and the one next step. */
export function Notice({ title, alert = false, children }: { title: string; alert?: boolean; children: ReactNode }) {
  return (
    <section className={styles.notice} role={alert ? 'alert' : undefined}>
      <h2>{title}</h2>
      <div className={styles.words}>{children}</div>
    </section>
  )
}
