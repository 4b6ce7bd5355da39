import { formatCount, formatDuration } from '../../../../lib/format'
import { averageWords } from '../../../../lib/insights/flow-words'
import type { FutureFlow, LimitedFlow } from '../../../../lib/insights/future-view'
import { limitHeadline, loadWords, perWeekWords, simulatedWords } from '../../../../lib/insights/future-words'
import table from '../../../_ui/table.module.css'
import page from '../page.module.css'
import styles from './future.module.css'

/** Work in progress: what it was, what a limit would do, and Little's law beside both. */
export function Limit({ flow, limit }: { flow: FutureFlow; limit: number | null }) {
  const { free, limited, inProgress, little, stalled, weeks } = flow
  return (
    <section className={page.section} aria-labelledby="limit">
      <h2 id="limit">Work in progress</h2>
      <p>
        On average {averageWords(inProgress)} changes were in progress in {weeks} whole {weeks === 1 ? 'week' : 'weeks'}
        {little !== null &&
          `; by Little’s law, ${perWeekWords(flow.perWeek.value)} delivered a week times the mean lead time, it would be ${averageWords(little)}. The two agree where as much begins as ends, and changes take about as long all the time`}
        .{' '}
        {stalled > 0 &&
          `${formatCount(stalled)} that ${stalled === 1 ? 'has' : 'have'} been open for longer than any delivered change took ${stalled === 1 ? 'is' : 'are'} left out. `}
        {loadWords(flow)}
      </p>
      {limit !== null && <p className={styles.told}>{limitHeadline(flow, limit)}</p>}
      {free !== null && limited !== null && (
        <table className={`${table.table} ${styles.outcome}`}>
          <caption>
            Simulated over {formatCount(limited.weeks)} weeks, with the edits above; delivered a week with the middle 95
            % of spans of {weeks} weeks
          </caption>
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col" className={table.end}>
                No limit
              </th>
              <th scope="col" className={table.end}>
                At most {limit}
              </th>
            </tr>
          </thead>
          <tbody>
            {ROWS.map(([title, words]) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                <td className={table.end}>{words(free)}</td>
                <td className={table.end}>{words(limited)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const ROWS: [title: string, words: (flow: LimitedFlow) => string][] = [
  ['Waits to begin, median', ({ before }) => (before === null ? 'grows without end' : formatDuration(before.median))],
  ['Then to production, median', ({ lead }) => formatDuration(lead.median)],
  ['Both together, median', ({ whole }) => (whole === null ? 'grows without end' : formatDuration(whole.median))],
  ['Both together, 85 % within', ({ whole }) => (whole === null ? 'grows without end' : formatDuration(whole.p85))],
  ['Delivered a week', ({ perWeek }) => simulatedWords(perWeek, perWeekWords)],
  ['In progress on average, counted', ({ inProgress }) => inProgress.toFixed(2)],
  ['In progress by Little’s law', ({ little }) => (little === null ? '–' : little.toFixed(2))],
]
