import { formatCount } from '../../../lib/format'
import type { RejectedRow } from '../../../lib/store/rejected-rows'
import table from '../../_ui/table.module.css'
import { Ago } from '../source-row'
import styles from '../sources.module.css'

/** Rows that could not become records, each with where it stood, which field, and why. */
export function Rejected({ rows, total, now }: { rows: RejectedRow[]; total: number; now: number }) {
  if (rows.length === 0) return null
  return (
    <section className={styles.section} aria-labelledby="rejected">
      <h2 id="rejected">Rejected rows</h2>
      <table className={table.table}>
        <caption>
          What was sent and could not be understood; it is counted nowhere.
          {rows.length < total && ` The last ${formatCount(rows.length)} of ${formatCount(total)}.`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">Why</th>
            <th scope="col" className={`${table.end} ${table.wide}`}>
              When
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.stream} ${row.position}`}>
              <th scope="row">
                <bdi>{row.position}</bdi>
              </th>
              <td>
                {row.path !== '' && (
                  <>
                    <code>{row.path}</code>{' '}
                  </>
                )}
                {row.reason}
                {row.payload !== null && (
                  <details>
                    <summary className="quiet">What was sent</summary>
                    <pre className={styles.payload}>{row.payload.slice(0, 4000)}</pre>
                  </details>
                )}
              </td>
              <td className={`${table.end} ${table.fit} ${table.wide}`}>
                <Ago at={row.at} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
