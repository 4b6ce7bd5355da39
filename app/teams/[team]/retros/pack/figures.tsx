import type { RetroFigure } from '../../../../../lib/insights/retro-figures'
import type { RetroPack } from '../../../../../lib/insights/retro-pack'
import {
  changeWords,
  daysWords,
  figureRemarks,
  readingWords,
  variationWords,
} from '../../../../../lib/insights/retro-words'
import table from '../../../../_ui/table.module.css'
import styles from '../retro.module.css'

/** The metrics against the windows of the same length before. */
export function FiguresSection({ pack }: { pack: RetroPack }) {
  const earlier = pack.figures[0]?.earlier ?? []
  return (
    <section className={`${styles.section} ${styles.whole}`} aria-labelledby="figures">
      <h2 id="figures">How it went, in numbers</h2>
      <p className="quiet">
        Of all the team’s services together, by their raw events. A signal is told from routine variation by the weeks
        before; without one a difference says little.
      </p>
      <table className={table.table}>
        <caption className="visually-hidden">
          Figures of these days and of the windows of the same length before
        </caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            {earlier.map((days) => (
              <th key={days.from} scope="col" className={`${table.end} ${table.wide}`}>
                {daysWords(days).replace(/\s\d{4}$/, '')}
              </th>
            ))}
            <th scope="col" className={table.end}>
              These days
            </th>
          </tr>
        </thead>
        <tbody>
          {pack.figures.map((figure) => (
            <Row key={figure.id} figure={figure} team={pack.team} days={pack} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ figure, team, days }: { figure: RetroFigure; team: string; days: { from: string; to: string } }) {
  const { id, title, unit, earlier, change, variation } = figure
  const isSignal = variation?.kind === 'signal'
  const words = changeWords(change)
  return (
    <tr>
      <th scope="row">
        <a href={`/metrics/${id}?${new URLSearchParams({ team, from: days.from, to: days.to })}`}>{title}</a>
        <span className={styles.small}>{figureRemarks(figure).join('; ')}</span>
        <span className={isSignal ? styles.signal : styles.small}>{variationWords(figure)}</span>
      </th>
      {earlier.map((one) => (
        <td key={one.from} className={`${table.end} ${table.wide} quiet`}>
          {one.value === null ? '–' : readingWords(unit, one)}
        </td>
      ))}
      <td className={table.end}>
        {figure.value === null ? (
          <span className="quiet">no data</span>
        ) : (
          <strong className={styles.value}>{readingWords(unit, figure)}</strong>
        )}
        {words && <span className={styles.small}>{words}</span>}
      </td>
    </tr>
  )
}
