// What a metric's trend is drawn from, the same on its page and in its picture.
import { type PreparedChart, prepareTrend } from '../../../lib/insights/chart/prepare'
import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { isTimed } from '../../../lib/insights/reading'
import { heading } from '../../../lib/insights/service-figures'
import type { ChartNote } from '../../_ui/chart/chart-figure'
import { chartNotes, MOST_NOTES } from '../../_ui/chart/chart-notes'

/** The chart is null where the window has nothing; notes are numbered as their flags. */
export function trendChart(
  view: OneView | SeveralView,
  log: boolean,
): { chart: PreparedChart | null; notes: ChartNote[] } {
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
  return { chart, notes: chartNotes(shown, zone, view.kind === 'several') }
}

export function someNotes(shown: number, all: number): string {
  return `The latest ${shown} of ${all} annotations are shown.`
}

export function chartTitle({ metric, ...view }: OneView | SeveralView): string {
  const what =
    metric.unit === 'per-day'
      ? `${heading(metric.counts)} a week`
      : metric.unit === 'rate'
        ? `${metric.title} by week`
        : `${metric.title}, weekly median`
  const isWorking = view.reading.clock === 'working' && isTimed(metric)
  if (view.kind === 'one') return `${what}${isWorking ? ', in working hours' : ''}`
  return `${what}, all services${view.team === null ? '' : ` of ${view.team}`} pooled`
}
