import { formatCount, formatDuration, formatRate } from '../../../lib/format'
import type { BehindRow } from '../../../lib/insights/metric-rows'
import type { OneView } from '../../../lib/insights/metric-view'
import { href } from '../../_ui/query'
import { RecordLink } from '../../_ui/record-link'
import table from '../../_ui/table.module.css'
import { When } from '../../_ui/when'
import { serviceQuery } from '../address'
import styles from './metric.module.css'

/** The rows that say most about the value, and where all of them are. */
export function Behind({ view }: { view: OneView }) {
  const { metric, behind, service, page } = view
  if (behind.total === 0) return null
  const { timeZone, now } = page.window
  const isTimed = behind.rows.some((row) => row.seconds !== null)
  const list = href(`/services/${encodeURIComponent(service.slug)}`, { tab: metric.table, ...serviceQuery(view) }, {})
  return (
    <section className={styles.section} id="rows">
      <h2>
        The {metric.counts[1]} behind it{' '}
        <span className={styles.count}>
          {behind.rows.length < behind.total
            ? `${formatCount(behind.rows.length)} of ${formatCount(behind.total)}`
            : formatCount(behind.total)}
        </span>
      </h2>
      <p className="quiet">
        {behind.order[0]?.toUpperCase()}
        {behind.order.slice(1)}.{' '}
        <a href={list}>
          All {metric.table} of {service.name}
        </a>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard */}
      <section className={styles.scroll} aria-label="Table of rows" tabIndex={0}>
        <table className={table.table}>
          <caption className="visually-hidden">
            {metric.counts[1]}, {behind.order}
          </caption>
          <thead>
            <tr>
              <th scope="col">{ONE[metric.table]}</th>
              <th scope="col" className={table.wide}>
                Note
              </th>
              <th scope="col" className={`${table.end} ${table.wide}`}>
                {WHEN[metric.table]}
              </th>
              {isTimed && (
                <th scope="col" className={table.end}>
                  {behind.rows[0]?.part === null ? 'Time' : 'Lead time'}
                </th>
              )}
              {behind.rows[0]?.part != null && (
                <th scope="col" className={table.end}>
                  Active
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {behind.rows.map((row) => (
              <tr key={`${row.id} ${row.at} ${row.seconds}`}>
                <th scope="row">
                  <Name row={row} />
                  <span className={table.narrow}>
                    <When at={row.at} zone={timeZone} now={now} />
                    {row.why !== '' && ` · ${row.why}`}
                  </span>
                </th>
                <td className={`${table.wide} quiet`}>{row.why}</td>
                <td className={`${table.end} ${table.fit} ${table.wide}`}>
                  <When at={row.at} zone={timeZone} now={now} />
                </td>
                {isTimed && <td className={`${table.end} ${table.fit}`}>{formatDuration(row.seconds)}</td>}
                {row.part !== null && (
                  <td className={`${table.end} ${table.fit}`}>
                    {formatRate(row.seconds === null || row.seconds === 0 ? null : row.part / row.seconds)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

const ONE = { changes: 'Change', deployments: 'Deployment', incidents: 'Incident' }
const WHEN = { changes: 'In production', deployments: 'Finished', incidents: 'Resolved' }

function Name({ row }: { row: BehindRow }) {
  const named = row.title !== '' && row.title !== row.label
  return (
    <>
      <RecordLink url={row.url}>
        <bdi>{row.label}</bdi>
      </RecordLink>
      {named && (
        <>
          {' '}
          <bdi>{row.title}</bdi>
        </>
      )}
    </>
  )
}
