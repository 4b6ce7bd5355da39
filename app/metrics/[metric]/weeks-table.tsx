import { formatCount, formatDuration } from '../../../lib/format'
import { signalWords, weekWords } from '../../../lib/insights/chart/point-words'
import type { TrendWeek } from '../../../lib/insights/metric-trend'
import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { formatFigure, heading } from '../../../lib/insights/service-figures'
import table from '../../_ui/table.module.css'
import styles from './metric.module.css'

/** What the chart draws, latest week first. */
export function WeeksTable({ view }: { view: OneView | SeveralView }) {
  const { metric, page } = view
  const isDuration = metric.unit === 'seconds'
  const signals = new Map(page.limits?.signals.map((signal) => [signal.index, signal]))
  const rows = page.weeks.map((week, at) => ({ week, signal: signals.get(at) })).reverse()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className={styles.scroll} aria-label="Table of weeks" tabIndex={0}>
      <table className={table.table}>
        <caption className="visually-hidden">{metric.title}, week by week</caption>
        <thead>
          <tr>
            <th scope="col">Week</th>
            <th scope="col" className={table.end}>
              {isDuration ? 'Median' : metric.unit === 'rate' ? 'Rate' : 'Number'}
            </th>
            {isDuration && (
              <th scope="col" className={`${table.end} ${table.wide}`}>
                Middle half
              </th>
            )}
            {metric.unit !== 'per-day' && (
              <th scope="col" className={table.end}>
                {heading(metric.counts)}
              </th>
            )}
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ week, signal }) => (
            <tr key={week.week}>
              <th scope="row" className={table.fit}>
                {weekWords(week, page.window.timeZone)}
              </th>
              <td className={`${table.end} ${table.fit}`}>{valueWords(week, metric.unit)}</td>
              {isDuration && (
                <td className={`${table.end} ${table.fit} ${table.wide}`}>
                  {week.middle && `${formatDuration(week.middle[0])} to ${formatDuration(week.middle[1])}`}
                </td>
              )}
              {metric.unit !== 'per-day' && (
                <td className={`${table.end} ${table.fit}`}>
                  {week.part === null ? formatCount(week.n) : `${formatCount(week.part)} of ${formatCount(week.n)}`}
                </td>
              )}
              <td>
                {[
                  week.few.length > 0
                    ? `single values ${week.few.map((one) => formatDuration(one.value)).join(', ')}`
                    : '',
                  signal ? `signal: ${signalWords(signal)}` : '',
                  week.partial ? 'not a whole week' : '',
                ]
                  .filter((note) => note !== '')
                  .join('; ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function valueWords({ value }: TrendWeek, unit: 'seconds' | 'rate' | 'per-day'): string {
  return unit === 'per-day' ? formatCount(value) : formatFigure(unit, value)
}
