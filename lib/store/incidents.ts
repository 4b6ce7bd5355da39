// Incidents and people's corrections, as the second pass of the derivation reads them.
import { z } from 'zod'
import type { CorrectionInput, IncidentInput } from '../records/loaded'
import { Reference } from '../records/schema'
import { ms, rows } from './records'

const IncidentRow: z.ZodType<IncidentInput> = z.object({
  source: z.string(),
  id: z.string(),
  service: z.string().nullable(),
  repository: z.string().nullable(),
  title: z.string(),
  severity: z.string().nullable(),
  labels: z.array(z.string()),
  startedAt: z.number(),
  resolvedAt: z.number().nullable(),
  causedBy: Reference.nullable(),
  fixedBy: Reference.nullable(),
  url: z.string().nullable(),
})
const CorrectionRow: z.ZodType<CorrectionInput> = z.object({
  source: z.string(),
  id: z.string(),
  deployment: z.string().nullable(),
  incident: z.string().nullable(),
  service: z.string().nullable(),
  repository: z.string().nullable(),
  says: z.enum(['confirm', 'add', 'strike']),
  reason: z.string().nullable(),
  at: z.number(),
})

const INCIDENT = `select source, id, service, repository, title, severity, coalesce(labels, '[]'::jsonb) as labels,
  ${ms('started_at')} as "startedAt", ${ms('resolved_at')} as "resolvedAt", caused_by as "causedBy", fixed_by as "fixedBy", url
  from incidents where not deleted`

/** Incidents of these services or repositories, these ids, and all that name a cause or a fix. */
export async function loadIncidents(scope: {
  services: string[]
  repositories: string[]
  ids: string[]
}): Promise<IncidentInput[]> {
  return rows(
    IncidentRow,
    `${INCIDENT} and (service = any($1) or repository = any($2) or id = any($3) or caused_by is not null or fixed_by is not null) order by source, id`,
    [scope.services, scope.repositories, scope.ids],
  )
}

/** Every cause and fix that any incident names. */
export async function loadReferences(): Promise<Pick<IncidentInput, 'causedBy' | 'fixedBy'>[]> {
  return rows(
    z.object({ causedBy: Reference.nullable(), fixedBy: Reference.nullable() }),
    `select caused_by as "causedBy", fixed_by as "fixedBy" from incidents where not deleted and (caused_by is not null or fixed_by is not null)`,
    [],
  )
}

/** The repositories in which any of these commits lies or was deployed. */
export async function repositoriesOfCommits(shas: string[]): Promise<string[]> {
  if (shas.length === 0) return []
  const found = await rows(
    z.object({ repository: z.string() }),
    `select repository from commits where sha = any($1) and not deleted
     union select repository from deployments where sha = any($1) and not deleted and repository is not null
     union select services.repository from deployments join services on services.name = deployments.service
       where sha = any($1) and not deployments.deleted
     union select repository from pipeline_runs where sha = any($1) and not deleted
     union select repository from tags where sha = any($1) and not deleted`,
    [shas],
  )
  return found.map((row) => row.repository)
}

/** The repositories whose deployments to an environment other than production may have one of these ids, told by a source or made by a rule. */
export async function repositoriesOfDeployments(ids: string[], environment: string): Promise<string[]> {
  if (ids.length === 0) return []
  const made = (table: string, id: string) =>
    `exists (select 1 from ${table} made where made.repository = rule.repository and not made.deleted and ${id} = any($1))`
  const found = await rows(
    z.object({ repository: z.string() }),
    `select repository from deployments
       where id = any($1) and environment = $2 and not deleted and service is null and repository is not null
     union select named.repository from deployments join services named
       on named.name = deployments.service or coalesce(named.aliases, '[]'::jsonb) ? deployments.service
       where deployments.id = any($1) and environment = $2 and not deployments.deleted and not named.deleted
     union select repository from services rule where not deleted and deployments->>'environment' = $2 and case deployments->>'from'
       when 'pipeline_run' then ${made('pipeline_runs', `'run:' || made.id || '/' || made.attempt`)}
       when 'job' then ${made('jobs', `'job:' || made.run || '/' || made.attempt || '/' || made.id`)}
       when 'tag' then ${made('tags', `'tag:' || made.name`)}
       when 'merge' then ${made('pull_requests', `'pr:' || made.number`)}
       else false end`,
    [ids, environment],
  )
  return found.map((row) => row.repository)
}

/** All corrections, oldest first. */
export async function loadCorrections(): Promise<CorrectionInput[]> {
  return rows(
    CorrectionRow,
    `select source, id, deployment, incident, service, repository, says, reason, ${ms('at')} as at from corrections where not deleted order by corrections.at, id`,
    [],
  )
}
