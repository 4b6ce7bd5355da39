// Brings facts up to date with records: what is stale is derived again, nothing else; only differences are written.
import { z } from 'zod'
import { deriveLinks, mentionsOf } from '../derive'
import type { LinkableService } from '../derive/link-index'
import { deriveOutcomes } from '../derive/outcomes'
import { factTables, rowsByKey } from '../derive/tables'
import type { DeploymentBase } from '../facts/deployment'
import type { QualityCode } from '../facts/service'
import type { IncidentInput } from '../records/loaded'
import { loadDeployments, loadIncidentFacts } from '../store/fact-rows'
import { removeServices, type ServiceFactsToSave, saveServices } from '../store/facts'
import { loadCorrections, loadIncidents, loadReferences, repositoriesOfCommits } from '../store/incidents'
import { incidentKeysOf, loadLinked, orphanedIncidents, saveIncidents, servicesNamed } from '../store/links'
import { loadQuality } from '../store/measured'
import { existingRepositories } from '../store/records'
import type { ServiceState } from '../store/service-states'
import { findService, repositoriesOfServices, servicesInRepository } from '../store/services'
import { getSetting, putSetting } from '../store/settings'
import { clearStale, loadStale, markAllStale, type StaleScope, whileDerivingAlone } from '../store/stale'
import { type Derived, deriveServices, measuredServices, storedLinkables } from './first-pass'

export type DeriveReport = {
  repositories: number
  services: number
  differences: number
  failed: { repository: string; reason: string }[]
}

// Bounds of one transaction: as many services as that, or as soon as they have so many facts.
const BATCH_SERVICES = 100
const BATCH_FACTS = 2000

/** Raise it when rules or the shape of facts change: every installation then derives everything anew, once. */
const RULES_VERSION = 4
/** What the second pass alone says about a service. */
const SPOKEN: QualityCode = 'ambiguous_correction'
const VERSION_SETTING = 'rules version'

async function isCurrent(): Promise<boolean> {
  return (await getSetting(VERSION_SETTING, z.number())) === RULES_VERSION
}

type Progress = (done: number, total: number, repository: string) => void

/** Derives all that is stale. Cheap when nothing is; waits while another process derives. */
export async function deriveStale(onProgress: Progress = () => {}, now = Date.now()): Promise<DeriveReport> {
  const idle: DeriveReport = { repositories: 0, services: 0, differences: 0, failed: [] }
  if ((await loadStale()).length === 0 && (await isCurrent())) return idle
  return whileDerivingAlone(async () => {
    if (!(await isCurrent())) {
      await markAllStale()
      await putSetting(VERSION_SETTING, RULES_VERSION)
    }
    const scopes = await loadStale()
    return scopes.length === 0 ? idle : deriveScopes(scopes, onProgress, now)
  })
}

async function deriveScopes(scopes: StaleScope[], onProgress: Progress, now: number): Promise<DeriveReport> {
  const named = (scope: StaleScope['scope']) => scopes.filter((row) => row.scope === scope).map((row) => row.name)
  const references = await loadReferences()
  const mentions = mentionsOf(references as IncidentInput[]) // sound: only the two references are read
  const incidentIds = named('incident').map((name) => String(JSON.parse(name)[1]))
  const repositories = new Set([
    ...named('repository'),
    ...(await repositoriesOfServices(named('service'))),
    ...(await existingRepositories(named('service'))),
    ...(await mentionedRepositories(incidentIds)),
  ])

  const report: DeriveReport = { repositories: repositories.size, services: 0, differences: 0, failed: [] }
  const derived = new Map<string, Derived>()
  for (const [at, repository] of [...repositories].entries()) {
    onProgress(at, repositories.size, repository)
    try {
      for (const one of await firstPass(repository, mentions)) derived.set(one.derivation.service.name, one)
    } catch (error) {
      report.failed.push({ repository, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  const touched = new Set([...derived.keys(), ...(await servicesNamed(named('deployment'), []))])
  report.services = touched.size
  report.differences = await secondPass(derived, touched, [...repositories], incidentIds, now)
  const failed = new Set(report.failed.map((row) => row.repository))
  await clearStale(scopes.filter((row) => row.scope !== 'repository' || !failed.has(row.name)))
  return report
}

/** A new incident may name a commit or pull request that no derivation was asked for yet. */
async function mentionedRepositories(ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const incidents = (await loadIncidents({ services: [], repositories: [], ids })).filter((incident) =>
    ids.includes(incident.id),
  )
  const mentioning = incidents.filter((incident) => incident.causedBy || incident.fixedBy)
  const shas = [...mentionsOf(mentioning)]
    .filter((mention) => mention.startsWith('sha:'))
    .map((mention) => mention.slice(4))
  const repositories = mentioning.flatMap((incident) => incident.repository ?? [])
  const services = mentioning.flatMap((incident) => incident.service ?? [])
  return [...repositories, ...(await repositoriesOfServices(services)), ...(await repositoriesOfCommits(shas))]
}

async function firstPass(repository: string, mentions: Set<string>): Promise<Derived[]> {
  const services = await measuredServices(repository)
  const current = new Set(services.map(({ input }) => input.name))
  await removeServices((await servicesInRepository(repository)).filter((name) => !current.has(name)))
  return deriveServices(repository, services, 'production', mentions)
}

/** Links the incidents that the touched services may concern, then writes every touched service with its outcomes. */
async function secondPass(
  derived: Map<string, Derived>,
  touched: Set<string>,
  repositories: string[],
  incidentIds: string[],
  now: number,
): Promise<number> {
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
  const linked = await loadLinked(outcomes)
  const others = outcomes.filter((name) => !derived.has(name))
  const stored = await loadDeployments(others)
  const storedQuality = await loadQuality(others)
  const incidentFacts = await loadIncidentFacts(outcomes)
  let differences = 0
  let batch: ServiceFactsToSave[] = []
  let size = 0
  for (const name of outcomes) {
    const fresh = derived.get(name)
    const state = fresh ? stateOf(fresh) : await storedState(name)
    if (!state) continue
    const bases: DeploymentBase[] = fresh?.derivation.deployments ?? stored.get(name) ?? []
    const facts = deriveOutcomes(name, bases, linked, onDeployments.get(name))
    const ruled = fresh?.derivation.quality ?? storedQuality.get(name)?.filter(({ code }) => code !== SPOKEN) ?? []
    const rows = {
      deployments: facts,
      incidents: incidentFacts.get(name) ?? [],
      changes: fresh?.derivation.changes ?? [],
    }
    const { deployed, changes, ...tables } = factTables(rows, state.settings.active, [
      ...ruled,
      ...(quality.get(name) ?? []),
    ])
    const mentions = fresh?.derivation.mentions ?? null
    batch.push({ state, deployed, rows: rowsByKey(rows), tables: fresh ? { ...tables, changes } : tables, mentions })
    size += facts.length + rows.changes.length
    if (batch.length < BATCH_SERVICES && size < BATCH_FACTS) continue
    differences += await saveServices(batch, now)
    batch = []
    size = 0
  }
  return differences + (await saveServices(batch, now))
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

function stateOf({ derivation, settings }: Derived): ServiceState {
  const { service, rule } = derivation
  return {
    name: service.name,
    repository: service.repository,
    configured: service.configured,
    settings: { ...settings, rule },
  }
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
