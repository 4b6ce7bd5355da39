import { formatInstantIn, formatRange } from '../../../lib/format'
import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { isTimed } from '../../../lib/insights/reading'
import { heading } from '../../../lib/insights/service-figures'
import { dayKey } from '../../../lib/time'
import { ChartFigure, type ChartNote } from '../../_ui/chart/chart-figure'
import { prepareTrend } from '../../_ui/chart/prepare'
import { Notice } from '../../_ui/notice'
import { metricAddress, scopeOf } from '../address'
import styles from './metric.module.css'
import { WeeksTable } from './weeks-table'

/** Beyond as many, flags would hide the drawing: the latest are kept. */
const MOST_NOTES = 24

/** The metric week by week; where there is nothing, since when there is something. */
export function Trend({ view, log }: { view: OneView | SeveralView; log: boolean }) {
  const { metric, page } = view
  const zone = page.window.timeZone
  const shown = view.annotations.slice(-MOST_NOTES)
  const chart = prepareTrend({
    title: chartTitle(view),
    unit: metric.unit,
    counts: metric.counts,
    weeks: page.weeks,
    limits: page.limits,
    zone,
    log,
    notes: shown,
  })
  if (!chart) return <NoData view={view} />
  const notes = shown.map(({ at, until, text, service, team }, index): ChartNote => {
    const day = until === null || until <= at ? formatRange(at, at + 1, zone) : formatRange(at, until, zone)
    return {
      number: index + 1,
      when: /\d{4}$/.test(day) ? day : `${day} ${dayKey(at, zone).slice(0, 4)}`,
      about: view.kind === 'several' ? (service ?? team ?? '') : '',
      text,
    }
  })
  return (
    <section className={styles.section} aria-label="Trend">
      <ChartFigure
        chart={chart}
        notes={notes}
        tableTitle="The same as a table"
        choices={metric.unit === 'seconds' ? <ScaleLinks view={view} log={log} /> : null}
      >
        <WeeksTable view={view} />
      </ChartFigure>
      {view.annotations.length > shown.length && (
        <p className="quiet">
          The latest {MOST_NOTES} of {view.annotations.length} annotations are shown.
        </p>
      )}
    </section>
  )
}

function chartTitle({ metric, ...view }: OneView | SeveralView): string {
  const what =
    metric.unit === 'per-day'
      ? `${heading(metric.counts)} a week`
      : metric.unit === 'rate'
        ? `${metric.title} by week`
        : `${metric.title}, weekly median`
  const isWorking = view.reading.clock === 'working' && isTimed(metric)
  return view.kind === 'one' ? `${what}${isWorking ? ', in working hours' : ''}` : `${what}, all services pooled`
}

function ScaleLinks({ view, log }: { view: OneView | SeveralView; log: boolean }) {
  const to = (more: Record<string, string>) => metricAddress(view.metric.id, scopeOf(view), view.choice, more)
  return (
    <nav aria-label="Scale" className={`${styles.scale} screen-only`}>
      <a href={to({})} aria-current={log ? undefined : 'true'}>
        From 0
      </a>
      <a href={to({ scale: 'log' })} aria-current={log ? 'true' : undefined}>
        Logarithmic
      </a>
    </nav>
  )
}

function NoData({ view }: { view: OneView | SeveralView }) {
  const { metric, known, page } = view
  const zone = page.window.timeZone
  const many = metric.counts[1]
  const all = metricAddress(metric.id, scopeOf(view), { kind: 'all' })
  return (
    <Notice title={`No ${many} in this window`}>
      {known === null ? (
        <p>No {many} that count are known, in this window or in any other.</p>
      ) : (
        <>
          <p>
            {known.from === known.to
              ? `The only one is of ${formatInstantIn(known.from, zone)}, ${dayKey(known.from, zone).slice(0, 4)}.`
              : `They begin on ${dateWords(known.from, zone)} and end on ${dateWords(known.to, zone)}.`}
          </p>
          <p>
            <a href={all}>Show all of them</a>
          </p>
        </>
      )}
      {page.leftOut.length > 0 && <p>What was left out, and why, is said above.</p>}
    </Notice>
  )
}

function dateWords(at: number, zone: string): string {
  return `${formatRange(at, at + 1, zone)} ${dayKey(at, zone).slice(0, 4)}`
}
