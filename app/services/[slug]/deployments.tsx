import { formatCount, formatDuration } from '../../../lib/format'
import type { List as ListOf } from '../../../lib/insights/lists'
import type { DeploymentDetails as Details } from '../../../lib/insights/row-details'
import { failureWords } from '../../../lib/insights/rule-words'
import { type DeploymentRow, shortSha } from '../../../lib/insights/service-rows'
import { RecordLink } from '../../_ui/record-link'
import table from '../../_ui/table.module.css'
import { When } from '../../_ui/when'
import { DeploymentDetails } from './deployment-details'
import { DeploymentId } from './deployment-id'
import type { Frame } from './frame'
import { type Column, List, Row } from './list'
import styles from './page.module.css'

const COLUMNS: Column[] = [
  { title: 'Deployment' },
  { title: 'Finished', sort: 'finished', end: true, from: 'tablet' },
  { title: 'Commit', from: 'wide' },
  { title: 'Took', sort: 'took', end: true, from: 'tablet' },
  { title: 'Changes', sort: 'changes', end: true, from: 'tablet' },
  { title: 'Outcome' },
  { title: 'Recovery', sort: 'recovery', end: true, from: 'tablet' },
]

type Props = {
  rows: ListOf<'deployments', DeploymentRow>
  frame: Frame
  details: (row: DeploymentRow) => Promise<Details>
}

/** Every deployment and failed attempt, with its outcome and the evidence for it. */
export function Deployments({ rows, frame, details }: Props) {
  const { zone, now, list } = frame
  return (
    <List
      frame={frame}
      rows={rows}
      columns={COLUMNS}
      caption="Production deployments, and attempts that never reached production."
      empty={
        list.text !== '' || list.show !== 'all'
          ? 'No deployment of this window is like that.'
          : 'Nothing reached production in this window.'
      }
    >
      {rows.rows.map((row, at) => (
        <Row
          key={`${row.source} ${row.id}`}
          frame={frame}
          id={row.id}
          twin={rows.rows.findIndex((other) => other.id === row.id) < at}
          page={rows.page}
          columns={COLUMNS.length}
          label={null}
          name={<DeploymentId id={row.id} />}
          below={
            <span className={table.narrow}>
              <When at={row.finishedAt} zone={zone} now={now} />
            </span>
          }
          cells={
            <>
              <td className={`${table.end} ${table.fit} ${table.wide}`}>
                <When at={row.finishedAt} zone={zone} now={now} />
              </td>
              <td className={table.roomy}>
                {row.sha === null ? (
                  <span className="quiet">unknown</span>
                ) : (
                  <RecordLink url={row.url}>
                    <code title={row.sha}>{shortSha(row.sha)}</code>
                  </RecordLink>
                )}
              </td>
              <td className={`${table.end} ${table.fit} ${table.wide}`}>
                {row.deploySeconds === null ? <span className="quiet">–</span> : formatDuration(row.deploySeconds)}
              </td>
              <td className={`${table.end} ${table.wide}`}>
                {row.baseline ? <span className="quiet">baseline</span> : formatCount(row.changes)}
              </td>
              <td className={styles.outcome}>
                <Outcome row={row} />
              </td>
              <td className={`${table.end} ${table.fit} ${table.wide}`}>
                {row.recoverySeconds !== null && formatDuration(row.recoverySeconds)}
                {row.open && 'open'}
              </td>
            </>
          }
          more={() => <DeploymentDetails row={row} frame={frame} details={details(row)} />}
        />
      ))}
    </List>
  )
}

function Outcome({ row }: { row: DeploymentRow }) {
  return (
    <>
      {!row.succeeded && <span>Did not reach production{row.failed ? '; ' : ''}</span>}
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
        <span className={table.reasons}>
          {row.reasons
            .map((reason) => `${failureWords(reason)} (${reason.confidence === 'explicit' ? 'stated' : 'inferred'})`)
            .join('; ')}
        </span>
      )}
    </>
  )
}
