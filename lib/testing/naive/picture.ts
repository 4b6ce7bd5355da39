// What one question sees: the service's changes, its judged deployments and its incidents.
import type { SourceRecord } from '../../records/record'
import type { Incident, Service } from '../../records/schema'
import { changesOf, deliveries, type NaiveChange } from './changes'
import { inOrder, type Release } from './deployments'
import {
  afterCorrections,
  type Findings,
  incidentReason,
  type Judged,
  type Reason,
  recoveryOf,
  repairsOf,
} from './failures'
import { isOfService, type Link, linksOf, type Place, placesOf, resolveReference } from './incidents'
import { maybe, readWorld, serviceOf, type World } from './world'

export type Question = {
  service: string
  /** Epoch milliseconds, as `to` and `now`; the window is half open. */
  from: number
  to: number
  environment?: string
  unit?: 'pr' | 'commit'
  now: number
}

/** Everything that the metrics and the rows of one question are read from. */
export type Picture = {
  world: World
  service: Service
  place: Place
  question: Question
  environment: string
  findings: Findings
  changes: NaiveChange[]
  judged: Judged[]
  /** The service's own incidents with what they are linked to. */
  incidents: { incident: Incident; links: Link[] }[]
  rework: Set<Release>
}

export function inWindow(question: Question, at: number | null | undefined): at is number {
  return at !== null && at !== undefined && at >= question.from && at < question.to
}

export function draw(records: SourceRecord[], question: Question): Picture {
  const world = readWorld(records)
  const service = serviceOf(world, question.service)
  const environment = question.environment ?? 'production'
  const places = placesOf(world, environment)
  const place = places.find((one) => one.service === service)
  if (!place) throw new Error(`no service ${question.service}`)
  const changes = changesOf(world, service, place.found)
  const delivered = deliveries(world, service, place.found.releases)
  const findings = { world, service, delivered, changes }
  const linked = world.incidents.map((incident) => ({ incident, links: linksOf(world, places, incident) }))
  const judge = (release: Release, byRule: Reason[]): Judged => {
    const incidents = linked.flatMap(({ incident, links }) =>
      links
        .filter((link) => link.release === release)
        .map((link) => ({ link, id: incident.id, resolvedAt: maybe(incident.resolvedAt) })),
    )
    const reasons = afterCorrections(world, places, release, [...incidentReason(incidents), ...byRule])
    return { release, reasons, incidents }
  }
  const judged = [
    ...place.found.releases.map((release) => judge(release, repairsOf(findings, release))),
    ...place.found.attempts.map((attempt) => judge(attempt, [])),
  ]
  const repairs = judged.flatMap((one) => one.reasons.flatMap((reason) => reason.repair ?? []))
  const fixes = world.incidents.flatMap((incident) => resolveReference(world, places, incident, incident.fixedBy))
  return {
    world,
    service,
    place,
    question,
    environment,
    findings,
    changes,
    judged: judged.sort((a, b) => inOrder(a.release, b.release)),
    incidents: linked.filter(({ incident }) => isOfService(incident, service)),
    rework: new Set([...repairs, ...fixes.map((one) => one.release)].filter((release) => release.succeeded)),
  }
}

/** When a failed deployment was recovered and how long it took; no time where the end is before the start. */
export function recoveryTimeOf(judged: Judged): { recoveredAt: number | null; seconds: number | null } {
  const recoveredAt = judged.reasons.length > 0 ? recoveryOf(judged) : null
  const seconds = recoveredAt === null ? null : (recoveredAt - judged.release.finishedAt) / 1000
  return { recoveredAt, seconds: seconds === null || seconds < 0 ? null : seconds }
}
