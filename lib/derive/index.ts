// From records to facts, in two passes: a repository's services each on their own, then incidents through an index of all deployments.
import type { DeploymentFact } from '../facts/deployment'
import type { IncidentFact } from '../facts/incident'
import type { CorrectionInput, IncidentInput, RepositoryInput, ServiceInput } from '../records/loaded'
import { buildLinkIndex, correctedDeployments, linkIncident } from './incidents'
import { deriveOutcomes } from './outcomes'
import { prepareRepository } from './repository'
import { deriveServiceFacts, type Mention, type ServiceDerivation } from './service'

/** Every commit and pull request that an incident names as cause or fix. */
export function mentionsOf(incidents: IncidentInput[]): Set<Mention> {
  const mentions = new Set<Mention>()
  for (const { causedBy, fixedBy } of incidents) {
    for (const reference of [causedBy, fixedBy]) {
      if (reference?.sha !== undefined) mentions.add(`sha:${reference.sha}`)
      if (reference?.pullRequest !== undefined) mentions.add(`pr:${reference.pullRequest}`)
    }
  }
  return mentions
}

/** First pass: the services of one repository; its graph is built once. */
export function deriveRepository(
  input: RepositoryInput,
  services: ServiceInput[],
  environment: string,
  mentions: Iterable<Mention>,
): ServiceDerivation[] {
  const context = prepareRepository(input)
  const asked = [...mentions]
  return services.map((service) => deriveServiceFacts(service, context, environment, asked))
}

export type Linked = { facts: { service: string; fact: IncidentFact }[]; deployments: Map<string, DeploymentFact[]> }

/** Second pass: links every incident, then gives every service's deployments their outcome. */
export function deriveLinks(
  derivations: ServiceDerivation[],
  incidents: IncidentInput[],
  corrections: CorrectionInput[],
): Linked {
  const index = buildLinkIndex(derivations)
  const ordered = [...corrections].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const facts = incidents.flatMap((incident) =>
    linkIncident(incident, index, correctionsOn(incident, incidents, ordered)),
  )
  const words = correctedDeployments(ordered, index)
  const deployments = new Map(
    derivations.map(({ service, deployments: bases }) => [
      service.name,
      deriveOutcomes(
        service.name,
        bases,
        facts.map(({ fact }) => fact),
        words.get(service.name),
      ),
    ]),
  )
  return { facts, deployments }
}

/** The words on an incident's link: its own source's, else those that name an id which only one source has. */
export function correctionsOn(
  incident: IncidentInput,
  incidents: IncidentInput[],
  ordered: CorrectionInput[],
): CorrectionInput[] {
  const named = ordered.filter((correction) => correction.incident === incident.id)
  if (named.length === 0) return named
  const sources = new Set(incidents.filter((other) => other.id === incident.id).map((other) => other.source))
  return named.filter(
    (correction) => correction.source === incident.source || (sources.size === 1 && !sources.has(correction.source)),
  )
}
