import { formatCount, formatRate } from '../../../../lib/format'
import type { ForecastView } from '../../../../lib/insights/forecast-view'
import { dayWords, heldWords } from '../../../../lib/insights/forecast-words'
import { changesWords } from '../../../../lib/insights/stream-words'
import table from '../../../_ui/table.module.css'
import styles from './forecast.module.css'

/** Both answers at each level, and how often the same would have held. */
export function LevelsTable({ view, zone, now }: { view: ForecastView; zone: string; now: number }) {
  const { asked, levels, days } = view
  const by = dayWords(asked.until, now, zone)
  const done = `${changesWords(asked.count)} done by`
  return (
    <table className={table.table}>
      <caption>
        How sure: in as many of 100 simulated futures it holds. Held before: of the forecasts of {days}{' '}
        {days === 1 ? 'day' : 'days'}, and of the dates for {changesWords(asked.count)}, made in the past weeks.
      </caption>
      <thead>
        <tr>
          <th scope="col">How sure</th>
          <th scope="col" className={table.end}>
            By {by}, at least
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Held before
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            By {by}, between
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Held before
          </th>
          <th scope="col" className={table.end}>
            {done}
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Held before
          </th>
        </tr>
      </thead>
      <tbody>
        {levels.map(({ level, count, range, day, heldTotals, heldDays }) => (
          <tr key={level} className={level === 0.85 ? styles.sure : undefined}>
            <th scope="row">{formatRate(level)}</th>
            <td className={table.end}>
              <span className={styles.big}>{formatCount(count)}</span>
              <span className={table.narrow}>held before: {heldWords(heldTotals, heldTotals.promise)}</span>
            </td>
            <td className={`${table.end} ${table.wide}`}>{heldWords(heldTotals, heldTotals.promise)}</td>
            <td className={`${table.end} ${table.wide}`}>
              {formatCount(range[0])} to {formatCount(range[1])}
            </td>
            <td className={`${table.end} ${table.wide}`}>{heldWords(heldTotals, heldTotals.range)}</td>
            <td className={table.end}>
              <span className={styles.big}>{day === null ? 'not in three years' : dayWords(day, now, zone)}</span>
              <span className={table.narrow}>held before: {heldWords(heldDays, heldDays.promise)}</span>
            </td>
            <td className={`${table.end} ${table.wide}`}>{heldWords(heldDays, heldDays.promise)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
