// Whose an incident is and which deployments it is linked to.
import type { Correction, Incident, Reference, Service } from '../../records/schema'
import { deliveredPulls, deliveries } from './changes'
import { deploymentsOf, inOrder, matches, type Release, type ServiceDeployments } from './deployments'
import { reach } from './reach'
import { byText, HOURS, isNamed, ms, resolve, type World } from './world'

/** A service with what was deployed of it. */
export type Place = { service: Service; found: ServiceDeployments }
export type Placed = { place: Place; release: Release }
export type Link = Placed & { link: 'explicit' | 'inferred' }

export function placesOf(world: World, environment: string): Place[] {
  return world.services.map((service) => ({ service, found: deploymentsOf(world, service, environment) }))
}

export function isOfService(incident: Incident, service: Service): boolean {
  if (incident.service !== undefined) return isNamed(service, incident.service)
  if (incident.repository !== service.repository) return false
  const rule = service.incidents ?? {}
  if (rule.match !== undefined && !matches(rule.match, incident.title)) return false
  if (rule.labels && !rule.labels.some((label) => (incident.labels ?? []).includes(label))) return false
  return !rule.severities || rule.severities.some((severity) => severity === incident.severity)
}

/** The repository that an incident is of, by name or through its service. */
function repositoryOf(places: Place[], incident: Incident): string | undefined {
  const named = places.find(({ service }) => incident.service !== undefined && isNamed(service, incident.service))
  return incident.repository ?? named?.service.repository
}

/** Whether a correction is about this service at all. */
function speaksOf(word: Correction, { service }: Place): boolean {
  if (word.service !== undefined && !isNamed(service, word.service)) return false
  return word.repository === undefined || word.repository === service.repository
}

/** The deployments and failed attempts that a person means. */
export function meantBy(places: Place[], word: Correction, repository?: string): Placed[] {
  const meant = places.filter((place) => speaksOf(word, place))
  return word.deployment === undefined ? [] : namedBy(meant, word.deployment, word.source, repository)
}

/** The deployments and failed attempts that an id names, one of each service that counts that record; of several records that of the repository. */
function namedBy(places: Place[], id: string, source: string, repository?: string): Placed[] {
  const all = places.flatMap((place) =>
    [...place.found.releases, ...place.found.attempts].flatMap((release) =>
      release.members
        .filter((member) => member.id === id)
        .map((member) => ({ place, release, source: member.source, origin: member.origin })),
    ),
  )
  const own = all.filter((one) => one.source === source)
  const near = own.length > 0 ? own : all
  const recordOf = (one: (typeof all)[number]) => JSON.stringify([one.source, one.origin])
  const several = new Set(near.map(recordOf)).size > 1
  const pool = several ? near.filter((one) => one.place.service.repository === repository) : near
  const records = new Set(pool.map(recordOf))
  return records.size === 1 ? pool.map(({ place, release }) => ({ place, release })) : []
}

/** What `causedBy` or `fixedBy` names: by deployment, else by commit, else by pull request; empty when nothing does. */
export function resolveReference(world: World, places: Place[], incident: Incident, reference?: Reference): Placed[] {
  if (!reference) return []
  const { deployment, sha, pullRequest } = reference
  if (deployment !== undefined) {
    const named = namedBy(places, deployment, incident.source, repositoryOf(places, incident))
    if (named.length > 0) return named
  }
  const somewhere = incident.service !== undefined || incident.repository !== undefined
  const scope = places.filter(({ service }) => {
    if (incident.service !== undefined) return isNamed(service, incident.service)
    return incident.repository === undefined || service.repository === incident.repository
  })
  if (sha !== undefined) {
    const containing = scope.flatMap((place) => {
      const { releases } = place.found
      const release = releases.find(
        (one) => one.sha === sha || reach(world, place.service.repository, one.sha).has(sha),
      )
      return release ? [{ place, release }] : []
    })
    if (containing.length > 0) return containing
  }
  if (pullRequest === undefined || !somewhere) return []
  return scope.flatMap((place) => {
    const delivered = deliveries(world, place.service, place.found.releases)
    const release = deliveredPulls(world, place.service.repository, delivered).get(pullRequest)?.release
    return release ? [{ place, release }] : []
  })
}

function inferredLink(place: Place, incident: Incident): Release | null {
  const startedAt = ms(incident.startedAt)
  const limit = (place.service.incidentWindowHours ?? 24) * HOURS
  const before = place.found.releases.filter((release) => release.finishedAt <= startedAt).sort(inOrder)
  const latest = before.at(-1)
  return latest && startedAt - latest.finishedAt <= limit ? latest : null
}

/** What the rules say, before any person: explicit links, else the inferred one of each service that has the incident. */
function linksByRule(world: World, places: Place[], incident: Incident): Link[] {
  const explicit = resolveReference(world, places, incident, incident.causedBy)
  if (explicit.length > 0) return explicit.map((one) => ({ ...one, link: 'explicit' }))
  return places
    .filter((place) => isOfService(incident, place.service))
    .flatMap((place) => {
      const release = inferredLink(place, incident)
      return release ? [{ place, release, link: 'inferred' as const }] : []
    })
}

export function inTime(corrections: Correction[]): Correction[] {
  return [...corrections].sort((a, b) => ms(a.at) - ms(b.at) || byText(a.id, b.id) || byText(a.source, b.source))
}

/** The links of an incident after every person's word, oldest first: a later word on a link wins over an earlier one. */
export function linksOf(world: World, places: Place[], incident: Incident): Link[] {
  let ruled = linksByRule(world, places, incident).map((link) => ({ ...link, struck: false }))
  let added: (Link & { struck: boolean })[] = []
  const words = world.corrections.filter((one) => {
    if (one.incident === undefined) return false
    const named = world.incidents.filter((other) => other.id === one.incident)
    return resolve(named, one.source) === incident
  })
  for (const word of inTime(words)) {
    const named = word.deployment === undefined ? null : meantBy(places, word, repositoryOf(places, incident))
    const concerns = (link: Link) =>
      named === null ? speaksOf(word, link.place) : named.some((one) => one.release === link.release)
    if (word.says === 'add') {
      const fresh = (named ?? []).map((one) => ({ ...one, link: 'explicit' as const, struck: false }))
      added = [...added.filter((link) => !concerns(link)), ...fresh]
      ruled = ruled.map((link) => (concerns(link) ? { ...link, link: 'explicit', struck: false } : link))
    } else {
      const struck = word.says === 'strike'
      const told = <T extends Link>(link: T): T & { struck: boolean } => ({
        ...link,
        struck,
        link: struck ? link.link : 'explicit',
      })
      ruled = ruled.map((link) => (concerns(link) ? told(link) : link))
      added = added.map((link) => (concerns(link) ? told(link) : link))
    }
  }
  const standing = added.filter((link) => !link.struck)
  // NOTE: a link that a person adds takes the place of those that rules found.
  const links = standing.length > 0 ? standing : ruled.filter((link) => !link.struck)
  return links.map(({ place, release, link }) => ({ place, release, link }))
}
