// The delivered changes of one service as its value stream has them: facts, with what the records tell of ways back and checks.
import { landingSha, unifyPullRequests } from '../derive/ownership'
import { countingReviews } from '../derive/stages'
import type { DeploymentFact } from '../facts/deployment'
import type { ServiceFacts } from '../facts/service'
import { STAGES } from '../facts/stage'
import type { Window } from '../metrics/contract'
import { deliveredChanges } from '../metrics/population'
import { buildReturns, deployReturns, type Return, type RunVerdict, reviewReturns } from '../metrics/sent-back'
import type { StreamChange } from '../metrics/stream'
import type { PullRequestInput, ReviewInput } from '../records/loaded'
import type { CheckSeen, Delivery, RunSeen } from '../store/stream-records'
import { runOf, VERIFY_MS } from './deployment-page'
import { groupedBy } from './grouped'
import { changeIdAt } from './rows'

/** What records tell of the changes of a window: of their pull requests every source's version. */
export type StreamEvidence = {
  pulls: PullRequestInput[]
  reviews: ReviewInput[]
  runs: RunSeen[]
  deliveries: Delivery[]
  /** Deployments and failed attempts of the window and the week before it. */
  deployments: DeploymentFact[]
  checks: CheckSeen[]
}

/** An attempt belongs to a deployment of the same commit that came within a week. */
export const ATTEMPT_MS = 7 * 86_400_000

/** Pure. In the order of delivery. */
export function streamChanges(facts: ServiceFacts, window: Window, evidence: StreamEvidence): StreamChange[] {
  const { changes, service } = facts
  const { details } = changes
  if (!details) throw new Error('The details of the changes were not loaded.')
  const pulls = new Map(unifyPullRequests(evidence.pulls).map((pull) => [pull.number, pull]))
  const reviews = groupedBy(evidence.reviews, ({ pullRequest }) => pullRequest)
  const runs = runsBySha(facts, evidence.runs)
  const deliveryOf = deliveryReader(evidence)
  return deliveredChanges(facts, window).map((row): StreamChange => {
    const id = changeIdAt(facts, row)
    const deployedAt = changes.deployedAt[row] as number
    const bits = changes.observed[row] ?? 0
    const boundary = (at: number) => details.boundaries[row * 9 + at] as number
    const pull = id.startsWith('pr:') ? pulls.get(Number(id.slice('pr:'.length))) : undefined
    const delivery = deliveryOf(id, deployedAt)
    const deployStart = delivery?.startedAt ?? deployedAt
    const verdicts = shasOf(id, pull)
      .flatMap((sha) => runs.get(sha) ?? [])
      .filter(({ finishedAt }) => finishedAt <= deployStart)
    return {
      service: service.name,
      id,
      deployedAt,
      leadSeconds: window.seconds(changes.startAt[row] as number, deployedAt),
      seconds: STAGES.map((_, at) => window.seconds(boundary(at), boundary(at + 1))),
      observed: STAGES.map((_, at) => ((bits >> at) & 1) === 1),
      active: service.active,
      returns: {
        review: pull ? reviewed(pull, reviews.get(pull.number) ?? [], details.commits[row] ?? []) : null,
        build: buildReturns(verdicts),
        deploy: delivery?.returns ?? null,
      },
      verifiedSeconds: delivery?.verifiedAt == null ? null : window.seconds(deployedAt, delivery.verifiedAt),
    }
  })
}

/** The commits whose pipelines tell of a change; a merged pull request's own ones, and the one that it landed as. */
export function shasOf(id: string, pull: PullRequestInput | undefined): string[] {
  if (id.startsWith('commit:')) return [id.slice('commit:'.length)]
  if (!pull) return []
  const landing = landingSha(pull)
  return [...new Set([...(pull.commits ?? []).map(({ sha }) => sha), ...(landing === null ? [] : [landing])])]
}

function reviewed(pull: PullRequestInput, reviews: ReviewInput[], commitsAt: number[]): Return[] | null {
  const counting = countingReviews(pull, reviews)
  return counting.length === 0 || pull.mergedAt === null ? null : reviewReturns(counting, commitsAt, pull.mergedAt)
}

/** What pipelines said of each commit. A run that is itself an attempt to deploy says nothing of the build. */
function runsBySha({ deployments }: ServiceFacts, runs: RunSeen[]): Map<string, RunVerdict[]> {
  const deploying = new Set(deployments.details?.ids.flatMap((id) => runOf(id) ?? []))
  const found = new Map<string, RunVerdict[]>()
  for (const { id, sha, pipeline, status, finishedAt } of runs) {
    const tells = status === 'success' || status === 'failure' || status === 'timed_out'
    if (!tells || finishedAt === null || deploying.has(id)) continue
    const verdict = { pipeline, succeeded: status === 'success', finishedAt }
    const list = found.get(sha)
    if (list) list.push(verdict)
    else found.set(sha, [verdict])
  }
  return found
}

type DeliveryHere = { startedAt: number | null; returns: Return[]; verifiedAt: number | null }

/** The deployment that delivered a change; one of another source may have the same id, but not the same finish. */
export function deliveryReader({
  deliveries,
  deployments,
  checks,
}: Pick<StreamEvidence, 'deliveries' | 'deployments' | 'checks'>) {
  const nameOf = new Map(deliveries.map(({ id, deployment }) => [id, deployment]))
  const byName = groupedBy(deployments, ({ id }) => id)
  const attempts = groupedBy(
    deployments.filter(({ succeeded }) => !succeeded),
    ({ sha }) => sha,
  )
  const checksOf = groupedBy(checks, ({ deployment }) => deployment)
  const known = new Map<DeploymentFact, DeliveryHere>()
  const read = (fact: DeploymentFact): DeliveryHere => {
    const { sha, finishedAt, members, source } = fact
    const tried = sha === null ? [] : (attempts.get(sha) ?? [])
    const before = tried.map((attempt) => attempt.finishedAt).filter((at) => at >= finishedAt - ATTEMPT_MS)
    const all = members.flatMap((member) => checksOf.get(member) ?? [])
    const own = all.filter((check) => check.source === source)
    const passed = (own.length > 0 ? own : all)
      .filter(({ status, at }) => status === 'success' && at >= finishedAt && at <= finishedAt + VERIFY_MS)
      .map(({ at }) => at)
    return {
      startedAt: fact.startedAt,
      returns: deployReturns(fact, before),
      verifiedAt: passed.length === 0 ? null : Math.min(...passed),
    }
  }
  return (change: string, deployedAt: number): DeliveryHere | null => {
    const named = byName.get(nameOf.get(change) ?? '') ?? []
    const fact = named.find(({ succeeded, finishedAt }) => succeeded && finishedAt === deployedAt)
    if (!fact) return null
    const found = known.get(fact) ?? read(fact)
    known.set(fact, found)
    return found
  }
}
