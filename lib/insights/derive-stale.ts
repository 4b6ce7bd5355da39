// Brings facts up to date with records: what is stale is derived again, nothing else; only differences are written.
import { z } from 'zod'
import { mentionsOf } from '../derive'
import type { IncidentInput } from '../records/loaded'
import { removeServices } from '../store/facts'
import { loadIncidents, loadReferences, repositoriesOfCommits } from '../store/incidents'
import { servicesNamed } from '../store/links'
import { existingRepositories } from '../store/records'
import { repositoriesOfServices, servicesInRepositories } from '../store/services'
import { getSetting, putSetting } from '../store/settings'
import { clearStale, loadStale, markAllStale, type StaleScope, whileDerivingAlone } from '../store/stale'
import { FactsWriter, saveAhead } from './facts-writer'
import { type Derived, deriveServices, groupRepositories, measuredServices } from './first-pass'
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
  let done = 0
  for (const group of await groupRepositories([...repositories])) {
    onProgress(done, repositories.size, group[0] ?? '')
    done += group.length
    const { found, failed } = await firstPass(group, mentions)
    report.failed.push(...failed)
    for (const one of found) {
      derived.set(one.derivation.service.name, one)
      held += one.derivation.changes.length
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

type FirstPass = { found: Derived[]; failed: DeriveReport['failed'] }

/** One repository's failure never stops the others. */
async function firstPass(repositories: string[], mentions: Set<string>): Promise<FirstPass> {
  try {
    return { found: await deriveGroup(repositories, mentions), failed: [] }
  } catch (error) {
    const [repository, ...more] = repositories
    if (repository === undefined || more.length === 0) {
      const reason = error instanceof Error ? error.message : String(error)
      return { found: [], failed: [{ repository: repository ?? '', reason }] }
    }
  }
  const each: FirstPass = { found: [], failed: [] }
  for (const repository of repositories) {
    const { found, failed } = await firstPass([repository], mentions)
    each.found.push(...found)
    each.failed.push(...failed)
  }
  return each
}

async function deriveGroup(repositories: string[], mentions: Set<string>): Promise<Derived[]> {
  const measured = await measuredServices(...repositories)
  const isMeasured = (repository: string, name: string) =>
    measured.get(repository)?.some(({ input }) => input.name === name) === true
  const stored = await servicesInRepositories(repositories)
  await removeServices(
    stored.filter(({ service, repository }) => !isMeasured(repository, service)).map(({ service }) => service),
  )
  return deriveServices(measured, 'production', mentions)
}
