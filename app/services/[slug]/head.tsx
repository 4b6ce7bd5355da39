import type { ReactNode } from 'react'
import type { ServiceSummary } from '../../../lib/store/services'
import styles from './page.module.css'

/** Which service this is, whose, in which zone; and the window. */
export function Head({ summary, picker }: { summary: ServiceSummary; picker: ReactNode }) {
  return (
    <div className={styles.head}>
      <div>
        <h1>
          <bdi>{summary.name}</bdi>
        </h1>
        <p className="quiet">
          {summary.team !== null && (
            <>
              <bdi>{summary.team}</bdi> ·{' '}
            </>
          )}
          {summary.repository !== summary.name && (
            <>
              <bdi>{summary.repository}</bdi> ·{' '}
            </>
          )}
          times in {summary.timeZone}
        </p>
      </div>
      {picker}
    </div>
  )
}
