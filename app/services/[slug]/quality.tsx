import { Fragment } from 'react'
import { formatCount } from '../../../lib/format'
import type { QualityNote } from '../../../lib/insights/quality-words'
import { type Frame, listHref, rowHref } from './frame'
import styles from './page.module.css'

/** What a reader should know before trusting the figures, with the records that it is about. */
export function Quality({ notes, frame }: { notes: QualityNote[]; frame: Pick<Frame, 'path' | 'query'> }) {
  return (
    <section id="quality" className={styles.section} aria-labelledby="quality-title">
      <h2 id="quality-title">Can these figures be trusted?</h2>
      {notes.length === 0 ? (
        <p className="quiet">Nothing that was recorded had to be left out or guessed in this window.</p>
      ) : (
        <ul className={styles.notes}>
          {notes.map((note) => (
            <li key={note.code}>
              <span aria-hidden="true">⚑</span> <span className="number">{formatCount(note.count)}</span> {note.words}.{' '}
              <span className="quiet">
                {note.records.map((record, at) => (
                  <Fragment key={`${record.tab} ${record.id}`}>
                    {at > 0 && ', '}
                    {record.tab === null ? (
                      <bdi>{record.id}</bdi>
                    ) : (
                      <a href={rowHref(frame, record.tab, record.id)}>
                        <bdi>{record.id}</bdi>
                      </a>
                    )}
                  </Fragment>
                ))}
                {note.count > note.records.length &&
                  (note.list === null ? (
                    ` and ${formatCount(note.count - note.records.length)} more`
                  ) : (
                    <>
                      {' '}
                      and{' '}
                      <a href={listHref(frame, note.list.tab, { show: note.list.show })}>
                        all {formatCount(note.count)}
                      </a>
                    </>
                  ))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
