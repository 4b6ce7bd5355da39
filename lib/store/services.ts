// Services as configured, and what is known of the measured ones.
import { z } from 'zod'
import type { RuleInUse } from '../facts/deployment'
import type { DeployedEver, MeasuredService } from '../facts/service'
import { DEFAULT_ACTIVE, STAGES } from '../facts/stage'
import { DEFAULT_HOTFIX, DEFAULT_INCIDENT_WINDOW_SECONDS, type ServiceInput } from '../records/loaded'
import { DeploymentRule, IncidentRule } from '../records/schema'
import { ms, rows } from './records'

const Calendar = z.object({
  days: z.array(z.number()),
  hours: z.array(z.tuple([z.string(), z.string()])),
  holidays: z.array(z.string()),
  timeZone: z.string().optional(),
})
const Hotfix = z.object({ labels: z.array(z.string()).optional(), branches: z.array(z.string()).optional() })

const ServiceRow = z.object({
  name: z.string(),
  team: z.string().nullable(),
  repository: z.string(),
  paths: z.array(z.string()).nullable(),
  productionEnvironments: z.array(z.string()).nullable(),
  deployments: DeploymentRule.nullable(),
  incidents: IncidentRule.nullable(),
  active: z.array(z.enum(STAGES)).nullable(),
  calendar: Calendar.nullable(),
  timeZone: z.string().nullable(),
  hotfix: Hotfix.nullable(),
  incidentWindowHours: z.number().nullable(),
  slo: z.number().nullable(),
  costPerMinute: z.number().nullable(),
  aliases: z.array(z.string()).nullable(),
})

/** What a service's facts were derived with, kept beside them. */
export const Settings = z.object({
  team: z.string().nullable(),
  timeZone: z.string(),
  active: z.array(z.enum(STAGES)),
  calendar: Calendar.nullable(),
  slo: z.number().nullable(),
  costPerMinute: z.number().nullable(),
  rule: DeploymentRule.extend({ inferred: z.boolean() }),
})
export type Settings = z.infer<typeof Settings>

export type ConfiguredService = { input: ServiceInput; settings: Omit<Settings, 'rule'> }

function configured(row: z.infer<typeof ServiceRow>): ConfiguredService {
  const active = row.active ?? [...DEFAULT_ACTIVE]
  return {
    input: {
      name: row.name,
      aliases: row.aliases ?? [],
      team: row.team,
      repository: row.repository,
      configured: true,
      paths: row.paths,
      productionEnvironments: row.productionEnvironments,
      rule: row.deployments,
      incidentRule: row.incidents,
      active,
      hotfix: {
        labels: row.hotfix?.labels ?? DEFAULT_HOTFIX.labels,
        branches: row.hotfix?.branches ?? DEFAULT_HOTFIX.branches,
      },
      incidentWindowSeconds:
        row.incidentWindowHours === null ? DEFAULT_INCIDENT_WINDOW_SECONDS : row.incidentWindowHours * 3600,
    },
    settings: {
      team: row.team,
      timeZone: row.timeZone ?? 'UTC',
      active,
      calendar: row.calendar,
      slo: row.slo,
      costPerMinute: row.costPerMinute,
    },
  }
}

/** The one service that stands for a repository nobody configured. */
export function unconfigured(repository: string, name = repository): ConfiguredService {
  const row = { ...EMPTY, name, repository }
  const { input, settings } = configured(row)
  return { input: { ...input, configured: false }, settings }
}

const EMPTY: Omit<z.infer<typeof ServiceRow>, 'name' | 'repository'> = {
  team: null,
  paths: null,
  productionEnvironments: null,
  deployments: null,
  incidents: null,
  active: null,
  calendar: null,
  timeZone: null,
  hotfix: null,
  incidentWindowHours: null,
  slo: null,
  costPerMinute: null,
  aliases: null,
}

const COLUMNS = `name, team, repository, paths, production_environments as "productionEnvironments", deployments, incidents, active, calendar,
  time_zone as "timeZone", hotfix, incident_window_hours as "incidentWindowHours", slo, cost_per_minute as "costPerMinute",
  -- A former name that is a service's own again means that service.
  (select jsonb_agg(alias) from jsonb_array_elements_text(coalesce(aliases, '[]'::jsonb)) alias
   where not exists (select 1 from services live where live.name = alias and not live.deleted)) as aliases`

/** The services of these repositories. */
export async function loadConfigured(...repositories: string[]): Promise<ConfiguredService[]> {
  return (
    await rows(ServiceRow, `select ${COLUMNS} from services where repository = any($1) and not deleted order by name`, [
      repositories,
    ])
  ).map(configured)
}

