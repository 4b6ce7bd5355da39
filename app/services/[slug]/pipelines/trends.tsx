import { formatCount, formatDuration, formatRate } from '../../../../lib/format'
import { weekWords } from '../../../../lib/insights/chart/point-words'
import { prepareTrend } from '../../../../lib/insights/chart/prepare'
import type { PipelinesView, WeekTrend } from '../../../../lib/insights/pipeline-view'
import type { Annotation } from '../../../../lib/store/annotations'
import { ChartFigure } from '../../../_ui/chart/chart-figure'
import { chartNotes, MOST_NOTES } from '../../../_ui/chart/chart-notes'
import table from '../../../_ui/table.module.css'
import styles from './pipelines.module.css'

/** Failure rate and duration week by week. */
export function Trends({ view, annotations, zone }: { view: PipelinesView; annotations: Annotation[]; zone: string }) {
  const notes = annotations.slice(-MOST_NOTES)
  return (
    <section className={styles.trends} aria-label="Trends">
      <Trend title="Pipeline failure rate by week" unit="rate" trend={view.failed} notes={notes} zone={zone} />
      <Trend title="Duration of runs, weekly median" unit="seconds" trend={view.duration} notes={notes} zone={zone} />
    </section>
  )
}

type Props = { title: string; unit: 'rate' | 'seconds'; trend: WeekTrend; notes: Annotation[]; zone: string }

function Trend({ title, unit, trend, notes, zone }: Props) {
  const chart = prepareTrend({ title, unit, counts: ['run', 'runs'], ...trend, zone, log: false, notes })
  if (!chart) return null
  return (
    <ChartFigure chart={chart} notes={chartNotes(notes, zone, false)} tableTitle="The same as a table">
      <table className={table.table}>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">Week</th>
            <th scope="col" className={table.end}>
              {unit === 'rate' ? 'Rate' : 'Median'}
            </th>
            <th scope="col" className={table.end}>
              Runs
            </th>
          </tr>
        </thead>
        <tbody>
          {trend.weeks.toReversed().map((week) => (
            <tr key={week.week}>
              <th scope="row">
                {weekWords(week, zone)}
                {week.partial && <span className="quiet"> not a whole week</span>}
              </th>
              <td className={table.end}>
                {week.few.length > 0
                  ? week.few.map(({ value }) => formatDuration(value)).join(', ')
                  : unit === 'rate'
                    ? formatRate(week.value)
                    : formatDuration(week.value)}
              </td>
              <td className={table.end}>
                {week.part === null ? formatCount(week.n) : `${formatCount(week.part)} of ${formatCount(week.n)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ChartFigure>
  )
}
