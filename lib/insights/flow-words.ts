// The flow of a service in words: its headline, what its drawings show, and what Little's law says of it.
import { formatCount, formatDuration, formatRange, formatRate } from '../format'
import { FLOW_ITEM_WORDS, FLOW_ITEMS, type FlowItem, flowRule } from '../metrics/flow-item'
import type { FlowShow } from './flow-list'
import { type FlowPoint, loadAt } from './flow-series'
import type { FlowFigures, FlowView } from './flow-view'
import { changesWords, joined, rounded } from './stream-words'

export { FLOW_ITEM_WORDS, FLOW_ITEMS, flowRule }

/** As they stand in a sentence about several. */
export const ITEM_TITLES: Record<FlowItem, string> = {
  feature: 'Features',
  defect: 'Defects',
  risk: 'Risks',
  debt: 'Debt',
  unclassified: 'Unclassified',
}

/** A number with one decimal below ten: "6.1", "12", "<0.1". */
export function averageWords(value: number | null): string {
  if (value === null) return '–'
  if (value > 0 && value < 0.05) return '<0.1'
  return value < 9.95 && !Number.isInteger(value) ? value.toFixed(1) : formatCount(value)
}

/** A share of a whole in whole per cent, as `rounded` has it. */
export function shareText(part: number, whole: number): string {
  return whole === 0 ? '–' : formatRate(rounded(part / whole))
}

/** "median 22 h", or under five every value. */
export function timeValues({ n, median, few }: FlowFigures['time']): string[] | null {
  if (n === 0) return null
  return few ? few.map((value) => formatDuration(value)) : [formatDuration(median)]
}

/** `window`: its name, "the last 12 weeks". */
export function flowHeadline({ now }: FlowView, window: string): string {
  const { velocity, items, load } = now
  const progress = `${changesWords(load.end)} ${load.end === 1 ? 'is' : 'are'} in progress.`
  if (velocity.n === 0) return `No change was completed in ${window}. ${progress}`
  const pace = velocity.perWeek === null ? '' : `, ${averageWords(velocity.perWeek)} a week`
  const most = FLOW_ITEMS.filter((item) => item !== 'unclassified' && items[item] > 0)
    .sort((a, b) => items[b] - items[a])
    .map((item) => `${shareText(items[item], velocity.n)} ${ITEM_TITLES[item].toLowerCase()}`)
  const unknown = items.unclassified
  const rest = unknown > 0 ? [`${shareText(unknown, velocity.n)} unclassified`] : []
  return `${changesWords(velocity.n)} ${velocity.n === 1 ? 'was' : 'were'} completed in ${window}${pace}: ${joined([...most, ...rest])}. ${progress}`
}

/** What the cumulative flow shows, for who does not see it. */
export function seriesWords({ series, sums }: FlowView, zone: string): string {
  const { points } = series
  const last = points.at(-1)
  if (!last) return 'Nothing of this window is over yet.'
  const peak = points.reduce((most, one) => (loadAt(one) > loadAt(most) ? one : most), last)
  const { delivered, closed, apart } = last.counts
  const ends = [
    `${formatCount(delivered)} delivered`,
    ...(closed > 0 ? [`${formatCount(closed)} closed without a merge`] : []),
    ...(apart > 0 ? [`${formatCount(apart)} that figures leave out`] : []),
  ]
  const highest =
    loadAt(peak) > Math.max(sums.before.n, sums.after.n)
      ? `, with ${formatCount(loadAt(peak))} at most (${pointWords(peak, zone)})`
      : ''
  return `${changesWords(sums.arrived)} ${sums.arrived === 1 ? 'was' : 'were'} begun and ${formatCount(sums.departed)} left: ${joined(ends)}. Work in progress went from ${formatCount(sums.before.n)} to ${formatCount(sums.after.n)}${highest}.`
}

/** "9 Mar", "3-9 Mar", or where the drawing begins. */
export function pointWords({ key, start, at }: FlowPoint, zone: string): string {
  return key === '' ? `before ${formatRange(start, start + 1, zone)}` : formatRange(start, at, zone)
}

/** Little's law of the window, sentence by sentence; `clock`: what the durations are in. */
export function lawWords({ law, sums }: FlowView): string[] {
  const { averageLoad, throughputPerDay, expected, measured, holds } = law
  if (averageLoad === null) return ['Nothing of this window is over yet, so there is nothing to check.']
  if (expected === null || measured === null || throughputPerDay === null) {
    return [
      `On average ${averageWords(averageLoad)} changes were in progress, and none left: there is no rate to divide by.`,
    ]
  }
  const pace =
    throughputPerDay >= 1
      ? `${averageWords(throughputPerDay)} leaving a day`
      : `${averageWords(throughputPerDay * 7)} leaving a week`
  const said = `${averageWords(averageLoad)} changes in progress on average, divided by ${pace}, is ${formatDuration(expected)}. Those that left had been in progress for ${formatDuration(measured)} on average.`
  if (holds === null) return [said, `Only ${changesWords(sums.departed)} left, too few to check a law of averages.`]
  if (holds) {
    return [
      said,
      'The two agree within a tenth: over this window the stream was steady enough that fewer changes in progress at the same pace would mean shorter times.',
    ]
  }
  const older = sums.after.age > sums.before.age
  return [
    said,
    `They do not agree, so the stream was not stationary in this window: ${formatCount(sums.arrived)} came and ${formatCount(sums.departed)} left, and what is in progress is ${older ? 'older' : 'younger'} in all at the end (${formatDuration(sums.after.age)} of age together) than it was at the beginning (${formatDuration(sums.before.age)}). ${older ? 'Work is being left lying: times will rise when it is finished' : 'Old work was finished: the times of those that left say more of the past than of what comes'}. No average of this window is a promise.`,
  ]
}

/** What the list under the figures holds. */
export function listCaption(show: FlowShow): string {
  if (show === 'progress') return 'Begun and not in production at the end of the window, or now; the oldest first.'
  if (show === 'delivered')
    return 'The changes delivered in the window, the latest first, and what says which item each is.'
  if (show === 'unclassified') return 'Neither a label nor the type of the title says what these are; the latest first.'
  return 'The delivered changes of this item, the latest first, and what says so.'
}

export function listTitle(show: FlowShow): string {
  if (show === 'progress') return 'In progress'
  return show === 'delivered' ? 'Completed changes' : ITEM_TITLES[show]
}
