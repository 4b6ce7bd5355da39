import { Fragment, type ReactNode } from 'react'
import { formatCount, formatDuration, formatPerWeek, formatRate } from '../lib/format'
import type { Figure, OverviewRow } from '../lib/insights/overview'
import { type WindowChoice, windowQuery } from '../lib/insights/page-window'
import { ChangeMark } from './_ui/change-mark'
import { Sparkline } from './_ui/sparkline'
import styles from './overview-table.module.css'

type Props = { rows: OverviewRow[]; choice: WindowChoice; before: string | null }

const COLUMNS: { label: string; unit: string; title: string; wide: boolean }[] = [
  {
    label: 'Lead time',
    unit: 'median',
    title: 'From the first commit of a change to the end of the deployment that delivered it',
    wide: false,
  },
  { label: 'Deployments', unit: 'frequency', title: 'Successful production deployments', wide: false },
  {
    label: 'Failed',
    unit: 'of deployments',
    title: 'Deployments that an incident, rollback, revert or hotfix marks as failed',
    wide: true,
  },
  { label: 'Recovery', unit: 'median', title: 'From a failed deployment to its recovery', wide: true },
  {
    label: 'MTTR',
    unit: 'median',
    title: 'Time to restore: from the start of an incident to its resolution',
    wide: true,
  },
  {
    label: 'Flow efficiency',
    unit: '',
    title: 'The share of lead time in which a change was worked on',
    wide: true,
  },
  {
    label: 'Waiting',
    unit: 'oldest',
    title: 'Open pull requests and merged changes that are not delivered',
    wide: true,
  },
]

/** Services side by side; every figure leads to its place on the service's page. */
export function OverviewTable({ rows, choice, before }: Props) {
  const groups = byTeam(rows)
  const named = rows.some((row) => row.team !== null)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className={styles.scroll} aria-label="Services" tabIndex={0}>
      <table className={styles.table}>
        <caption className="visually-hidden">
          Services side by side{before === null ? '' : `, each figure compared with ${before}`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Service</th>
            {COLUMNS.map((column) => (
              <th key={column.label} scope="col" className={column.wide ? styles.wide : undefined} title={column.title}>
                {column.label}
                {column.unit !== '' && <span className={styles.unit}>{column.unit}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...groups].map(([team, members]) => (
            <Fragment key={team ?? ''}>
              {named && (
                <tr className={styles.team}>
                  <th colSpan={COLUMNS.length + 1} scope="colgroup">
                    <bdi>{team ?? 'Without a team'}</bdi>
                  </th>
                </tr>
              )}
              {members.map((row) => (
                <ServiceRow key={row.slug} row={row} choice={choice} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

// NOTE: not Map.groupBy, which Node 20 lacks.
function byTeam(rows: OverviewRow[]): Map<string | null, OverviewRow[]> {
  const groups = new Map<string | null, OverviewRow[]>()
  for (const row of rows) groups.set(row.team, [...(groups.get(row.team) ?? []), row])
  return groups
}

function ServiceRow({ row, choice }: { row: OverviewRow; choice: WindowChoice }) {
  const query = windowQuery(choice)
  const page = `/services/${encodeURIComponent(row.slug)}${query ? `?${query}` : ''}`
  const { leadTime, deployments, failed, recovery, restore, flow, waiting } = row
  const amount = ({ value }: Figure) => (value === null ? null : formatDuration(value))
  const rate = ({ value }: Figure) => (value === null ? null : formatRate(value))
  return (
    <tr>
      <th scope="row" className={styles.name}>
        <a href={page} title={row.name.length > 40 ? row.name : undefined}>
          <bdi>{row.name}</bdi>
        </a>
        {row.notes > 0 && (
          <a href={`${page}#quality`} className={styles.flag} title="What is missing or could not be read">
            <span aria-hidden="true">⚑</span> {formatCount(row.notes)}
            <span className="visually-hidden"> notes on data quality</span>
          </a>
        )}
      </th>
      <Cell
        href={`${page}#lead-time`}
        value={amount(leadTime)}
        mark={<ChangeMark change={leadTime.change} />}
        below={leadTime.n > 0 ? `${formatCount(leadTime.n)} ${leadTime.n === 1 ? 'change' : 'changes'}` : null}
        drawing={<Sparkline points={row.leadTrend} label="Weekly median lead time" wide={52} high={18} />}
      />
      <Cell
        href={`${page}#deployment-frequency`}
        value={deployments.value === null ? null : formatPerWeek(deployments.value)}
        mark={<ChangeMark change={deployments.change} />}
        below={`${formatCount(deployments.n)} in all`}
        drawing={<Sparkline points={row.deploymentTrend} label="Deployments per week" wide={52} high={18} />}
      />
      <Cell
        wide
        href={`${page}#change-failure-rate`}
        value={rate(failed)}
        mark={<ChangeMark change={failed.change} />}
        below={failed.n > 0 ? `${formatCount(failed.failed)} of ${formatCount(failed.n)}` : null}
      />
      <Cell
        wide
        href={`${page}#recovery-time`}
        value={amount(recovery)}
        mark={<ChangeMark change={recovery.change} />}
        below={openOr(recovery, 'recovery', 'recoveries')}
      />
      <Cell
        wide
        href={`${page}#time-to-restore`}
        value={amount(restore)}
        mark={<ChangeMark change={restore.change} />}
        below={openOr(restore, 'incident', 'incidents')}
      />
      <Cell
        wide
        href={`${page}#flow-efficiency`}
        value={rate(flow)}
        mark={<ChangeMark change={flow.change} />}
        below={null}
      />
      <Cell
        wide
        href={`${page}#waiting`}
        value={formatCount(waiting.count)}
        mark={null}
        below={waiting.oldestSeconds === null ? null : formatDuration(waiting.oldestSeconds)}
      />
    </tr>
  )
}

function openOr({ n, open }: { n: number; open: number }, one: string, many: string): string | null {
  const parts = [
    n > 0 ? `${formatCount(n)} ${n === 1 ? one : many}` : null,
    open > 0 ? `${formatCount(open)} open` : null,
  ]
  return parts.filter((part) => part !== null).join(', ') || null
}

type CellProps = {
  href: string
  value: string | null
  mark: ReactNode
  below: string | null
  drawing?: ReactNode
  wide?: boolean
}

function Cell({ href, value, mark, below, drawing, wide = false }: CellProps) {
  return (
    <td className={wide ? styles.wide : undefined}>
      <div className={styles.figure}>
        {mark}
        {value === null ? (
          <span className="quiet">
            <span aria-hidden="true">–</span>
            <span className="visually-hidden">no data</span>
          </span>
        ) : (
          <a href={href} className={styles.value}>
            {value}
          </a>
        )}
      </div>
      <div className={styles.below}>
        {drawing}
        {below !== null && <span>{below}</span>}
      </div>
    </td>
  )
}
