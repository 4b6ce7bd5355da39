import type { ReactNode } from 'react'
import { formatCount } from '../../../lib/format'
import type { Slice } from '../../../lib/insights/lists'
import { Pager } from '../../_ui/pager'
import type { Query } from '../../_ui/query'
import table from '../../_ui/table.module.css'
import styles from './page.module.css'

/** What every list of the page needs to know about where it is. */
export type ListFrame = { path: string; query: Query; size: number; zone: string; now: number }

type Props = {
  id: string
  title: string
  rows: Slice<unknown>
  frame: ListFrame
  /** What one row is, in one sentence. */
  caption: string
  empty: ReactNode
  head: ReactNode
  children: ReactNode
}

/** One of the page's tables: heading with its count, caption, sticky header, pager; or why it is empty. */
export function List({ id, title, rows, frame, caption, empty, head, children }: Props) {
  return (
    <section id={id} className={styles.section} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        {title} <span className={`${styles.count} number`}>{formatCount(rows.total)}</span>
      </h2>
      {rows.total === 0 ? (
        <p className="quiet">{empty}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
        <section className={table.scroll} aria-label={`Table of ${title.toLowerCase()}`} tabIndex={0}>
          <table className={table.table}>
            <caption>{caption}</caption>
            <thead>{head}</thead>
            <tbody>{children}</tbody>
          </table>
        </section>
      )}
      <Pager
        path={frame.path}
        query={frame.query}
        size={frame.size}
        name={id}
        what={title.toLowerCase()}
        hash={id}
        page={rows.page}
        pages={rows.pages}
        total={rows.total}
      />
    </section>
  )
}
