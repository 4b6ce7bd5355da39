// What a saved future state expects, and how the weeks since have come out against it.
import type { ServiceFacts } from '../facts/service'
import { formatCount, formatDuration } from '../format'
import type { Window } from '../metrics/contract'
import { METRICS } from '../metrics/registry'
import type { FutureState, NewFutureState } from '../store/future-states'
import { dayNumber, dayStart, isoWeekStart } from '../time'
import { futureQuery } from './future-edits'
import type { FutureView } from './future-view'
import { windowOf } from './measure'
import { type TrendWeek, weeklyTrend } from './metric-trend'

export const LONGEST_NAME = 60
export const LONGEST_REASONS = 1000
/** Weeks before the day on which it was saved that are drawn too. */
const WEEKS_BEFORE = 8

export type TargetText = { name: string; reasons: string }
export type ReadTarget = { ok: true; text: TargetText } | { ok: false; problems: Partial<TargetText> }

/** The words of a saved state as they were typed. */
export function readTarget(typed: TargetText): ReadTarget {
  const problems: Partial<TargetText> = {}
  // Control characters and marks that turn the direction of writing would reach beyond the text; lines may end.
  const clean = (text: string) =>
    text
      .replaceAll('\r\n', '\n')
      .replace(/[^\P{Cc}\n]|\p{Bidi_Control}/gu, '')
      .trim()
      .normalize('NFC')
  const name = clean(typed.name).replaceAll('\n', ' ')
  const reasons = clean(typed.reasons)
  if (name === '') problems.name = 'is missing'
  else if ([...name].length > LONGEST_NAME) problems.name = `has at most ${LONGEST_NAME} characters`
  if (reasons === '') problems.reasons = 'are missing: in some weeks nobody will remember them'
  else if ([...reasons].length > LONGEST_REASONS) problems.reasons = `have at most ${LONGEST_REASONS} characters`
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, text: { name, reasons } }
}

/** What is kept of a simulated state; or why it cannot be. */
export function targetOf(
  { asked, n, stream, flow }: FutureView,
  { from, to }: Pick<Window, 'from' | 'to'>,
): { ok: true; target: Omit<NewFutureState, 'name' | 'reasons'> } | { ok: false; problem: string } {
  const edits = new URLSearchParams(futureQuery(asked)).toString()
  if (edits === '') return no('Nothing is changed yet. Change the stream first, then save what it would be.')
  const { today, future } = stream
  const limited = flow?.limited ?? null
  if (n < 5 || today.median.value === null || future.median.value === null) {
    return no('Too few changes were delivered in this window to say what it would be.')
  }
  if (asked.limit !== null && limited === null)
    return no('Too few changes were delivered in this window to simulate a limit.')
  if (limited?.grows) return no('With this limit the queue would grow without end, so there is nothing to reach.')
  return {
    ok: true,
    target: {
      edits,
      windowFrom: from,
      windowTo: to,
      changes: n,
      todaySeconds: today.median.value,
      medianSeconds: limited?.whole?.median ?? future.median.value,
      lowSeconds: limited === null ? (future.median.interval?.[0] ?? null) : null,
      highSeconds: limited === null ? (future.median.interval?.[1] ?? null) : null,
      flowEfficiency: limited === null ? future.flowEfficiency.value : null,
    },
  }
}

function no(problem: string): { ok: false; problem: string } {
  return { ok: false, problem }
}

export type Evolution = {
  weeks: TrendWeek[]
  /** Changes delivered since the day after it was saved, as `sg metrics` has them. */
  since: { from: number; to: number; n: number; median: number | null; interval: [number, number] | null }
  /** Of the whole weeks since that have a median: how many, and how many reached the state. */
  whole: { n: number; reached: number }
}

/** Pure. `facts` from `evolutionFrom` on. */
export function evolutionOf(facts: ServiceFacts, state: FutureState, now: number): Evolution {
  const { timeZone } = facts.service
  const window = windowOf(facts, { from: evolutionFrom(state, timeZone), to: now, now })
  const weeks = weeklyTrend(METRICS['lead-time'], [{ facts, window }])
  const from = Math.min(now, dayStart(dayNumber(state.savedAt, timeZone) + 1, timeZone))
  const { n, value, parts } = METRICS['lead-time'].compute(facts, { ...window, from })
  const after = weeks.filter(({ start, partial, value: median }) => start >= from && !partial && median !== null)
  return {
    weeks,
    since: { from, to: now, n, median: value, interval: parts.ci },
    whole: { n: after.length, reached: after.filter(({ value: median }) => (median ?? 0) <= reachOf(state)).length },
  }
}

/** What has come of it, and whether that can be told. */
export function evolutionWords(state: FutureState, { since, whole }: Evolution): string {
  const wished = `${formatDuration(state.medianSeconds)} was wished for, from ${formatDuration(state.todaySeconds)}`
  if (since.n < 5 || since.median === null) {
    const few = since.n === 0 ? 'No change has' : since.n === 1 ? 'One change has' : `${since.n} changes have`
    return `${few} been delivered since: too little data to tell. ${wished}.`
  }
  const median = `The median of ${formatCount(since.n)} changes since is ${formatDuration(since.median)}`
  const within = since.interval
    ? ` (${formatDuration(since.interval[0])} to ${formatDuration(since.interval[1])})`
    : ', too few for an interval'
  const weeks =
    whole.n === 0
      ? 'No whole week since has five changes.'
      : `${whole.reached} of ${whole.n} whole ${whole.n === 1 ? 'week' : 'weeks'} since reached it.`
  return `${median}${within}; ${wished}. ${weeks}`
}

/** The longest median that still counts as the state: the upper end of its interval. */
export function reachOf({ medianSeconds, highSeconds }: FutureState): number {
  return highSeconds ?? medianSeconds
}

/** Since when the facts of an evolution are needed. */
export function evolutionFrom({ savedAt }: FutureState, zone: string): number {
  return dayStart(dayNumber(isoWeekStart(savedAt, zone), zone) - 7 * WEEKS_BEFORE, zone)
}
