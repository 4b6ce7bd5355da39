// Pipelines and their jobs. The list has no times of its own, so each pipeline is asked for, and its jobs where they are needed.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { formatInstant, parseInstant } from '../../time'
import { Instant, parseRows } from './api'
import { defineChanged, type GitlabContext } from './changed'

type Status = Extract<RecordInput, { type: 'pipeline_run' }>['status']

/** NOTE: a pipeline that waits for a person has run and will go on; a job that nobody has asked for has not begun. */
export const PIPELINE_STATUS: Record<string, Status> = {
  created: 'queued',
  waiting_for_resource: 'queued',
  waiting_for_callback: 'queued',
  preparing: 'queued',
  pending: 'queued',
  scheduled: 'queued',
  running: 'running',
  canceling: 'running',
  manual: 'running',
  success: 'success',
  failed: 'failure',
  canceled: 'cancelled',
  skipped: 'skipped',
}
const JOB_STATUS: Record<string, Status> = { ...PIPELINE_STATUS, manual: 'skipped' }

/** Why a job failed, where it was not its own doing. */
const FAILURES: Record<string, Status> = {
  stuck_or_timeout_failure: 'timed_out',
  job_execution_timeout: 'timed_out',
  runner_system_failure: 'error',
  api_failure: 'error',
  scheduler_failure: 'error',
  data_integrity_failure: 'error',
  stale_schedule: 'error',
  ci_quota_exceeded: 'error',
  no_matching_runner: 'error',
}

function mapped(statuses: Record<string, Status>) {
  return z.string().transform((text, ctx) => {
    const status = statuses[text]
    if (status) return status
    ctx.addIssue(`is a state that is not known: ${text.slice(0, 40)}`)
    return z.NEVER
  })
}

const Listed = z.object({ id: z.number().int(), ref: z.string().nullish(), tag: z.boolean().optional() })
type Listed = z.infer<typeof Listed>

const Pipeline = z.object({
  id: z.number().int(),
  name: z.string().nullish(),
  sha: z.string(),
  ref: z.string().nullish(),
  tag: z.boolean().nullish(),
  source: z.string().nullish(),
  status: mapped(PIPELINE_STATUS),
  created_at: Instant,
  updated_at: Instant,
  started_at: Instant.nullish(),
  finished_at: Instant.nullish(),
  web_url: z.string().optional(),
})
type Pipeline = z.infer<typeof Pipeline>

const Job = z
  .object({
    id: z.number().int(),
    name: z.string(),
    status: mapped(JOB_STATUS),
    failure_reason: z.string().nullish(),
    created_at: Instant,
    started_at: Instant.nullish(),
    finished_at: Instant.nullish(),
    queued_duration: z.number().nullish(),
    runner: z.object({ description: z.string().nullish() }).nullish(),
  })
  .transform((job) => {
    const status = job.status === 'failure' ? (FAILURES[job.failure_reason ?? ''] ?? job.status) : job.status
    return { ...job, status }
  })
type Job = z.infer<typeof Job>

export const pipelines = defineChanged<Listed>({
  id: 'pipelines',
  title: 'Pipelines and jobs',
  feature: 'builds',
  path: 'pipelines',
  what: 'pipeline',
  row: Listed,
  perPage: 50,
  manner: (context) => `jobs=${jobsOf(context)}`,
  tell,
})

async function tell(listed: Listed, context: GitlabContext) {
  const { session, scope } = context
  const path = `projects/${scope.number}/pipelines/${listed.id}`
  const { parsed, rejected } = parseRows(Pipeline, [await session.api.get(path)], 'pipeline')
  const records: RecordInput[] = []
  for (const pipeline of parsed) {
    records.push(runRecord(pipeline, scope.title))
    if (!needsJobs(context, pipeline)) continue
    const jobs = parseRows(Job, await session.api.all(`${path}/jobs`, { include_retried: true }), 'job')
    rejected.push(...jobs.rejected)
    records.push(...jobs.parsed.map((job) => jobRecord(job, pipeline, scope.title)))
  }
  return { records, rejected }
}

/** Where nothing is configured only what runs on the default branch or a tag can turn out to be a deployment. */
function jobsOf({ config, services, scope }: GitlabContext): 'all' | 'released' | 'none' {
  if (config.jobs !== 'needed') return config.jobs
  const ours = services.filter((service) => service.repository === scope.title)
  if (ours.some(({ rule }) => rule?.from === 'job')) return 'all'
  return ours.length === 0 || ours.some(({ rule }) => rule === null) ? 'released' : 'none'
}

function needsJobs(context: GitlabContext, { ref, tag }: Pick<Pipeline, 'ref' | 'tag'>): boolean {
  const jobs = jobsOf(context)
  return jobs === 'all' || (jobs === 'released' && (tag === true || ref === context.scope.defaultBranch))
}

const FINAL = new Set<Status>(['success', 'failure', 'cancelled', 'timed_out', 'skipped', 'error'])

function runRecord(row: Pipeline, repository: string): RecordInput {
  const finishedAt = FINAL.has(row.status) ? (row.finished_at ?? undefined) : undefined
  const startedAt = row.started_at ?? undefined
  const onBranch = !row.tag && row.ref && !row.ref.startsWith('refs/')
  // One that is tried again runs once more under the same id.
  const unset = [...(startedAt ? [] : ['startedAt']), ...(finishedAt ? [] : ['finishedAt'])]
  return {
    type: 'pipeline_run',
    repository,
    id: String(row.id),
    updatedAt: row.updated_at,
    pipeline: row.name || 'pipeline',
    event: row.source ?? undefined,
    branch: onBranch ? (row.ref ?? undefined) : undefined,
    sha: row.sha,
    queuedAt: row.created_at,
    startedAt,
    finishedAt,
    status: row.status,
    url: row.web_url,
    ...(unset.length > 0 && { unset }),
  }
}

/** A job that was tried again keeps its record beside the later one: each try has an id of its own. */
function jobRecord(job: Job, pipeline: Pipeline, repository: string): RecordInput {
  const startedAt = job.started_at ?? undefined
  const finishedAt = FINAL.has(job.status) ? (job.finished_at ?? undefined) : undefined
  const unset = [...(startedAt ? [] : ['startedAt']), ...(finishedAt ? [] : ['finishedAt'])]
  return {
    type: 'job',
    repository,
    run: String(pipeline.id),
    id: String(job.id),
    name: job.name,
    queuedAt: queuedAt(job),
    startedAt,
    finishedAt,
    status: job.status,
    runner: job.runner?.description || undefined,
    ...(unset.length > 0 && { unset }),
  }
}

/** NOTE: a job is created with its pipeline and queued when its stage begins; only the duration tells when that was. */
function queuedAt({ started_at, queued_duration, created_at }: Job): string {
  const started = started_at ? parseInstant(started_at) : null
  if (started === null || typeof queued_duration !== 'number') return created_at
  return formatInstant(Math.round(started - queued_duration * 1000))
}
