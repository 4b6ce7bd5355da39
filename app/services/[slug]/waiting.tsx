import { formatDuration } from '../../../lib/format'
import type { List as ListOf } from '../../../lib/insights/lists'
import type { WaitingRow } from '../../../lib/insights/service-rows'
import { RecordLink } from '../../_ui/record-link'
import table from '../../_ui/table.module.css'
import { When } from '../../_ui/when'
import { WaitingDetails } from './change-details'
import type { Frame } from './frame'
import { type Column, List, Row } from './list'

const COLUMNS: Column[] = [
  { title: 'Change' },
  { title: 'State', from: 'tablet' },
  { title: 'First commit', end: true, from: 'tablet' },
  { title: 'Age', sort: 'age', end: true },
]

/** Work that has begun and has not reached production. */
export function Waiting({ rows, frame }: { rows: ListOf<'waiting', WaitingRow>; frame: Frame }) {
  const { zone, now, list } = frame
  return (
    <List
      frame={frame}
      rows={rows}
      columns={COLUMNS}
      caption="Open pull requests, and merged changes that no deployment has delivered, at the end of the window or now."
      empty={
        list.text !== '' || list.show !== 'all'
          ? 'No waiting change is like that.'
          : 'Nothing waits: all known work has reached production.'
      }
    >
      {rows.rows.map((row) => (
        <Row
          key={row.id}
          frame={frame}
          id={row.id}
          page={rows.page}
          columns={COLUMNS.length}
          label={
            <RecordLink url={row.url}>
              <span className="number">{row.label}</span>
            </RecordLink>
          }
          name={<bdi>{row.title || 'without a title'}</bdi>}
          below={
            <>
              {row.bot && <span className={table.tag}>bot</span>}
              <span className={table.narrow}>{STATES[row.state]}</span>
            </>
          }
          cells={
            <>
              <td className={`${table.fit} ${table.wide}`}>{STATES[row.state]}</td>
              <td className={`${table.end} ${table.fit} ${table.wide}`}>
                <When at={row.since} zone={zone} now={now} />
              </td>
              <td className={`${table.end} ${table.fit}`}>{formatDuration(row.ageSeconds)}</td>
            </>
          }
          more={() => <WaitingDetails row={row} frame={frame} />}
        />
      ))}
    </List>
  )
}

const STATES = { open: 'open pull request', merged: 'merged, not delivered' }
