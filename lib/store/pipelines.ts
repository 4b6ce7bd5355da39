// Pipeline runs and jobs of one repository in a window, for the page of pipelines. A window holds the runs that were queued in it.
import pg from 'pg'
import { z } from 'zod'
import type { RunInput } from '../records/loaded'
import type { JobCounts, LaterRuns, RunTable, TriedJob } from '../records/runs'
import { RunStatus } from '../records/schema'
import { copyOut } from './copy-out'
import { ms, RUN_COLUMNS, RunRow, rows } from './records'

/** Half open, epoch milliseconds. */
export type RunsAsked = { repository: string; from: number; to: number }

const time = (at: number) => new Date(at).toISOString()

/** Every run of the window by when it was queued. */
export async function loadRuns({ repository, from, to }: RunsAsked): Promise<RunTable> {
  const table = {
    source: [] as string[],
    id: [] as string[],
    attempt: [] as number[],
    pipeline: [] as string[],
    branch: [] as (string | null)[],
    status: [] as RunStatus[],
  }
  const times: [number[], number[], number[]] = [[], [], []]
  await copyOut(
    `select source, id, pipeline, branch, status, attempt::int4, ${ms('queued_at')}, ${ms('started_at')}, ${ms('finished_at')}
     from pipeline_runs where repository = ${pg.escapeLiteral(repository)} and not deleted
       and queued_at >= '${time(from)}' and queued_at < '${time(to)}' order by queued_at, source, id, attempt`,
    ([source, id, pipeline, branch, status, attempt, ...instants]) => {
      table.source.push(String(source))
      table.id.push(String(id))
      table.pipeline.push(String(pipeline))
      table.branch.push(branch ? String(branch) : null)
      table.status.push(RunStatus.parse(String(status)))
      table.attempt.push(attempt?.readInt32BE() ?? 1)
      for (const [at, column] of times.entries()) column.push(instants[at]?.readDoubleBE() ?? Number.NaN)
    },
  )
  const [queuedAt, startedAt, finishedAt] = times.map((column) => Float64Array.from(column))
  // sound: three columns
  return { ...table, length: table.id.length, queuedAt, startedAt, finishedAt } as RunTable
}

const LaterRow: z.ZodType<LaterRuns> = z.object({
  source: z.string(),
  pipeline: z.string(),
  branch: z.string(),
  leastId: z.string(),
  greatestId: z.string(),
})

/** The branches of pipelines that ran after the window. */
export async function loadLaterRuns({ repository, to }: RunsAsked): Promise<LaterRuns[]> {
  return rows(
    LaterRow,
    `select source, pipeline, branch, min(id) as "leastId", max(id) as "greatestId" from pipeline_runs
     where repository = $1 and queued_at >= $2 and branch is not null and not deleted group by source, pipeline, branch`,
    [repository, time(to)],
  )
}

/** The whole records of some runs, in the order in which they are asked for. */
export async function loadRunRows(
  repository: string,
  names: Pick<RunInput, 'source' | 'id' | 'attempt'>[],
): Promise<RunInput[]> {
  if (names.length === 0) return []
  return rows(
    RunRow,
    `select ${RUN_COLUMNS} from pipeline_runs
     join unnest($2::text[], $3::text[], $4::int[]) with ordinality as wanted(source, id, attempt, place) using (source, id, attempt)
     where repository = $1 and not deleted order by place`,
    [repository, names.map(({ source }) => source), names.map(({ id }) => id), names.map(({ attempt }) => attempt)],
  )
}

/** Since when and until when runs of the repository are known; null: none is. */
export async function knownRuns(repository: string): Promise<{ from: number; to: number } | null> {
  const [found] = await rows(
    z.object({ from: z.number().nullable(), to: z.number().nullable() }),
    `select ${ms('min(queued_at)')} as "from", ${ms('max(queued_at)')} as "to" from pipeline_runs where repository = $1 and not deleted`,
    [repository],
  )
  return found && found.from !== null && found.to !== null ? { from: found.from, to: found.to } : null
}

const JOBS = `pipeline_runs run join jobs job on job.repository = run.repository and job.source = run.source
  and job.run = run.id and job.attempt = run.attempt
  where run.repository = $1 and run.queued_at >= $2 and run.queued_at < $3 and not run.deleted and not job.deleted`

const Quantiles = z.object({ n: z.number(), median: z.number().nullable(), p90: z.number().nullable() })
const CountsRow = z
  .object({
    source: z.string(),
    pipeline: z.string(),
    name: z.string(),
    ended: z.number(),
    failed: z.number(),
    faults: z.number(),
    cancelled: z.number(),
    open: z.number(),
    durations: z.number(),
    duration: z.array(z.number().nullable()).nullable(),
    queues: z.number(),
    queue: z.array(z.number().nullable()).nullable(),
  })
  .transform(({ durations, queues, duration, queue, ...counts }): JobCounts => {
    const of = (n: number, [median, p90]: (number | null)[] = []) =>
      Quantiles.parse({ n, median: median ?? null, p90: p90 ?? null })
    return { ...counts, duration: of(durations, duration ?? []), queue: of(queues, queue ?? []) }
  })

