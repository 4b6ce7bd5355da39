// From candidates to the deployments of a service: environment, monorepo filter, regions, order (METRICS section 1).
import type { CommitGraph } from '../graph/graph'
import { between } from '../graph/reach'
import type { Candidate } from './deployments'
import type { PathScope } from './paths'

/** One deployment, its regions joined; `finishedAt` is known. */
export type Release = Omit<Candidate, 'finishedAt' | 'environment' | 'knownAt' | 'outcome' | 'production' | 'named'> & {
  finishedAt: number
  environments: string[]
  members: string[]
  succeeded: boolean
}

const REGION_GAP_MS = 3_600_000

type Finished = Candidate & { finishedAt: number }

type Ordered = { id: string; startedAt: number | null; finishedAt: number }

/** Earlier, next and latest among deployments: finish, then start (an absent one is the finish), then id. */
export function compareDeployments(a: Ordered, b: Ordered): number {
  return (
    a.finishedAt - b.finishedAt ||
    (a.startedAt ?? a.finishedAt) - (b.startedAt ?? b.finishedAt) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

/** Drops the deployments of the whole repository that have nothing of this service in them; `undecided` gets those of unknown paths. */
function concerning(candidates: Finished[], graph: CommitGraph, scope: PathScope, undecided: Finished[]): Finished[] {
  if (!scope.limited) return candidates
  let previous: Finished | null = null
  const kept: Finished[] = []
  for (const candidate of candidates) {
    if (!candidate.named && previous) {
      const nodes = difference(candidate, previous, graph)
      if (nodes !== null && !nodes.some(scope.touches)) {
        if (nodes.some(scope.unknown)) undecided.push(candidate)
        continue
      }
    }
    kept.push(candidate)
    if (candidate.outcome === 'success') previous = candidate
  }
  return kept
}

/** What is reachable from exactly one of the two; null where the deployment counts whatever that is. */
function difference(candidate: Finished, previous: Finished, graph: CommitGraph): number[] | null {
  const tip = candidate.sha === null ? undefined : graph.indexOf.get(candidate.sha)
  if (tip === undefined || candidate.sha === previous.sha) return null
  const base = previous.sha === null ? undefined : graph.indexOf.get(previous.sha)
  if (base === undefined) return between(graph, [tip], [])
  return [...between(graph, [tip], [base]), ...between(graph, [base], [tip])]
}

function toRelease(candidate: Finished): Release {
  return {
    id: candidate.id,
    source: candidate.source,
    sha: candidate.sha,
    ref: candidate.ref,
    url: candidate.url,
    startedAt: candidate.startedAt,
    finishedAt: candidate.finishedAt,
    environments: [candidate.environment],
    members: [candidate.id],
    succeeded: candidate.outcome === 'success',
  }
}

/** Successful deployments of one sha to several environments within an hour are one. */
function joinRegions(candidates: Finished[]): Release[] {
  const releases: Release[] = []
  const open = new Map<string, Release>()
  const byStart = [...candidates].sort(
    (a, b) => (a.startedAt ?? a.finishedAt) - (b.startedAt ?? b.finishedAt) || compareDeployments(a, b),
  )
  for (const candidate of byStart) {
    const release = candidate.sha === null ? undefined : open.get(candidate.sha)
    const start = candidate.startedAt ?? candidate.finishedAt
    if (
      release &&
      !release.environments.includes(candidate.environment) &&
      start <= release.finishedAt + REGION_GAP_MS
    ) {
      release.environments.push(candidate.environment)
      release.members.push(candidate.id)
      release.finishedAt = Math.max(release.finishedAt, candidate.finishedAt)
      continue
    }
    const fresh = toRelease(candidate)
    releases.push(fresh)
    if (candidate.sha !== null) open.set(candidate.sha, fresh)
  }
  return releases
}

/** The finished candidates that concern the service, in order; of the rest, those that nobody can judge. */
export function ownCandidates(
  candidates: Candidate[],
  graph: CommitGraph,
  scope: PathScope,
): { ours: Finished[]; undecided: Finished[] } {
  const finished = candidates.filter(
    (candidate): candidate is Finished => candidate.finishedAt !== null && candidate.outcome !== 'other',
  )
  finished.sort(compareDeployments)
  const undecided: Finished[] = []
  return { ours: concerning(finished, graph, scope, undecided), undecided }
}

/** The successful deployments and the failed attempts of one environment, each in order. */
export function joinReleases(ours: Finished[]): { deployments: Release[]; attempts: Release[] } {
  return {
    deployments: joinRegions(ours.filter((candidate) => candidate.outcome === 'success')).sort(compareDeployments),
    attempts: ours.filter((candidate) => candidate.outcome === 'failure').map(toRelease),
  }
}
