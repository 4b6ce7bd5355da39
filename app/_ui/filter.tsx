import { formatCount } from '../../lib/format'
import styles from './filter.module.css'
import { one, type Query } from './query'

/** Finds services by a part of their name; an ordinary form, so the result is a link. */
export function Filter({ query, filter, total }: { query: Query; filter: string; total: number }) {
  return (
    <form action="/" className={`${styles.filter} screen-only`}>
      {['window', 'from', 'to'].map(
        (name) => one(query, name) && <input key={name} type="hidden" name={name} value={one(query, name)} />,
      )}
      <label className="visually-hidden" htmlFor="filter">
        Part of a service’s name
      </label>
      <input
        id="filter"
        type="search"
        name="q"
        defaultValue={filter}
        placeholder="Part of a service’s name"
        maxLength={200}
      />
      <button type="submit">Filter</button>
      {filter !== '' && (
        <span className="quiet">
          {formatCount(total)} found. <a href="/">Show all</a>
        </span>
      )}
    </form>
  )
}
