// The nine boundaries and eight stages of a delivered change (METRICS section 3).
import type { PullRequestInput, ReviewInput, RunInput } from '../records/loaded'

export type Delivery = { startedAt: number | null; finishedAt: number }
export type Boundaries = { boundaries: number[]; observed: boolean[] }

/** Reviews by a human who is not the author, at or before the merge, in any state; oldest first. */
export function countingReviews(pull: PullRequestInput, reviews: readonly ReviewInput[]): ReviewInput[] {
  return reviews
    .filter(
      (review) =>
        !review.bot && review.author !== pull.author && pull.mergedAt !== null && review.submittedAt <= pull.mergedAt,
    )
    .sort((a, b) => a.submittedAt - b.submittedAt)
}

/** Each boundary is clamped into [previous, stop]; an absent one repeats the previous. So the stages add up to the lead time exactly. */
function clamp(start: number, events: (number | null)[], stop: number): Boundaries {
  const boundaries = [start]
  let previous = start
  for (const event of events) {
    previous = event === null ? previous : Math.min(Math.max(event, previous), stop)
    boundaries.push(previous)
  }
  return { boundaries, observed: events.map((event) => event !== null) }
}

/** Queue, build, release and deploy, which a pull request and a direct commit have in common. */
function afterMerge(runs: readonly RunInput[], delivery: Delivery): (number | null)[] {
  const deployStart = delivery.startedAt ?? delivery.finishedAt
  let queued: number | null = null
  let built: number | null = null
  for (const run of runs) {
    if (run.startedAt !== null) queued = Math.min(queued ?? run.startedAt, run.startedAt)
    if (run.status !== 'success' || run.finishedAt === null || run.finishedAt > deployStart) continue
    built = Math.max(built ?? run.finishedAt, run.finishedAt)
  }
  return [queued, built, deployStart]
}

function withDeploy(start: number, events: (number | null)[], delivery: Delivery): Boundaries {
  const result = clamp(start, [...events, delivery.finishedAt], delivery.finishedAt)
  result.observed[7] = delivery.startedAt !== null
  return result
}

/** `runs` are those of the landing commit. `start` must not be after the delivery's finish. */
export function pullRequestStages(
  start: number,
  pull: PullRequestInput,
  reviews: readonly ReviewInput[],
  runs: readonly RunInput[],
  delivery: Delivery,
): Boundaries {
  const counting = countingReviews(pull, reviews)
  const approved = counting.findLast((review) => review.state === 'approved')
  const first = counting[0]?.submittedAt ?? null
  const reviewed = counting.length === 0 ? null : (approved?.submittedAt ?? pull.mergedAt)
  const events = [pull.readyAt ?? pull.createdAt, first, reviewed, pull.mergedAt, ...afterMerge(runs, delivery)]
  return withDeploy(start, events, delivery)
}

/** A direct commit: written, then straight on to the pipeline. */
export function directCommitStages(
  start: number,
  committedAt: number,
  runs: readonly RunInput[],
  delivery: Delivery,
): Boundaries {
  return withDeploy(start, [committedAt, null, null, null, ...afterMerge(runs, delivery)], delivery)
}
