// A retro's pack in sentences, for its page, its Markdown and its print alike.
import { formatCount, formatDuration, formatRange, formatRate } from '../format'
import { FLOW_ITEM_WORDS, type FlowItem } from '../metrics/flow-item'
import { RED_LIMIT_SECONDS } from '../metrics/red-mainline'
import { parseDay } from '../time'
import type { Comparison } from './comparison'
import { formatMeasure } from './expectation'
import type { Outcome, Verdict } from './expectation-outcome'
import { nameWords } from './name-words'
import { countOf, shareWords } from './pipeline-words'
import { dayAfter, type RetroDays } from './retro-days'
import type { Delivered, RetroWait } from './retro-delivered'
import type { RetroFigure } from './retro-figures'
import type { Reading } from './retro-measure'
import type { LastAction, RetroPack } from './retro-pack'
import type { RetroPipelines } from './retro-pipelines'
import { countWords } from './service-figures'
import { STAGE_WORDS } from './stage-words'

export { FLOW_ITEM_WORDS }

const DAY_MS = 86_400_000

/** "2-15 Mar 2026". */
export function daysWords({ from, to }: RetroDays): string {
  const [first, last] = [from, to].map((day) => (parseDay(day) ?? 0) * DAY_MS)
  const words = formatRange(first ?? 0, last ?? 0, 'UTC')
  const year = new Date((last ?? 0) - 1).getUTCFullYear()
  return words.includes(String(year)) ? words : `${words} ${year}`
}

/** "9 Nov 2026". */
export function dayWords(day: string): string {
  return daysWords({ from: day, to: dayAfter(day, 1) })
}

export const ITEM_NAMES: Record<FlowItem, [one: string, many: string]> = {
  feature: ['feature', 'features'],
  defect: ['defect', 'defects'],
  risk: ['risk', 'risks'],
  debt: ['debt', 'debt'],
  unclassified: ['unclassified', 'unclassified'],
}

export function deliveredWords({ total, bots, items }: Delivered): string[] {
  const besides = bots > 0 ? [`${countOf(bots, 'change')} of bots besides.`] : []
  if (total === 0) return ['No change was delivered in these days.', ...besides]
  const parts = items.filter(({ count }) => count > 0).map(({ item, count }) => countWords(count, ITEM_NAMES[item]))
  const unclassified = items.find(({ item }) => item === 'unclassified')?.count ?? 0
  return [
    `${countOf(total, 'change')} ${total === 1 ? 'was' : 'were'} delivered: ${parts.join(', ')}.`,
    unclassifiedWords(unclassified, total),
    ...besides,
  ]
}

function unclassifiedWords(count: number, total: number): string {
  if (count === 0) return 'Of every one a label or the type in its title says which it is.'
  const said = `${formatCount(count)} of ${formatCount(total)} (${formatRate(count / total)})`
  const [are, their] = count === 1 ? ['is', 'its'] : ['are', 'their']
  return `${said} ${are} unclassified: neither a label nor the type in ${their} title says what ${count === 1 ? 'it is' : 'they are'}.`
}

/** "13 h", "each: 2 h, 5 h", "no data". */
export function readingWords(unit: RetroFigure['unit'], { value, few }: Pick<Reading, 'value' | 'few'>): string {
  if (few) return few.map((one) => formatDuration(one)).join(', ')
  return value === null ? 'no data' : formatMeasure(unit, value)
}

/** How much it rests on, and how sure it is. */
export function basisWords({
  n,
  part,
  interval,
  few,
  counts,
  unit,
}: Reading & Pick<RetroFigure, 'counts' | 'unit'>): string[] {
  const words: string[] = []
  if (n > 0) words.push(part === null ? countWords(n, counts) : `${formatCount(part)} of ${countWords(n, counts)}`)
  if (few) words.push('each single value, too few for a median')
  else if (interval) words.push(`95\u00a0% interval ${interval.map((end) => formatMeasure(unit, end)).join(' to ')}`)
  return words
}

export function figureRemarks(figure: RetroFigure): string[] {
  const { open, provisional, attemptsFailed, unseen } = figure
  const words = basisWords(figure)
  if (open > 0) words.push(`${formatCount(open)} still open`)
  if (attemptsFailed > 0) words.push(`${countOf(attemptsFailed, 'failed attempt')} besides`)
  if (provisional > 0) words.push(`${formatCount(provisional)} younger than a day, may still turn out failed`)
  if (unseen.length > 0) words.push(`without ${unseen.join(', ')}, where nothing tells work from waiting`)
  return words
}

/** Null: nothing to compare with. */
export function changeWords(change: Comparison): string | null {
  switch (change.kind) {
    case 'none':
      return null
    case 'new':
      return 'new'
    case 'same':
      return 'about as before'
    case 'few':
      return 'too few to compare'
    default: {
      const size = formatRate(change.unit === 'share' ? Math.round(change.by * 100) / 100 : change.by)
      const amount = change.unit === 'points' ? size.replace('%', 'points') : size
      return `${change.kind === 'rise' ? 'up' : 'down'} ${amount}`
    }
  }
}

export function variationWords({ variation }: Pick<RetroFigure, 'variation'>): string {
  if (!variation) return 'too few weeks to tell'
  return variation.kind === 'signal' ? `signal: ${variation.words}` : 'no signal: routine variation'
}

