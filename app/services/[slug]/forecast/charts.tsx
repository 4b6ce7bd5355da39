import { formatCount, formatRate } from '../../../../lib/format'
import type { ForecastView } from '../../../../lib/insights/forecast-view'
import { dayWords } from '../../../../lib/insights/forecast-words'
import { changesWords } from '../../../../lib/insights/stream-words'
import { dayNumber } from '../../../../lib/time'
import { Histogram } from '../../../_ui/simulation/histogram'
import { prepareHistogram } from '../../../_ui/simulation/prepare-histogram'
import page from '../page.module.css'
import styles from './forecast.module.css'

type Props = { view: ForecastView; zone: string; now: number }

/** How often each total came in the simulated futures. */
export function Totals({ view, zone, now }: Props) {
  const { totals, levels, asked } = view
  const chart = prepareHistogram({
    values: totals,
    marks: levels.map(({ level, count }) => ({
      value: count,
      label: `${formatRate(level)}: at least ${formatCount(count)}`,
    })),
    words: formatCount,
    whole: true,
    fromZero: false,
  })
  if (!chart) return null
  return (
    <figure className={`${page.section} ${styles.charts}`}>
      <figcaption>
        <h2>Changes by {dayWords(asked.until, now, zone)}</h2>
        <p>
          From {formatCount(totals[0] ?? 0)} to {formatCount(totals.at(-1) ?? 0)} in all {formatCount(totals.length)}{' '}
          simulated futures. A bar is as high as its number is frequent; what lies right of a line keeps that promise.
          {chart.beyond > 0.0005 && ` ${formatRate(chart.beyond)} of the futures bring more than is drawn.`}
        </p>
      </figcaption>
      <Histogram chart={chart} />
    </figure>
  )
}

/** On which day as many as asked were done in the simulated futures. */
export function Days({ view, zone, now }: Props) {
  const { daysUntil, levels, asked } = view
  const today = dayNumber(now, zone)
  const chart = prepareHistogram({
    values: daysUntil,
    marks: levels.flatMap(({ level, day }) =>
      day === null ? [] : [{ value: day - today, label: `${formatRate(level)}: by ${dayWords(day, now, zone)}` }],
    ),
    words: (days) => (days === 0 ? 'today' : dayWords(today + days, now, zone)),
    whole: true,
    fromZero: false,
  })
  if (!chart) return null
  return (
    <figure className={`${page.section} ${styles.charts}`}>
      <figcaption>
        <h2>When {changesWords(asked.count)} are done</h2>
        <p>
          A bar is as high as its day is frequent; what lies left of a line keeps that promise.
          {chart.beyond > 0.0005 && ` ${formatRate(chart.beyond)} of the futures end later than is drawn.`}
        </p>
      </figcaption>
      <Histogram chart={chart} />
    </figure>
  )
}
