// The stages of a pipeline build, as its jobs: told by the Pipeline Stage View plugin, a request a build.
import { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import type { RecordInput } from '../../records/record'
import { formatInstant } from '../../time'
import type { Rejected, WantedService } from '../contract'
import type { Run } from './build'
import type { Config } from './config'
import { ask, type Job, type Session } from './jobs'

type Status = Extract<RecordInput, { type: 'job' }>['status']

export const STAGE_STATUS: Record<string, Status> = {
  SUCCESS: 'success',
  UNSTABLE: 'failure',
  FAILED: 'failure',
  ABORTED: 'cancelled',
  IN_PROGRESS: 'running',
  PAUSED_PENDING_INPUT: 'running',
  NOT_EXECUTED: 'skipped',
}

const Stage = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  name: z.string().min(1),
  status: z.string().transform((text, ctx) => {
    const status = STAGE_STATUS[text]
    if (status) return status
    ctx.addIssue(`is a state that is not known: ${text.slice(0, 40)}`)
    return z.NEVER
  }),
  startTimeMillis: z.number().optional(),
  durationMillis: z.number().optional(),
})
const Described = z.object({ stages: z.array(z.unknown()).default([]) })

export type Told = { records: RecordInput[]; rejected: Rejected[] }
type Context = { session: Session; scope: Job; config: Config; services: readonly WantedService[] }

export async function collectStages(context: Context, number: number, run: Run): Promise<Told> {
  const told: Told = { records: [], rejected: [] }
  if (!needsStages(context, run.repository)) return told
  const { session, scope } = context
  let body: unknown
  try {
    body = (await ask(session.client, `${scope.path}${number}/wfapi/describe`)).body
  } catch (error) {
    if (!(error instanceof StreamgaugeError) || error.kind !== 'not-found') throw error
    // Without the plugin no build has them; with it this one was deleted meanwhile.
    session.stages ??= 'missing'
    return told
  }
  session.stages = 'told'
  for (const row of Described.parse(body).stages) {
    const stage = Stage.safeParse(row)
    if (stage.success) told.records.push(jobRecord(stage.data, run))
    else {
      const [issue] = stage.error.issues
      const path = issue?.path.map(String).join('.') ?? ''
      told.rejected.push({ position: `stage of ${run.id}`, path, reason: issue?.message ?? 'is not as described' })
    }
  }
  return told
}

function needsStages({ session, scope, config, services }: Context, repository: string): boolean {
  if (session.stages === 'missing' || !scope.hasStages || config.stages === 'none') return false
  const ours = services.filter((service) => service.repository === repository)
  return config.stages === 'all' || ours.length === 0 || ours.some(({ rule }) => rule === null || rule.from === 'job')
}

function jobRecord(stage: z.infer<typeof Stage>, run: Run): RecordInput {
  const { startTimeMillis: start, durationMillis: duration, status } = stage
  const began = start !== undefined && start > 0 && status !== 'skipped'
  const ended = began && duration !== undefined && status !== 'running'
  return {
    type: 'job',
    repository: run.repository,
    run: run.id,
    id: stage.id,
    name: stage.name,
    startedAt: began ? formatInstant(start) : undefined,
    finishedAt: ended ? formatInstant(start + duration) : undefined,
    status,
  }
}