export function waitWords({ stage, totalSeconds, share, median, n }: RetroWait): string {
  const middle = median === null ? '' : `, median ${formatDuration(median)}`
  const part = share === null ? '' : `, ${formatRate(share)} of all lead time`
  const words = STAGE_WORDS[stage]
  return `${words[0]?.toUpperCase()}${words.slice(1)}: ${formatDuration(totalSeconds)} in all${part}${middle} over ${countOf(n, 'change')}.`
}

export function pipelineWords(pipelines: RetroPipelines): string[] {
  const { runs, failed, duration, cancelledSeconds, red, flaky, slowest } = pipelines
  const words = [`${countOf(runs, 'run')}; failed: ${shareWords(failed)}.`]
  if (red.n > 0) {
    const limit = formatDuration(RED_LIMIT_SECONDS)
    const still = red.open > 0 ? `, ${formatCount(red.open)} still red when this was made` : ''
    const middle = red.median === null || red.n === 1 ? '' : `, median ${formatDuration(red.median)}`
    const longest = `${red.n === 1 ? ' for' : ', the longest'} ${formatDuration(red.longest)}`
    words.push(
      `The mainline turned red ${red.n === 1 ? 'once' : `${formatCount(red.n)} times`}${middle}${red.longest === null ? '' : longest}; ${formatCount(red.inTime)} of ${formatCount(red.n)} green again within ${limit}${still}.`,
    )
  } else words.push('No pipeline of the mainline turned red.')
  if (duration.median !== null) {
    words.push(
      `Half of the runs took up to ${formatDuration(duration.median)}, nine in ten up to ${formatDuration(duration.p90)}.`,
    )
  }
  if (slowest)
    words.push(
      `The slowest job is ${nameWords(slowest.name)} of ${nameWords(slowest.pipeline)}, median ${formatDuration(slowest.median)}.`,
    )
  if (flaky.length > 0) {
    words.push(`Flaky: ${flaky.map(({ name, times }) => `${nameWords(name)} (${countOf(times, 'time')})`).join(', ')}.`)
  }
  if (cancelledSeconds !== null && cancelledSeconds > 0) {
    words.push(`${formatDuration(cancelledSeconds)} went into runs that were cancelled.`)
  }
  return words
}

export const VERDICTS: Record<Verdict, { sign: string; words: string }> = {
  held: { sign: '✔', words: 'held' },
  missed: { sign: '✖', words: 'did not hold' },
  few: { sign: '?', words: 'too little data' },
  running: { sign: '…', words: 'not over yet' },
}

/** What data say of an expectation, a sentence each. */
export function outcomeWords(outcome: Outcome): string[] {
  const { unit, before, after, days, elapsedDays, difference, verdict, sure, wasSo } = outcome
  const reading = (one: Reading) => {
    const basis = basisWords({ ...one, unit, counts: outcome.counts })
    return `${readingWords(unit, one)}${basis.length > 0 ? ` (${basis.join('; ')})` : ''}`
  }
  const span = daysWords(days)
  const words = [`Before: ${reading(before)}.`, `After, ${span}: ${reading(after)}.`]
  if (difference && verdict !== 'few') {
    const size = formatMeasure(unit, Math.abs(difference.by))
    const interval = difference.interval
      ? `, 95\u00a0% interval ${difference.interval.map((end) => signed(unit, end)).join(' to ')}`
      : ''
    words.push(`That is ${size} ${difference.by < 0 ? 'less' : 'more'}${interval}.`)
  }
  if (verdict === 'held' && wasSo) words.push('It was so before already: that it held shows no effect.')
  if (verdict === 'running') {
    words.push(`${formatCount(elapsedDays)} of ${countOf(lengthOf(days), 'day')} are over: too early to say.`)
  } else if (verdict === 'few') {
    words.push(
      `${after.n === 0 ? 'Nothing of it happened' : `Only ${countWords(after.n, outcome.counts)}`}: too little data to say.`,
    )
  } else if (sure) words.push('The whole interval says so.')
  else if (unit === 'seconds' && !after.interval)
    words.push('Under 20 values there is no interval that says how sure this is.')
  else if (after.interval) words.push('The interval reaches across what was expected, so it may be luck.')
  return words
}

function signed(unit: RetroFigure['unit'], value: number): string {
  return `${value < 0 ? '−' : '+'}${formatMeasure(unit, Math.abs(value))}`
}

function lengthOf({ from, to }: RetroDays): number {
  return (parseDay(to) ?? 0) - (parseDay(from) ?? 0)
}

/** The verdict on one action of an earlier retro. */
export function verdictOf({ outcome }: Pick<LastAction, 'outcome'>): { sign: string; words: string } {
  return VERDICTS[outcome?.verdict ?? 'few']
}

/** What holds for the whole pack. */
export function packWords({ isOver, services, figures }: RetroPack): string[] {
  const words: string[] = []
  if (services.length === 0) words.push('No service that is measured belongs to this team.')
  if (!isOver)
    words.push('These days were not over when the pack was made: its figures are of what had happened by then.')
  if (services.length > 0 && figures.every(({ n }) => n === 0))
    words.push('Nothing that a figure counts happened in these days.')
  return words
}
