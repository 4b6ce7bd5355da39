// What GitHub says of a workflow run, one attempt of it, and a job; and the records that they become. Pure: also for webhooks.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import type { RunStatus } from '../../records/schema'
import { unsetting } from './unset'

type RunInput = Extract<RecordInput, { type: 'pipeline_run' }>
type JobInput = Extract<RecordInput, { type: 'job' }>

const STATUSES: Record<string, RunStatus> = {
  queued: 'queued',
  requested: 'queued',
  waiting: 'queued',
  pending: 'queued',
  in_progress: 'running',
}
const CONCLUSIONS: Record<string, RunStatus> = {
  success: 'success',
  neutral: 'success',
  failure: 'failure',
  cancelled: 'cancelled',
  stale: 'cancelled',
  skipped: 'skipped',
  action_required: 'skipped', // nobody let it start
  timed_out: 'timed_out',
  startup_failure: 'error',
}

const state = { status: z.string(), conclusion: z.string().nullish() }
const State = z.object(state).superRefine(({ status, conclusion }, ctx) => {
  if (statusOf({ status, conclusion })) return
  const [field, said] = status === 'completed' ? ['conclusion', conclusion] : ['status', status]
  ctx.addIssue({ code: 'custom', path: [String(field)], message: `is not one that is known: ${String(said)}` })
})

export const WorkflowRun = z
  .object({
    id: z.int(),
    name: z.string().nullish(),
    path: z.string().nullish(),
    run_attempt: z.int().positive().default(1),
    event: z.string().nullish(),
    head_branch: z.string().nullish(),
    head_sha: z.string(),
    created_at: z.string(),
    run_started_at: z.string().nullish(),
    updated_at: z.string(),
    html_url: z.string().nullish(),
  })
  .and(State)
export type WorkflowRun = z.infer<typeof WorkflowRun>

export const WorkflowJob = z
  .object({
    id: z.int(),
    run_id: z.int(),
    run_attempt: z.int().positive().default(1),
    name: z.string(),
    created_at: z.string().nullish(),
    started_at: z.string().nullish(),
    completed_at: z.string().nullish(),
    runner_name: z.string().nullish(),
  })
  .and(State)
export type WorkflowJob = z.infer<typeof WorkflowJob>

const CHANGING = ['startedAt', 'finishedAt'] as const

function statusOf({ status, conclusion }: { status: string; conclusion?: string | null }): RunStatus | undefined {
  return status === 'completed' ? CONCLUSIONS[conclusion ?? ''] : STATUSES[status]
}

export function isFinished({ status }: { status: string }): boolean {
  return status === 'completed'
}

/** It waits for somebody to approve it, as one of a stranger's pull request does: it is no attempt more when it goes on. */
export function isAsleep({ conclusion }: { conclusion?: string | null }): boolean {
  return conclusion === 'action_required'
}

/** One attempt. `jobs`: of this attempt, where they were asked for: they know its end better than the run does. */
export function runRecord(repository: string, run: WorkflowRun, jobs: WorkflowJob[] = []): RunInput {
  const status = statusOf(run) ?? 'queued' // its schema has seen to it
  // LIMIT: a run that is started again keeps its creation and moves its start.
  const startedAt = run.run_started_at ?? undefined
  const queuedAt = run.run_attempt > 1 && startedAt ? startedAt : run.created_at
  const begun = status !== 'queued' && status !== 'skipped'
  const record: RunInput = {
    type: 'pipeline_run',
    repository,
    id: String(run.id),
    attempt: run.run_attempt,
    pipeline: run.name || (run.path?.split('/').at(-1)?.split('@')[0] ?? 'workflow'),
    event: run.event ?? undefined,
    branch: run.head_branch ?? undefined,
    sha: run.head_sha,
    queuedAt,
    startedAt: begun ? (earliest(jobs.map(({ started_at }) => started_at)) ?? startedAt) : undefined,
    finishedAt: isFinished(run) ? (latest(jobs.map(({ completed_at }) => completed_at)) ?? run.updated_at) : undefined,
    status,
    url: run.html_url ? attemptUrl(run.html_url, run.run_attempt) : undefined,
    updatedAt: run.updated_at,
  }
  return unsetting(record, CHANGING)
}

/** `needs`: names of jobs, where the workflow's file tells. */
export function jobRecord(repository: string, job: WorkflowJob, needs?: string[]): JobInput {
  const status = statusOf(job) ?? 'queued' // its schema has seen to it
  const ran = status !== 'skipped'
  const record: JobInput = {
    type: 'job',
    repository,
    run: String(job.run_id),
    attempt: job.run_attempt,
    id: String(job.id),
    name: job.name,
    needs,
    queuedAt: job.created_at ?? undefined,
    // NOTE: a job that waits has a start already, the time at which it was asked about.
    startedAt: ran && status !== 'queued' ? (job.started_at ?? undefined) : undefined,
    finishedAt: ran && isFinished(job) ? (job.completed_at ?? undefined) : undefined,
    status,
    runner: job.runner_name || undefined,
    // GitHub does not say when a job changed; what it knows of it does.
    updatedAt:
      (isFinished(job) && job.completed_at) || (status === 'running' && job.started_at) || job.created_at || undefined,
  }
  return unsetting(record, CHANGING)
}

function attemptUrl(url: string, attempt: number): string {
  return attempt > 1 && !url.includes('/attempts/') ? `${url}/attempts/${attempt}` : url
}

function earliest(times: (string | null | undefined)[]): string | undefined {
  return times.reduce<string | undefined>(
    (a, b) => (!a || (b && Date.parse(b) < Date.parse(a)) ? (b ?? a) : a),
    undefined,
  )
}

function latest(times: (string | null | undefined)[]): string | undefined {
  return times.reduce<string | undefined>(
    (a, b) => (!a || (b && Date.parse(b) > Date.parse(a)) ? (b ?? a) : a),
    undefined,
  )
}
