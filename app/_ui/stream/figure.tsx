import type { ReactNode } from 'react'
import styles from './stream.module.css'

type Props = {
  title: string
  href?: string | null
  /** Several where there are too few for one; null: no data. */
  values: string[] | null
  children: ReactNode
}

/** One figure of a row of them: its name, its value large, and what it counts. */
export function Figure({ title, href = null, values, children }: Props) {
  return (
    <div className={styles.figure}>
      <dt>{href === null ? title : <a href={href}>{title}</a>}</dt>
      <dd className={`${styles.big} ${values && values.length > 1 ? styles.values : ''}`}>
        {values === null ? <span className="quiet">–</span> : values.join(', ')}
        {values === null && <span className="visually-hidden">no data</span>}
      </dd>
      <dd className={styles.remark}>{children}</dd>
    </div>
  )
}
