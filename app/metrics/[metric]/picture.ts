// The words of a metric's picture: all that a reader needs who has nothing but the picture.
import { formatInstantIn } from '../../../lib/format'
import { oneZone } from '../../../lib/insights/metric-settings'
import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { formatFigure } from '../../../lib/insights/service-figures'
import { windowWords } from '../../../lib/insights/window-words'
import type { Picture } from '../../../lib/report/svg'
import { type PictureWords, trendPicture } from '../../../lib/report/trend-picture'
import { dayKey } from '../../../lib/time'
import { keyOf } from '../../_ui/chart/chart-key'
import { remarksOf } from './remarks'
import { chartTitle, someNotes, trendChart } from './trend-chart'

/** The trend as its page draws it; of a window with nothing the same frame, which says so. */
export function metricPicture(view: OneView | SeveralView, log: boolean): Picture {
  const { chart, notes } = trendChart(view, log)
  const { metric, annotations } = view
  const { value } = view.kind === 'one' ? view.page.figure : view.page.pooled
  const words: PictureWords = {
    title: metric.title,
    about: view.kind === 'one' ? view.service.name : (view.team ?? 'all services'),
    value: value === null ? 'no data' : formatFigure(metric.unit, value),
    remarks: remarksOf(view),
    when: whenWords(view),
    heading: `${chartTitle(view)}${chart?.isLog ? ', logarithmic' : ''}`,
    sentence: chart?.sentence ?? `No ${metric.counts[1]} in this window.`,
    key: chart ? keyOf(chart) : [],
    notes: notes.map(({ number, when, about, text }) => ({
      number,
      when: about === '' ? when : `${when}, ${about}`,
      words: text,
    })),
    more: annotations.length > notes.length ? someNotes(notes.length, annotations.length) : '',
    definition: metric.definition,
    source: sourceWords(view),
  }
  return trendPicture(chart, words)
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
