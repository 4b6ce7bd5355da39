// A future state in words: what it would be, what a limit would do, and how little of it can be known.
import { formatCount, formatDuration, formatRate } from '../format'
import { FEWEST_CHANGES, type Simulated } from '../metrics/future-state'
import { changesStages, editSentence } from './future-edits'
import type { FutureFlow, FutureView } from './future-view'
import { changesWords, rounded } from './stream-words'

/** "22 h (18 h to 25 h)". */
export function simulatedWords({ value, interval }: Simulated, format: (value: number | null) => string): string {
  return interval === null ? format(value) : `${format(value)} (${format(interval[0])} to ${format(interval[1])})`
}

/** Of a difference: what it is worth. */
export function gainWords({ value, interval }: Simulated): string {
  if (value === null) return ''
  const by = value === 0 ? 'no difference' : `${formatDuration(Math.abs(value))} ${value < 0 ? 'less' : 'more'}`
  if (interval === null) return by
  const [lo, hi] = interval
  if (lo === hi) return by
  const end = (seconds: number) =>
    seconds === 0 ? 'nothing' : `${formatDuration(Math.abs(seconds))} ${seconds < 0 ? 'less' : 'more'}`
  return `${by} (${end(lo)} to ${end(hi)})`
}

/** `window`: its name, "the last 12 weeks". */
export function futureHeadline({ asked, n, stream }: FutureView, window: string): string {
  if (n === 0) return `No change was delivered in ${window}, so there is no stream to change.`
  if (n < 5)
    return `${changesWords(n)} ${n === 1 ? 'was' : 'were'} delivered in ${window}, too few to say what a change would do.`
  const { today, future } = stream
  const now = `Half of ${changesWords(n)} took ${formatDuration(today.median.value)} or less from the first commit to production.`
  if (!changesStages(asked)) return `${now} Change the stream below to see what it would be.`
  const then = `With ${editSentence({ ...asked, limit: null })} it would have been ${formatDuration(future.median.value)}`
  const within = future.median.interval
  return `${now} ${then}${within === null ? '' : `, ${formatDuration(within[0])} to ${formatDuration(within[1])}`}.`
}

/** What stands where intervals are missing. */
export function fewWords({ n }: FutureView): string | null {
  if (n >= FEWEST_CHANGES || n < 5) return null
  return `${changesWords(n)} are fewer than ${FEWEST_CHANGES}: these are the medians of the changes as they would have been, without an interval. A longer window has more.`
}

/** What a limit does, said before its table. */
export function limitHeadline({ free, limited }: FutureFlow, limit: number): string {
  if (free === null || limited === null) return `Fewer than ${FEWEST_CHANGES} changes are too few to simulate a queue.`
  if (limited.grows) {
    return `At most ${formatCount(limit)} in progress is too few here: ${limited.perWeek.value.toFixed(1)} a week would be delivered, more would begin, and the queue before them would grow without end.`
  }
  const before = limited.before?.median ?? 0
  const waits =
    before < 60
      ? 'Half of the changes would begin at once'
      : `Half of the changes would wait ${formatDuration(before)} or less to begin`
  const [limitedTo, without] = [formatDuration(limited.lead.median), formatDuration(free.lead.median)]
  const then =
    limitedTo === without ? `${limitedTo} (median), as without a limit` : `${limitedTo} (median) instead of ${without}`
  return `${waits}; once begun they would take ${then}. With the wait, 85 % are done within ${formatDuration(limited.whole?.p85 ?? null)} instead of ${formatDuration(free.whole?.p85 ?? null)}.`
}

/** Whether less in progress went with shorter lead times here. */
export function loadWords({ load }: FutureFlow): string {
  if (load === null)
    return 'About as many changes were in progress at all times, so nothing here tells whether fewer would be faster.'
  const { few, many } = load
  return `Changes that began with ${range(few)} in progress took ${formatDuration(few.median)} (median of ${formatCount(few.n)}); those that began with ${range(many)} took ${formatDuration(many.median)} (of ${formatCount(many.n)}).`
}

function range({ from, to }: { from: number; to: number }): string {
  return from === to ? formatCount(from) : `${formatCount(from)} to ${formatCount(to)}`
}

export function rateWords(rate: number | null): string {
  return formatRate(rounded(rate))
}

export function perWeekWords(value: number | null): string {
  return value === null ? '–' : value.toFixed(1)
}
