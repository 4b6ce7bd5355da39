// The answers of sg flow, stream and forecast as text for a terminal; every figure is the one of the JSON.
import { formatCount, formatDuration, formatRate } from '../../lib/format'
import type { FlowFigures, FlowView } from '../../lib/insights/flow-view'
import { averageWords, FLOW_ITEMS, ITEM_TITLES, lawWords, seriesWords, shareText } from '../../lib/insights/flow-words'
import type { ForecastView } from '../../lib/insights/forecast-view'
import { dayText } from '../../lib/insights/forecast-view'
import { forecastHeadline } from '../../lib/insights/forecast-words'
import type { StreamView } from '../../lib/insights/stream-view'
import { accurateWords } from '../../lib/insights/stream-words'
import { formatInstant } from '../../lib/time'
import { table } from './describe'

/** Whom an answer is about, and of when. */
export type Subject = { name: string; from: number; to: number; timeZone: string }

function headOf({ name, from, to, timeZone }: Subject): string {
  return `${name}, ${formatInstant(from)} to ${formatInstant(to)} (${timeZone})\n\n`
}

export function describeFlow(subject: Subject, view: FlowView): string {
  const { now, before } = view
  const line = (title: string, of: (figures: FlowFigures) => string) => [title, of(now), before ? of(before) : '']
  const figures = table(
    ['', 'value', 'before'],
    [
      line('velocity', ({ velocity }) => `${averageWords(velocity.perWeek)} / week, n ${velocity.n}`),
      line('time, median', ({ time }) => formatDuration(time.median)),
      line('  middle half', ({ time }) => `${formatDuration(time.p25)} to ${formatDuration(time.p75)}`),
      line('  85 % within', ({ time }) => formatDuration(time.p85)),
      line('efficiency', ({ efficiency }) => formatRate(efficiency.value)),
      line('load at the end', ({ load }) => formatCount(load.end)),
      line('  on average', ({ load }) => averageWords(load.average)),
      ...FLOW_ITEMS.map((item) =>
        line(
          ITEM_TITLES[item].toLowerCase(),
          ({ items, velocity }) => `${shareText(items[item], velocity.n)}, ${items[item]}`,
        ),
      ),
    ],
  )
  return `${headOf(subject)}${figures}\n${seriesWords(view, subject.timeZone)}\n${lawWords(view).join('\n')}\n`
}

export function describeStream(subject: Subject, view: StreamView): string {
  const { stages, totals, work } = view
  const body = stages.map((stage) => [
    stage.name,
    stage.kind,
    formatDuration(stage.median),
    formatDuration(stage.mean),
    accurateWords(stage.accurate) ?? '',
    String(work[stage.name]),
    String(stage.n),
  ])
  const { lead, flowEfficiency, rolled, n } = totals
  const whole = table(
    ['', 'value'],
    [
      ['lead time, median', formatDuration(lead.median)],
      ['lead time, mean', formatDuration(lead.mean)],
      ['active time, mean', formatDuration(totals.activeMean)],
      ['flow efficiency', formatRate(flowEfficiency)],
      ['rolled %C&A', formatRate(rolled.value)],
      ['changes', String(n)],
    ],
  )
  return `${headOf(subject)}${table(['stage', '', 'median', 'mean', '%C&A', 'now', 'n'], body)}\n${whole}`
}

export function describeForecast(subject: Subject, now: number, view: ForecastView): string {
  const { asked, levels } = view
  const body = levels.map(({ level, count, range, day }) => [
    formatRate(level),
    String(count),
    `${range[0]} to ${range[1]}`,
    day === null ? 'not in three years' : dayText(day),
  ])
  const head = ['how sure', `by ${dayText(asked.until)}, at least`, 'between', `${asked.count} done by`]
  const said = forecastHeadline(view, now, subject.timeZone)
  return `${headOf(subject)}${said}\n${levels.length > 0 ? `\n${table(head, body)}` : ''}`
}
