// Which deployment an incident is linked to, by whose word (METRICS section 6).
import type { DeploymentBase } from '../facts/deployment'
import type { DeploymentRef, IncidentFact, IncidentLink } from '../facts/incident'
import { compilePattern } from '../patterns'
import type { CorrectionInput, IncidentInput, ServiceInput } from '../records/loaded'
import type { Reference } from '../records/schema'
import { ANYONE, isWithin, type LinkableService, type LinkIndex, namedDeployments, repositoryOf } from './link-index'
import type { Mention } from './service'

/** The services that an incident is of: the one it names, else those of its repository whose rule it fits. */
export function servicesOf(incident: IncidentInput, index: LinkIndex): string[] {
  if (incident.service !== null) {
    const name = index.nameOf(incident.service)
    return name === null ? [] : [name]
  }
  if (incident.repository === null) return []
  return (index.byRepository.get(incident.repository) ?? [])
    .filter(({ service }) => fits(incident, service))
    .map(({ service }) => service.name)
}

function fits(incident: IncidentInput, { incidentRule: rule }: ServiceInput): boolean {
  if (!rule) return true
  if (rule.match !== undefined) {
    const pattern = compilePattern(rule.match)
    if (!pattern.ok || !pattern.test(incident.title)) return false
  }
  const same = (wanted: string[], found: string[]) => {
    const known = new Set(found.map((word) => word.toLowerCase()))
    return wanted.some((word) => known.has(word.toLowerCase()))
  }
  if (rule.labels && !same(rule.labels, incident.labels)) return false
  return !rule.severities || same(rule.severities, incident.severity === null ? [] : [incident.severity])
}

function mentioned(mention: Mention, scope: Iterable<LinkableService>): DeploymentRef[] {
  const refs: DeploymentRef[] = []
  for (const { service, mentions } of scope) {
    const deployment = mentions.get(mention)
    if (deployment) refs.push({ service: service.name, source: deployment.source, deployment: deployment.id })
  }
  return refs
}

/** What a reference resolves to, in the order deployment, sha, pull request; commits and pull requests within the incident's own services. */
export function resolveReference(
  reference: Reference | null,
  incident: IncidentInput,
  index: LinkIndex,
): DeploymentRef[] {
  if (!reference) return []
  const repository = repositoryOf(incident, index)
  const named = incident.service === null ? null : index.nameOf(incident.service)
  const ownService = named === null ? undefined : index.services.get(named)
  const siblings = repository === null ? [] : (index.byRepository.get(repository) ?? [])
  if (reference.deployment !== undefined) {
    // Every service that counts the deployment: it is one and the same.
    const found = namedDeployments(reference.deployment, incident.source, repository, ANYONE, index)
    if (found.length > 0) return found
  }
  const scope = ownService ? [ownService] : siblings
  if (reference.sha !== undefined) {
    const everywhere = incident.service === null && incident.repository === null
    const found = mentioned(`sha:${reference.sha}`, everywhere ? index.services.values() : scope)
    if (found.length > 0) return found
  }
  return reference.pullRequest === undefined ? [] : mentioned(`pr:${reference.pullRequest}`, scope)
}

/** The latest success of the service at or before the start, not longer before than its window. */
function infer(incident: IncidentInput, { service, deployments }: LinkableService): DeploymentRef[] {
  let [low, high] = [0, deployments.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((deployments[middle] as DeploymentBase).finishedAt <= incident.startedAt) low = middle + 1
    else high = middle
  }
  for (let at = low - 1; at >= 0; at--) {
    const base = deployments[at] as DeploymentBase
    if (!base.succeeded) continue
    if (incident.startedAt - base.finishedAt > service.incidentWindowSeconds * 1000) return []
    return [{ service: service.name, source: base.source, deployment: base.id }]
  }
  return []
}

/** A person's words on the links, oldest first; per link the last one stands. Words on a deployment that is unknown say nothing. */
function corrected(
  ruled: IncidentLink[],
  incident: IncidentInput,
  corrections: CorrectionInput[],
  index: LinkIndex,
): IncidentLink[] {
  let links: (IncidentLink & { struck: boolean })[] = ruled.map((link) => ({ ...link, struck: false }))
  let added: typeof links = []
  for (const correction of corrections) {
    const { deployment, source, says } = correction
    const named =
      deployment === null
        ? null
        : namedDeployments(deployment, source, repositoryOf(incident, index), correction, index)
    const isNamed = (ref: DeploymentRef) =>
      named === null
        ? isWithin(correction, heldBy(ref.service, index), index)
        : named.some((other) => isSame(other, ref))
    const weigh = (link: (typeof links)[number]) => {
      if (!isNamed(link)) return link
      return says === 'strike' ? { ...link, struck: true } : { ...link, link: 'explicit' as const, struck: false }
    }
    links = links.map(weigh)
    added = added.map(weigh)
    if (says !== 'add' || named === null) continue
    const missing = named.filter((ref) => !added.some((link) => isSame(link, ref)))
    added.push(...missing.map((ref) => ({ ...ref, link: 'explicit' as const, struck: false })))
  }
  // A link that a person adds takes the place of those that rules found.
  const standing = added.some((link) => !link.struck) ? added : links
  return standing.filter((link) => !link.struck).map(({ struck: _, ...link }) => link)
}

function heldBy(service: string, index: LinkIndex) {
  return { service, repository: index.services.get(service)?.service.repository ?? '' }
}

function isSame(a: DeploymentRef, b: DeploymentRef): boolean {
  return a.service === b.service && a.source === b.source && a.deployment === b.deployment
}

/**
 * A fact per service that the incident is of, and one under no service if it is of none but linked. Its links are the same for all of
 * them, each service's own first. `corrections`: those that name it, oldest first.
 */
export function linkIncident(
  incident: IncidentInput,
  index: LinkIndex,
  corrections: CorrectionInput[],
): { service: string; fact: IncidentFact }[] {
  const explicit = resolveReference(incident.causedBy, incident, index).map((ref) => ({
    ...ref,
    link: 'explicit' as const,
  }))
  const names = servicesOf(incident, index)
  const inferred = names.flatMap((name) => {
    const entry = index.services.get(name) as LinkableService // sound: servicesOf yields indexed names
    return infer(incident, entry).map((ref) => ({ ...ref, link: 'inferred' as const }))
  })
  const links = corrected(explicit.length > 0 ? explicit : inferred, incident, corrections, index)
  const fixedBy = resolveReference(incident.fixedBy, incident, index)
  if (names.length === 0 && links.length === 0 && fixedBy.length === 0) return []
  const { source, id, title, url, severity, startedAt, resolvedAt } = incident
  return (names.length === 0 ? [''] : names).map((service) => {
    const ordered = [
      ...links.filter((link) => link.service === service),
      ...links.filter((link) => link.service !== service),
    ]
    return { service, fact: { source, id, title, url, severity, startedAt, resolvedAt, links: ordered, fixedBy } }
  })
}
