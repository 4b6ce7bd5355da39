import type { ReactNode } from 'react'
import { formatCount } from '../lib/format'
import { annotationsOf } from '../lib/insights/annotation-words'
import type { Overview, OverviewGroup, OverviewRow, Pooled } from '../lib/insights/overview'
import type { Sort, SortColumn } from '../lib/insights/overview-order'
import { nextSort, type OverviewView } from '../lib/insights/overview-view'
import { windowQuery, withQuery } from '../lib/insights/page-window'
import type { Annotation } from '../lib/store/annotations'
import { href, type Query } from './_ui/query'
import { Sparkline } from './_ui/sparkline'
import type { Scope } from './metrics/address'
import { addressOf, Cell, moreOf } from './overview-cells'
import { COLUMNS, type Column } from './overview-columns'
import heads from './overview-heads.module.css'
import styles from './overview-table.module.css'
import { listHref } from './services/[slug]/frame'

type Props = {
  found: Overview<unknown>
  view: OverviewView
  query: Query
  annotations: readonly Annotation[]
  before: string | null
}

/** Where the cells of a row lead, which of them there are, and what was noted meanwhile. */
type Frame = { view: OverviewView; query: Query; columns: Column[]; annotations: readonly Annotation[] }

/** Services side by side; every figure leads to its metric's page in the same window. */
export function OverviewTable({ found, view, query, annotations, before }: Props) {
  const grouped = found.groups.some((group) => group.pooled !== null)
  const { sort } = view
  const columns = COLUMNS.filter(({ id }) => view.columns.includes(id))
  const frame: Frame = { view, query, columns, annotations }
  // What a filter leaves together is no metric's page.
  const scope = view.text !== '' ? null : view.team === null ? {} : { team: view.team }
  return (
    <div className={styles.fit} data-wide>
      <table className={styles.table}>
        <caption className="visually-hidden">
          Services side by side{before === null ? '' : `, each figure compared with ${before}`}
        </caption>
        <thead className={heads.heads}>
          <tr>
            <Header column="name" sort={sort} query={query}>
              Service
            </Header>
            {columns.map((column) => (
              <Header key={column.id} column={column.id} sort={sort} query={query} of={column}>
                {column.label}
              </Header>
            ))}
          </tr>
        </thead>
        {found.total > 1 && (
          <tbody>
            <PooledRow
              label="All"
              note={`${formatCount(found.total)} services pooled`}
              pooled={found.pooled}
              scope={scope}
              frame={frame}
            />
          </tbody>
        )}
        {found.groups.map((group) => (
          <tbody key={group.team ?? ''}>
            {grouped && group.pooled && <TeamRow group={group} pooled={group.pooled} frame={frame} />}
            {group.rows.map((row) => (
              <ServiceRow key={row.slug} row={row} frame={frame} team={grouped ? null : row.team} />
            ))}
            {grouped && group.goesOn && (
              <tr className={styles.aside}>
                <td colSpan={columns.length + 1}>
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
      {of && <small className={heads.unit}>{of.unit}</small>}
    </th>
  )
}

type PooledProps = { label: ReactNode; note: ReactNode; pooled: Pooled; scope: Scope | null; frame: Frame }

/** All events of several services as one: a median over their changes, not of their medians. */
function PooledRow({ label, note, pooled, scope, frame }: PooledProps) {
  const { query, view } = frame
  const sorted = (column: Column['id']) => href('/', query, { ...scope, sort: `-${column}`, page: undefined })
  return (
    <tr className={styles.pooled}>
      <th scope="row">
        {label}
        <small>{note}</small>
      </th>
      {frame.columns.map((column) => (
        <Cell
          key={column.id}
          shown={column.show(pooled.current, pooled.changes)}
          link={scope && (addressOf(column, scope, view.choice) ?? sorted(column.id))}
        />
      ))}
    </tr>
  )
}

function TeamRow({ group, pooled, frame }: { group: OverviewGroup; pooled: Pooled; frame: Frame }) {
  const { team, begun, services } = group
  const { query, view } = frame
  const count = `${formatCount(services)} ${services === 1 ? 'service' : 'services'}`
  const label =
    team === null ? (
      'Without a team'
    ) : (
      <a href={href('/', query, { team, page: undefined })} title={team.length > 40 ? team : undefined}>
        <bdi>{team}</bdi>
      </a>
    )
  const scope = team === null || view.text !== '' ? null : { team }
  return (
    <PooledRow
      label={label}
      note={
        <>
          <span>{begun ? `${count}, continued` : count}</span>{' '}
          {team !== null && <a href={`/teams/${encodeURIComponent(team)}/retros`}>Retros</a>}
        </>
      }
      pooled={pooled}
      scope={scope}
      frame={frame}
    />
  )
}

/** The weeks of a figure; without a signal to look for, those of lead time and deployments alone. */
function Drawing({ column, row, notes }: { column: Column; row: OverviewRow; notes: readonly Annotation[] }) {
  const { figure, name } = column
  const points =
    figure === 'leadTime'
      ? row.leadTrend
      : figure === 'deployments'
        ? row.deploymentTrend
        : figure && row.trends[figure]
  if (!points) return null
  return <Sparkline points={points} notes={notes} label={`${name}, week by week`} wide={56} high={18} />
}

/** As many columns a phone shows beside the name. */
const BESIDE_NAME = 2

type RowProps = { row: OverviewRow; frame: Frame; team: string | null }

function ServiceRow({ row, frame, team }: RowProps) {
  const { choice } = frame.view
  const path = `/services/${encodeURIComponent(row.slug)}`
  const page = withQuery(path, windowQuery(choice))
  // Where what has no metric's page is: its rows, and the sentence about them.
  const withoutMetric: Partial<Record<Column['id'], string>> = {
    batch: withQuery(withQuery(`${path}/deployments`, windowQuery(choice)), 'sort=changes'),
    waiting: listHref({ path, query: frame.query }, 'waiting'),
  }
  const notes = annotationsOf(frame.annotations, row)
  const cells = frame.columns.map((column) => ({
    column,
    shown: column.show(row.current, row.changes),
    variation: column.figure && row.variations[column.figure],
    link: addressOf(column, { service: row.slug }, choice) ?? withoutMetric[column.id] ?? null,
  }))
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
        {cells.map(({ column, shown, variation, link }) => (
          <Cell
            key={column.id}
            shown={shown}
            link={link}
            variation={variation}
            drawing={<Drawing column={column} row={row} notes={notes} />}
          />
        ))}
      </tr>
      <tr
        className={styles.more}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: numbers and our own words alone; elements cost, and a page has a hundred rows
        dangerouslySetInnerHTML={{ __html: moreOf(cells.slice(BESIDE_NAME)) }}
      />
    </>
  )
}
