// Waiting work in words: its states, how old it is against others, and what it waits for.
import { formatCount, formatDuration } from '../format'
import type { Line, WaitState } from '../metrics/aging'
import { LEAST } from '../metrics/aging'
import type { StateColumn, WaitingView, WaitingWork } from './waiting-work'

export const STATE_NAMES: Record<WaitState, string> = {
  coding: 'In coding',
  pickup: 'Waiting for review',
  review: 'In review',
  merge: 'Approved',
  delivery: 'Merged',
}

/** What a state is, and what ends it. */
export const STATE_MEANINGS: Record<WaitState, string> = {
  coding: 'open, not ready for review yet',
  pickup: 'open, without a first review',
  review: 'reviewed, not approved',
  merge: 'approved, not merged',
  delivery: 'merged, in no successful deployment',
}

const WAITS: Record<WaitState, string> = {
  coding: 'Is being written',
  pickup: 'Waits for a first review',
  review: 'Waits for an approval',
  merge: 'Is approved and waits to be merged',
  delivery: 'Waits for a deployment',
}
const OTHERS: Record<WaitState, string> = {
  coding: 'were ready for review within',
  pickup: 'had one within',
  review: 'were approved within',
  merge: 'were merged within',
  delivery: 'were in production within',
}

/** "Waits for a first review for 3 d; 85 % of this service’s changes had one within 9 h." */
export function waitsFor({ state, staySeconds, changesAsked, isAside }: WaitingWork, usual: number | null): string {
  const since = formatDuration(staySeconds)
  const waits = changesAsked
    ? `Changes were asked for; in review for ${since}`
    : isAside
      ? `Merged into another branch ${since} ago, which has not reached the default branch`
      : `${WAITS[state]} for ${since}`
  if (usual === null) return `${waits}.`
  return `${waits}; 85\u00a0% of this service’s changes ${OTHERS[state]} ${formatDuration(usual)}.`
}

const PER_CENT = '\u00a0%'

export function lineName(line: Line): string {
  return `${line}${PER_CENT}`
}

/** How old it is against those that left the same state. */
export function overWords(over: Line | 0 | null): string {
  if (over === null) return 'not compared'
  return over === 0 ? 'younger than half' : `older than ${lineName(over)}`
}

/** The sentence on top; `words`: the window, "the last 12 weeks". */
export function waitingHeadline({ work, stuck, past }: WaitingView, words: string): string {
  const waits = `${formatCount(work.length)} ${work.length === 1 ? 'change waits' : 'changes wait'}`
  if (work.length === 0) return 'Nothing waits: all known work has reached production.'
  if (past < LEAST) {
    return `${waits}. ${past === 0 ? 'No change was' : `Only ${formatCount(past)} ${past === 1 ? 'was' : 'were'}`} delivered in ${words}: too few to say which is late.`
  }
  const some =
    work.length === 1
      ? `it is${stuck === 0 ? ' not' : ''}`
      : `${stuck === 0 ? 'none' : formatCount(stuck)} ${stuck < 2 ? 'is' : 'are'}`
  return `${waits}; ${some} older than 85${PER_CENT} of what was delivered in ${words} was at the same point.`
}

/** The lines of the columns that have any, in a sentence beneath the drawing's title. */
export function linesSentence(columns: StateColumn[]): string {
  const known = columns.filter(({ lines }) => lines !== null)
  if (known.length === 0) {
    return `Each dot is a change at its age since the first commit. There are no lines to compare with: they take ${LEAST} delivered changes.`
  }
  const without = columns.filter(({ lines }) => lines === null).map(({ state }) => STATE_NAMES[state].toLowerCase())
  const lacking =
    without.length === 0 ? '' : ` Fewer than ${LEAST} delivered changes are known to have been ${without.join(' or ')}.`
  return `Each dot is a change at its age since the first commit. Lines are the ages at which 50, 70, 85 and 95${PER_CENT} of the delivered changes had left the same state; over the 85${PER_CENT} line a change is stuck, and ringed.${lacking}`
}
