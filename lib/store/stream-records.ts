// What records tell of delivered changes beyond their facts: verdicts of pipelines, checks of deployments, the course of incidents.
import { z } from 'zod'
import type { FactName } from '../facts/fact-key'
import { RunStatus } from '../records/schema'
import { ms, rows } from './records'

const Delivery = z.object({ id: z.string(), deployment: z.string() })
export type Delivery = z.infer<typeof Delivery>

/** Which deployment delivered each of these changes. */
export async function loadDeliveries(service: string, ids: string[]): Promise<Delivery[]> {
  if (ids.length === 0) return []
  return rows(
    Delivery,
    `select id, fact->>'deployment' as deployment from change_facts
     where service = $1 and id = any($2) and fact->>'deployment' is not null`,
    [service, ids],
  )
}

const RunSeen = z.object({
  source: z.string(),
  id: z.string(),
  attempt: z.number(),
  pipeline: z.string(),
  sha: z.string(),
  status: RunStatus,
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
})
export type RunSeen = z.infer<typeof RunSeen>

/** Runs of these commits that were queued from `since` on, without those that a deployment names as its own. */
export async function loadRunsOfCommits(repository: string, shas: string[], since: number): Promise<RunSeen[]> {
  if (shas.length === 0) return []
  return rows(
    RunSeen,
    `select run.source, run.id, run.attempt, run.pipeline, run.sha, run.status,
       ${ms('run.started_at')} as "startedAt", ${ms('run.finished_at')} as "finishedAt"
     from pipeline_runs run join unnest($2::text[]) as wanted(sha) using (sha)
     where run.repository = $1 and run.queued_at >= $3 and not run.deleted and not exists (
       select 1 from deployments told where told.pipeline_run = run.id and told.source = run.source and told.sha = run.sha
         and not told.deleted)
     order by run.queued_at, run.source, run.id, run.attempt`,
    [repository, [...new Set(shas)], new Date(since)],
  )
}

const CheckSeen = z.object({
  source: z.string(),
  deployment: z.string(),
  status: z.enum(['success', 'failure']),
  at: z.number(),
})
export type CheckSeen = z.infer<typeof CheckSeen>

/** Checks of deployments by their ids, earliest first. */
export async function loadChecksOf(ids: string[]): Promise<CheckSeen[]> {
  if (ids.length === 0) return []
  return rows(
    CheckSeen,
    `select source, deployment, status, ${ms('at')} as at from verifications
     where deployment = any($1) and not deleted order by verifications.at, name`,
    [ids],
  )
}

const IncidentCourse = z.object({
  source: z.string(),
  id: z.string(),
  detectedAt: z.number().nullable(),
  acknowledgedAt: z.number().nullable(),
})
export type IncidentCourse = z.infer<typeof IncidentCourse>

/** When these incidents were noticed and taken up, as far as their sources say. */
export async function loadIncidentCourses(names: FactName[]): Promise<IncidentCourse[]> {
  if (names.length === 0) return []
  return rows(
    IncidentCourse,
    `select source, id, ${ms('detected_at')} as "detectedAt", ${ms('acknowledged_at')} as "acknowledgedAt"
     from incidents join unnest($1::text[], $2::text[]) as wanted(source, id) using (source, id) where not deleted`,
    [names.map(({ source }) => source), names.map(({ id }) => id)],
  )
}
