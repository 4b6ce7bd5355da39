// The work in progress of a value stream: in which stage each waiting change is.
import { landingSha, unifyPullRequests } from '../derive/ownership'
import type { ServiceFacts } from '../facts/service'
import type { Stage } from '../facts/stage'
import type { Window } from '../metrics/contract'
import type { RunSeen } from '../store/stream-records'
import { groupedBy } from './grouped'
import { reviewProgress } from './review-progress'
import type { StreamEvidence } from './stream-changes'
import { waitingView } from './waiting-work'

/** A change that has begun and is not in production, as of the window's end or now. */
export type WorkInStage = { service: string; id: string; stage: Stage; ageSeconds: number; staySeconds: number }

/**
 * Pure; `seesBuilds`: pipelines of this service's changes are known. Those of the page of waiting work, what is merged being split by the
 * runs of its landing commit: none has begun → `queue`, none has passed → `build`, else `release`. Without pipelines it is all `release`.
 * A deployment that is under way is known when it is over: nothing is ever in `deploy`.
 */
export function workInStages(
  facts: ServiceFacts,
  window: Window,
  { pulls, reviews, runs }: Pick<StreamEvidence, 'pulls' | 'reviews' | 'runs'>,
  seesBuilds: boolean,
): WorkInStage[] {
  const { at, work } = waitingView(facts, window, reviewProgress(pulls, reviews, Math.min(window.to, window.now)))
  const landings = new Map(unifyPullRequests(pulls).map((pull) => [`pr:${pull.number}`, landingSha(pull)]))
  const bySha = groupedBy(runs, ({ sha }) => sha)
  return work.map(({ id, state, ageSeconds, staySeconds }): WorkInStage => {
    const one = { service: facts.service.name, id, ageSeconds }
    if (state !== 'delivery') return { ...one, stage: state, staySeconds }
    const sha = id.startsWith('commit:') ? id.slice('commit:'.length) : (landings.get(id) ?? '')
    const { stage, since } = afterMerge(bySha.get(sha) ?? [], at, seesBuilds)
    return { ...one, stage, staySeconds: since === null ? staySeconds : window.seconds(since, at) }
  })
}

/** `since` null: since the merge. */
function afterMerge(runs: RunSeen[], at: number, seesBuilds: boolean): { stage: Stage; since: number | null } {
  const passed = runs.filter(
    ({ status, finishedAt }) => status === 'success' && finishedAt !== null && finishedAt <= at,
  )
  if (passed.length > 0)
    return { stage: 'release', since: Math.max(...passed.map(({ finishedAt }) => finishedAt ?? 0)) }
  const begun = runs.flatMap(({ startedAt }) => (startedAt !== null && startedAt <= at ? [startedAt] : []))
  if (begun.length > 0) return { stage: 'build', since: Math.min(...begun) }
  return { stage: seesBuilds || runs.length > 0 ? 'queue' : 'release', since: null }
}
