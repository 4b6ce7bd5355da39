// The jobs of a pipeline's last successful runs in a window, with what each needs and when it ran: the shape of the pipeline.
import { z } from 'zod'
import type { RunsAsked } from './pipelines'
import { ms, rows } from './records'

const ShapeRow = z.object({
  run: z.string(),
  /** Whether it ran on the default branch, as far as its source names a branch. */
  onLine: z.boolean(),
  name: z.string(),
  /** Null where its source says nothing of it. */
  needs: z.array(z.string()).nullable(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
})
export type JobInRun = z.infer<typeof ShapeRow>

/** Runs that a shape is read from; older ones may have had another. */
export const SHAPE_RUNS = 60

/** By run, those of the default branch and then the latest first, and by job; each attempt is a run. */
export async function loadJobsOfRuns(
  { repository, from, to }: RunsAsked,
  { source, pipeline }: { source: string; pipeline: string },
): Promise<JobInRun[]> {
  return rows(
    ShapeRow,
    `select latest.id || '/' || latest.attempt as run, latest.on_line as "onLine", job.name, job.needs,
       ${ms('job.started_at')} as "startedAt", ${ms('job.finished_at')} as "finishedAt"
     from (
       select id, attempt, queued_at, coalesce(branch = coalesce((
           select default_branch from repositories where name = $1 and not deleted), 'main'), false) as on_line
       from pipeline_runs where repository = $1 and queued_at >= $2 and queued_at < $3 and source = $4 and pipeline = $5
         and status = 'success' and not deleted
       order by on_line desc, queued_at desc, id desc, attempt desc limit $6) as latest
     join jobs job on job.repository = $1 and job.source = $4 and job.run = latest.id and job.attempt = latest.attempt
     where not job.deleted and job.status = 'success'
     order by latest.on_line desc, latest.queued_at desc, latest.id desc, latest.attempt desc, job.name, job.id`,
    [repository, new Date(from).toISOString(), new Date(to).toISOString(), source, pipeline, SHAPE_RUNS],
  )
}
