// What GitHub says of a deployment and its statuses, and the record that it becomes. Pure: also for webhooks.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { unsetting } from './unset'

type DeploymentInput = Extract<RecordInput, { type: 'deployment' }>

/** Theirs to ours. `inactive` says only that another one came later. */
const STATES: Record<string, DeploymentInput['status'] | 'inactive'> = {
  PENDING: 'pending',
  QUEUED: 'pending',
  WAITING: 'pending',
  IN_PROGRESS: 'running',
  SUCCESS: 'success',
  FAILURE: 'failure',
  ERROR: 'failure',
  INACTIVE: 'inactive',
}

export const DeploymentStatus = z
  .object({
    state: z.string().refine((state) => state.toUpperCase() in STATES, {
      error: ({ input }) => `is not a state of a deployment: ${String(input)}`,
    }),
    createdAt: z.string(),
    logUrl: z.string().nullish(),
    environmentUrl: z.string().nullish(),
  })
  .transform(({ state, ...status }) => ({ ...status, state: STATES[state.toUpperCase()] ?? 'pending' }))
export type DeploymentStatus = z.output<typeof DeploymentStatus>

export const Deployment = z.object({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  commitOid: z.string(),
  environment: z.string().nullable(),
  ref: z.object({ name: z.string() }).nullish(),
})
export type Deployment = z.infer<typeof Deployment>

/** What only REST knows. */
export type DeploymentWord = { production: boolean; ref?: string }

const CHANGING = ['startedAt', 'finishedAt'] as const

export function deploymentRecord(
  repository: string,
  deployment: Deployment,
  said: DeploymentStatus[],
  word?: DeploymentWord,
): DeploymentInput {
  const statuses = inOrder(said)
  const outcome = outcomeOf(statuses)
  const url = statuses.findLast(({ logUrl }) => logUrl)?.logUrl ?? statuses.at(-1)?.environmentUrl
  const record: DeploymentInput = {
    type: 'deployment',
    id: deployment.id,
    repository,
    environment: deployment.environment || 'production', // GitHub's own default
    // NOTE: false is what GitHub answers where nobody said anything, so only true is a word.
    production: word?.production || undefined,
    sha: deployment.commitOid,
    ref: word?.ref ?? deployment.ref?.name,
    createdAt: deployment.createdAt,
    ...outcome,
    pipelineRun: /\/actions\/runs\/(\d+)/.exec(url ?? '')?.[1],
    url: url || undefined,
    updatedAt: latest([deployment.updatedAt, ...statuses.map(({ createdAt }) => createdAt)]),
  }
  return unsetting(record, CHANGING)
}

/** Whether GitHub will say no more of it, as far as anyone can know. */
export function isFinal({ status }: Pick<DeploymentInput, 'status'>): boolean {
  return status !== 'pending' && status !== 'running'
}

type Outcome = Pick<DeploymentInput, 'status' | 'startedAt' | 'finishedAt'>

/** It ends with the first of the last equal ends: a success that is said again does not move it, one after a retry does. */
function outcomeOf(statuses: DeploymentStatus[]): Outcome {
  const own = statuses.flatMap(({ state, createdAt }) => (state === 'inactive' ? [] : [{ state, createdAt }]))
  const last = own.at(-1)
  if (!last) return { status: statuses.length > 0 ? 'cancelled' : 'pending' }
  const isEnd = ({ state }: { state: string }) => state === 'success' || state === 'failure'
  const before = own.findLastIndex(({ state }) => state !== last.state)
  const end = isEnd(last) ? own[before + 1] : undefined
  const ended = own.findLastIndex((status, at) => isEnd(status) && (!end || at <= before))
  const startedAt = own.find(({ state }, at) => state === 'running' && at > ended)?.createdAt
  if (!end && statuses.at(-1)?.state === 'inactive') return { status: 'cancelled', startedAt }
  return { status: last.state, startedAt, finishedAt: end?.createdAt }
}

const ORDER = ['pending', 'running', 'failure', 'success', 'inactive']

/** By time, which is in whole seconds: of the same second in the order in which they can only have come. */
function inOrder(statuses: DeploymentStatus[]): DeploymentStatus[] {
  return statuses.toSorted(
    (a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || ORDER.indexOf(a.state) - ORDER.indexOf(b.state),
  )
}

function latest(times: string[]): string {
  return times.reduce((newest, at) => (Date.parse(at) > Date.parse(newest) ? at : newest))
}
