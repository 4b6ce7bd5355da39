import { formatDuration } from '../../../lib/format'
import type { Slice } from '../../../lib/insights/lists'
import type { WaitingRow } from '../../../lib/insights/service-rows'
import { RecordLink } from '../../_ui/record-link'
import table from '../../_ui/table.module.css'
import { When } from '../../_ui/when'
import { List, type ListFrame } from './list'

/** Work that has begun and has not reached production. */
export function Waiting({ rows, frame }: { rows: Slice<WaitingRow>; frame: ListFrame }) {
  return (
    <List
      id="waiting"
      title="Waiting"
      rows={rows}
      frame={frame}
      caption="Open pull requests, and merged changes that no deployment has delivered, the oldest first."
      empty="Nothing waits: all known work has reached production."
      head={
        <tr>
          <th scope="col">Change</th>
          <th scope="col">State</th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Since
          </th>
          <th scope="col" className={table.end}>
            Age
          </th>
        </tr>
      }
    >
      {rows.rows.map((row) => (
        <tr key={row.id}>
          <th scope="row">
            <span className={table.title}>
              <RecordLink url={row.url}>
                <span className="number">{row.label}</span>
              </RecordLink>{' '}
              <bdi>{row.title}</bdi>
              {row.bot && <span className={table.tag}>bot</span>}
            </span>
          </th>
          <td className={table.fit}>{row.state === 'open' ? 'open' : 'merged'}</td>
          <td className={`${table.end} ${table.fit} ${table.wide}`}>
            <When at={row.since} zone={frame.zone} now={frame.now} />
          </td>
          <td className={`${table.end} ${table.fit}`}>{formatDuration(row.ageSeconds)}</td>
        </tr>
      ))}
    </List>
  )
}