/** Counted by the database: a repository has many times more jobs than runs. Quantiles are of type 7 as in `lib/metrics/stats.ts`. */
export async function loadJobCounts({ repository, from, to }: RunsAsked): Promise<JobCounts[]> {
  return rows(
    CountsRow,
    `select source, pipeline, name, count(*) filter (where ended)::int as ended,
       count(*) filter (where status in ('failure', 'timed_out'))::int as failed,
       count(*) filter (where status = 'error')::int as faults, count(*) filter (where status = 'cancelled')::int as cancelled,
       count(*) filter (where status in ('queued', 'running'))::int as open,
       count(*) filter (where ended and took >= 0)::int as durations,
       percentile_cont(array[0.5, 0.9]) within group (order by took) filter (where ended and took >= 0) as duration,
       count(*) filter (where waited >= 0)::int as queues,
       percentile_cont(array[0.5, 0.9]) within group (order by waited) filter (where waited >= 0) as queue
     from (
       select run.source, run.pipeline, job.name, job.status, job.status in ('success', 'failure', 'timed_out', 'error') as ended,
         extract(epoch from job.finished_at - job.started_at)::float8 as took,
         extract(epoch from job.started_at - job.queued_at)::float8 as waited
       from ${JOBS}) as counted
     group by source, pipeline, name order by pipeline, name, source`,
    [repository, time(from), time(to)],
  )
}

const TriedRow: z.ZodType<TriedJob> = z.object({
  source: z.string(),
  pipeline: z.string(),
  name: z.string(),
  sha: z.string(),
  run: z.string(),
  attempt: z.number(),
  at: z.number(),
  url: z.string().nullable(),
  succeeded: z.boolean(),
})

const JOB_AT = 'coalesce(job.started_at, job.queued_at, run.started_at, run.queued_at)'
const VERDICTS = `job.status in ('success', 'failure', 'timed_out')`

/**
 * Every try of the jobs that both failed and succeeded at one commit. NOTE: two statements, because PostgreSQL knows too little of
 * a part of one to join it well: together they took minutes where these take a second.
 */
export async function loadDoubtfulJobs({ repository, from, to }: RunsAsked): Promise<TriedJob[]> {
  const window = [repository, time(from), time(to)]
  const doubtful = await rows(
    z.object({ sha: z.string(), name: z.string() }),
    `select distinct sha, name from (
       select run.sha, job.name from ${JOBS} and ${VERDICTS} group by run.source, run.pipeline, run.sha, job.name
       having max(${JOB_AT}) filter (where job.status = 'success') >= min(${JOB_AT}) filter (where job.status <> 'success')) as both_ways`,
    window,
  )
  if (doubtful.length === 0) return []
  return rows(
    TriedRow,
    `select run.source, run.pipeline, job.name, run.sha, job.run, job.attempt, ${ms(JOB_AT)} as at, run.url,
       job.status = 'success' as succeeded
     from ${JOBS} and ${VERDICTS} and run.sha = any($4) and job.name = any($5)`,
    [...window, [...new Set(doubtful.map(({ sha }) => sha))], [...new Set(doubtful.map(({ name }) => name))]],
  )
}

const FailedJobRow = z.object({
  source: z.string(),
  pipeline: z.string(),
  name: z.string(),
  run: z.string(),
  attempt: z.number(),
  status: RunStatus,
  branch: z.string().nullable(),
  sha: z.string(),
  at: z.number(),
  seconds: z.number().nullable(),
  url: z.string().nullable(),
})
export type FailedJob = z.infer<typeof FailedJobRow>

/** Jobs of one name and pipeline that failed, the latest first. */
export async function loadFailedJobs(
  { repository, from, to }: RunsAsked,
  { pipeline, name }: { pipeline: string; name: string },
  { limit, offset }: { limit: number; offset: number },
): Promise<FailedJob[]> {
  return rows(
    FailedJobRow,
    `select job.source, run.pipeline, job.name, job.run, job.attempt, job.status, run.branch, run.sha, run.url,
       ${ms(JOB_AT)} as at,
       extract(epoch from job.finished_at - job.started_at)::float8 as seconds
     from ${JOBS} and run.pipeline = $4 and job.name = $5 and job.status in ('failure', 'timed_out')
     order by at desc, job.source, job.run, job.attempt, job.id limit $6 offset $7`,
    [repository, time(from), time(to), pipeline, name, limit, offset],
  )
}
