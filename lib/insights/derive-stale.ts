// Brings facts up to date with records: what is stale is derived again, nothing else; only differences are written.
import { z } from 'zod'
import { mentionsOf } from '../derive'
import type { IncidentInput } from '../records/loaded'
import { removeServices } from '../store/facts'
import { loadIncidents, loadReferences, repositoriesOfCommits } from '../store/incidents'
import { servicesNamed } from '../store/links'
import { existingRepositories } from '../store/records'
import { repositoriesOfServices, servicesInRepository } from '../store/services'
import { getSetting, putSetting } from '../store/settings'
import { clearStale, loadStale, markAllStale, type StaleScope, whileDerivingAlone } from '../store/stale'
import { FactsWriter, saveAhead } from './facts-writer'
import { type Derived, deriveServices, measuredServices } from './first-pass'
import { secondPass } from './second-pass'

export type DeriveReport = {
  repositories: number
  services: number
  differences: number
  failed: { repository: string; reason: string }[]
}

// What the first pass keeps for the second; of a larger derivation the changes are written ahead.
const HELD_CHANGES = 30_000

/** Raise it when rules or the shape of facts change: every installation then derives everything anew, once. */
const RULES_VERSION = 4
const VERSION_SETTING = 'rules version'

async function isCurrent(): Promise<boolean> {
  return (await getSetting(VERSION_SETTING, z.number())) === RULES_VERSION
}

type Progress = (done: number, total: number, repository: string) => void

/** Derives all that is stale. Cheap when nothing is; waits while another process derives. `most`: changes that it keeps in memory. */
export async function deriveStale(
  onProgress: Progress = () => {},
  now = Date.now(),
  most = HELD_CHANGES,
): Promise<DeriveReport> {
  const idle: DeriveReport = { repositories: 0, services: 0, differences: 0, failed: [] }
  if ((await loadStale()).length === 0 && (await isCurrent())) return idle
  return whileDerivingAlone(async () => {
    if (!(await isCurrent())) {
      await markAllStale()
      await putSetting(VERSION_SETTING, RULES_VERSION)
    }
    const scopes = await loadStale()
    return scopes.length === 0 ? idle : deriveScopes(scopes, onProgress, now, most)
  })
}

async function deriveScopes(
  scopes: StaleScope[],
  onProgress: Progress,
  now: number,
  most: number,
): Promise<DeriveReport> {
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
  const writer = new FactsWriter(now)
  let held = 0
  for (const [at, repository] of [...repositories].entries()) {
    onProgress(at, repositories.size, repository)
    try {
      for (const one of await firstPass(repository, mentions)) {
        derived.set(one.derivation.service.name, one)
        held += one.derivation.changes.length
      }
    } catch (error) {
      report.failed.push({ repository, reason: error instanceof Error ? error.message : String(error) })
    }
    if (held <= most) continue
    await saveAhead(derived, writer)
    held = 0
  }
  const touched = new Set([...derived.keys(), ...(await servicesNamed(named('deployment'), []))])
  report.services = touched.size
  await secondPass(derived, touched, [...repositories], incidentIds, writer)
  report.differences = writer.differences
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
