import { formatInstantIn, formatRange } from '../../../lib/format'
import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { dayKey } from '../../../lib/time'
import { ChartFigure } from '../../_ui/chart/chart-figure'
import { NoteThis } from '../../_ui/note-this'
import { Notice } from '../../_ui/notice'
import { Why } from '../../services/[slug]/why'
import { metricAddress, scopeOf } from '../address'
import styles from './metric.module.css'
import { someNotes, trendChart } from './trend-chart'
import { WeeksTable } from './weeks-table'

/** The metric week by week; where there is nothing, since when there is something. */
export function Trend({ view, log }: { view: OneView | SeveralView; log: boolean }) {
  const { metric, annotations } = view
  const { chart, notes } = trendChart(view, log)
  const scope = view.kind === 'one' ? { service: view.service.slug } : view.team === null ? {} : { team: view.team }
  if (!chart) return <NoData view={view} />
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
      {annotations.length > notes.length && <p className="quiet">{someNotes(notes.length, annotations.length)}</p>}
      <NoteThis scope={scope} choice={view.choice} />
    </section>
  )
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
        <>
          <p>No {many} that count are known, in this window or in any other.</p>
          {metric.table !== 'incidents' &&
            (view.kind === 'one' ? (
              <Why summary={view.service} />
            ) : (
              <p>A service’s own page says which step from its source to its figures is missing.</p>
            ))}
        </>
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
