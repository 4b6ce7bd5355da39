import { formatCount, formatDuration } from '../../../lib/format'
import type { Slice } from '../../../lib/insights/lists'
import { failureWords } from '../../../lib/insights/rule-words'
import { type DeploymentRow, shortSha } from '../../../lib/insights/service-rows'
import { RecordLink } from '../../_ui/record-link'
import table from '../../_ui/table.module.css'
import { When } from '../../_ui/when'
import { DeploymentId } from './changes'
import { List, type ListFrame } from './list'

/** Every deployment and failed attempt, with its outcome and the evidence for it. */
export function Deployments({ rows, frame }: { rows: Slice<DeploymentRow>; frame: ListFrame }) {
  return (
    <List
      id="deployments"
      title="Deployments"
      rows={rows}
      frame={frame}
      caption="Production deployments, and attempts that never reached production, the newest first."
      empty="Nothing reached production in this window."
      head={
        <tr>
          <th scope="col">Finished</th>
          <th scope="col" className={table.wide}>
            Deployment
          </th>
          <th scope="col" className={table.wide}>
            Commit
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Took
          </th>
          <th scope="col" className={table.end}>
            Changes
          </th>
          <th scope="col">Outcome</th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Recovery
          </th>
        </tr>
      }
    >
      {rows.rows.map((row) => (
        <tr key={row.id}>
          <th scope="row" className={table.fit}>
            <When at={row.finishedAt} zone={frame.zone} now={frame.now} />
            <span className={table.narrow}>
              <DeploymentId id={row.id} />
            </span>
          </th>
          <td className={table.wide}>
            <RecordLink url={row.url}>
              <DeploymentId id={row.id} />
            </RecordLink>
          </td>
          <td className={table.wide}>
            {row.sha === null ? <span className="quiet">unknown</span> : <code>{shortSha(row.sha)}</code>}
          </td>
          <td className={`${table.end} ${table.wide}`}>
            {row.deploySeconds === null ? '–' : formatDuration(row.deploySeconds)}
          </td>
          <td className={table.end}>
            {row.baseline ? <span className="quiet">baseline</span> : formatCount(row.changes)}
          </td>
          <td>
            <Outcome row={row} />
          </td>
          <td className={`${table.end} ${table.wide}`}>
            {row.recoverySeconds !== null && formatDuration(row.recoverySeconds)}
            {row.open && 'open'}
          </td>
        </tr>
      ))}
    </List>
  )
}

function Outcome({ row }: { row: DeploymentRow }) {
  return (
    <>
      {!row.succeeded && <span>Did not reach production</span>}
      {row.failed && (
        <span className={table.failed}>
          <span aria-hidden="true">✕ </span>Failed
        </span>
      )}
      {row.succeeded && !row.failed && <span className="quiet">No failure known</span>}
      {row.rework && <span className={table.tag}>repair</span>}
      {row.provisional && (
        <span className={table.tag} title="It is younger than a day and may still turn out to have failed">
          provisional
        </span>
      )}
      {!row.shaKnown && (
        <span className={table.tag} title="Its commit is not in the known history, so what it delivered is unknown">
          commit unknown
        </span>
      )}
      {row.reasons.length > 0 && (
        <ul className={table.reasons}>
          {row.reasons.map((reason) => (
            <li key={`${reason.kind} ${reason.evidence.join(' ')}`}>
              {failureWords(reason)}: {reason.evidence.map(evidenceLabel).join(', ')}{' '}
              <span className="quiet">({reason.confidence === 'explicit' ? 'stated' : 'inferred'})</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function evidenceLabel(id: string): string {
  if (id.startsWith('pr:')) return `#${id.slice(3)}`
  if (id.startsWith('commit:')) return shortSha(id.slice('commit:'.length))
  return shortSha(id)
}
