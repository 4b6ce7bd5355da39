import { formatCount } from '../../lib/format'
import styles from './pager.module.css'
import { href, type Query } from './query'

type Props = {
  path: string
  query: Query
  name: string
  page: number
  pages: number
  total: number
  size: number
  hash?: string
  what: string
}

/** Which rows of how many, and the pages before and after; nothing when all rows are on one page. */
export function Pager({ path, query, name, page, pages, total, size, hash, what }: Props) {
  if (pages <= 1) return null
  const to = (target: number) => href(path, query, { [name]: target === 1 ? undefined : String(target) }, hash)
  return (
    <nav className={`${styles.pager} number`} aria-label={`Pages of ${what}`}>
      {page > 1 ? <a href={to(page - 1)}>Previous</a> : <span className="quiet">Previous</span>}
      <span>
        {formatCount((page - 1) * size + 1)}–{formatCount(Math.min(total, page * size))} of {formatCount(total)} {what}
      </span>
      {page < pages ? <a href={to(page + 1)}>Next</a> : <span className="quiet">Next</span>}
    </nav>
  )
}
