import type { ListedReport } from '../../lib/store/report-archive'
import table from '../_ui/table.module.css'
import { When } from '../_ui/when'
import { sentPath } from './address'
import styles from './reports.module.css'

type Props = { id: string; archive: ListedReport[]; zone: string; now: number; most: number }

/** What was sent, as it was. */
export function Archive({ id, archive, zone, now, most }: Props) {
  return (
    <section className={styles.section} aria-labelledby="archive">
      <h2 id="archive">What was sent</h2>
      {archive.length === 0 ? (
        <p className="quiet">Nothing yet. What is sent is kept here as it was, and never changes.</p>
      ) : (
        <table className={table.table}>
          <caption className={archive.length < most ? 'visually-hidden' : undefined}>
            {archive.length < most ? 'Reports, the latest first' : `The latest ${most}`}; times in {zone}
          </caption>
          <thead>
            <tr>
              <th scope="col">Report</th>
              <th scope="col" className={table.wide}>
                Made
              </th>
              <th scope="col" className={table.end}>
                Sent to
              </th>
            </tr>
          </thead>
          <tbody>
            {archive.map(({ id: copy, period, byHand, subject, madeAt, sent, sendings }) => (
              <tr key={copy}>
                <th scope="row">
                  <a href={sentPath(id, period, byHand ? copy : null)}>{period}</a>
                  {byHand && ', by hand'}
                  <span className={styles.sentence}>
                    <bdi>{subject}</bdi>
                  </span>
                </th>
                <td className={`${table.wide} ${table.fit}`}>
                  <When at={madeAt} zone={zone} now={now} />
                </td>
                <td className={`${table.end} ${table.fit}`}>
                  {sent} of {sendings}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
