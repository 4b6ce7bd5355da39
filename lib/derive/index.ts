// From records to facts, in two passes: a repository's services each on their own, then incidents through an index of all deployments.

import { keyOf } from '../facts/fact-key'
import type { IncidentFact } from '../facts/incident'
import type { CorrectionInput, IncidentInput, RepositoryInput, ServiceInput } from '../records/loaded'
import { type ReadCorrections, readCorrections } from './corrections'
import { linkIncident } from './incidents'
import { buildLinkIndex, type LinkableService } from './link-index'
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

export type Linked = Pick<ReadCorrections, 'onDeployments' | 'quality'> & {
  facts: { service: string; fact: IncidentFact }[]
}

/** Second pass: links every incident, and says which people's words are about which deployment. */
export function deriveLinks(
  services: LinkableService[],
  incidents: IncidentInput[],
  corrections: CorrectionInput[],
): Linked {
  const index = buildLinkIndex(services)
  const { onIncidents, onDeployments, quality } = readCorrections(corrections, incidents, index)
  const facts = incidents.flatMap((incident) => linkIncident(incident, index, onIncidents.get(keyOf(incident)) ?? []))
  return { facts, onDeployments, quality }
}
