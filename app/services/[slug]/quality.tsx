import { formatCount } from '../../../lib/format'
import type { ServicePage } from '../../../lib/insights/service-page'
import styles from './page.module.css'

/** What a reader should know before trusting the figures. */
export function Quality({ page }: { page: ServicePage }) {
  return (
    <section id="quality" className={styles.section} aria-labelledby="quality-title">
      <h2 id="quality-title">Can these figures be trusted?</h2>
      {page.notes.length === 0 ? (
        <p className="quiet">Nothing that was recorded had to be left out or guessed in this window.</p>
      ) : (
        <ul className={styles.notes}>
          {page.notes.map((note) => (
            <li key={note.code}>
              <span className="number">{formatCount(note.count)}</span> {note.words}.{' '}
              <span className="quiet">
                {note.records.join(', ')}
                {note.count > note.records.length && ` and ${formatCount(note.count - note.records.length)} more`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