export async function loadConfiguredByName(names: string[]): Promise<ConfiguredService[]> {
  return (
    await rows(ServiceRow, `select ${COLUMNS} from services where name = any($1) and not deleted order by name`, [
      names,
    ])
  ).map(configured)
}

/** Who says something of a configured service. */
export async function sourcesOfService(name: string): Promise<string[]> {
  const found = await rows(
    z.object({ source: z.string() }),
    'select unnest(sources) as source from services where name = $1 and not deleted',
    [name],
  )
  return found.map(({ source }) => source)
}

/** Who says something of these repositories themselves. */
export async function sourcesOfRepositories(names: string[]): Promise<string[]> {
  const found = await rows(
    z.object({ source: z.string() }),
    'select distinct unnest(sources) as source from repositories where name = any($1) and not deleted',
    [names],
  )
  return found.map(({ source }) => source)
}

const WantedRow = z.object({
  repository: z.string(),
  rule: DeploymentRule.nullable(),
  hasPaths: z.boolean(),
})

/** What every configured service needs of its sources. */
export async function wantedServices(): Promise<z.infer<typeof WantedRow>[]> {
  const select = 'select repository, deployments as rule, paths is not null as "hasPaths" from services'
  return rows(WantedRow, `${select} where not deleted order by name`, [])
}

/** The repositories of services, by their current or former names. */
export async function repositoriesOfServices(names: string[]): Promise<string[]> {
  const found = await rows(
    z.object({ repository: z.string() }),
    `select distinct repository from services where not deleted and (name = any($1) or exists (
       select 1 from jsonb_array_elements_text(coalesce(aliases, '[]'::jsonb)) alias where alias = any($1)))
     union select repository from service_states where service = any($1)`,
    [names],
  )
  return found.map((row) => row.repository)
}

export type ServiceSummary = MeasuredService & {
  configured: boolean
  deployed: DeployedEver
  version: string
  derivedAt: number
  previousRule: RuleInUse | null
  ruleSince: number | null
}

const StateRow = z
  .object({
    service: z.string(),
    slug: z.string(),
    repository: z.string(),
    configured: z.boolean(),
    settings: Settings,
    previousRule: Settings.shape.rule.nullable(),
    ruleSince: z.number().nullable(),
    version: z.string(),
    derivedAt: z.number(),
    deployedCount: z.number(),
    deployedFrom: z.number().nullable(),
    deployedUntil: z.number().nullable(),
  })
  .transform(
    ({ settings, service, deployedCount, deployedFrom, deployedUntil, ...state }): ServiceSummary => ({
      ...state,
      ...settings,
      name: service,
      deployed: { count: deployedCount, firstAt: deployedFrom, lastAt: deployedUntil },
    }),
  )

const STATE = `select service, slug, repository, configured, settings, previous_rule as "previousRule", ${ms('rule_since')} as "ruleSince",
  version::text as version, ${ms('derived_at')} as "derivedAt", deployed_count as "deployedCount",
  ${ms('deployed_from')} as "deployedFrom", ${ms('deployed_until')} as "deployedUntil" from service_states`

/** Every measured service, by name. */
export async function listServices(): Promise<ServiceSummary[]> {
  return rows(StateRow, `${STATE} order by service`, [])
}

export async function serviceBySlug(slug: string): Promise<ServiceSummary | null> {
  return (await rows(StateRow, `${STATE} where slug = $1`, [slug]))[0] ?? null
}

/** By its name, its slug, or a former name, in this order. */
export async function findService(name: string): Promise<ServiceSummary | null> {
  const [exact] = await rows(StateRow, `${STATE} where service = $1`, [name])
  if (exact) return exact
  const found = await rows(
    StateRow,
    `${STATE} where slug = $1 or service in (
       select name from services where not deleted and coalesce(aliases, '[]'::jsonb) ? $1)
     order by (slug = $1) desc limit 1`,
    [name],
  )
  return found[0] ?? null
}

/** The environments that deployments of the service or of its repository name. */
export async function environmentsOf({
  name,
  repository,
}: Pick<ServiceSummary, 'name' | 'repository'>): Promise<string[]> {
  const found = await rows(
    z.object({ environment: z.string() }),
    'select distinct environment from deployments where not deleted and (service = $1 or service is null and repository = $2) order by environment',
    [name, repository],
  )
  return found.map((row) => row.environment)
}

export async function servicesInRepository(repository: string): Promise<string[]> {
  return (await servicesInRepositories([repository])).map(({ service }) => service)
}

/** The measured services of these repositories. */
export async function servicesInRepositories(
  repositories: string[],
): Promise<{ service: string; repository: string }[]> {
  return rows(
    z.object({ service: z.string(), repository: z.string() }),
    'select service, repository from service_states where repository = any($1)',
    [repositories],
  )
}
