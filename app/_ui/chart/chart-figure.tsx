import type { ReactNode } from 'react'
import styles from './figure.module.css'
import { Plot } from './plot'
import type { PreparedChart } from './prepare'

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
  return (
    <figure className={styles.figure}>
      <figcaption>
        <div className={styles.head}>
          <h2>{chart.title}</h2>
          {choices}
        </div>
        <p>{chart.sentence}</p>
      </figcaption>
      <Plot chart={chart} />
      {chart.bands.length > 0 || chart.singles.length > 0 || chart.dashes.length > 0 ? <Key chart={chart} /> : null}
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

/** Says only what this drawing has. */
function Key({ chart }: { chart: PreparedChart }) {
  const entries: [string, string, boolean][] = [
    ['line', 'weekly median', chart.bands.length + chart.bars.length > 0],
    ['band', 'middle half', chart.bands.length + chart.bars.length > 0],
    ['single', 'single value, in weeks of fewer than five', chart.singles.length > 0],
    ['dashed', 'week that is not whole', chart.dashes.length > 0 || chart.dots.some((dot) => dot.hollow)],
    ['ring', 'signal', chart.rings.length > 0],
  ]
  return (
    <ul className={styles.key}>
      {entries
        .filter(([, , shown]) => shown)
        .map(([sign, words]) => (
          <li key={words}>
            <i data-sign={sign} aria-hidden="true" />
            {words}
          </li>
        ))}
    </ul>
  )
}
