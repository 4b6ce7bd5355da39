import { formatCount, formatDuration } from '../../../lib/format'
import type { ChangeCounts, Slice } from '../../../lib/insights/lists'
import { exclusionWords } from '../../../lib/insights/rule-words'
import type { ChangeRow } from '../../../lib/insights/service-rows'
import { RecordLink } from '../../_ui/record-link'
import { MiniStageBar } from '../../_ui/stage-bar'
import table from '../../_ui/table.module.css'
import { When } from '../../_ui/when'
import { List, type ListFrame } from './list'
import styles from './page.module.css'

type Props = { rows: Slice<ChangeRow> & { counts: ChangeCounts }; frame: ListFrame }

/** The changes behind the lead time, and those that are left out of it. */
export function Changes({ rows, frame }: Props) {
  const { bots, baseline } = rows.counts
  const caption = `A change is a merged pull request, or a commit outside of any. It counts with the first deployment that contains it.${
    bots > 0 ? ` ${formatCount(bots)} by bots ${bots === 1 ? 'is' : 'are'} listed but not in the lead time.` : ''
  }${baseline > 0 ? ` ${formatCount(baseline)} were there before the first deployment and are not listed.` : ''}`
  return (
    <List
      id="changes"
      title="Changes"
      rows={rows}
      frame={frame}
      caption={caption}
      empty="No change was delivered in this window. A change counts once a deployment contains it."
      head={
        <tr>
          <th scope="col">Change</th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Started
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            In production
          </th>
          <th scope="col" className={table.wide}>
            Stages
          </th>
          <th scope="col" className={table.end}>
            Lead time
          </th>
          <th scope="col" className={table.wide}>
            Counts because
          </th>
        </tr>
      }
    >
      {rows.rows.map((change) => (
        <tr key={change.id}>
          <th scope="row">
            <ChangeName change={change} />
            <span className={table.narrow}>
              in production <When at={change.deployedAt} zone={frame.zone} now={frame.now} />
            </span>
          </th>
          <td className={`${table.end} ${table.fit} ${table.wide}`}>
            <When at={change.startAt} zone={frame.zone} now={frame.now} />
          </td>
          <td className={`${table.end} ${table.fit} ${table.wide}`}>
            <When at={change.deployedAt} zone={frame.zone} now={frame.now} />
          </td>
          <td className={`${table.wide} ${styles.bar}`}>
            <MiniStageBar stages={change.stages} total={change.leadSeconds} />
          </td>
          <td className={`${table.end} ${table.fit}`}>{formatDuration(change.leadSeconds)}</td>
          <td className={`${table.wide} ${styles.because}`}>
            {change.excluded === null ? (
              <>
                {change.direct ? 'direct commit' : 'merged'}, first in <DeploymentId id={change.deployment} />
              </>
            ) : (
              <>Left out: {exclusionWords(change.excluded)}</>
            )}
          </td>
        </tr>
      ))}
    </List>
  )
}

function ChangeName({ change }: { change: ChangeRow }) {
  return (
    <span className={table.title}>
      <RecordLink url={change.url}>
        <span className="number">{change.label}</span>
      </RecordLink>{' '}
      <bdi>{change.title}</bdi>
      {change.bot && <span className={table.tag}>bot</span>}
      {change.hotfix && <span className={table.tag}>hotfix</span>}
    </span>
  )
}

export function DeploymentId({ id }: { id: string }) {
  return (
    <span className="number" title={id}>
      <bdi>{shorten(id)}</bdi>
    </span>
  )
}

function shorten(id: string): string {
  const name = id.replace(/^(tag|pr|run|job):/, '')
  return name.length > 24 ? `${name.slice(0, 23)}…` : name
}
