import { formatCount } from '../../lib/format'
import { WINDOW_PARAMETERS } from '../../lib/insights/page-window'
import styles from './filter.module.css'
import { href, one, type Query } from './query'

const KEPT = [...WINDOW_PARAMETERS, 'team', 'sort', 'group', 'columns']

/** Finds services by a part of their name or their team's; an ordinary form, so the result is a link. */
export function Filter({ query, filter, total }: { query: Query; filter: string; total: number }) {
  return (
    <search>
      <form action="/" className={styles.filter}>
        {KEPT.map(
          (name) => one(query, name) && <input key={name} type="hidden" name={name} value={one(query, name)} />,
        )}
        <label className="visually-hidden" htmlFor="filter">
          Part of a service’s name or of its team’s
        </label>
        <input id="filter" type="search" name="q" defaultValue={filter} placeholder="Service or team" maxLength={200} />
        <button type="submit">Filter</button>
        {filter !== '' && (
          <span className="quiet">
            {formatCount(total)} found. <a href={href('/', query, { q: undefined, page: undefined })}>Show all</a>
          </span>
        )}
      </form>
    </search>
  )
}
