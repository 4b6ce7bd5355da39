// What sources say around a deployment beside its fact: the record itself, its pipeline, its checks, and where else it may be meant.
import { z } from 'zod'
import type { DeploymentFact } from '../facts/deployment'
import { type FactName, keyOf } from '../facts/fact-key'
import { DeploymentRow, JOB_COLUMNS, JobRow, ms, RUN_COLUMNS, RunRow, rows } from './records'

const RecordRow = DeploymentRow.and(z.object({ repository: z.string().nullable(), pipelineRun: z.string().nullable() }))
/** A deployment as its source reports it. */
export type DeploymentRecord = z.infer<typeof RecordRow>

const RECORD = `select source, id, service, repository, environment, production, sha, ref, ${ms('created_at')} as "createdAt",
  ${ms('started_at')} as "startedAt", ${ms('finished_at')} as "finishedAt", status, pipeline_run as "pipelineRun", url
  from deployments where not deleted`

/** Whose deployment records are meant: those that name the service by any of its names, or its repository and no service. */
export type Owner = { names: string[]; repository: string }
const OWNED = '(service = any($1) or service is null and repository = $2)'

export async function findDeploymentRecord(owner: Owner, { source, id }: FactName): Promise<DeploymentRecord | null> {
  const values = [owner.names, owner.repository, source, id]
  return (await rows(RecordRow, `${RECORD} and ${OWNED} and source = $3 and id = $4`, values))[0] ?? null
}

/** Those that ended, began or were made in the window, in any environment; in no order. */
export async function loadDeploymentRecords(
  owner: Owner,
  { from, to }: { from: number; to: number },
): Promise<DeploymentRecord[]> {
  return rows(
    RecordRow,
    `${RECORD} and ${OWNED} and coalesce(finished_at, started_at, created_at) >= $3
       and coalesce(finished_at, started_at, created_at) < $4`,
    [owner.names, owner.repository, new Date(from), new Date(to)],
  )
}

/** The latest success of every environment. */
export async function latestByEnvironment(owner: Owner): Promise<DeploymentRecord[]> {
  return rows(
    RecordRow,
    `select * from (
       select distinct on (environment) latest.* from (${RECORD} and ${OWNED} and status = 'success' and finished_at is not null) as latest
       order by environment, "finishedAt" desc, id desc) as found order by "finishedAt" desc`,
    [owner.names, owner.repository],
  )
}

const RunFound = RunRow.and(z.object({ event: z.string().nullable() }))
export type RunFound = z.infer<typeof RunFound>
export type JobFound = z.infer<typeof JobRow>

/** Attempts of the runs with these ids, newest first. */
export async function loadRuns(repository: string, ids: string[]): Promise<RunFound[]> {
  return rows(
    RunFound,
    `select ${RUN_COLUMNS}, event from pipeline_runs where repository = $1 and id = any($2) and not deleted order by queued_at desc, attempt desc limit 20`,
    [repository, ids],
  )
}

/** Runs of a commit, the first ones first. */
export async function loadRunsOf(repository: string, sha: string, limit: number): Promise<RunFound[]> {
  return rows(
    RunFound,
    `select ${RUN_COLUMNS}, event from pipeline_runs where repository = $1 and sha = $2 and not deleted order by queued_at, id, attempt limit $3`,
    [repository, sha, limit],
  )
}

/** Jobs of one attempt of a run, in the order in which they began. */
export async function loadJobsOf(
  repository: string,
  { source, id, attempt }: Pick<RunFound, 'source' | 'id' | 'attempt'>,
  limit: number,
): Promise<JobFound[]> {
  return rows(
    JobRow,
    `select ${JOB_COLUMNS} from jobs where repository = $1 and source = $2 and run = $3 and attempt = $4 and not deleted
     order by started_at nulls last, queued_at nulls last, id limit $5`,
    [repository, source, id, attempt, limit],
  )
}

