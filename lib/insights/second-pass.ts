// Second pass: incidents are linked through all deployments that they may concern, and outcomes follow from the links.
import { deriveLinks, mentionsOf } from '../derive'
import type { LinkableService } from '../derive/link-index'
import type { QualityCode } from '../facts/service'
import type { IncidentInput } from '../records/loaded'
import { loadDeployments, loadIncidentFacts } from '../store/fact-rows'
import { loadCorrections, loadIncidents } from '../store/incidents'
import { incidentKeysOf, loadLinked, orphanedIncidents, saveIncidents, servicesNamed } from '../store/links'
import { loadQuality } from '../store/measured'
import type { ServiceState } from '../store/service-states'
import { findService, repositoriesOfServices, servicesInRepository } from '../store/services'
import { type FactsWriter, linkedByService } from './facts-writer'
import { type Derived, storedLinkables } from './first-pass'

/** What the second pass alone says about a service. */
const SPOKEN: QualityCode = 'ambiguous_correction'

/** Links the incidents that the touched services may concern, then writes every touched service with its outcomes. */
export async function secondPass(
  derived: Map<string, Derived>,
  touched: Set<string>,
  repositories: string[],
  incidentIds: string[],
  writer: FactsWriter,
): Promise<void> {
  const names = [...touched]
  const aliases = [...derived.values()].flatMap(({ derivation }) => derivation.service.aliases)
  // What these services hold is written anew as well, so that a link that is no more goes.
  const held = [...(await incidentKeysOf(names)), ...(await orphanedIncidents())]
  const corrections = await loadCorrections()
  // All incidents of an id that a person speaks of, to know whether it is unique.
  const spokenOf = corrections.flatMap((correction) => correction.incident ?? [])
  const ids = [...incidentIds, ...held.map(([, id]) => id), ...spokenOf]
  const incidents = await loadIncidents({ services: [...names, ...aliases], repositories, ids })
  const spoken = corrections.flatMap((correction) => correction.deployment ?? [])
  const services = await linkables(derived, names, incidents, spoken)
  const { facts: rows, onDeployments, quality } = deriveLinks(services, incidents, corrections)
  const keys = new Map<string, [string, string]>(held.map((key) => [JSON.stringify(key), key]))
  for (const { source, id } of incidents) keys.set(JSON.stringify([source, id]), [source, id])
  const concerned = await saveIncidents([...keys.values()], rows)

  // What an id names may have changed in a service that is not touched, because another one got or lost it.
  const wanted = new Set([...names, ...concerned, ...(await servicesNamed(spoken, []))])
  const outcomes = [...wanted].filter((name) => name !== '')
  const linked = linkedByService(await loadLinked(outcomes))
  const others = outcomes.filter((name) => !derived.has(name))
  const stored = await loadDeployments(others)
  const storedQuality = await loadQuality(others)
  const incidentFacts = await loadIncidentFacts(outcomes)
  for (const name of outcomes) {
    const spoken = quality.get(name) ?? []
    const common = { incidents: incidentFacts.get(name) ?? [], linked, onDeployments: onDeployments.get(name) }
    const fresh = derived.get(name)
    if (fresh) {
      await writer.addDerived(fresh, { ...common, spoken })
      continue
    }
    const state = await storedState(name)
    const ruled = storedQuality.get(name)?.filter(({ code }) => code !== SPOKEN) ?? []
    if (state) await writer.addStored(state, stored.get(name) ?? [], { ...common, spoken: [...ruled, ...spoken] })
  }
  await writer.flush()
}

/** The services that any of these incidents could be linked to: the derived ones, and others as they are stored. */
async function linkables(
  derived: Map<string, Derived>,
  names: string[],
  incidents: IncidentInput[],
  corrected: string[],
): Promise<LinkableService[]> {
  const references = incidents
    .flatMap((incident) => [incident.causedBy, incident.fixedBy])
    .filter((reference) => reference !== null)
  const deployments = references.flatMap((reference) => reference.deployment ?? [])
  const wanted = new Set([
    ...names,
    ...(await servicesNamed([...deployments, ...corrected], [...mentionsOf(incidents)])),
  ])
  const repositories = new Set([
    ...incidents.flatMap((incident) => incident.repository ?? []),
    ...(await repositoriesOfServices(incidents.flatMap((incident) => incident.service ?? []))),
  ])
  for (const repository of repositories) for (const name of await servicesInRepository(repository)) wanted.add(name)
  const others = [...wanted].filter((name) => !derived.has(name))
  return [...[...derived.values()].map(({ derivation }) => derivation), ...(await storedLinkables(others))]
}

async function storedState(name: string): Promise<ServiceState | null> {
  const known = await findService(name)
  if (!known) return null
  const { team, timeZone, active, calendar, slo, costPerMinute, rule } = known
  return {
    name,
    repository: known.repository,
    configured: known.configured,
    settings: { team, timeZone, active: [...active], calendar, slo, costPerMinute, rule },
  }
}
