// Reads one service's value stream: its facts with the records that they do not hold.
import { keyOf } from '../facts/fact-key'
import type { ServiceFacts } from '../facts/service'
import { STAGES } from '../facts/stage'
import { isProvisional } from '../metrics/change-failure-rate'
import type { Window } from '../metrics/contract'
import { deliveredChanges, openIncidents, resolvedIncidents, waitingChanges } from '../metrics/population'
import { type Recovery, recoveryStages, type StreamChange } from '../metrics/stream'
import { loadFactRows } from '../store/fact-rows'
import {
  type IncidentCourse,
  loadChecksOf,
  loadDeliveries,
  loadIncidentCourses,
  loadRunsOfCommits,
} from '../store/stream-records'
import { loadUnderReview } from '../store/under-review'
import { deploymentSelections } from './lists'
import { changeIdAt, nameAt } from './rows'
import { ATTEMPT_MS, type StreamEvidence, shasOf, streamChanges } from './stream-changes'
import { type WorkInStage, workInStages } from './stream-work'

/** One service's part in a stream. */
export type ServiceStream = {
  facts: ServiceFacts
  window: Window
  changes: StreamChange[]
  work: WorkInStage[]
  recoveries: Recovery[]
  /** Incidents that are not resolved by the window's end. */
  open: number
  /** Changes whose deployment is younger than a day and may still turn out failed. */
  provisional: number
}

/** `facts` with details, from `ATTEMPT_MS` before the window on. */
export async function loadServiceStream(facts: ServiceFacts, window: Window): Promise<ServiceStream> {
  const [evidence, courses] = await Promise.all([loadEvidence(facts, window), loadCourses(facts, window)])
  const changes = streamChanges(facts, window, evidence)
  const seesBuilds = changes.some(({ observed }) => BUILDS.some((at) => observed[at]))
  return {
    facts,
    window,
    changes,
    work: workInStages(facts, window, evidence, seesBuilds),
    recoveries: recoveriesOf(facts, window, courses),
    open: openIncidents(facts, window).length,
    provisional: changes.filter(({ deployedAt }) => isProvisional(deployedAt, window.now)).length,
  }
}

const BUILDS = [STAGES.indexOf('queue'), STAGES.indexOf('build')]

async function loadEvidence(facts: ServiceFacts, window: Window): Promise<StreamEvidence> {
  const { name, repository } = facts.service
  const rows = deliveredChanges(facts, window)
  const ids = rows.map((row) => changeIdAt(facts, row))
  const waiting = waitingChanges(facts, window)
  const all = [...ids, ...waiting.map(({ row }) => changeIdAt(facts, row))]
  const numbers = all.flatMap((id) => (id.startsWith('pr:') ? [Number(id.slice('pr:'.length))] : []))
  const near = deploymentSelections(facts, { ...window, from: window.from - ATTEMPT_MS })
  const named = near.all.map((row) => nameAt(facts.deployments, row))
  const [{ pulls, reviews }, deliveries, { deployments }] = await Promise.all([
    loadUnderReview(repository, numbers),
    loadDeliveries(name, ids),
    loadFactRows(name, { deployments: named }),
  ])
  const pullOf = new Map(pulls.map((pull) => [`pr:${pull.number}`, pull]))
  const { startAt } = facts.changes
  const first = Math.min(...rows.map((row) => startAt[row] as number), ...waiting.map(({ since }) => since), window.to)
  const [runs, checks] = await Promise.all([
    loadRunsOfCommits(
      repository,
      all.flatMap((id) => shasOf(id, pullOf.get(id))),
      first,
    ),
    loadChecksOf([...deployments.values()].flatMap(({ members }) => members)),
  ])
  return { pulls, reviews, runs, deliveries, deployments: [...deployments.values()], checks }
}

async function loadCourses(facts: ServiceFacts, window: Window): Promise<IncidentCourse[]> {
  return loadIncidentCourses(resolvedIncidents(facts, window).map((row) => nameAt(facts.incidents, row)))
}

/** The incidents of time to restore, with their course. Pure. */
export function recoveriesOf(facts: ServiceFacts, window: Window, courses: IncidentCourse[]): Recovery[] {
  const { startedAt, resolvedAt } = facts.incidents
  const known = new Map(courses.map((course) => [keyOf(course), course]))
  return resolvedIncidents(facts, window).flatMap((row) => {
    const [started, resolved] = [startedAt[row] as number, resolvedAt[row] as number]
    if (resolved < started) return []
    const name = nameAt(facts.incidents, row)
    const course = known.get(keyOf(name))
    const times = {
      startedAt: started,
      detectedAt: course?.detectedAt ?? null,
      acknowledgedAt: course?.acknowledgedAt ?? null,
      resolvedAt: resolved,
    }
    return [{ service: facts.service.name, ...name, ...recoveryStages(times, window.seconds) }]
  })
}
