// Everything that the page of one deployment shows: what it held, what came of it, its pipeline and its checks.
import type { DeploymentFact, Repair } from '../facts/deployment'
import type { FactName } from '../facts/fact-key'
import type { IncidentFact, IncidentLink } from '../facts/incident'
import type { RowsWanted } from '../facts/rows'
import type { About } from '../store/corrections'
import {
  type DeploymentRecord,
  findDeploymentFact,
  findDeploymentRecord,
  type JobFound,
  loadJobsOf,
  loadNeighbours,
  loadRepairedBy,
  loadRuns,
  loadRunsOf,
  loadVerifications,
  type Owner,
  type RunFound,
  type VerificationFound,
} from '../store/deployment-records'
import { loadFactRows, loadIncidentsOf } from '../store/fact-rows'
import { loadFacts } from '../store/measured'
import { loadConfiguredByName, type ServiceSummary } from '../store/services'
import { windowOf } from './measure'
import { changesOf } from './row-details'
import { changeRow, type DeploymentRow, deploymentRow } from './service-rows'
import { stageSplit } from './stage-split'

const MOST_RUNS = 12
const MOST_JOBS = 60
/** METRICS section 9: a deployment is done when a check succeeded by then. */
export const VERIFY_MS = 30 * 60_000

export type RunShown = RunFound & { jobs: JobFound[] }
export type Pipeline = {
  /** The run that deployed, each attempt of it; none: nothing names one. */
  own: RunShown[]
  /** Runs of the commit, its own left out. */
  ofCommit: RunFound[]
}
export type Checks = { all: VerificationFound[]; inTime: VerificationFound | null }
export type IncidentHere = {
  holder: string
  incident: IncidentFact
  link: IncidentLink['link'] | null
  isFix: boolean
}
export type RepairHere = { kind: Repair['kind']; by: DeploymentFact; isStanding: boolean }

export type CountedPage = NonNullable<Awaited<ReturnType<typeof countedPage>>>
export type OtherPage = { kind: 'other'; record: DeploymentRecord; pipeline: Pipeline; checks: Checks }
export type DeploymentPage = CountedPage | OtherPage

/** The names of a service that a record may use, and whose its deployments are. */
export async function ownerOf({ name, repository }: Pick<ServiceSummary, 'name' | 'repository'>): Promise<Owner> {
  const [configured] = await loadConfiguredByName([name])
  return { names: [name, ...(configured?.input.aliases ?? [])], repository }
}

/** Null: the service has no such deployment. A deployment that is not counted is told as its record has it. */
export async function deploymentPage(
  summary: ServiceSummary,
  name: FactName,
  now: number,
): Promise<DeploymentPage | null> {
  const fact = await findDeploymentFact(summary.name, name)
  const owner = await ownerOf(summary)
  if (fact) return countedPage(summary, owner, fact, now)
  const record = await findDeploymentRecord(owner, name)
  if (!record) return null
  const checks = checksOf(await loadVerifications([record.id], record.source), record.finishedAt)
  return { kind: 'other', record, pipeline: await pipelineOf(summary.repository, record, record.pipelineRun), checks }
}

/** Whether `deploymentPage` would find it. */
export async function hasDeployment(
  summary: Pick<ServiceSummary, 'name' | 'repository'>,
  name: FactName,
): Promise<boolean> {
  if (await findDeploymentFact(summary.name, name)) return true
  return (await findDeploymentRecord(await ownerOf(summary), name)) !== null
}

