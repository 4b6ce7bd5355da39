import { formatDuration } from '../../../../lib/format'
import type { Slice } from '../../../../lib/insights/page-of-rows'
import { overWords, STATE_NAMES, waitsFor } from '../../../../lib/insights/waiting-words'
import { isStuck, type ListedWork, type WaitingView } from '../../../../lib/insights/waiting-work'
import { RecordLink } from '../../../_ui/record-link'
import table from '../../../_ui/table.module.css'
import { WaitingDetails } from '../change-details'
import type { Frame } from '../frame'
import { type Column, List, Row } from '../list'
import styles from './aging.module.css'

const COLUMNS: Column[] = [
  { title: 'Change' },
  { title: 'State', from: 'tablet' },
  { title: 'Age', end: true },
  { title: 'Against others', from: 'tablet' },
  { title: 'What it waits for', from: 'tablet' },
]

/** The changes that wait, stuck ones first. */
export function WorkList({ rows, view, frame }: { rows: Slice<ListedWork>; view: WaitingView; frame: Frame }) {
  const usual = new Map(view.columns.map((column) => [column.state, column.usual]))
  return (
    <List
      frame={frame}
      rows={rows}
      columns={COLUMNS}
      caption="Stuck changes first, the oldest first. Age counts from the first commit. Bots’ changes are left out."
      empty={view.work.length === 0 ? 'Nothing waits: all known work has reached production.' : 'None waits like that.'}
    >
      {rows.rows.map((row) => {
        const waits = waitsFor(row.work, usual.get(row.work.state) ?? null)
        const over = (
          <span className={isStuck(row.work) ? styles.stuck : undefined}>
            {isStuck(row.work) && <span aria-hidden="true">◎ </span>}
            {overWords(row.work.over)}
          </span>
        )
        return (
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
              <span className={table.narrow}>
                {over}. {waits}
              </span>
            }
            cells={
              <>
                <td className={`${table.fit} ${table.wide}`}>{STATE_NAMES[row.work.state]}</td>
                <td className={`${table.end} ${table.fit}`}>{formatDuration(row.ageSeconds)}</td>
                <td className={`${table.fit} ${table.wide}`}>{over}</td>
                <td className={table.wide}>
                  <span className={styles.waits}>{waits}</span>
                </td>
              </>
            }
            more={() => <WaitingDetails row={row} frame={frame} />}
          />
        )
      })}
    </List>
  )
}
