import type { OverviewView } from '../lib/insights/overview-view'
import { nextSort, OVERVIEW_COLUMNS, VIEW_PARAMETERS } from '../lib/insights/overview-view'
import { WINDOW_PARAMETERS } from '../lib/insights/page-window'
import controls from './_ui/controls.module.css'
import { href, one, type Query } from './_ui/query'
import segments from './_ui/segment.module.css'
import { COLUMNS } from './overview-columns'
import styles from './page.module.css'

type Props = { query: Query; view: OverviewView; hasTeams: boolean }

/** Grouped or flat; on phones, where most columns have no header, what to sort by. */
export function OverviewTools({ query, view, hasTeams }: Props) {
  const { sort } = view
  const to = (changes: Record<string, string | undefined>) => href('/', query, { ...changes, page: undefined })
  const current = COLUMNS.find((column) => column.id === sort.column)
  return (
    <>
      {hasTeams && (
        <nav className={styles.choices} aria-label="Grouping">
          <a
            className={segments.segment}
            href={to({ group: undefined })}
            aria-current={view.grouped ? 'true' : undefined}
          >
            By team
          </a>
          <a className={segments.segment} href={to({ group: 'none' })} aria-current={view.grouped ? undefined : 'true'}>
            Flat
          </a>
        </nav>
      )}
      <details className={styles.sort}>
        <summary>Sorted by {current ? current.name.toLowerCase() : 'name'}</summary>
        <ul>
          <li>
            <a href={to({ sort: nextSort(sort, 'name') })}>Name</a>
          </li>
          {COLUMNS.map((column) => (
            <li key={column.id}>
              <a href={to({ sort: nextSort(sort, column.id) })}>{column.name}</a>
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}

/** Which columns the table has: a form, so that the choice is in the address and needs no script. */
export function ColumnPicker({ query, view }: { query: Query; view: OverviewView }) {
  const hidden = [...WINDOW_PARAMETERS, ...VIEW_PARAMETERS].filter((name) => name !== 'columns')
  const isAll = view.columns.length === OVERVIEW_COLUMNS.length
  return (
    <details className={styles.sheet}>
      <summary>Columns{!isAll && ` (${view.columns.length} of ${OVERVIEW_COLUMNS.length})`}</summary>
      <form action="/">
        {hidden.map(
          (name) => one(query, name) && <input key={name} type="hidden" name={name} value={one(query, name)} />,
        )}
        <fieldset>
          <legend className="visually-hidden">Columns of the table</legend>
          {COLUMNS.map((column) => (
            <label key={column.id}>
              <input
                type="checkbox"
                name="columns"
                value={column.id}
                defaultChecked={view.columns.includes(column.id)}
              />
              {column.name}
            </label>
          ))}
        </fieldset>
        <div className={styles.buttons}>
          <button type="submit" className={controls.button}>
            Show these
          </button>
          {!isAll && <a href={href('/', query, { columns: undefined })}>Show all</a>}
        </div>
      </form>
    </details>
  )
}
