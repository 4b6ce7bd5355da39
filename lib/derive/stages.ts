// The nine boundaries and eight stages of a delivered change (METRICS section 3).
import type { PullRequestInput, ReviewInput, RunInput } from '../records/loaded'

export type Delivery = { startedAt: number | null; finishedAt: number }
export type Boundaries = { boundaries: number[]; observed: boolean[] }
type Event = number | null
/** What ends each stage but the last, which ends with the delivery. */
type Events = [Event, Event, Event, Event, Event, Event, Event]

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
function clamp(start: number, events: Events, { startedAt, finishedAt }: Delivery): Boundaries {
  const [ready, first, reviewed, merged, queued, built, released] = events
  let previous = start
  const next = (event: number | null) => {
    if (event !== null) previous = Math.min(Math.max(event, previous), finishedAt)
    return previous
  }
  // NOTE: written out, because a list that grows keeps room for twice as many, and there are a hundred thousand of these.
  return {
    boundaries: [
      start,
      next(ready),
      next(first),
      next(reviewed),
      next(merged),
      next(queued),
      next(built),
      next(released),
      next(finishedAt),
    ],
    observed: [
      ready !== null,
      first !== null,
      reviewed !== null,
      merged !== null,
      queued !== null,
      built !== null,
      released !== null,
      startedAt !== null,
    ],
  }
}

/** Queue, build, release and deploy, which a pull request and a direct commit have in common. */
function afterMerge(runs: readonly RunInput[], delivery: Delivery): [Event, Event, Event] {
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
  const opened = pull.readyAt ?? pull.createdAt
  return clamp(start, [opened, first, reviewed, pull.mergedAt, ...afterMerge(runs, delivery)], delivery)
}

/** A direct commit: written, then straight on to the pipeline. */
export function directCommitStages(
  start: number,
  committedAt: number,
  runs: readonly RunInput[],
  delivery: Delivery,
): Boundaries {
  return clamp(start, [committedAt, null, null, null, ...afterMerge(runs, delivery)], delivery)
}
