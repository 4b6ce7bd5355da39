// How often a stage sends work back: the returns of one change at its review, its build and its deployment, and %C&A made of them.
import { ratio } from './spread'

/** The stages that judge what reaches them. */
export const JUDGES = ['review', 'build', 'deploy'] as const
export type Judge = (typeof JUDGES)[number]

/** One way back. Epoch milliseconds; `backAt` null: it is not known to have come back. */
export type Return = { at: number; backAt: number | null }

type ReviewSeen = { state: string; submittedAt: number }

/**
 * Returns from review: changes were requested, and commits followed.
 *
 * Definition: a request for changes that a commit of the change follows before the merge; requests with no commit between them are
 * one return. It is back with the next counting review at or after that commit, else with the merge.
 * `reviews` are the counting ones (METRICS section 3), `commitsAt` the `authoredAt` of its own commits; in any order.
 * LIMIT: an amended or rebased commit keeps its date, so that a request answered by amending alone is not seen.
 * Example: requested Mon 12:00, commit Mon 15:00, approved Tue 09:00 → one return of 21 h.
 */
export function reviewReturns(
  reviews: readonly ReviewSeen[],
  commitsAt: readonly number[],
  mergedAt: number,
): Return[] {
  const commits = commitsAt.filter((at) => at <= mergedAt).sort((a, b) => a - b)
  const seen = [...reviews].sort((a, b) => a.submittedAt - b.submittedAt)
  const returns: Return[] = []
  let answered = Number.NEGATIVE_INFINITY
  for (const { state, submittedAt } of seen) {
    if (state !== 'changes_requested' || submittedAt < answered) continue
    const answer = commits.find((at) => at > submittedAt)
    if (answer === undefined) break
    answered = answer
    const again = seen.find((review) => review.submittedAt >= answer)
    returns.push({ at: submittedAt, backAt: again?.submittedAt ?? mergedAt })
  }
  return returns
}

export type RunVerdict = { pipeline: string; succeeded: boolean; finishedAt: number }

/**
 * Returns from the build: a run of any commit of the change failed.
 *
 * Definition: in each pipeline, runs that failed in a row are one return, from the first failure's finish to the next success's; with no
 * success after it, it is not known to have come back. `runs` are those that said yes or no (success; failure or time-out) before the
 * deployment began; a fault of the delivery system itself is no word on the change. Null: no run said anything.
 * Example: failed 10:00, failed 10:20, passed 11:00 → one return of 1 h.
 */
export function buildReturns(runs: readonly RunVerdict[]): Return[] | null {
  if (runs.length === 0) return null
  const open = new Map<string, Return>()
  const returns: Return[] = []
  const ordered = [...runs].sort((a, b) => a.finishedAt - b.finishedAt || Number(a.succeeded) - Number(b.succeeded))
  for (const { pipeline, succeeded, finishedAt } of ordered) {
    const failing = open.get(pipeline)
    if (succeeded) {
      if (failing) failing.backAt = finishedAt
      open.delete(pipeline)
    } else if (!failing) {
      const begun: Return = { at: finishedAt, backAt: null }
      open.set(pipeline, begun)
      returns.push(begun)
    }
  }
  return returns
}

type Delivered = { finishedAt: number; failed: boolean; recoveredAt: number | null }

/**
 * Returns from the deployment: attempts failed, or what was deployed did.
 *
 * Definition: failed attempts to deploy the same commit are one return, from the first one's finish to that of the deployment; a
 * deployment that failed by METRICS section 5 is another one, from its finish to its recovery. A recovery before the finish is a clock
 * anomaly: the return counts, its time does not.
 * Example: attempt failed 09:00, deployed 09:30, rolled back 11:00 → returns of 30 min and 1.5 h.
 */
export function deployReturns(delivered: Delivered, attemptsAt: readonly number[]): Return[] {
  const { finishedAt, failed, recoveredAt } = delivered
  const before = attemptsAt.filter((at) => at <= finishedAt)
  const returns: Return[] = before.length > 0 ? [{ at: Math.min(...before), backAt: finishedAt }] : []
  if (failed) {
    returns.push({ at: finishedAt, backAt: recoveredAt !== null && recoveredAt >= finishedAt ? recoveredAt : null })
  }
  return returns
}

/** What a stage sent back. `value`: %C&A as a rate from 0 to 1. */
export type CompleteAccurate = {
  /** Changes that the stage judged, and those of them that it let pass the first time. */
  n: number
  passed: number
  value: number | null
  /** A change may come back more than once. */
  returns: number
  /** Seconds of the returns that are known to have ended, ascending. */
  seconds: number[]
}

/**
 * Complete and accurate (%C&A) of a stage.
 *
 * Formula: changes that it judged and never sent back ÷ changes that it judged. Unit: rate 0 to 1; of none → null.
 * `judged`: the returns of each change at the stage; null where the stage did not judge it, which is not the same as none.
 * Source: Martin and Osterling (2014), Value Stream Mapping: percent complete and accurate, measured here instead of asked for.
 * Example: returns of [], [one], null, [] → 2/3.
 */
export function completeAccurate(
  judged: readonly (readonly Return[] | null)[],
  seconds: (from: number, to: number) => number,
): CompleteAccurate {
  const known = judged.filter((returns) => returns !== null)
  const passed = known.filter((returns) => returns.length === 0).length
  const all = known.flat()
  return {
    n: known.length,
    passed,
    value: ratio(passed, known.length),
    returns: all.length,
    seconds: all.flatMap(({ at, backAt }) => (backAt === null ? [] : [seconds(at, backAt)])).sort((a, b) => a - b),
  }
}
