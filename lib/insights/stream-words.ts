// A value stream in words: its headline, its parts, and what its figures mean.
import type { Stage } from '../facts/stage'
import { formatCount, formatDuration, formatRate } from '../format'
import type { CompleteAccurate, Judge } from '../metrics/sent-back'
import { quantileOfSorted } from '../metrics/stats'
import { FEW, type RecoveryStage, type StageInStream, type Taken } from '../metrics/stream'
import { tellsWorkFromWaiting } from './stage-words'
import type { StreamPart, StreamShow } from './stream-list'
import type { StreamView } from './stream-view'

export const RECOVERY_WORDS: Record<RecoveryStage, string> = {
  detect: 'incident began until somebody noticed',
  acknowledge: 'noticed until somebody took it up',
  repair: 'taken up until resolved',
}

export const JUDGED_BY: Record<Judge, { sent: string; back: string }> = {
  review: { sent: 'had changes requested and got new commits', back: 'from the request to the next review' },
  build: { sent: 'had a failed build', back: 'from the failure to the next build that passed' },
  deploy: {
    sent: 'had a deployment that failed, was rolled back or had to be tried again',
    back: 'from the failure to the recovery',
  },
}

/** "41 changes", "1 change". */
export function changesWords(n: number): string {
  return `${formatCount(n)} ${n === 1 ? 'change' : 'changes'}`
}

/** "5.1 h"; under five every value; null: nothing is known. */
export function takenValues({ n, median, raw }: Taken): string[] | null {
  if (n === 0) return null
  return raw ? raw.map((value) => formatDuration(value)) : [formatDuration(median)]
}

/** "median 5.1 h", "1 h and 2 h"; of nothing "not observed". */
export function takenWords(taken: Taken): string {
  const values = takenValues(taken)
  if (values === null) return 'not observed'
  return taken.raw ? joined(values) : `median ${values[0]}`
}

/** "78 %", or under five "3 of 4"; null where nothing was judged. */
export function accurateWords(accurate: CompleteAccurate | null): string | null {
  if (accurate === null || accurate.n === 0) return null
  const { n, passed, value } = accurate
  return n < FEW ? `${formatCount(passed)} of ${formatCount(n)}` : formatRate(rounded(value))
}

/** To whole per cents, but what is not nothing never to nothing, and what is not all never to all. */
export function rounded(rate: number | null): number | null {
  if (rate === null) return null
  const whole = Math.round(rate * 100) / 100
  return whole === 0 || whole === 1 ? rate : whole
}

/** "9 of 41 came back", and how long that took: "median 5 h". */
export function returnWords({ n, passed, seconds, returns }: CompleteAccurate): [string, string] {
  const open = returns - seconds.length
  const middle = formatDuration(quantileOfSorted(seconds, 0.5))
  const times = seconds.map((value) => formatDuration(value)).join(', ')
  if (returns === 0) return [`none of ${formatCount(n)} came back`, '']
  const took = seconds.length === 0 ? 'no end known' : seconds.length < FEW ? times : `median ${middle}`
  const rest = open > 0 && seconds.length > 0 ? `, ${formatCount(open)} open` : ''
  return [`${formatCount(n - passed)} of ${formatCount(n)} came back`, `${took}${rest}`]
}

export function joined(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? 'none'
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** The stage that takes the most of the time of all changes; null where there is none. */
export function longest(stages: readonly StageInStream[]): StageInStream | null {
  return stages.reduce<StageInStream | null>((most, one) => ((one.mean ?? 0) > (most?.mean ?? 0) ? one : most), null)
}

/** `window`: its name, "the last 12 weeks". */
export function streamHeadline({ stages, totals, waiting }: StreamView, window: string): string {
  if (totals.n === 0) {
    const rest =
      waiting === 0 ? ', so there is no stream to draw.' : '. The stream shows where the work in progress stands.'
    return `No change was delivered in ${window}${rest}`
  }
  const { lead, flowEfficiency } = totals
  const most = longest(stages)
  const whole = lead.raw
    ? `${changesWords(totals.n)} took ${joined(lead.raw.map((value) => formatDuration(value)))} from the first commit to production.`
    : `Half of ${changesWords(totals.n)} took ${formatDuration(lead.median)} or less from the first commit to production.`
  const blind = !tellsWorkFromWaiting(stages)
  const share = flowEfficiency === null ? '' : ` ${formatRate(rounded(flowEfficiency))} of their time was work.`
  const work = blind ? ' No reviews and no pipelines are known here, so nothing tells work from waiting.' : share
  const wait =
    most === null || most.mean === null
      ? ''
      : ` The longest stage is ${most.name}: ${formatDuration(most.mean)} a change on average.`
  return `${whole}${work}${wait}`
}

const PART_TITLES: Record<StreamPart, string> = {
  coding: 'Coding',
  pickup: 'Pickup',
  review: 'Review',
  merge: 'Merge',
  queue: 'Queue',
  build: 'Build',
  release: 'Release',
  deploy: 'Deploy',
  verify: 'Verify',
  lead: 'Lead time',
  detect: 'Detect',
  acknowledge: 'Acknowledge',
  repair: 'Repair',
  restore: 'Time to restore',
}

export function partTitle(part: StreamPart): string {
  return PART_TITLES[part]
}

/** What the list under the map holds. */
export function listWords(part: StreamPart, show: StreamShow): string {
  if (show === 'now') return 'The changes that are in this stage now, the longest there first.'
  if (show === 'back') {
    const { sent, back } = JUDGED_BY[part as Judge] // sound: only judges send back
    return `The changes that ${sent}, the longest way back first. The time is ${back}; what has not come back stands first.`
  }
  if (part === 'restore') return 'The incidents resolved in the window, the longest first.'
  if (part in RECOVERY_WORDS) return 'The incidents of which this is known, the slowest first.'
  if (part === 'lead') return 'The changes delivered in the window, the slowest first.'
  if (part === 'verify') return 'The changes whose deployment a check passed within 30 minutes, the slowest first.'
  return 'The delivered changes in which this stage was observed, the slowest first.'
}

/** Which stages no change shows, and where their time is; empty where there are none. */
export function unseenWords({ stages, totals }: Pick<StreamView, 'stages' | 'totals'>): string {
  const unseen = stages.filter(({ n }) => n === 0).map(({ name }) => name)
  if (totals.n === 0 || unseen.length === 0) return ''
  const early = unseen.filter((name) => name !== 'deploy')
  const places = [
    ...(early.length > 0
      ? [`${joined(early)} (${early.length === 1 ? 'its' : 'their'} time is in the stage that follows)`]
      : []),
    ...(unseen.includes('deploy') ? ['deploy (no start is known, its time is in release)'] : []),
  ]
  return `Not observed here: ${joined(places)}.`
}

/** The stages that are work in some of the services and waiting in others. */
export function mixedStages(stages: readonly StageInStream[]): Stage[] {
  return stages.filter(({ kind }) => kind === 'both').map(({ name }) => name)
}
