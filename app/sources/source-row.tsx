import type { ReactNode } from 'react'
import { sources } from '../../lib/collectors/registry'
import { formatAgo, formatCount } from '../../lib/format'
import { nextRunAt } from '../../lib/insights/next-run'
import { healthOf } from '../../lib/insights/source-health'
import type { CollectionState } from '../../lib/store/collection-runs'
import controls from '../_ui/controls.module.css'
import table from '../_ui/table.module.css'
import { When } from '../_ui/when'
import { collectNow } from './actions'
import styles from './sources.module.css'
import { StateMark } from './state-mark'

type Props = { source: CollectionState; queued: boolean; rejected: number; now: number }

export function SourceRow({ source, queued, rejected, now }: Props) {
  const { name, kind, run, lastFinishedAt } = source
  const health = healthOf(source, queued, now)
  const page = `/sources/${encodeURIComponent(name)}`
  return (
    <tr>
      <th scope="row">
        <a href={page}>
          <bdi>{name}</bdi>
        </a>
        <span className={styles.sentence}>
          {sources[kind]?.title ?? kind}
          {source.managedByFile && ', declared in the configuration file'}
        </span>
      </th>
      <td>
        <StateMark health={health} />
        <span className={styles.sentence}>{health.sentence}</span>
      </td>
      <td className={`${table.end} ${table.fit} ${table.wide}`}>
        {lastFinishedAt === null ? <span className="quiet">never</span> : <Ago at={lastFinishedAt} now={now} />}
      </td>
      <td className={`${table.end} ${table.fit} ${table.wide}`}>{nextOf(source, now)}</td>
      <td className={`${table.end} ${table.fit} ${table.roomy}`}>{run ? formatCount(run.records) : '–'}</td>
      <td className={`${table.end} ${table.fit} ${table.roomy}`}>
        {rejected === 0 ? '0' : <a href={`${page}#rejected`}>{formatCount(rejected)}</a>}
      </td>
      <td className={`${table.end} ${table.fit} ${table.wide}`}>
        <form action={collectNow.bind(null, name)}>
          <button type="submit" className={controls.button} disabled={source.collecting || queued}>
            Collect now
          </button>
        </form>
      </td>
    </tr>
  )
}

/** Relative within a day, the exact instant in the tooltip. */
export function Ago({ at, now }: { at: number; now: number }) {
  if (Math.abs(now - at) >= 86_400_000) return <When at={at} zone="UTC" now={now} />
  return (
    <time dateTime={new Date(at).toISOString()} title={new Date(at).toISOString()} className="number">
      {formatAgo(at, now, 'UTC')}
    </time>
  )
}

export function nextOf(source: CollectionState, now: number): ReactNode {
  if (source.paused) return 'when asked'
  const due = nextRunAt(source.schedule)
  const { waitingUntil } = source
  const at = waitingUntil !== null && waitingUntil > now ? waitingUntil : due
  return at === null ? '–' : <Ago at={at} now={now} />
}
