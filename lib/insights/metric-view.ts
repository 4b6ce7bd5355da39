// Loads what a metric's page, its CSV and its JSON show of the services that were asked for.
import type { AnyMetric } from '../metrics/contract'
import { findMetric } from '../metrics/registry'
import { type Annotation, loadAnnotations } from '../store/annotations'
import { loadFactRows } from '../store/fact-rows'
import { currentServices, loadFacts } from '../store/measured'
import type { ServiceSummary } from '../store/services'
import {
  knownRange,
  type Range,
  type ServiceMetric,
  type SeveralMetric,
  serviceMetric,
  severalMetric,
} from './metric-page'
import { type Behind, behindRows, behindWanted } from './metric-rows'
import { earliest } from './overview'
import { readWindow, type WindowChoice, type WindowQuery } from './page-window'
import { type ReadingAsked, type ReadingQuery, readReading, readSharedReading } from './reading'

export type MetricAsked = WindowQuery & ReadingQuery & { service?: string | undefined; team?: string | undefined }

type Found = ReadingAsked & {
  metric: AnyMetric
  choice: WindowChoice
  annotations: Annotation[]
  /** Where there are rows, of a page that has none. */
  known: Range | null
}
export type OneView = Found & { kind: 'one'; service: ServiceSummary; page: ServiceMetric; behind: Behind }
export type SeveralView = Found & { kind: 'several'; team: string | null; page: SeveralMetric }
export type MetricView =
  | OneView
  | SeveralView
  | { kind: 'no-metric' }
  | { kind: 'no-service'; name: string; known: ServiceSummary[] }
  | { kind: 'no-team'; name: string; known: string[] }
  /** Nothing is measured yet; `title` is the metric's. */
  | { kind: 'nothing'; title: string }
  | { kind: 'problem'; message: string; metric: AnyMetric }

const BEHIND = 20

/** Facts must be up to date with the records. */
export async function loadMetricView(id: string, asked: MetricAsked, now: number): Promise<MetricView> {
  const metric = findMetric(id)
  if (!metric) return { kind: 'no-metric' }
  const services = await currentServices()
  if (services.length === 0) return { kind: 'nothing', title: metric.title }
  const { service: name, team } = asked
  if (name !== undefined && team !== undefined) {
    return { kind: 'problem', metric, message: 'Choose either a service or a team, not both.' }
  }
  const members = membersOf(services, name, team)
  if (members === null) {
    if (name !== undefined) return { kind: 'no-service', name, known: services }
    return { kind: 'no-team', name: team ?? '', known: teamsOf(services) }
  }
  const window = readWindow(asked)
  if (!window.ok) return { kind: 'problem', metric, message: window.message }
  const { choice } = window
  const [only] = members
  return name !== undefined && only
    ? await oneView(metric, only, choice, now, asked)
    : await severalView(metric, members, team ?? null, choice, now, asked)
}

/** Services are found by slug or name, teams by name whatever its case; null: there is none. */
function membersOf(services: ServiceSummary[], name?: string, team?: string): ServiceSummary[] | null {
  if (name !== undefined) {
    const found = services.find(({ slug }) => slug === name) ?? services.find((service) => service.name === name)
    return found ? [found] : null
  }
  if (team === undefined) return services
  const wanted = team.trim().toLocaleLowerCase('en')
  const members = services.filter((service) => service.team?.trim().toLocaleLowerCase('en') === wanted)
  return members.length > 0 ? members : null
}

export function teamsOf(services: { team: string | null }[]): string[] {
  return [...new Set(services.flatMap(({ team }) => team ?? []))].sort((a, b) => a.localeCompare(b, 'en'))
}

async function oneView(
  metric: AnyMetric,
  service: ServiceSummary,
  choice: WindowChoice,
  now: number,
  asks: ReadingQuery,
): Promise<MetricView> {
  const facts = (await loadFacts([service], earliest([service], choice, now), 'details')).get(service.name)
  if (!facts) return { kind: 'no-service', name: service.name, known: await currentServices() }
  const read = readReading(asks, facts.service)
  const page = serviceMetric(metric, facts, choice, now, read.reading)
  const asked = behindWanted(metric, facts, page.window, BEHIND)
  const [rows, annotations] = await Promise.all([
    loadFactRows(service.name, asked.wanted),
    loadAnnotations({ services: [service.name], teams: service.team === null ? [] : [service.team] }, page.window),
  ])
  const known = page.figure.n > 0 ? null : await everKnown(metric, [service], now)
  return {
    ...read,
    kind: 'one',
    metric,
    choice,
    annotations,
    known,
    service,
    page,
    behind: behindRows(metric, facts, asked, rows),
  }
}

async function severalView(
  metric: AnyMetric,
  members: ServiceSummary[],
  team: string | null,
  choice: WindowChoice,
  now: number,
  asks: ReadingQuery,
): Promise<MetricView> {
  const facts = await loadFacts(members, earliest(members, choice, now))
  const found = members.flatMap((service) => {
    const one = facts.get(service.name)
    return one ? [{ facts: one, slug: service.slug }] : []
  })
  if (found.length === 0) return { kind: 'nothing', title: metric.title }
  const page = severalMetric(metric, found, choice, now)
  const about = { services: members.map(({ name }) => name), teams: teamsOf(members) }
  const known = page.pooled.n > 0 ? null : await everKnown(metric, members, now)
  return {
    ...readSharedReading(asks),
    kind: 'several',
    metric,
    choice,
    annotations: await loadAnnotations(about, page.window),
    known,
    team: team === null ? null : (members[0]?.team ?? team),
    page,
  }
}

async function everKnown(metric: AnyMetric, services: ServiceSummary[], now: number): Promise<Range | null> {
  return knownRange(metric, [...(await loadFacts(services, Number.NEGATIVE_INFINITY)).values()], now)
}
