import type { ReactNode } from 'react'
import { formatCount } from '../lib/format'
import type { Overview, OverviewGroup, OverviewRow, Pooled } from '../lib/insights/overview'
import type { Sort, SortColumn } from '../lib/insights/overview-order'
import { nextSort } from '../lib/insights/overview-view'
import { ChangeMark } from './_ui/change-mark'
import { href, type Query } from './_ui/query'
import { Sparkline } from './_ui/sparkline'
import { COLUMNS, type Column, type Shown } from './overview-columns'
import styles from './overview-table.module.css'

type Props = {
  found: Overview<unknown>
  sort: Sort
  query: Query
  /** The window as a query string for the services' own pages. */
  windowQuery: string
  before: string | null
}

/** Services side by side; every figure leads to its place on the service's page. */
export function OverviewTable({ found, sort, query, windowQuery, before }: Props) {
  const grouped = found.groups.some((group) => group.pooled !== null)
  return (
    <div className={styles.fit} data-wide>
      <table className={styles.table}>
        <caption className="visually-hidden">
          Services side by side{before === null ? '' : `, each figure compared with ${before}`}
        </caption>
        <thead>
          <tr>
            <Header column="name" sort={sort} query={query}>
              Service
            </Header>
            {COLUMNS.map((column) => (
              <Header key={column.id} column={column.id} sort={sort} query={query} of={column}>
                {column.label}
              </Header>
            ))}
          </tr>
        </thead>
        {found.total > 1 && (
          <tbody>
            <PooledRow label="All" note={`${formatCount(found.total)} services`} pooled={found.pooled} />
          </tbody>
        )}
        {found.groups.map((group) => (
          <tbody key={group.team ?? ''}>
            {grouped && group.pooled && <TeamRow group={group} pooled={group.pooled} query={query} />}
            {group.rows.map((row) => (
              <ServiceRow key={row.slug} row={row} windowQuery={windowQuery} team={grouped ? null : row.team} />
            ))}
            {grouped && group.goesOn && (
              <tr className={styles.aside}>
                <td colSpan={COLUMNS.length + 1}>
                  <bdi>{group.team ?? 'Without a team'}</bdi> continues on the next page.
                </td>
              </tr>
            )}
          </tbody>
        ))}
      </table>
    </div>
  )
}

type HeaderProps = { column: SortColumn; sort: Sort; query: Query; of?: Column; children: ReactNode }

function Header({ column, sort, query, of, children }: HeaderProps) {
  const current = sort.column === column
  const next = nextSort(sort, column)
  const arrow = (
    <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
      <path d={current && !sort.descending ? 'M1 6 4 2 7 6' : 'M1 2 4 6 7 2'} />
    </svg>
  )
  return (
    <th scope="col" aria-sort={current ? (sort.descending ? 'descending' : 'ascending') : undefined}>
      <a href={href('/', query, { sort: next, page: undefined })} title={of?.title}>
        {of ? arrow : null}
        {children}
        {of ? null : arrow}
      </a>
      {of && <small className={styles.unit}>{of.unit}</small>}
    </th>
  )
}

/** All events of several services as one: a median over their changes, not of their medians. */
function PooledRow({ label, note, pooled }: { label: ReactNode; note?: string | null; pooled: Pooled }) {
  return (
    <tr className={styles.pooled}>
      <th scope="row">
        {label}
        {note && <small>{note}</small>}
      </th>
      {COLUMNS.map((column) => (
        <Cell key={column.id} shown={column.show(pooled.current, pooled.changes)} />
      ))}
    </tr>
  )
}

function TeamRow({ group, pooled, query }: { group: OverviewGroup; pooled: Pooled; query: Query }) {
  const { team, begun, services } = group
  const count = `${formatCount(services)} ${services === 1 ? 'service' : 'services'}`
  const label =
    team === null ? (
      'Without a team'
    ) : (
      <a href={href('/', query, { team, page: undefined })}>
        <bdi>{team}</bdi>
      </a>
    )
  return <PooledRow label={label} note={begun ? `${count}, continued` : count} pooled={pooled} />
}

type RowProps = { row: OverviewRow; windowQuery: string; team: string | null }

function ServiceRow({ row, windowQuery, team }: RowProps) {
  const page = `/services/${encodeURIComponent(row.slug)}${windowQuery ? `?${windowQuery}` : ''}`
  const cells = COLUMNS.map((column) => ({ column, shown: column.show(row.current, row.changes) }))
  return (
    <>
      <tr>
        <th scope="row" className={styles.name}>
          <a href={page} title={row.name.length > 40 ? row.name : undefined}>
            <bdi>{row.name}</bdi>
          </a>
          {team !== null && (
            <small>
              <bdi>{team}</bdi>
            </small>
          )}
          {row.notes > 0 && (
            <a href={`${page}#quality`} className={styles.flag} title="What is missing or could not be read">
              <span aria-hidden="true">⚑</span> {formatCount(row.notes)}
              <span className="visually-hidden"> notes on data quality</span>
            </a>
          )}
        </th>
        {cells.map(({ column, shown }) => (
          <Cell
            key={column.id}
            shown={shown}
            href={`${page}#${column.anchor}`}
            drawing={
              column.id === 'lead-time' ? (
                <Sparkline points={row.leadTrend} label="Weekly median lead time" wide={56} high={18} />
              ) : column.id === 'deployments' ? (
                <Sparkline points={row.deploymentTrend} label="Deployments per week" wide={56} high={18} />
              ) : undefined
            }
          />
        ))}
      </tr>
      <tr
        className={styles.more}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: numbers and our own words alone; elements cost, and a page has a hundred rows
        dangerouslySetInnerHTML={{ __html: moreOf(cells.filter(({ column }) => !column.first)) }}
      />
    </>
  )
}

type Told = { column: Column; shown: Shown }

/** The row below a phone's row: closed it tells the failures and the waiting work, opened all that has no column there. */
function moreOf(cells: Told[]): string {
  const of = (id: Column['id']) => cells.find(({ column }) => column.id === id)?.shown
  const [failed, waiting] = [of('failed'), of('waiting')]
  const summary = `${failed?.below == null ? 'No deployment' : `${failed.below} failed`}, ${waiting?.value ?? '0'} waiting`
  const entries = cells.map(({ column, shown }) => {
    const value = shown.unseen ? 'not observed' : (shown.value ?? 'no data')
    const below = shown.below === null ? '' : `<small>${escapeText(shown.below)}</small> `
    return `<dt>${column.name}</dt><dd>${below}<b>${escapeText(value)}</b></dd>`
  })
  return `<td colspan="3"><details><summary>${escapeText(summary)}</summary><dl>${entries.join('')}</dl></details></td>`
}

/** Figures may begin with a less-than sign: "<1 min". */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

const UNSEEN = 'Nothing tells when these changes were worked on and when they waited'

function figureText(shown: Shown, link?: string): ReactNode {
  if (shown.unseen) {
    return <small title={UNSEEN}>not observed</small>
  }
  if (shown.value === null) return <span className={styles.none} />
  return link ? <a href={link}>{shown.value}</a> : <b>{shown.value}</b>
}

type CellProps = { shown: Shown; href?: string; drawing?: ReactNode }

function Cell({ shown, href: link, drawing }: CellProps) {
  return (
    <td>
      <ChangeMark change={shown.change} /> {figureText(shown, link)}
      <br />
      {drawing}
      {shown.below !== null && <small>{shown.below}</small>}
    </td>
  )
}
