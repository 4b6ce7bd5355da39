// Which deployment an incident is linked to, by whose word (METRICS section 6).
import type { DeploymentBase } from '../facts/deployment'
import type { DeploymentRef, IncidentFact, IncidentLink } from '../facts/incident'
import { compilePattern } from '../patterns'
import type { CorrectionInput, IncidentInput, ServiceInput } from '../records/loaded'
import type { Reference } from '../records/schema'
import { type DeploymentName, keyOf } from './deployment-key'
import type { Mention } from './service'

/** What linking needs to know of one service. */
export type LinkableService = {
  service: ServiceInput
  /** In order. */
  deployments: DeploymentBase[]
  mentions: Map<Mention, DeploymentName>
}

/** All services that an incident may concern; built once for a batch of incidents. */
export type LinkIndex = {
  services: Map<string, LinkableService>
  byRepository: Map<string, LinkableService[]>
  /** Any member's id names the deployment. */
  byMember: Map<string, { service: string; repository: string; source: string; base: DeploymentBase }[]>
  /** Current and former names. */
  nameOf: (name: string) => string | null
}

export function buildLinkIndex(services: LinkableService[]): LinkIndex {
  const ordered = [...services].sort((a, b) => (a.service.name < b.service.name ? -1 : 1))
  const index: LinkIndex = { services: new Map(), byRepository: new Map(), byMember: new Map(), nameOf: () => null }
  const aliases = new Map<string, string>()
  for (const entry of ordered) {
    const { name, repository } = entry.service
    index.services.set(name, entry)
    index.byRepository.set(repository, [...(index.byRepository.get(repository) ?? []), entry])
    for (const alias of entry.service.aliases) if (!aliases.has(alias)) aliases.set(alias, name)
    for (const base of entry.deployments) {
      for (const member of base.members) {
        const same = index.byMember.get(member)
        const one = { service: name, repository, source: base.source, base }
        if (same) same.push(one)
        else index.byMember.set(member, [one])
      }
    }
  }
  index.nameOf = (name) => (index.services.has(name) ? name : (aliases.get(name) ?? null))
  return index
}

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

/**
 * Own source first, else where the id is unique. Ids that a rule makes (`tag:v1`) may stand for several records: then only those of
 * `repository` are meant, and without it none.
 */
function namedDeployments(id: string, source: string, repository: string | null, index: LinkIndex): DeploymentRef[] {
  const all = index.byMember.get(id) ?? []
  const own = all.filter((entry) => entry.source === source)
  const near = own.length > 0 ? own : all
  const recordOf = (entry: (typeof all)[number]) => JSON.stringify([entry.source, entry.repository])
  const records = new Set(near.map(recordOf))
  const meant = records.size > 1 ? near.filter((entry) => entry.repository === repository) : near
  if (new Set(meant.map(recordOf)).size > 1) return []
  return meant.map((entry) => ({ service: entry.service, source: entry.source, deployment: entry.base.id }))
}

/** The words on deployments, by service and deployment, in the order given; one on an id that is unknown or stands for several says nothing. */
export function correctedDeployments(
  corrections: CorrectionInput[],
  index: LinkIndex,
): Map<string, Map<string, CorrectionInput[]>> {
  const byService = new Map<string, Map<string, CorrectionInput[]>>()
  for (const correction of corrections) {
    if (correction.incident !== null || correction.deployment === null) continue
    for (const { service, source, deployment } of namedDeployments(
      correction.deployment,
      correction.source,
      null,
      index,
    )) {
      const key = keyOf({ source, id: deployment })
      const words = byService.get(service) ?? new Map<string, CorrectionInput[]>()
      words.set(key, [...(words.get(key) ?? []), correction])
      byService.set(service, words)
    }
  }
  return byService
}

function mentioned(mention: Mention, scope: Iterable<LinkableService>): DeploymentRef[] {
  const refs: DeploymentRef[] = []
  for (const { service, mentions } of scope) {
    const deployment = mentions.get(mention)
    if (deployment) refs.push({ service: service.name, source: deployment.source, deployment: deployment.id })
  }
  return refs
}

function repositoryOf(incident: IncidentInput, index: LinkIndex): string | null {
  const named = incident.service === null ? null : index.nameOf(incident.service)
  return incident.repository ?? (named === null ? null : (index.services.get(named)?.service.repository ?? null))
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
    const found = namedDeployments(reference.deployment, incident.source, repository, index)
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
  for (let at = deployments.length - 1; at >= 0; at--) {
    const base = deployments[at] as DeploymentBase
    if (!base.succeeded || base.finishedAt > incident.startedAt) continue
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
  for (const { deployment, source, says } of corrections) {
    const named =
      deployment === null ? null : namedDeployments(deployment, source, repositoryOf(incident, index), index)
    const isNamed = (ref: DeploymentRef) => named === null || named.some((other) => isSame(other, ref))
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
