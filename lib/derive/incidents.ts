// Which deployment an incident is linked to, by whose word (METRICS section 6).
import type { DeploymentBase } from '../facts/deployment'
import type { DeploymentRef, IncidentFact } from '../facts/incident'
import { compilePattern } from '../patterns'
import type { Reference } from '../records/schema'
import type { CorrectionInput, IncidentInput, ServiceInput } from '../records/loaded'
import type { Mention } from './service'

/** What linking needs to know of one service. */
export type LinkableService = {
  service: ServiceInput
  /** In order. */
  deployments: DeploymentBase[]
  mentions: Map<Mention, string>
}

/** All services that an incident may concern; built once for a batch of incidents. */
export type LinkIndex = {
  services: Map<string, LinkableService>
  byRepository: Map<string, LinkableService[]>
  /** Any member's id names the deployment. */
  byMember: Map<string, { service: string; source: string; base: DeploymentBase }[]>
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
        const one = { service: name, source: base.source, base }
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
  return (index.byRepository.get(incident.repository) ?? []).filter(({ service }) => fits(incident, service)).map(({ service }) => service.name)
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

/** Own source first, else where the id is unique: one source, whichever services count the deployment. */
function namedDeployments(id: string, source: string, index: LinkIndex): DeploymentRef[] {
  const all = index.byMember.get(id) ?? []
  const own = all.filter((entry) => entry.source === source)
  const found = own.length > 0 ? own : new Set(all.map((entry) => entry.source)).size === 1 ? all : []
  return found.map((entry) => ({ service: entry.service, deployment: entry.base.id }))
}

function mentioned(mention: Mention, scope: Iterable<LinkableService>): DeploymentRef[] {
  const refs: DeploymentRef[] = []
  for (const { service, mentions } of scope) {
    const deployment = mentions.get(mention)
    if (deployment !== undefined) refs.push({ service: service.name, deployment })
  }
  return refs
}

/** What a reference resolves to, in the order deployment, sha, pull request; the incident's own services first. */
export function resolveReference(reference: Reference | null, incident: IncidentInput, index: LinkIndex): DeploymentRef[] {
  if (!reference) return []
  const named = incident.service === null ? null : index.nameOf(incident.service)
  const repository = incident.repository ?? (named === null ? null : (index.services.get(named)?.service.repository ?? null))
  const ownService = named === null ? undefined : index.services.get(named)
  const siblings = repository === null ? [] : (index.byRepository.get(repository) ?? [])
  if (reference.deployment !== undefined) {
    const found = namedDeployments(reference.deployment, incident.source, index)
    const own = found.filter((ref) => ref.service === named)
    const near = found.filter((ref) => siblings.some(({ service }) => service.name === ref.service))
    if (found.length > 0) return own.length > 0 ? own : near.length > 0 ? near : found
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
    return [{ service: service.name, deployment: base.id }]
  }
  return []
}

type Links = { refs: DeploymentRef[]; link: 'explicit' | 'inferred' | null }

/** A person's words on the link, oldest first; the last one wins. */
function corrected(links: Links, incident: IncidentInput, corrections: CorrectionInput[], index: LinkIndex): Links {
  let { refs, link } = links
  for (const correction of corrections) {
    const named = correction.deployment === null ? null : namedDeployments(correction.deployment, correction.source, index)
    const isNamed = (ref: DeploymentRef) => named === null || named.some((other) => other.deployment === ref.deployment && other.service === ref.service)
    if (correction.says === 'strike') refs = refs.filter((ref) => !isNamed(ref))
    else if (correction.says === 'add' && named && named.length > 0) {
      const near = named.filter((ref) => servicesOf(incident, index).includes(ref.service))
      refs = near.length > 0 ? near : named
      link = 'explicit'
    } else if (correction.says === 'confirm') {
      if (refs.length === 0 && named === null) refs = links.refs
      else if (named && !refs.some(isNamed)) refs = named
      link = 'explicit'
    }
  }
  return refs.length === 0 ? { refs, link: null } : { refs, link }
}

/** A fact per service that the incident is of, and one under no service if it is of none but linked. `corrections`: those that name it, oldest first. */
export function linkIncident(incident: IncidentInput, index: LinkIndex, corrections: CorrectionInput[]): { service: string; fact: IncidentFact }[] {
  const explicit = resolveReference(incident.causedBy, incident, index)
  const fixedBy = resolveReference(incident.fixedBy, incident, index)
  const fact = (links: Links, own: string | null): IncidentFact => {
    const { refs, link } = corrected(links, incident, corrections, index)
    const ours = refs.filter((ref) => ref.service === own)
    return {
      source: incident.source,
      id: incident.id,
      title: incident.title,
      url: incident.url,
      severity: incident.severity,
      startedAt: incident.startedAt,
      resolvedAt: incident.resolvedAt,
      links: ours.length > 0 ? ours : refs,
      link,
      fixedBy,
    }
  }
  const names = servicesOf(incident, index)
  if (names.length === 0) {
    const single = fact({ refs: explicit, link: explicit.length > 0 ? 'explicit' : null }, null)
    return single.links.length > 0 || fixedBy.length > 0 ? [{ service: '', fact: single }] : []
  }
  return names.map((name) => {
    const entry = index.services.get(name) as LinkableService // sound: servicesOf yields indexed names
    const own = explicit.length > 0 ? explicit : infer(incident, entry)
    return { service: name, fact: fact({ refs: own, link: own.length === 0 ? null : explicit.length > 0 ? 'explicit' : 'inferred' }, name) }
  })
}
