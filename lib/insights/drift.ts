// Drift: what is in an environment, or on the default branch, and was never in production; oldest first (METRICS section 9).
import { commitsAhead } from '../derive/drift'
import type { ChangeFact } from '../facts/change'
import type { ServiceInput } from '../records/loaded'
import { latestByEnvironment, type Owner } from '../store/deployment-records'
import { loadDrift, productionShas, repositoryHead } from '../store/drift-records'
import { loadFactRows } from '../store/fact-rows'
import { loadHistory } from '../store/recent-events'
import { isProduction } from './deployments-page'
import { changeLabel } from './service-rows'

export type DriftRow = { id: string; label: string; title: string; url: string | null; since: number; bot: boolean }

/** `unknown`: the commit is not in the known history, or production's are not. Ages count from the first commit of a change. */
export type Drift = {
  name: string
  isBranch: boolean
  sha: string
  /** When it came there; null for a branch. */
  at: number | null
  deployment: { source: string; id: string } | null
} & ({ state: 'unknown'; why: 'here' | 'production' } | { state: 'known'; rows: DriftRow[] })

export type DriftFound = {
  drifts: Drift[]
  /** Only the nearest commits were compared. */
  isCut: boolean
}

const MOST_COMMITS = 5000
const MOST_ENVIRONMENTS = 8

export async function driftOf(input: ServiceInput, owner: Owner): Promise<DriftFound> {
  const { name, repository } = input
  const [latest, shas, head] = await Promise.all([
    latestByEnvironment(owner),
    productionShas(name),
    repositoryHead(repository),
  ])
  const isCounted = isProduction(input)
  const places: Omit<Drift, 'state'>[] = latest
    .filter((record) => !isCounted(record))
    .slice(0, MOST_ENVIRONMENTS)
    .map(({ environment, sha, finishedAt, source, id }) => {
      return { name: environment, isBranch: false, sha, at: finishedAt, deployment: { source, id } }
    })
  if (head?.sha) places.push({ name: head.branch, isBranch: true, sha: head.sha, at: null, deployment: null })
  if (places.length === 0) return { drifts: [], isCut: false }
  const commits = await loadHistory(repository, [...new Set([...places.map(({ sha }) => sha), ...shas])], MOST_COMMITS)
  const ahead = places.map((place) => ({ place, found: commitsAhead(commits, place.sha, shas) }))
  const all = new Set(ahead.flatMap(({ found }) => (typeof found === 'string' ? [] : found)))
  const rowOf = await rowsOf(input, [...all])
  const drifts = ahead.map(({ place, found }): Drift => {
    if (typeof found === 'string') return { ...place, state: 'unknown', why: found }
    const rows = new Map(found.flatMap((sha) => (rowOf.get(sha) ?? []).map((row) => [row.id, row])))
    return {
      ...place,
      state: 'known',
      rows: [...rows.values()].sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1)),
    }
  })
  return { drifts, isCut: commits.length >= MOST_COMMITS }
}

/** The changes that a commit is of. A service with paths has only those that touch them; what was delivered already is none. */
async function rowsOf(input: ServiceInput, shas: string[]): Promise<Map<string, DriftRow[]>> {
  const found = await loadDrift(input.repository, shas)
  const ids = found.map(({ sha, pull }) => (pull ? `pr:${pull.number}` : `commit:${sha}`))
  const { changes } = await loadFactRows(input.name, { changes: [...new Set(ids)] })
  const rows = new Map<string, DriftRow[]>()
  for (const { sha, isMerge, subject, authoredAt, bot, pull } of found) {
    const id = pull ? `pr:${pull.number}` : `commit:${sha}`
    const fact: ChangeFact | undefined = changes.get(id)
    if (fact?.deployment != null || fact?.aggregate) continue
    if (fact)
      rows.set(sha, [
        { id, label: changeLabel(id), title: fact.title, url: fact.url, since: fact.startAt, bot: fact.bot },
      ])
    else if (input.paths === null && pull)
      rows.set(sha, [{ id, label: changeLabel(id), since: authoredAt, bot, ...pull }])
    else if (input.paths === null && !isMerge)
      rows.set(sha, [{ id, label: changeLabel(id), title: subject ?? '', url: null, since: authoredAt, bot }])
  }
  return rows
}
