import type { ReactNode } from 'react'
import type { PreparedChart } from '../../../lib/insights/chart/prepare'
import { type KeyEntry, keyOf } from './chart-key'
import styles from './figure.module.css'
import { Plot } from './plot'

export type ChartNote = { number: number; when: string; about: string; text: string }

type Props = {
  chart: PreparedChart
  notes: ChartNote[]
  /** What stands beside the title. */
  choices?: ReactNode
  tableTitle: string
  /** The same data as a table. */
  children: ReactNode
}

/** Title, one sentence, the drawing, its notes, and the same data as a table. */
export function ChartFigure({ chart, notes, choices, tableTitle, children }: Props) {
  const key = keyOf(chart)
  return (
    <figure className={styles.figure}>
      <figcaption>
        <div className={styles.head}>
          <h2>{chart.title}</h2>
          {choices}
        </div>
        <p>{chart.sentence}</p>
      </figcaption>
      {/* Of other weeks it is another chart: what was chosen in it is gone. */}
      <Plot key={`${chart.points[0]?.readout.when} ${chart.points.length}`} chart={chart} />
      {key.length > 0 && <Key entries={key} />}
      {notes.length > 0 && (
        <ol className={styles.notes}>
          {notes.map(({ number, when, about, text }) => (
            <li key={number} value={number}>
              <b aria-hidden="true">{number}</b>
              <span>
                <span className="quiet">
                  {when}
                  {about !== '' && (
                    <>
                      , <bdi>{about}</bdi>
                    </>
                  )}
                </span>{' '}
                <bdi>{text}</bdi>
              </span>
            </li>
          ))}
        </ol>
      )}
      <details className={styles.data}>
        <summary>{tableTitle}</summary>
        {children}
      </details>
    </figure>
  )
}

function Key({ entries }: { entries: KeyEntry[] }) {
  return (
    <ul className={styles.key}>
      {entries.map(({ sign, words }) => (
        <li key={words}>
          <i data-sign={sign} aria-hidden="true" />
          {words}
        </li>
      ))}
    </ul>
  )
}
