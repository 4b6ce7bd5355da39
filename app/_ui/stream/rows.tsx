import { formatCount, formatDuration } from '../../../lib/format'
import type { Slice } from '../../../lib/insights/page-of-rows'
import {
  isOfIncidents,
  STREAM_SHOWS,
  type StreamAsked,
  type StreamEntry,
  type StreamRow,
  type StreamShow,
  sendsBack,
} from '../../../lib/insights/stream-list'
import { listWords, partTitle } from '../../../lib/insights/stream-words'
import { Pager } from '../pager'
import type { Query } from '../query'
import table from '../table.module.css'
import type { HrefOf } from './marks'
import styles from './stream.module.css'

/** The list under the map. */
export const ROWS = 'changes'
export const ROWS_SIZE = 50

type Props = {
  asked: StreamAsked
  rows: Slice<StreamRow>
  counts: Record<StreamShow, number>
  hrefOf: HrefOf
  rowHref: (entry: StreamEntry) => string
  /** Names the service of each row. */
  several: boolean
  path: string
  query: Query
}

const SHOW_NAMES: Record<StreamShow, string> = { through: 'Went through', back: 'Came back', now: 'In it now' }

/** What is behind a part of the stream, slowest first; each row leads to the change with all its stages. */
export function StreamRows({ asked, rows, counts, hrefOf, rowHref, several, path, query }: Props) {
  const { part, show } = asked
  const ofIncidents = isOfIncidents(part)
  const whole = ofIncidents ? 'Time to restore' : show === 'now' ? 'Age' : 'Lead time'
  const isWhole = part === 'lead' || part === 'restore'
  const shows = STREAM_SHOWS.filter((one) => one === show || counts[one] > 0)
  return (
    <section id={ROWS} className={styles.section} aria-labelledby="rows-title">
      <h2 id="rows-title">
        {partTitle(part)}: the {ofIncidents ? 'incidents' : 'changes'} behind it
      </h2>
      {shows.length > 1 && (
        <ul className={`${styles.shows} screen-only`} aria-label="Which rows">
          {shows.map((one) => (
            <li key={one}>
              <a href={hrefOf(part, one)} aria-current={one === show ? 'true' : undefined}>
                {SHOW_NAMES[one]} <span className="number">{formatCount(counts[one])}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      {rows.total === 0 ? (
        <p className="quiet">None in this window.</p>
      ) : (
        <table className={table.table}>
          <caption>{listWords(part, show)}</caption>
          <thead>
            <tr>
              <th scope="col">{ofIncidents ? 'Incident' : 'Change'}</th>
              {several && (
                <th scope="col" className={table.wide}>
                  Service
                </th>
              )}
              <th scope="col" className={table.end}>
                {show === 'back' ? 'Way back' : isWhole ? whole : 'In this stage'}
              </th>
              {!isWhole && (
                <th scope="col" className={`${table.end} ${table.wide}`}>
                  {whole}
                </th>
              )}
              {sendsBack(part) && show !== 'now' && (
                <th scope="col" className={`${table.end} ${table.wide}`}>
                  Came back
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.rows.map((row) => (
              <tr key={`${row.service} ${row.source} ${row.id}`}>
                <th scope="row">
                  <a href={rowHref(row)}>
                    <span className="number">{row.label}</span> <bdi>{row.title || 'without a title'}</bdi>
                  </a>
                  {several && (
                    <span className={table.narrow}>
                      <bdi>{row.service}</bdi>
                    </span>
                  )}
                </th>
                {several && (
                  <td className={table.wide}>
                    <bdi>{row.service}</bdi>
                  </td>
                )}
                <td className={`${table.end} ${table.fit}`}>
                  {row.seconds === null ? 'still open' : formatDuration(row.seconds)}
                </td>
                {!isWhole && (
                  <td className={`${table.end} ${table.fit} ${table.wide}`}>{formatDuration(row.wholeSeconds)}</td>
                )}
                {sendsBack(part) && show !== 'now' && (
                  <td className={`${table.end} ${table.fit} ${table.wide}`}>
                    {row.returns === 0 ? 'no' : `${formatCount(row.returns)} ×`}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager
        path={path}
        query={query}
        size={ROWS_SIZE}
        name="page"
        what={ofIncidents ? 'incidents' : 'changes'}
        hash={ROWS}
        page={rows.page}
        pages={rows.pages}
        total={rows.total}
      />
    </section>
  )
}
