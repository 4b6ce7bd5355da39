// What a new action of a retro begins with: a date to keep, and weeks that the next retros judge it by.
import { parseDay } from '../time'
import { LATEST_DAYS, MOST_WEEKS } from './expectation'
import { dayAfter, type RetroDays } from './retro-days'
import type { Iteration } from './window-days'

/** Without iterations: two weeks. */
const DUE_DAYS = 14
/** Enough for a median of the weeks after a change of habit. */
const USUAL_WEEKS = 3

export type ActionDefaults = { due: string; weeks: number }
type Asked = { iteration: Iteration | null; days: RetroDays; today: string }

/**
 * `due`: the last day of the iteration after the one that the retro is about, which is what the next retro is about; of a late
 * retro the first such day that is still to come. Without iterations two weeks from today. `weeks`: three, or as many as reach
 * the due day, for nothing should be judged before it is done.
 */
export function actionDefaults({ iteration, days, today }: Asked): ActionDefaults {
  const [now, last] = [numberOf(today), numberOf(days.to) - 1]
  const due = iteration === null ? now + DUE_DAYS : endAfter(iteration, now, last)
  const ahead = Math.min(due - now, LATEST_DAYS)
  return { due: dayAfter(today, ahead), weeks: Math.min(MOST_WEEKS, Math.max(USUAL_WEEKS, Math.ceil(ahead / 7))) }
}

/** The last day of the iteration after that of `last`, or of a later one that ends after `now`. */
function endAfter({ start, days: length }: Iteration, now: number, last: number): number {
  const first = numberOf(start)
  const indexOf = (day: number) => Math.floor((day - first) / length)
  return first + (Math.max(indexOf(last) + 1, indexOf(now + 1)) + 1) * length - 1
}

function numberOf(day: string): number {
  return parseDay(day) ?? 0
}
