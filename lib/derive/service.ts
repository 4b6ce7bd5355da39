// One service in one environment: its deployments, changes and repairs, before incidents and people's words.
import type { ChangeFact } from '../facts/change'
import type { DeploymentBase, RuleInUse } from '../facts/deployment'
import type { FactName } from '../facts/fact-key'
import type { QualityFact } from '../facts/service'
import type { RepositoryInput, ServiceInput } from '../records/loaded'
import type { DeploymentRule } from '../records/schema'
import { type DerivedChanges, deriveChanges } from './changes'
import { type Candidate, environmentFilter, missingFinishes, readCandidates } from './deployments'
import { findRepairs } from './failures'
import { pathScope } from './paths'
import { compareDeployments, joinReleases, ownCandidates, type Release } from './releases'
import type { RepositoryContext } from './repository'

/** What an incident may name: `sha:<sha>` or `pr:<number>`. */
export type Mention = string

export type ServiceDerivation = {
  service: ServiceInput
  rule: RuleInUse
  /** Deployments and failed attempts together, in order. */
  deployments: DeploymentBase[]
  changes: ChangeFact[]
  quality: QualityFact[]
  /** The first deployment that contains each mention that was asked for; absent: none does. */
  mentions: Map<Mention, FactName>
}

/** In the order in which they are tried where nobody configured one. */
export const RULES: DeploymentRule['from'][] = ['deployment', 'pipeline_run', 'job', 'tag', 'merge']

/** The first rule, in the contract's order, that yields a successful deployment to the measured environment. */
function findRule(service: ServiceInput, { input }: RepositoryContext, environment: string): RuleInUse {
  const from = RULES.find((one) => yieldsDeployment(one, service, input, environment)) ?? 'deployment'
  return { from, inferred: true }
}

/** Whether the rule finds a successful deployment to the environment among these records. */
export function yieldsDeployment(
  from: DeploymentRule['from'],
  service: ServiceInput,
  records: RepositoryInput,
  environment: string,
): boolean {
  const measured = environmentFilter(service, environment)
  const counts = (candidate: Candidate) =>
    candidate.outcome === 'success' && candidate.finishedAt !== null && measured(candidate)
  return readCandidates({ from }, service, records).some(counts)
}

export function deriveServiceFacts(
  service: ServiceInput,
  context: RepositoryContext,
  environment: string,
  asked: Iterable<Mention>,
): ServiceDerivation {
  const rule: RuleInUse = service.rule
    ? { ...service.rule, inferred: false }
    : service.configured
      ? { from: 'deployment', inferred: false }
      : findRule(service, context, environment)
  const candidates = readCandidates(rule, service, context.input).filter(environmentFilter(service, environment))
  const scope = pathScope(service.paths, context.graph, context.commits)
  const { ours, undecided } = ownCandidates(candidates, context.graph, scope)
  const { deployments, attempts } = joinReleases(ours)
  const derived = deriveChanges(service, deployments, context, scope)
  const repairs = findRepairs(deployments, derived, context, scope)
  const known = (release: Release) => release.sha !== null && context.graph.indexOf.has(release.sha)
  const base = (release: Release, index: number): DeploymentBase => ({
    ...release,
    shaKnown: known(release),
    baseline: index >= 0 && index === derived.baseline,
    changes: derived.delivered[index]?.length ?? 0,
    lines: linesOf(derived.delivered[index] ?? []),
    repairs: repairs[index] ?? [],
  })
  const facts = [...deployments.map(base), ...attempts.map((attempt) => base(attempt, -1))].sort(compareDeployments)
  const clocks = facts
    .filter((fact) => fact.startedAt !== null && fact.startedAt > fact.finishedAt)
    .map((fact) => ({ code: 'deployment_clock' as const, record: fact.id, at: fact.finishedAt }))
  const unclear = undecided.map(({ id, finishedAt }) => ({
    code: 'undecided_paths' as const,
    record: id,
    at: finishedAt,
  }))
  const cycles = context.graph.cyclic.map((sha) => ({ code: 'parent_cycle' as const, record: sha, at: null }))
  return {
    service,
    rule,
    deployments: facts,
    changes: derived.changes,
    quality: [...missingFinishes(candidates), ...derived.quality, ...unclear, ...clocks, ...cycles],
    mentions: findMentions(asked, deployments, derived, context),
  }
}

function linesOf(changes: ChangeFact[]): number | null {
  let lines: number | null = null
  for (const { additions, deletions } of changes) {
    if (additions !== null || deletions !== null) lines = (lines ?? 0) + (additions ?? 0) + (deletions ?? 0)
  }
  return lines
}

function findMentions(
  asked: Iterable<Mention>,
  deployments: Release[],
  derived: DerivedChanges,
  { graph }: RepositoryContext,
): Map<Mention, FactName> {
  const found = new Map<Mention, FactName>()
  const deployedSha = new Map<string, number>()
  for (const [index, { sha }] of deployments.entries()) {
    if (sha !== null && !graph.indexOf.has(sha) && !deployedSha.has(sha)) deployedSha.set(sha, index)
  }
  for (const mention of asked) {
    const sha = mention.startsWith('sha:') ? mention.slice(4) : null
    const node = sha === null ? undefined : graph.indexOf.get(sha)
    let index = sha === null ? derived.pullReach.get(Number(mention.slice(3))) : undefined
    if (node !== undefined) index = derived.firstReach[node]
    // A sha that the graph does not know is still contained in the deployment of that very sha.
    else if (sha !== null) index = deployedSha.get(sha)
    const deployment = index === undefined ? undefined : deployments[index]
    if (deployment) found.set(mention, { source: deployment.source, id: deployment.id })
  }
  return found
}
