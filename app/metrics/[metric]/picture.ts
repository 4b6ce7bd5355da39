// The words of a metric's picture: all that a reader needs who has nothing but the picture.
import { formatCount, formatInstantIn } from '../../../lib/format'
import { distribution } from '../../../lib/insights/metric-points'
import { oneZone } from '../../../lib/insights/metric-settings'
import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { formatFigure } from '../../../lib/insights/service-figures'
import { windowWords } from '../../../lib/insights/window-words'
import type { Picture } from '../../../lib/report/svg'
import { type PictureWords, trendPicture } from '../../../lib/report/trend-picture'
import type { TrendDrawing } from '../../../lib/report/trend-plot'
import { dayKey } from '../../../lib/time'
import type { ChartNote } from '../../_ui/chart/chart-figure'
import { keyOf } from '../../_ui/chart/chart-key'
import { chartNotes, MOST_NOTES } from '../../_ui/chart/chart-notes'
import { prepareScatter } from '../../_ui/chart/prepare-scatter'
import { HEIGHT, SPREAD } from './point-words'
import { MOST_DOTS, scatterAsked } from './points'
import { remarksOf } from './remarks'
import { scatterDrawing, spreadDrawing } from './row-drawings'
import { chartTitle, someNotes, trendChart } from './trend-chart'

/** What of a metric's page can be a picture. */
export const DRAWN = ['trend', 'rows', 'spread'] as const
export type Drawn = (typeof DRAWN)[number]

/** One of the page's drawings as it is there; of a window with nothing the same frame, which says so. */
export function metricPicture(view: OneView | SeveralView, drawn: Drawn, log: boolean): Picture {
  const { chart, ...own } = drawn === 'trend' ? trendOf(view, log) : rowsOf(view, drawn, log)
  return trendPicture(chart, { ...aboutOf(view), ...own })
}

type Drawing = Pick<PictureWords, 'heading' | 'sentence' | 'key' | 'notes' | 'more'> & { chart: TrendDrawing | null }

function trendOf(view: OneView | SeveralView, log: boolean): Drawing {
  const { chart, notes } = trendChart(view, log)
  return {
    chart,
    heading: `${chartTitle(view)}${chart?.isLog ? ', logarithmic' : ''}`,
    sentence: chart?.sentence ?? nothingIn(view),
    key: chart ? keyOf(chart) : [],
    ...notedIn(view, notes),
  }
}

/** Every row as a dot, or how many of them are in each step. */
function rowsOf(view: OneView | SeveralView, drawn: 'rows' | 'spread', log: boolean): Drawing {
  const asked = scatterAsked(view, log)
  const { points, unit, title } = asked
  const [one, many] = view.metric.counts
  if (drawn === 'spread') {
    const bins = distribution(
      points.map(({ value }) => value),
      unit,
    )
    const sentence =
      points.length === 0
        ? nothingIn(view)
        : `${formatCount(points.length)} ${points.length === 1 ? one : many}. ${SPREAD[unit]}`
    const chart = points.length === 0 ? null : spreadDrawing(bins, unit)
    return { chart, heading: `How the ${many} are spread`, sentence, key: [], notes: [], more: '' }
  }
  const isTooMany = points.length > MOST_DOTS
  const chart = isTooMany ? null : prepareScatter(asked)
  const ringed: Drawing['key'] = chart?.dots.some(({ counts }) => counts) ? [{ sign: 'ring', words: 'failed' }] : []
  return {
    chart: chart && scatterDrawing(chart),
    heading: `${title}${log && unit === 'seconds' ? ', logarithmic' : ''}`,
    sentence: isTooMany
      ? `${formatCount(points.length)}: too many to draw one by one.`
      : chart
        ? `${chart.sentence} ${HEIGHT[unit]}`
        : nothingIn(view),
    key: chart ? [{ sign: 'single', words: one }, ...ringed] : [],
    ...notedIn(view, chart ? chartNotes(view.annotations.slice(-MOST_NOTES), asked.zone, view.kind === 'several') : []),
  }
}

function nothingIn({ metric }: OneView | SeveralView): string {
  return `No ${metric.counts[1]} in this window.`
}

function notedIn({ annotations }: OneView | SeveralView, notes: ChartNote[]): Pick<PictureWords, 'notes' | 'more'> {
  return {
    notes: notes.map(({ number, when, about, text }) => ({
      number,
      when: about === '' ? when : `${when}, ${about}`,
      words: text,
    })),
    more: annotations.length > notes.length && notes.length > 0 ? someNotes(notes.length, annotations.length) : '',
  }
}

/** What every picture of a metric begins and ends with. */
function aboutOf(view: OneView | SeveralView): Omit<PictureWords, keyof Drawing> {
  const { metric } = view
  const { value } = view.kind === 'one' ? view.page.figure : view.page.pooled
  return {
    title: metric.title,
    about: view.kind === 'one' ? view.service.name : (view.team ?? 'all services'),
    value: value === null ? 'no data' : formatFigure(metric.unit, value),
    remarks: remarksOf(view),
    when: whenWords(view),
    definition: metric.definition,
    source: sourceWords(view),
  }
}

function whenWords({ choice, page: { window, settings, samples } }: OneView | SeveralView): string {
  const { now, timeZone } = window
  const { name } = windowWords(choice)
  const dates = settings.find(({ label }) => label === 'Window')?.words ?? ''
  const words = [choice.kind === 'dates' ? dates : `${name[0]?.toUpperCase()}${name.slice(1)}: ${dates}`]
  if (oneZone(samples.map((sample) => sample.window)) === null) words.push('days of each service’s own time zone')
  const asOf = formatInstantIn(now, timeZone).replace(',', ` ${dayKey(now, timeZone).slice(0, 4)},`)
  return [...words, `as of ${asOf}, ${timeZone}`].join(' · ')
}

/** The settings that the value was made with; the window's are said above. */
const MADE_WITH = ['Definitions', 'Deployments', 'Active stages', 'Bots’ changes', 'Clock', 'Bands', 'Compared with']

function sourceWords({ page: { settings } }: OneView | SeveralView): string {
  const said = settings
    .filter(({ label }) => MADE_WITH.includes(label))
    .map(({ label, words, pattern }) => `${label}: ${words}${pattern == null ? '' : ` ${pattern}`}`)
  return ['Streamgauge', ...said].join(' · ')
}
