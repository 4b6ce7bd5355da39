// The facts of one service in another environment than production, derived for the asking; nothing is stored.
import { deriveLinks, mentionsOf } from '../derive'
import { servicesOf } from '../derive/incidents'
import { buildLinkIndex } from '../derive/link-index'
import { deriveOutcomes } from '../derive/outcomes'
import type { ServiceDerivation } from '../derive/service'
import { factTables, rowsByKey } from '../derive/tables'
import type { FactRows } from '../facts/rows'
import type { ServiceFacts } from '../facts/service'
import type { CorrectionInput, IncidentInput } from '../records/loaded'
import type { Reference } from '../records/schema'
import { loadCorrections, loadIncidents, repositoriesOfDeployments } from '../store/incidents'
import { findService, loadConfigured, repositoriesOfServices, unconfigured } from '../store/services'
import { deriveServices, measuredServices } from './first-pass'

export type DerivedFacts = { facts: ServiceFacts; rows: FactRows }

/** By its name, its slug or a former name; null: no such service. */
export async function deriveEnvironment(name: string, environment: string): Promise<DerivedFacts | null> {
  const state = await findService(name)
  if (!state) return null
  const services = state.configured
    ? await loadConfigured(state.repository)
    : [unconfigured(state.repository, state.name)]
  const corrections = await loadCorrections()
  const incidents = await loadIncidents({
    services: services.flatMap(({ input }) => [input.name, ...input.aliases]),
    repositories: [state.repository],
    ids: corrections.flatMap((correction) => correction.incident ?? []),
  })
  const mentions = mentionsOf(incidents)
  const home = await deriveServices(new Map([[state.repository, services]]), environment, mentions)
  const derivations = home.map(({ derivation }) => derivation)
  const derivation = derivations.find(({ service }) => service.name === state.name)
  if (!derivation) return null
  for (const repository of await otherRepositories(derivation, derivations, incidents, corrections, environment)) {
    const others = await deriveServices(await measuredServices(repository), environment, mentions)
    derivations.push(...others.map((other) => other.derivation))
  }
  const linked = deriveLinks(derivations, incidents, corrections)
  const facts = linked.facts.map(({ fact }) => fact)
  const rows = {
    deployments: deriveOutcomes(state.name, derivation.deployments, facts, linked.onDeployments.get(state.name)),
    changes: derivation.changes,
    incidents: linked.facts.filter(({ service }) => service === state.name).map(({ fact }) => fact),
  }
  const quality = [...derivation.quality, ...(linked.quality.get(state.name) ?? [])]
  return {
    facts: { service: state, environment, ...factTables(rows, state.active, quality) },
    rows: rowsByKey(rows),
  }
}

/**
 * The repositories besides its own that decide what this service's incidents and deployments are linked to. Only an id of a deployment
 * reaches into another repository: commits and pull requests are looked up where the incident is, or everywhere each on its own.
 */
async function otherRepositories(
  { service, mentions }: ServiceDerivation,
  siblings: ServiceDerivation[],
  incidents: IncidentInput[],
  corrections: CorrectionInput[],
  environment: string,
): Promise<Set<string>> {
  const index = buildLinkIndex(siblings)
  const isHeld = (id: string) => index.byMember.get(id)?.some((held) => held.service === service.name) ?? false
  const isOurs = (reference: Reference | null) =>
    reference !== null &&
    ((reference.deployment !== undefined && isHeld(reference.deployment)) ||
      mentions.has(`sha:${reference.sha}`) ||
      mentions.has(`pr:${reference.pullRequest}`))
  const concerned = incidents.filter(
    (one) => servicesOf(one, index).includes(service.name) || isOurs(one.causedBy) || isOurs(one.fixedBy),
  )
  const spokenOf = new Set(concerned.map(({ id }) => id))
  const spoken = corrections.filter(
    ({ deployment, incident }) => spokenOf.has(incident ?? '') || (deployment !== null && isHeld(deployment)),
  )
  const ids = [
    ...concerned.flatMap(({ causedBy, fixedBy }) => [causedBy?.deployment ?? [], fixedBy?.deployment ?? []].flat()),
    ...spoken.flatMap(({ deployment }) => deployment ?? []),
  ]
  // An incident may name this repository and a service of another one: then its commits are that service's.
  const strangers = concerned
    .filter((one) => one.repository === service.repository)
    .flatMap((one) => (one.service !== null && index.nameOf(one.service) === null ? one.service : []))
  const found = new Set([
    ...(await repositoriesOfDeployments(ids, environment)),
    ...(await repositoriesOfServices(strangers)),
  ])
  found.delete(service.repository)
  return found
}
