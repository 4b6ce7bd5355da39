import { formatCount, formatDuration } from '../../../../lib/format'
import { lineName, STATE_MEANINGS, STATE_NAMES } from '../../../../lib/insights/waiting-words'
import type { StateColumn } from '../../../../lib/insights/waiting-work'
import table from '../../../_ui/table.module.css'

const LINES = [50, 70, 85, 95] as const

/** What the chart draws: how many wait in each state, and its lines. */
export function LinesTable({ columns }: { columns: StateColumn[] }) {
  return (
    <table className={table.table}>
      <caption className="visually-hidden">Waiting changes by state, and the ages at which others left it</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col" className={table.end}>
            Waiting
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Oldest
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Delivered before
          </th>
          {LINES.map((line) => (
            <th key={line} scope="col" className={`${table.end} ${line === 85 ? '' : table.wide}`}>
              {lineName(line)} left it by
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {columns.map(({ state, waiting, n, lines }) => (
          <tr key={state}>
            <th scope="row">
              {STATE_NAMES[state]} <span className="quiet">{STATE_MEANINGS[state]}</span>
            </th>
            <td className={table.end}>{formatCount(waiting.length)}</td>
            <td className={`${table.end} ${table.wide}`}>
              {formatDuration(waiting.length === 0 ? null : Math.max(...waiting.map((one) => one.ageSeconds)))}
            </td>
            <td className={`${table.end} ${table.wide}`}>{formatCount(n)}</td>
            {LINES.map((line) => (
              <td key={line} className={`${table.end} ${line === 85 ? '' : table.wide}`}>
                {lines === null ? (
                  <span className="quiet">too few</span>
                ) : (
                  formatDuration(lines.find((one) => one.line === line)?.seconds ?? null)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
