import type { Report } from '../../lib/report/report'
import { changedSince, isUnchanged } from '../../lib/report/since'
import table from '../_ui/table.module.css'
import type { CurrentReport } from './current-report'
import styles from './reports.module.css'

/** What the same report would say now. */
export function SinceThen({ sent, current }: { sent: Report; current: CurrentReport }) {
  return (
    <section className={styles.section} aria-labelledby="since">
      <h2 id="since">What has changed since</h2>
      {current.ok ? (
        <Changed sent={sent} current={current.report} />
      ) : (
        <p>It could not be made again: {current.message}</p>
      )}
    </section>
  )
}

function Changed({ sent, current }: { sent: Report; current: Report }) {
  const since = changedSince(sent, current)
  if (isUnchanged(since)) return <p>Nothing has changed since.</p>
  const { differences, gone, come } = since
  return (
    <>
      <p>Records came later, or rules have changed: made now, this report would differ from what was sent.</p>
      {differences.length > 0 && (
        <table className={`${table.table} ${styles.differences}`}>
          <caption className="visually-hidden">Figures that differ</caption>
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col">Then</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ what, was, is }) => (
              <tr key={what}>
                <th scope="row">
                  <bdi>{what}</bdi>
                </th>
                <td>{was}</td>
                <td>{is}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Sentences title="No longer said" lines={gone} />
      <Sentences title="Said now" lines={come} />
    </>
  )
}

function Sentences({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul className={styles.sentences}>
        {[...new Set(lines)].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  )
}
