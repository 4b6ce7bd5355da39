// Deployments, with the source's own word on production: the tier of their environment.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { Instant, parseRows } from './api'
import { defineChanged, type GitlabContext } from './changed'
import type { Project, Session } from './projects'

type Status = Extract<RecordInput, { type: 'deployment' }>['status']

export const DEPLOYMENT_STATUS: Record<string, Status> = {
  created: 'pending',
  blocked: 'pending',
  running: 'running',
  success: 'success',
  failed: 'failure',
  canceled: 'cancelled',
  skipped: 'cancelled',
}

const Deployment = z.object({
  id: z.number().int(),
  sha: z.string(),
  ref: z.string().nullish(),
  status: z.string().transform((text, ctx) => {
    const status = DEPLOYMENT_STATUS[text]
    if (status) return status
    ctx.addIssue(`is a state that is not known: ${text.slice(0, 40)}`)
    return z.NEVER
  }),
  created_at: Instant,
  updated_at: Instant,
  environment: z.object({ id: z.number().int(), name: z.string() }),
  deployable: z
    .object({
      started_at: Instant.nullish(),
      finished_at: Instant.nullish(),
      web_url: z.string().nullish(),
      pipeline: z.object({ id: z.number().int() }).nullish(),
    })
    .nullish(),
})
type Deployment = z.infer<typeof Deployment>

export const deployments = defineChanged<Deployment>({
  id: 'deployments',
  title: 'Deployments',
  feature: 'environments',
  path: 'deployments',
  what: 'deployment',
  row: Deployment,
  async tell(row, context) {
    const tiers = await tiersOf(context)
    return { records: [deploymentRecord(row, context.scope.title, tiers.get(row.environment.id))] }
  },
})

const Environment = z.object({ id: z.number().int(), tier: z.string().nullish() })

/** By environment; those that were stopped are not listed, because a project may have thousands for its reviews. */
function tiersOf({ session, scope }: Pick<GitlabContext, 'session' | 'scope'>): Promise<Map<number, string>> {
  const tiers = session.tiers.get(scope.id) ?? askTiers(session, scope)
  session.tiers.set(scope.id, tiers)
  return tiers
}

async function askTiers({ api }: Session, { number }: Project): Promise<Map<number, string>> {
  const rows = await api.all(`projects/${number}/environments`, { states: 'available' })
  const { parsed } = parseRows(Environment, rows, 'environment')
  return new Map(parsed.flatMap(({ id, tier }): [number, string][] => (tier ? [[id, tier]] : [])))
}

const FINAL = new Set<Status>(['success', 'failure', 'cancelled'])

function deploymentRecord(row: Deployment, repository: string, tier: string | undefined): RecordInput {
  // NOTE: one that was reported through the API has no job; its last change is then the only word on its end.
  const ended = row.deployable ? row.deployable.finished_at : row.updated_at
  const finishedAt = FINAL.has(row.status) ? (ended ?? undefined) : undefined
  const startedAt = row.deployable?.started_at ?? undefined
  const unset = [...(startedAt ? [] : ['startedAt']), ...(finishedAt ? [] : ['finishedAt'])]
  return {
    type: 'deployment',
    id: String(row.id),
    repository,
    updatedAt: row.updated_at,
    environment: row.environment.name,
    production: tier === undefined ? undefined : tier === 'production',
    sha: row.sha,
    ref: row.ref ?? undefined,
    createdAt: row.created_at,
    startedAt,
    finishedAt,
    status: row.status,
    pipelineRun: row.deployable?.pipeline ? String(row.deployable.pipeline.id) : undefined,
    url: row.deployable?.web_url ?? undefined,
    ...(unset.length > 0 && { unset }),
  }
}