async function countedPage(summary: ServiceSummary, owner: Owner, fact: DeploymentFact, now: number) {
  const { name, repository, active } = summary
  const facts = (await loadFacts([summary], fact.finishedAt, 'details')).get(name)
  const window = facts && windowOf(facts, { from: fact.finishedAt, to: fact.finishedAt + 1, now })
  if (!facts || !window) return null
  const row: DeploymentRow = deploymentRow(fact, window)
  const load = (wanted: RowsWanted) => loadFactRows(name, wanted)
  const [changes, record, checked, neighbours, repaired, linked, repairs] = await Promise.all([
    fact.baseline ? [] : changesOf(facts, fact, load),
    findDeploymentRecord(owner, fact),
    loadVerifications(fact.members, fact.source),
    loadNeighbours(name, fact),
    loadRepairedBy(name, fact),
    loadIncidentsOf(name, fact),
    repairsOf(name, fact),
  ])
  const rows = changes.map((change) => changeRow(change, active, window))
  const incidents = linked.map(({ holder, incident }): IncidentHere => {
    const isThis = (ref: { service: string; source: string; deployment: string }) =>
      ref.service === name && ref.source === fact.source && ref.deployment === fact.id
    const link = incident.links.find(isThis)?.link ?? null
    return { holder, incident, link, isFix: incident.fixedBy.some(isThis) }
  })
  return {
    kind: 'counted' as const,
    row,
    environments: fact.environments,
    changes: rows.sort((a, b) => b.leadSeconds - a.leadSeconds),
    stages: stageSplit(rows, active),
    pipeline: await pipelineOf(repository, fact, runOf(fact.id) ?? record?.pipelineRun ?? null),
    checks: checksOf(checked, fact.finishedAt),
    incidents: once(incidents),
    repairs,
    repaired,
    neighbours,
    about: aboutOf(fact, incidents, owner),
  }
}

/** An incident of several services is told once. */
function once(incidents: IncidentHere[]): IncidentHere[] {
  const found = new Map<string, IncidentHere>()
  for (const one of incidents) {
    const key = JSON.stringify([one.incident.source, one.incident.id])
    if (!found.has(key)) found.set(key, one)
  }
  return [...found.values()]
}

export function aboutOf(
  { members }: Pick<DeploymentFact, 'members'>,
  incidents: { incident: Pick<IncidentFact, 'id'> }[],
  { names, repository }: Owner,
): About {
  return { deployments: members, incidents: incidents.map(({ incident }) => incident.id), services: names, repository }
}

async function repairsOf(service: string, { repairs, reasons }: DeploymentFact): Promise<RepairHere[]> {
  const names = repairs.map(({ by }): FactName => {
    const [source, id] = JSON.parse(by) as [string, string] // sound: keyOf wrote it
    return { source, id }
  })
  const { deployments } = await loadFactRows(service, { deployments: names })
  return repairs.flatMap(({ kind, by }) => {
    const found = deployments.get(by)
    return found ? [{ kind, by: found, isStanding: reasons.some((reason) => reason.kind === kind) }] : []
  })
}

/** The run in an id that a rule made of it: `run:<id>/<attempt>`, `job:<run>/<attempt>/<id>`. */
export function runOf(id: string): string | null {
  return /^run:(.+)\/\d+$/.exec(id)?.[1] ?? /^job:(.+?)\/\d+\//.exec(id)?.[1] ?? null
}

async function pipelineOf(
  repository: string,
  { source, sha }: { source: string; sha: string | null },
  run: string | null,
): Promise<Pipeline> {
  const named = run === null ? [] : await loadRuns(repository, [run])
  // A run of its own source is meant, else of whichever has it.
  const nearest = named.some((one) => one.source === source) ? named.filter((one) => one.source === source) : named
  const own = await Promise.all(
    nearest
      .slice(0, MOST_RUNS)
      .map(async (one): Promise<RunShown> => ({ ...one, jobs: await loadJobsOf(repository, one, MOST_JOBS) })),
  )
  const isOwn = (one: RunFound) => own.some(({ source, id }) => source === one.source && id === one.id)
  const ofCommit = sha === null ? [] : (await loadRunsOf(repository, sha, MOST_RUNS)).filter((one) => !isOwn(one))
  return { own, ofCommit }
}

/** `finishedAt` null: nobody knows since when a check would count. */
export function checksOf(all: VerificationFound[], finishedAt: number | null): Checks {
  const isInTime = ({ status, at }: VerificationFound) =>
    status === 'success' && finishedAt !== null && at >= finishedAt && at <= finishedAt + VERIFY_MS
  return { all, inTime: all.find(isInTime) ?? null }
}
