import { formatCount, formatDuration } from '../../../lib/format'
import type { List as ListOf } from '../../../lib/insights/lists'
import { exclusionWords } from '../../../lib/insights/rule-words'
import type { ChangeRow } from '../../../lib/insights/service-rows'
import { Go } from '../../_ui/go'
import { RecordLink } from '../../_ui/record-link'
import { MiniStageBar } from '../../_ui/stage-bar'
import table from '../../_ui/table.module.css'
import { When } from '../../_ui/when'
import { ChangeDetails } from './change-details'
import { DeploymentId } from './deployment-id'
import { type Frame, rowHref, sameListHref } from './frame'
import { type Column, countOf, List, Row } from './list'
import styles from './page.module.css'

const COLUMNS: Column[] = [
  { title: 'Change' },
  { title: 'Started', sort: 'started', end: true, from: 'wide' },
  { title: 'In production', sort: 'deployed', end: true, from: 'tablet' },
  { title: 'Stages', from: 'tablet' },
  { title: 'Lead time', sort: 'lead', end: true },
  { title: 'Counts because', from: 'tablet' },
]

/** The changes behind the lead time, and those that are left out of it. */
export function Changes({ rows, frame }: { rows: ListOf<'changes', ChangeRow>; frame: Frame }) {
  const { zone, now, list } = frame
  const { baseline } = rows.counts
  return (
    <List
      frame={frame}
      rows={rows}
      columns={COLUMNS}
      caption="A change is a merged pull request, or a commit outside of any. It counts with the first deployment that contains it."
      empty={
        list.text !== '' || list.show !== 'all' || list.deployment !== null
          ? 'No change of this window is like that.'
          : 'No change was delivered in this window. A change counts once a deployment contains it.'
      }
      folded={
        baseline > 0 &&
        list.show !== 'baseline' &&
        list.text === '' &&
        list.deployment === null && (
          <p className={styles.folded}>
            {countOf(baseline, 'change was', 'changes were')} there before the first deployment that is known, so nobody
            can say when {baseline === 1 ? 'it' : 'they'} arrived: left out of every figure.{' '}
            <Go href={sameListHref(frame, { show: 'baseline' })}>
              Show {baseline === 1 ? 'it' : `all ${formatCount(baseline)}`}
            </Go>
          </p>
        )
      }
    >
      {rows.rows.map((change) => (
        <Row
          key={change.id}
          frame={frame}
          id={change.id}
          page={rows.page}
          columns={COLUMNS.length}
          label={
            <RecordLink url={change.url}>
              <span className="number">{change.label}</span>
            </RecordLink>
          }
          name={<bdi>{change.title || 'without a title'}</bdi>}
          below={
            <>
              {change.bot && <span className={table.tag}>bot</span>}
              {change.hotfix && <span className={table.tag}>hotfix</span>}
              <span className={table.narrow}>
                in production <When at={change.deployedAt} zone={zone} now={now} />
              </span>
            </>
          }
          cells={
            <>
              <td className={`${table.end} ${table.fit} ${table.roomy}`}>
                <When at={change.startAt} zone={zone} now={now} />
              </td>
              <td className={`${table.end} ${table.fit} ${table.wide}`}>
                <When at={change.deployedAt} zone={zone} now={now} />
              </td>
              <td className={`${table.wide} ${styles.bar}`}>
                <MiniStageBar stages={change.stages} total={change.leadSeconds} />
              </td>
              <td className={`${table.end} ${table.fit}`}>
                {change.excluded === null ? (
                  formatDuration(change.leadSeconds)
                ) : (
                  <span className="quiet">left out</span>
                )}
              </td>
              <td className={`${table.wide} ${styles.because}`}>
                <Because change={change} frame={frame} />
              </td>
            </>
          }
          more={() => <ChangeDetails change={change} frame={frame} />}
        />
      ))}
    </List>
  )
}

function Because({ change, frame }: { change: ChangeRow; frame: Frame }) {
  if (change.excluded !== null) return <>Left out. {exclusionWords(change.excluded)}</>
  return (
    <>
      {change.bot ? 'a bot’s: not in the figures; ' : ''}
      {change.createdAt === null ? 'direct commit' : 'merged'}, first in{' '}
      <a href={rowHref(frame, 'deployments', change.deployment)}>
        <DeploymentId id={change.deployment} />
      </a>
    </>
  )
}
