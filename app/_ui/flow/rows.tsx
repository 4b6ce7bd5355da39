import { formatDuration } from '../../../lib/format'
import type { FlowAsked, FlowEntry, FlowRow } from '../../../lib/insights/flow-list'
import { ITEM_TITLES, listCaption, listTitle } from '../../../lib/insights/flow-words'
import type { Slice } from '../../../lib/insights/page-of-rows'
import { Pager } from '../pager'
import type { Query } from '../query'
import stream from '../stream/stream.module.css'
import table from '../table.module.css'
import { When } from '../when'
import { ROWS } from './links'

export const ROWS_SIZE = 50

type Props = {
  asked: FlowAsked
  rows: Slice<FlowRow>
  rowHref: (entry: FlowEntry) => string
  /** Names the service of each row. */
  several: boolean
  path: string
  query: Query
  zone: string
  now: number
}

/** What a figure was made of; each row leads to the change with its stages. */
export function FlowRows({ asked, rows, rowHref, several, path, query, zone, now }: Props) {
  const { show } = asked
  const waits = show === 'progress'
  const told = !waits && show !== 'unclassified'
  return (
    <section id={ROWS} className={stream.section} aria-labelledby="rows-title">
      <h2 id="rows-title">{listTitle(show)}</h2>
      {rows.total === 0 ? (
        <p className="quiet">None in this window.</p>
      ) : (
        <table className={table.table}>
          <caption>{listCaption(show)}</caption>
          <thead>
            <tr>
              <th scope="col">Change</th>
              {several && (
                <th scope="col" className={table.wide}>
                  Service
                </th>
              )}
              {told && <th scope="col">{show === 'delivered' ? 'Item' : 'Said by'}</th>}
              <th scope="col" className={`${table.end} ${table.wide}`}>
                {waits ? 'Since' : 'Delivered'}
              </th>
              <th scope="col" className={table.end}>
                {waits ? 'Age' : 'Lead time'}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.rows.map((row) => (
              <tr key={`${row.service} ${row.id}`}>
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
                {told && (
                  <td>
                    {show === 'delivered' && row.item && `${ITEM_TITLES[row.item]} `}
                    {row.by && (
                      <span className="quiet">
                        {row.by.kind === 'label' ? 'label' : 'title'} “<bdi>{row.by.text}</bdi>”
                      </span>
                    )}
                  </td>
                )}
                <td className={`${table.end} ${table.fit} ${table.wide}`}>
                  <When at={row.at} zone={zone} now={now} />
                </td>
                <td className={`${table.end} ${table.fit}`}>{formatDuration(row.seconds)}</td>
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
        what="changes"
        hash={ROWS}
        page={rows.page}
        pages={rows.pages}
        total={rows.total}
      />
    </section>
  )
}
