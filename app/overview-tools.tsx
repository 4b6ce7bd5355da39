import type { OverviewView } from '../lib/insights/overview-view'
import { nextSort } from '../lib/insights/overview-view'
import { href, type Query } from './_ui/query'
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
          <a href={to({ group: undefined })} aria-current={view.grouped ? 'true' : undefined}>
            By team
          </a>
          <a href={to({ group: 'none' })} aria-current={view.grouped ? undefined : 'true'}>
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
