// Which events a deployment rule counts, and of every other one why not: what the derivation concludes, event by event.
import { keyOf } from '../facts/fact-key'
import { buildGraph } from '../graph/graph'
import type { RepositoryInput, ServiceInput } from '../records/loaded'
import type { DeploymentRule } from '../records/schema'
import { type Candidate, environmentFilter, type ReadEvent, type Refusal, readEvents } from './deployments'
import { unifyPullRequests } from './ownership'
import { pathScope } from './paths'
import { joinReleases, ownCandidates } from './releases'
import { commitsByNode } from './repository'

/** Why an event is no production deployment. `failed` is a failed attempt, as far as it is known when. */
export type Reason =
  | Refusal
  | 'not_production'
  | 'failed'
  | 'missing_finish'
  | 'unfinished'
  | 'paths'
  | 'undecided_paths'

/** `with`: the id of the deployment that it is a further region of. */
export type Verdict = { counts: true; with: string | null } | { counts: false; reason: Reason }

export type ExplainedEvent = ReadEvent & { verdict: Verdict }

function stateReason({ finishedAt, outcome }: Candidate): Reason {
  if (outcome === 'failure') return 'failed'
  return outcome === 'success' && finishedAt === null ? 'missing_finish' : 'unfinished'
}

/** Every event of the rule's kind with its verdict, as the derivation of this service from these records has it. */
export function explainRule(
  rule: DeploymentRule,
  service: ServiceInput,
  records: RepositoryInput,
  environment: string,
): ExplainedEvent[] {
  const input = { ...records, pullRequests: unifyPullRequests(records.pullRequests) }
  const graph = buildGraph(input.commits)
  const events = readEvents(rule, service, input)
  const measured = environmentFilter(service, environment)
  const candidates = events.flatMap(({ refusal, candidate }) =>
    refusal === null && measured(candidate) ? [candidate] : [],
  )
  const { ours, undecided } = ownCandidates(
    candidates,
    graph,
    pathScope(service.paths, graph, commitsByNode(input.commits, graph)),
  )
  const { deployments } = joinReleases(ours)
  const concerned = new Set<Candidate>(ours)
  const unclear = new Set<Candidate>(undecided)
  const inMeasured = new Set(candidates)
  const first = new Map(
    deployments.flatMap(({ members, id, source }) => members.map((member) => [member, { id, source }])),
  )

  function verdictOf({ candidate, refusal }: ReadEvent): Verdict {
    if (refusal !== null) return { counts: false, reason: refusal }
    if (!inMeasured.has(candidate)) return { counts: false, reason: 'not_production' }
    if (concerned.has(candidate) && candidate.outcome === 'success') {
      const release = first.get(candidate.id)
      return { counts: true, with: release && keyOf(release) !== keyOf(candidate) ? release.id : null }
    }
    if (unclear.has(candidate)) return { counts: false, reason: 'undecided_paths' }
    const isPlaced = candidate.finishedAt !== null && candidate.outcome !== 'other'
    return { counts: false, reason: isPlaced && !concerned.has(candidate) ? 'paths' : stateReason(candidate) }
  }
  return events.map((event) => ({ ...event, verdict: verdictOf(event) }))
}
