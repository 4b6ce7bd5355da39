// How old waiting work is, state by state, against the ages at which delivered changes left the same state.
import type { ServiceFacts } from '../facts/service'
import type { Window } from './contract'
import { deliveredChanges } from './population'
import { quantileOfSorted, sorted } from './stats'

/** The states of a change that waits, in order: where it stands between its first commit and production. */
export const WAIT_STATES = ['coding', 'pickup', 'review', 'merge', 'delivery'] as const
export type WaitState = (typeof WAIT_STATES)[number]

/** The percentiles of the lines, lowest first. */
export const LINES = [50, 70, 85, 95] as const
export type Line = (typeof LINES)[number]
/** Work over this line is stuck. */
export const STUCK: Line = 85
/** Under as many past changes there are no lines. */
export const LEAST = 5

/** Which stages each state spans: it begins at the first boundary and ends at the second (METRICS section 3). */
const SPANS: Record<WaitState, [from: number, to: number]> = {
  coding: [0, 1],
  pickup: [1, 2],
  review: [2, 3],
  merge: [3, 4],
  delivery: [4, 8],
}
const PULLS_ONLY: readonly WaitState[] = ['coding', 'pickup', 'review', 'merge']

export type PastAges = {
  /** Delivered changes of which it is known when they left the state. */
  n: number
  /** Seconds since the first commit at which so many per cent had left it, lowest first; null under `LEAST`. */
  lines: { line: Line; seconds: number }[] | null
  /** Seconds within which 85 % left it, counted from when they entered it; null under `LEAST`. */
  usual: number | null
}

/**
 * The lines of each state.
 *
 * Definition: of the changes delivered in the window (bots' and excluded ones left out as everywhere), the age at which each left
 * the state: its end of the state minus its clock start. `usual` is the same from its beginning of the state.
 * Formula: type 7 quantiles at 0.5, 0.7, 0.85 and 0.95. Unit: seconds on the window's clock.
 * Edge cases: a change counts for a state before the merge if it is a pull request, and for `pickup` and `review` if the stage was
 * observed; under five there are no lines.
 * Source: the aging work in progress chart, Vacanti (2015), Actionable Agile Metrics for Predictability, chapter on aging.
 * Example: changes reviewed first at 1, 2, 3, 4 and 5 h of age: the 50 % line of `pickup` is at 3 h, the 85 % line at 4.4 h.
 */
export function pastAges(facts: ServiceFacts, window: Window): Record<WaitState, PastAges> {
  const { changes } = facts
  if (!changes.details) throw new Error('The details of the changes were not loaded.')
  const { boundaries } = changes.details
  const rows = deliveredChanges(facts, window)
  const of = (state: WaitState): PastAges => {
    const [first, last] = SPANS[state]
    const ages: number[] = []
    const stays: number[] = []
    for (const row of rows) {
      if (PULLS_ONLY.includes(state) && Number.isNaN(changes.createdAt[row])) continue
      const wasSeen = ((changes.observed[row] ?? 0) >> first) & 1
      if ((state === 'pickup' || state === 'review') && !wasSeen) continue
      const at = (boundary: number) => boundaries[row * 9 + boundary] as number
      ages.push(window.seconds(at(0), at(last)))
      stays.push(window.seconds(at(first), at(last)))
    }
    const isEnough = ages.length >= LEAST
    const ascending = sorted(ages)
    return {
      n: ages.length,
      lines: isEnough
        ? LINES.map((line) => ({ line, seconds: quantileOfSorted(ascending, line / 100) as number })) // sound: not empty
        : null,
      usual: isEnough ? quantileOfSorted(sorted(stays), STUCK / 100) : null,
    }
  }
  return Object.fromEntries(WAIT_STATES.map((state) => [state, of(state)])) as Record<WaitState, PastAges> // sound: every state
}

/** The highest line that an age is over; 0: over none; null: there are no lines. */
export function lineReached(ageSeconds: number, { lines }: PastAges): Line | 0 | null {
  if (lines === null) return null
  return lines.findLast(({ seconds }) => ageSeconds > seconds)?.line ?? 0
}
