// All services that an incident or a person's word may concern, and what an id of a deployment names among them.
import type { DeploymentBase } from '../facts/deployment'
import type { FactName } from '../facts/fact-key'
import type { DeploymentRef } from '../facts/incident'
import type { IncidentInput, ServiceInput } from '../records/loaded'
import type { Mention } from './service'

/** What linking needs to know of one service. */
export type LinkableService = {
  service: ServiceInput
  /** In order. */
  deployments: DeploymentBase[]
  mentions: Map<Mention, FactName>
}

/** A deployment of one service, under any member's id. */
export type Held = { service: string; repository: string; source: string; base: DeploymentBase }

/** Built once for a batch of incidents. */
export type LinkIndex = {
  services: Map<string, LinkableService>
  byRepository: Map<string, LinkableService[]>
  byMember: Map<string, Held[]>
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

/** Whose deployments alone are meant; null: anyone's. */
export type Scope = { service: string | null; repository: string | null }
export const ANYONE: Scope = { service: null, repository: null }

export function isWithin(
  { service, repository }: Scope,
  held: Pick<Held, 'service' | 'repository'>,
  index: LinkIndex,
): boolean {
  if (service !== null && index.nameOf(service) !== held.service) return false
  return repository === null || held.repository === repository
}

/** How many records stand behind these: what several services of a repository count is one and the same. */
function countRecords(held: Held[]): number {
  return new Set(held.map(({ source, repository }) => JSON.stringify([source, repository]))).size
}

/**
 * What an id may name: of its own source first, else of any. Ids that a rule makes (`tag:v1`) may stand for several records: then only
 * those of the repository `near` are meant.
 */
export function candidatesOf(id: string, source: string, near: string | null, scope: Scope, index: LinkIndex): Held[] {
  const all = (index.byMember.get(id) ?? []).filter((held) => isWithin(scope, held, index))
  const own = all.filter((held) => held.source === source)
  const first = own.length > 0 ? own : all
  if (countRecords(first) < 2) return first
  const nearby = first.filter((held) => held.repository === near)
  return nearby.length > 0 ? nearby : first
}

/** The deployments that an id names, one of each service that counts the record; none where it stands for several. */
export function namedDeployments(...asked: Parameters<typeof candidatesOf>): DeploymentRef[] {
  const found = candidatesOf(...asked)
  if (countRecords(found) > 1) return []
  return found.map(({ service, source, base }) => ({ service, source, deployment: base.id }))
}

export function repositoryOf(incident: IncidentInput, index: LinkIndex): string | null {
  const named = incident.service === null ? null : index.nameOf(incident.service)
  return incident.repository ?? (named === null ? null : (index.services.get(named)?.service.repository ?? null))
}
