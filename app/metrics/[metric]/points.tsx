import { formatCount, formatRate } from '../../../lib/format'
import { type Bin, distribution, type PointUnit, pointsOf, pointUnit } from '../../../lib/insights/metric-points'
import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { MOST_NOTES } from '../../_ui/chart/chart-notes'
import figure from '../../_ui/chart/figure.module.css'
import { prepareScatter, type ScatterAsked } from '../../_ui/chart/prepare-scatter'
import { ScatterPlot } from '../../_ui/chart/scatter-plot'
import { stepWords } from '../../_ui/chart/step-words'
import table from '../../_ui/table.module.css'
import { metricAddress, scopeOf } from '../address'
import styles from './metric.module.css'
import { HEIGHT, SPREAD } from './point-words'

/** LIMIT: a drawing of more dots than this is a stain, and heavy; a distribution still says how they lie. */
export const MOST_DOTS = 20_000

/** What a metric's rows are drawn from. */
export function scatterAsked({ metric, page, annotations }: OneView | SeveralView, log: boolean): ScatterAsked {
  const { to, timeZone } = page.window
  const points = pointsOf(metric, page.samples)
  // Where nothing was known at first, the weeks begin later than the window.
  const begins = points.reduce((first, { at }) => Math.min(first, at), page.weeks[0]?.start ?? to)
  return {
    title: `Each ${metric.counts[0]}`,
    unit: pointUnit(metric),
    points,
    counts: metric.counts,
    weeks: page.weeks.map(({ start }) => start),
    from: Math.max(page.window.from, begins),
    to,
    zone: timeZone,
    log,
    notes: annotations.slice(-MOST_NOTES),
  }
}

/** Every row by itself: when and how much, and how they are spread. */
export function Points({ view, log }: { view: OneView | SeveralView; log: boolean }) {
  const asked = scatterAsked(view, log)
  const { points, unit, title } = asked
  if (points.length === 0) return null
  const chart = points.length > MOST_DOTS ? null : prepareScatter(asked)
  const scale: Record<string, string> = log ? { scale: 'log' } : {}
  const base = metricAddress(`${view.metric.id}/row`, scopeOf(view), view.choice, scale)
  return (
    <section className={`${styles.section} ${styles.points}`} aria-label="Row by row">
      <figure className={figure.figure}>
        <figcaption>
          <h2>{title}</h2>
          <p>{chart ? chart.sentence : `${formatCount(points.length)}: too many to draw one by one.`}</p>
        </figcaption>
        {chart && (
          <>
            <ScatterPlot chart={chart} rowAddress={base.includes('?') ? base : `${base}?`} label={title} />
            <p className={styles.axisWords}>
              {HEIGHT[unit]}
              {unit === 'count' && chart.dots.some(({ counts }) => counts) && ' A cross failed.'}
            </p>
          </>
        )}
      </figure>
      <figure>
        <figcaption>
          <h2>How they are spread</h2>
          <p className="quiet">{SPREAD[unit]}</p>
        </figcaption>
        <Bins
          bins={distribution(
            points.map(({ value }) => value),
            unit,
          )}
          unit={unit}
          many={view.metric.counts[1]}
        />
      </figure>
    </section>
  )
}

function Bins({ bins, unit, many }: { bins: Bin[]; unit: PointUnit; many: string }) {
  const most = Math.max(...bins.map(({ share }) => share))
  return (
    <table className={`${table.table} ${styles.bins}`}>
      <caption className="visually-hidden">How the {many} are spread</caption>
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">
            <span className="visually-hidden">Share, drawn</span>
          </th>
          <th scope="col" className={table.end}>
            {many[0]?.toUpperCase()}
            {many.slice(1)}
          </th>
          <th scope="col" className={table.end}>
            So far
          </th>
        </tr>
      </thead>
      <tbody>
        {bins.map(({ from, to, n, share, upTo }) => (
          <tr key={from}>
            <th scope="row" className={table.fit}>
              {stepWords(unit, from, to)}
            </th>
            <td className={styles.bar} aria-hidden="true">
              <i style={{ width: `${((100 * share) / most).toFixed(1)}%` }} />
            </td>
            <td className={`${table.end} ${table.fit}`}>{formatCount(n)}</td>
            <td className={`${table.end} ${table.fit}`}>{formatRate(upTo)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