const VerificationRow = z.object({
  source: z.string(),
  name: z.string(),
  status: z.enum(['success', 'failure']),
  at: z.number(),
  url: z.string().nullable(),
})
export type VerificationFound = z.infer<typeof VerificationRow>

/** Checks of a deployment by any of its ids; where its own source has some, those alone. Earliest first. */
export async function loadVerifications(ids: string[], source: string): Promise<VerificationFound[]> {
  const found = await rows(
    VerificationRow,
    `select source, name, status, ${ms('at')} as at, url from verifications where deployment = any($1) and not deleted
     order by verifications.at, name`,
    [ids],
  )
  const own = found.filter((one) => one.source === source)
  return own.length > 0 ? own : found
}

const FactRow = z.object({ fact: z.custom<DeploymentFact>((value) => typeof value === 'object' && value !== null) })

/** The fact that a source and any member's id name. */
export async function findDeploymentFact(service: string, { source, id }: FactName): Promise<DeploymentFact | null> {
  const found = await rows(
    FactRow,
    `select fact from deployment_facts where service = $1 and source = $2 and members @> array[$3]
     order by (id = $3) desc limit 1`,
    [service, source, id],
  )
  return found[0]?.fact ?? null
}

/** The deployments that one repaired, as the rules found; in order. */
export async function loadRepairedBy(service: string, by: FactName): Promise<DeploymentFact[]> {
  const found = await rows(
    FactRow,
    `select fact from deployment_facts where service = $1 and fact->'repairs' @> $2::jsonb order by (fact->>'finishedAt')::float8`,
    [service, JSON.stringify([{ by: keyOf(by) }])],
  )
  return found.map(({ fact }) => fact)
}

const Neighbour = z.object({ source: z.string(), id: z.string(), at: z.number() })
export type Neighbour = z.infer<typeof Neighbour>

/** The deployment or attempt right before and after one, in the order of METRICS. */
export async function loadNeighbours(
  service: string,
  { source, id, finishedAt }: Pick<DeploymentFact, 'source' | 'id' | 'finishedAt'>,
): Promise<{ previous: Neighbour | null; next: Neighbour | null }> {
  const beside = async (sign: '<' | '>') => {
    const way = sign === '<' ? 'desc' : 'asc'
    const found = await rows(
      Neighbour,
      `with ordered as (
         select source, id, (fact->>'finishedAt')::float8 as at,
           coalesce((fact->>'startedAt')::float8, (fact->>'finishedAt')::float8) as began from deployment_facts where service = $1
       ), this as (select * from ordered where source = $2 and id = $3)
       select ordered.source, ordered.id, ordered.at from ordered, this
       where ordered.at ${sign}= $4 and (ordered.at, ordered.began, ordered.id collate "C", ordered.source collate "C")
         ${sign} (this.at, this.began, this.id collate "C", this.source collate "C")
       order by ordered.at ${way}, ordered.began ${way}, ordered.id collate "C" ${way}, ordered.source collate "C" ${way} limit 1`,
      [service, source, id, finishedAt],
    )
    return found[0] ?? null
  }
  const [previous, next] = await Promise.all([beside('<'), beside('>')])
  return { previous, next }
}

export type Place = { service: string; source: string; id: string }

/** Every service's deployment of this id, counted or in another environment. */
export async function deploymentsNamed(id: string): Promise<Place[]> {
  return rows(
    z.object({ service: z.string(), source: z.string(), id: z.string() }),
    `with counted as (select service, source, id, members from deployment_facts where members @> array[$1])
     select service, source, id from counted
     union
     select state.service, told.source, told.id from deployments told join service_states state
       on state.service = told.service or told.service is null and state.repository = told.repository
     where told.id = $1 and not told.deleted
       and not exists (select 1 from counted where counted.source = told.source and counted.service = state.service)
     order by service, source, id limit 100`,
    [id],
  )
}
