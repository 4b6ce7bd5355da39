import type { ReactNode } from 'react'
import { formatCount } from '../../../lib/format'
import type { Sort } from '../../../lib/insights/list-query'
import { EVERY_ROW } from '../../../lib/insights/list-query'
import type { Slice } from '../../../lib/insights/page-of-rows'
import { Go } from '../../_ui/go'
import { Pager } from '../../_ui/pager'
import table from '../../_ui/table.module.css'
import { anchorOf, type Frame, LIST, sameListHref } from './frame'
import styles from './page.module.css'

export const PAGE_SIZE = 50

export type Column = {
  title: string
  /** Sorts by this when its title is chosen. */
  sort?: Sort
  end?: boolean
  /** Where it is shown: everywhere, from a tablet on, or on wide screens only. */
  from?: 'tablet' | 'wide'
}

type Props = {
  frame: Frame
  rows: Slice<unknown>
  columns: Column[]
  /** What one row is, in one sentence. */
  caption: ReactNode
  empty: ReactNode
  /** Below the rows: what was folded into one line. */
  folded?: ReactNode
  children: ReactNode
}

/** One page of a list as a table: caption, header that sorts and stays, pager; or why it is empty. */
export function List({ frame, rows, columns, caption, empty, folded, children }: Props) {
  const { list } = frame
  const { open: _open, page: _page, ...kept } = frame.query
  return (
    <>
      <section aria-label={`Table of ${list.tab}`}>
        {rows.total === 0 ? (
          <p className={`${styles.empty} quiet`}>{empty}</p>
        ) : (
          <table className={table.table}>
            <caption>{caption}</caption>
            <thead>
              <tr>
                {columns.map((column) => (
                  <Head key={column.title} frame={frame} column={column} />
                ))}
              </tr>
            </thead>
            <tbody>{children}</tbody>
          </table>
        )}
        {folded}
      </section>
      <Pager
        path={frame.path}
        query={kept}
        size={PAGE_SIZE}
        name="page"
        what={list.tab === 'waiting' ? 'waiting changes' : list.tab}
        hash={LIST}
        page={rows.page}
        pages={rows.pages}
        total={rows.total}
      />
    </>
  )
}

export function cellClass({ end, from }: Column): string {
  const place = from === 'tablet' ? table.wide : from === 'wide' ? table.roomy : ''
  return `${end ? table.end : ''} ${place ?? ''}`.trim()
}

function Head({ frame, column }: { frame: Frame; column: Column }) {
  const { sort, title } = column
  const { list } = frame
  if (sort === undefined) {
    return (
      <th scope="col" className={cellClass(column)}>
        {title}
      </th>
    )
  }
  const isCurrent = list.sort === sort
  const descending = isCurrent ? list.descending : null
  const first = sameListHref(frame, { sort, dir: descending === true ? 'asc' : undefined })
  return (
    <th
      scope="col"
      className={cellClass(column)}
      aria-sort={descending === null ? undefined : descending ? 'descending' : 'ascending'}
    >
      <Go href={first} className={table.sort}>
        {title}
        <span aria-hidden="true">{descending === null ? '' : descending ? ' ↓' : ' ↑'}</span>
      </Go>
    </th>
  )
}

type RowProps = {
  frame: Frame
  id: string
  page: number
  /** Set where another row of the page has the same id. */
  twin?: boolean
  columns: number
  name: ReactNode
  cells: ReactNode
  /** The second row; made only where it is open. */
  more: () => ReactNode
  label: ReactNode
  below?: ReactNode
}

/** A row whose name expands it: a link to the same page with this row open. */
export function Row({ frame, id, page, twin = false, columns, name, cells, more, label, below }: RowProps) {
  const { list } = frame
  const isOpen = list.open === id || list.open === EVERY_ROW
  const anchor = twin ? undefined : anchorOf(list.tab, id)
  const target = sameListHref(
    frame,
    isOpen ? { page: page > 1 ? String(page) : undefined } : { open: id },
    anchor ?? LIST,
  )
  return (
    <>
      <tr id={anchor} className={`${table.row} ${isOpen ? table.opened : ''}`}>
        <th scope="row">
          {label}{' '}
          <Go href={target} className={table.toggle} aria-expanded={isOpen}>
            {name}
          </Go>
          {below}
        </th>
        {cells}
      </tr>
      {isOpen && (
        <tr className={table.more}>
          <td colSpan={columns}>{more()}</td>
        </tr>
      )}
    </>
  )
}

export function countOf(n: number, one: string, many: string): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`
}
