// What a metric's trend is drawn from, the same on its page and in its picture.
import { formatRange } from '../../../lib/format'
import { type PreparedChart, prepareTrend } from '../../../lib/insights/chart/prepare'
import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { isTimed } from '../../../lib/insights/reading'
import { heading } from '../../../lib/insights/service-figures'
import { dayKey } from '../../../lib/time'
import type { ChartNote } from '../../_ui/chart/chart-figure'

/** Beyond as many, flags would hide the drawing: the latest are kept. */
const MOST_NOTES = 24

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
  const notes = shown.map(({ at, until, text, service, team }, index): ChartNote => {
    const day = until === null || until <= at ? formatRange(at, at + 1, zone) : formatRange(at, until, zone)
    return {
      number: index + 1,
      when: /\d{4}$/.test(day) ? day : `${day} ${dayKey(at, zone).slice(0, 4)}`,
      about: view.kind === 'several' ? (service ?? team ?? '') : '',
      text,
    }
  })
  return { chart, notes }
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
  return view.kind === 'one' ? `${what}${isWorking ? ', in working hours' : ''}` : `${what}, all services pooled`
}
