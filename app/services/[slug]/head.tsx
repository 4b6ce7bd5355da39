import type { ReactNode } from 'react'
import { formatCount } from '../../../lib/format'
import type { ServiceSummary } from '../../../lib/store/services'
import styles from './page.module.css'

/** Which service this is, whose, in which zone; and the window. */
export function Head({ summary, picker, notes }: { summary: ServiceSummary; picker: ReactNode; notes: number }) {
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
          {notes > 0 && (
            <>
              {' · '}
              <a href="#quality">
                <span aria-hidden="true">⚑ </span>
                {formatCount(notes)} {notes === 1 ? 'note' : 'notes'} on the data
              </a>
            </>
          )}
        </p>
      </div>
      {picker}
    </div>
  )
}
