// What a service's page of deployments shows of one window: a lane per environment, incidents, and what people noted.
import { environmentFilter } from '../derive/deployments'
import { keyOf } from '../facts/fact-key'
import type { IncidentFact } from '../facts/incident'
import type { ServiceFacts } from '../facts/service'
import { DEPLOYMENT } from '../facts/tables'
import { formatCount } from '../format'
import { batchSizes, lowerBound } from '../metrics/population'
import type { ServiceInput } from '../records/loaded'
import { type Annotation, loadAnnotations } from '../store/annotations'
import { type DeploymentRecord, loadDeploymentRecords, type Owner } from '../store/deployment-records'
import { loadFactRows } from '../store/fact-rows'
import { incidentSelections } from './lists'
import { windowOf } from './measure'
import { nameAt } from './rows'
import { layMarks, type TimelineEvent, type TimelineMark } from './timeline'

export type Lane = { environment: string; isProduction: boolean; events: TimelineEvent[]; marks: TimelineMark[] }
export type Timeline = {
  /** Production first, then the others by how often they were deployed to. */
  lanes: Lane[]
  /** Environments that have no lane of their own. */
  others: { environment: string; count: number }[]
  /** Deployments to other environments that were cancelled or have no end; they are in no lane. */
  unfinished: number
  incidents: IncidentFact[]
  /** Incidents of the window that are not drawn. */
  moreIncidents: number
  annotations: Annotation[]
  /** The changes of each deployment to production that brought any. */
  batches: number[]
}

const MOST_OTHERS = 5
const MOST_INCIDENTS = 200

export async function deploymentTimeline(
  facts: ServiceFacts,
  { input, owner, team }: { input: ServiceInput; owner: Owner; team: string | null },
  range: { from: number; to: number },
  now: number,
): Promise<Timeline> {
  const { name, timeZone } = facts.service
  const [records, annotations] = await Promise.all([
    loadDeploymentRecords(owner, range),
    loadAnnotations({ services: [name], teams: team === null ? [] : [team] }, range),
  ])
  const { lanes, unfinished } = otherLanes(records, isProduction(input))
  const ordered = [...lanes].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
  const shown: [string, TimelineEvent[]][] = [
    ['production', productionEvents(facts, range)],
    ...ordered.slice(0, MOST_OTHERS),
  ]
  const rows = incidentSelections(facts, windowOf(facts, { ...range, now })).all
  const names = rows.slice(-MOST_INCIDENTS).map((row) => nameAt(facts.incidents, row))
  const { incidents } = await loadFactRows(name, { incidents: names })
  return {
    lanes: shown.map(([environment, events], at) => ({
      environment,
      isProduction: at === 0,
      events,
      marks: layMarks(events, range, timeZone),
    })),
    others: ordered.slice(MOST_OTHERS).map(([environment, events]) => ({ environment, count: events.length })),
    unfinished,
    incidents: names.flatMap((one) => incidents.get(keyOf(one)) ?? []).sort((a, b) => a.startedAt - b.startedAt),
    moreIncidents: rows.length - names.length,
    annotations,
    batches: batchSizes(facts, range),
  }
}

type Placed = Pick<DeploymentRecord, 'environment' | 'production'>

/** Whether a record's environment is production in this service. */
export function isProduction(input: ServiceInput): (record: Placed) => boolean {
  const filter = environmentFilter(input, 'production')
  const blank = {
    id: '',
    source: '',
    sha: null,
    ref: null,
    url: null,
    startedAt: null,
    finishedAt: null,
    knownAt: null,
  }
  return ({ environment, production }) => filter({ ...blank, outcome: 'other', named: false, environment, production })
}

/** Deployments and failed attempts that finished in the window, as the service's rule counts them. */
export function productionEvents({ deployments }: ServiceFacts, { from, to }: { from: number; to: number }) {
  const { finishedAt, recoveredAt, flags } = deployments
  const events: TimelineEvent[] = []
  const end = lowerBound(finishedAt, to)
  for (let row = lowerBound(finishedAt, from); row < end; row += 1) {
    const bits = flags[row] ?? 0
    const failed = Number.isNaN(recoveredAt[row]) ? 'failed' : 'recovered'
    const outcome = !(bits & DEPLOYMENT.succeeded) ? 'attempt' : bits & DEPLOYMENT.failed ? failed : 'fine'
    events.push({ ...nameAt(deployments, row), at: finishedAt[row] ?? 0, outcome })
  }
  return events
}

function otherLanes(records: DeploymentRecord[], isCounted: (record: Placed) => boolean) {
  const lanes = new Map<string, TimelineEvent[]>()
  let unfinished = 0
  for (const record of records) {
    if (isCounted(record)) continue
    const { source, id, environment, finishedAt, status } = record
    if (finishedAt === null || (status !== 'success' && status !== 'failure')) {
      unfinished += 1
      continue
    }
    const event: TimelineEvent = { source, id, at: finishedAt, outcome: status === 'success' ? 'fine' : 'attempt' }
    const lane = lanes.get(environment)
    if (lane) lane.push(event)
    else lanes.set(environment, [event])
  }
  return { lanes, unfinished }
}

/** What the timeline shows of production, in one or two sentences. `window`: its name. */
export function timelineWords(events: readonly TimelineEvent[], window: string): string {
  const count = (...outcomes: TimelineEvent['outcome'][]) =>
    events.filter(({ outcome }) => outcomes.includes(outcome)).length
  const attempts = count('attempt')
  const reached = events.length - attempts
  const tried =
    attempts === 0 ? '' : ` ${formatCount(attempts)} ${attempts === 1 ? 'attempt' : 'attempts'} never reached it.`
  if (reached === 0) return `Nothing reached production in ${window}.${tried}`
  const failed = count('failed', 'recovered')
  const open = count('failed')
  const deployments = `${formatCount(reached)} ${reached === 1 ? 'deployment' : 'deployments'} reached production in ${window}`
  if (failed === 0) return `${deployments}; none is known to have failed.${tried}`
  const all = failed === reached && reached > 1 ? 'all of them failed' : `${formatCount(failed)} failed`
  const rest =
    open === 0 ? 'recovered since' : open === failed ? 'not recovered yet' : `${formatCount(open)} not recovered yet`
  return `${deployments}; ${all}, ${rest}.${tried}`
}
