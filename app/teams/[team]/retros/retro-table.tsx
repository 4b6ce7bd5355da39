import { formatCount } from '../../../../lib/format'
import { daysWords } from '../../../../lib/insights/retro-words'
import { type ListedRetro, MOST_LISTED } from '../../../../lib/store/retros'
import table from '../../../_ui/table.module.css'
import { When } from '../../../_ui/when'
import { retroPath } from './address'
import styles from './retro.module.css'

type Props = { team: string; retros: ListedRetro[]; zone: string; now: number }

export function RetroTable({ team, retros, zone, now }: Props) {
  return (
    <section className={styles.section} aria-labelledby="retros">
      <h2 id="retros">Retros so far</h2>
      {retros.length === 0 ? (
        <p>
          None yet. The first one has nothing to look back on; from the second on, each begins with what was decided.
        </p>
      ) : (
        <table className={table.table}>
          <caption className="visually-hidden">Retros, the latest first</caption>
          <thead>
            <tr>
              <th scope="col">Days</th>
              <th scope="col" className={table.wide}>
                Opened
              </th>
              <th scope="col">State</th>
              <th scope="col" className={`${table.end} ${table.wide}`}>
                Notes
              </th>
              <th scope="col" className={table.end}>
                Actions
              </th>
            </tr>
          </thead>
          <tbody>
            {retros.map(({ id, from, to, openedAt, closedAt, notes, actions }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={retroPath(team, id)}>{daysWords({ from, to })}</a>
                </th>
                <td className={table.wide}>
                  <When at={openedAt} zone={zone} now={now} />
                </td>
                <td>
                  {closedAt === null ? (
                    'open'
                  ) : (
                    <>
                      closed <When at={closedAt} zone={zone} now={now} />
                    </>
                  )}
                </td>
                <td className={`${table.end} ${table.wide}`}>{formatCount(notes)}</td>
                <td className={table.end}>{formatCount(actions)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {retros.length === MOST_LISTED && <p className="quiet">Older ones keep their addresses and are not listed.</p>}
    </section>
  )
}
