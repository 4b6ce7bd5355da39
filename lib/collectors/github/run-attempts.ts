// The earlier attempts of a run that was started again, and the jobs of all of them.
import { z } from 'zod'
import { errorKind } from '../../errors'
import type { RecordInput } from '../../records/record'
import type { Rejected } from '../contract'
import type { Answer } from './client'
import { positionBy, readRows } from './paging'
import { unexpected } from './refusal'
import { jobRecord, runRecord, WorkflowJob, WorkflowRun } from './run-record'
import type { RepositoryContext } from './session'
import { neededJobs, type PlannedJobs } from './workflow-file'

/** Whether some service finds its deployments among the jobs of this repository. */
export function jobsWanted({ config, services, scope }: RepositoryContext): boolean {
  if (config.jobs !== 'needed') return config.jobs === 'all'
  const names = [scope.repository, `${scope.owner}/${scope.name}`]
  return services.some(({ repository, rule }) => names.includes(repository) && rule?.from === 'job')
}

/** LIMIT: a request for each earlier attempt, and one for each hundred jobs. */
export async function attemptsOf(context: RepositoryContext, run: WorkflowRun, jobs: boolean, planned?: PlannedJobs) {
  const { session, scope } = context
  const { repository } = scope
  const base = { owner: scope.owner, repo: scope.name, run_id: run.id }
  const records: RecordInput[] = []
  const rejected: Rejected[] = []
  const attempts: WorkflowRun[] = []
  for (let attempt = 1; attempt < run.run_attempt; attempt += 1) {
    const route = '/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}'
    const body = await unlessGone(session.api.get(route, { ...base, attempt_number: attempt }))
    if (body === undefined) {
      rejected.push({ position: `run ${run.id}, attempt ${attempt}`, path: '', reason: 'GitHub has it no more' })
      continue
    }
    const rows = readRows([body], WorkflowRun, positionBy('run', 'id'))
    attempts.push(...rows.read)
    rejected.push(...rows.rejected)
  }
  const listed = jobs ? await listJobs(context, run, base) : { read: [], rejected: [] }
  rejected.push(...listed.rejected)
  for (const attempt of [...attempts, run]) {
    const own = listed.read.filter((job) => job.run_attempt === attempt.run_attempt)
    records.push(runRecord(repository, attempt, own))
    const names = own.map(({ name }) => name)
    const needs = planned && neededJobs(planned, names)
    for (const job of own) records.push(jobRecord(repository, job, needs?.get(job.name)))
  }
  return { records, rejected }
}

/** NOTE: many an owner deletes old runs all the time, also one that was just listed; the others go on. */
async function unlessGone(answer: Promise<Answer>): Promise<unknown> {
  try {
    return (await answer).body
  } catch (error) {
    if (errorKind(error) !== 'not-found') throw error
    return undefined
  }
}

const Jobs = z.object({ total_count: z.int(), jobs: z.array(z.unknown()) })
const PAGE = 100

async function listJobs({ session }: RepositoryContext, run: WorkflowRun, base: Record<string, string | number>) {
  const read: WorkflowJob[] = []
  const rejected: Rejected[] = []
  for (let page = 1; ; page += 1) {
    const parameters = { ...base, filter: 'all', per_page: PAGE, page }
    const body = await unlessGone(session.api.get('/repos/{owner}/{repo}/actions/runs/{run_id}/jobs', parameters))
    if (body === undefined) {
      rejected.push({ position: `run ${run.id}, its jobs`, path: '', reason: 'GitHub has them no more' })
      return { read, rejected }
    }
    const parsed = Jobs.safeParse(body)
    if (!parsed.success) throw unexpected(parsed.error, `jobs of run ${run.id}`)
    const rows = readRows(parsed.data.jobs, WorkflowJob, positionBy('job', 'id'))
    read.push(...rows.read)
    rejected.push(...rows.rejected)
    if (page * PAGE >= parsed.data.total_count || parsed.data.jobs.length === 0) return { read, rejected }
  }
}
