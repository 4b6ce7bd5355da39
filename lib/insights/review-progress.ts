// How far an open pull request came: still being written, waiting for a first review, in review, or approved and not merged.
import { unifyPullRequests } from '../derive/ownership'
import { countingReviews } from '../derive/stages'
import type { WaitState } from '../metrics/aging'
import type { PullRequestInput, ReviewInput } from '../records/loaded'

/** `since`: when it entered the state; null: with its clock start. */
export type Progress = { state: WaitState; since: number | null; changesAsked: boolean }

const VERDICTS = ['approved', 'changes_requested', 'dismissed']

/**
 * By number, as it was known at `at`. NOTE: of a draft that never was ready no record tells that it is one (`readyAt` is absent as it
 * is for those that were never drafts), so that it waits for a review from its opening on, as METRICS section 3 counts it.
 */
export function reviewProgress(
  pulls: PullRequestInput[],
  reviews: ReviewInput[],
  at: number,
): ReadonlyMap<number, Progress> {
  const byNumber = new Map<number, ReviewInput[]>()
  for (const review of reviews) {
    const list = byNumber.get(review.pullRequest)
    if (list) list.push(review)
    else byNumber.set(review.pullRequest, [review])
  }
  return new Map(
    unifyPullRequests(pulls).map((pull) => [pull.number, progressOf(pull, byNumber.get(pull.number) ?? [], at)]),
  )
}

function progressOf(pull: PullRequestInput, reviews: ReviewInput[], at: number): Progress {
  const ready = pull.readyAt ?? pull.createdAt
  // As if it were merged at `at`: those that would count then.
  const counting = countingReviews({ ...pull, mergedAt: at }, reviews)
  const [first] = counting
  const verdict = counting.findLast(({ state }) => VERDICTS.includes(state))
  if (verdict?.state === 'approved') return { state: 'merge', since: verdict.submittedAt, changesAsked: false }
  if (first) return { state: 'review', since: first.submittedAt, changesAsked: verdict?.state === 'changes_requested' }
  if (ready > at) return { state: 'coding', since: null, changesAsked: false }
  return { state: 'pickup', since: ready, changesAsked: false }
}
