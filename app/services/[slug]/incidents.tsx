import { formatDuration } from '../../../lib/format'
import type { Slice } from '../../../lib/insights/lists'
import type { IncidentRow } from '../../../lib/insights/service-rows'
import { RecordLink } from '../../_ui/record-link'
import table from '../../_ui/table.module.css'
import { When } from '../../_ui/when'
import { DeploymentId } from './changes'
import { List, type ListFrame } from './list'

/** Incidents of the window, and the deployment that each is linked to and why. */
export function Incidents({ rows, frame }: { rows: Slice<IncidentRow>; frame: ListFrame }) {
  return (
    <List
      id="incidents"
      title="Incidents"
      rows={rows}
      frame={frame}
      caption="Incidents that were open in this window, the newest first."
      empty="No incident is known in this window. Recovery and failures by incident need a source of incidents."
      head={
        <tr>
          <th scope="col">Incident</th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Began
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Resolved
          </th>
          <th scope="col" className={table.end}>
            Lasted
          </th>
          <th scope="col">Caused by deployment</th>
        </tr>
      }
    >
      {rows.rows.map((row) => (
        <tr key={row.id}>
          <th scope="row">
            <span className={table.title}>
              <RecordLink url={row.url}>
                <bdi className="number">{row.id}</bdi>
              </RecordLink>{' '}
              <bdi>{row.title}</bdi>
              {row.severity !== null && <span className={table.tag}>{row.severity}</span>}
            </span>
            <span className={table.narrow}>
              began <When at={row.startedAt} zone={frame.zone} now={frame.now} />
            </span>
          </th>
          <td className={`${table.end} ${table.fit} ${table.wide}`}>
            <When at={row.startedAt} zone={frame.zone} now={frame.now} />
          </td>
          <td className={`${table.end} ${table.fit} ${table.wide}`}>
            {row.resolvedAt === null ? 'open' : <When at={row.resolvedAt} zone={frame.zone} now={frame.now} />}
          </td>
          <td className={`${table.end} ${table.fit}`}>
            {row.restoreSeconds === null ? '–' : formatDuration(row.restoreSeconds)}
          </td>
          <td>
            <Link row={row} />
          </td>
        </tr>
      ))}
    </List>
  )
}

function Link({ row }: { row: IncidentRow }) {
  if (row.deployment === null) return <span className="quiet">none: not linked</span>
  return (
    <>
      <DeploymentId id={row.deployment} />
      {row.otherService !== null && (
        <>
          {' '}
          of <bdi>{row.otherService}</bdi>
        </>
      )}{' '}
      <span className="quiet">
        {row.link === 'explicit' ? '(named by the incident)' : '(the latest before it began)'}
      </span>
    </>
  )
}
