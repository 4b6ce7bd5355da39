// Stored facts: written as differences, read whole per service.
import type pg from 'pg'
import { z } from 'zod'
import { pool, withTransaction } from '../db'
import type { ChangeFact } from '../facts/change'
import type { DeploymentFact, RuleInUse } from '../facts/deployment'
import type { IncidentFact } from '../facts/incident'
import type { QualityCode, QualityFact, ServiceFacts } from '../facts/service'
import { ms, rows } from './records'
import { findService, type Settings } from './services'

type Table = { name: string; key: string[]; columns: [column: string, type: string][] }

const TABLES = {
  deployments: {
    name: 'deployment_facts',
    key: ['source', 'id'],
    columns: [
      ['source', 'text'],
      ['id', 'text'],
      ['finished_at', 'timestamptz'],
      ['members', 'text[]'],
      ['fact', 'jsonb'],
    ],
  },
  changes: {
    name: 'change_facts',
    key: ['id'],
    columns: [
      ['id', 'text'],
      ['deployed_at', 'timestamptz'],
      ['fact', 'jsonb'],
    ],
  },
  quality: {
    name: 'quality_facts',
    key: ['code', 'record'],
    columns: [
      ['code', 'text'],
      ['record', 'text'],
      ['at', 'timestamptz'],
    ],
  },
  mentions: {
    name: 'mention_facts',
    key: ['mention'],
    columns: [
      ['mention', 'text'],
      ['deployment', 'text'],
    ],
  },
} satisfies Record<string, Table>

const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString())
const array = (texts: string[]) => `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`

type Value = string | null

/** Makes the rows of these services in one table equal to `values`; adds to `differences` how many differed. */
async function replaceRows(
  client: pg.PoolClient,
  table: Table,
  services: string[],
  values: { service: string; row: Value[] }[],
  differences: Map<string, number>,
): Promise<void> {
  const names = ['service', ...table.columns.map(([column]) => column)]
  const lists = [
    values.map(({ service }) => service),
    ...table.columns.map((_, at) => values.map(({ row }) => row[at] ?? null)),
  ]
  const source = `unnest(${lists.map((_, at) => `$${at + 1}::text[]`).join(', ')}) as incoming(${names.join(', ')})`
  const typed = ['incoming.service', ...table.columns.map(([column, type]) => `incoming.${column}::${type}`)]
  const key = ['service', ...table.key]
  const rest = names.filter((name) => !key.includes(name))
  const gone = await client.query<{ service: string }>(
    `delete from ${table.name} stored where service = any($${lists.length + 1}) and not exists (
       select 1 from ${source} where ${key.map((column) => `incoming.${column} = stored.${column}`).join(' and ')})
     returning service`,
    [...lists, services],
  )
  const written = await client.query<{ service: string }>(
    `insert into ${table.name} as stored (${names.join(', ')}) select ${typed.join(', ')} from ${source}
     on conflict (${key.join(', ')}) do update set ${rest.map((column) => `${column} = excluded.${column}`).join(', ')}
     where (${rest.map((column) => `stored.${column}`).join(', ')}) is distinct from (${rest.map((column) => `excluded.${column}`).join(', ')})
     returning service`,
    lists,
  )
  for (const { service } of [...gone.rows, ...written.rows]) {
    differences.set(service, (differences.get(service) ?? 0) + 1)
  }
}

export type ServiceState = { name: string; repository: string; configured: boolean; settings: Settings }
export type FirstPass = {
  changes: ChangeFact[]
  quality: QualityFact[]
  mentions: Map<string, { source: string; id: string }>
}

/** What is to be stored of one service; without a first pass only its deployments are. */
export type ServiceFactsToSave = { state: ServiceState; pass: FirstPass | null; deployments: DeploymentFact[] }

const deploymentRows = ({ deployments }: ServiceFactsToSave): Value[][] =>
  deployments.map((fact) => [fact.source, fact.id, instant(fact.finishedAt), array(fact.members), JSON.stringify(fact)])

const changeRows = ({ pass }: ServiceFactsToSave): Value[][] =>
  (pass?.changes ?? []).map((fact) => [fact.id, instant(fact.deployedAt), JSON.stringify(fact)])

function qualityRows({ pass }: ServiceFactsToSave): Value[][] {
  const facts = (pass?.quality ?? []).map((fact): [string, Value[]] => [
    `${fact.code} ${fact.record}`,
    [fact.code, fact.record, instant(fact.at)],
  ])
  return [...new Map(facts).values()]
}

const mentionRows = ({ pass }: ServiceFactsToSave): Value[][] =>
  [...(pass?.mentions ?? [])].map(([mention, { source, id }]) => [mention, JSON.stringify([source, id])])

/**
 * All facts of these services in one transaction: readers see the old state of each or the new one. Returns how many
 * rows differed.
 */
export async function saveServices(saved: ServiceFactsToSave[], now: number): Promise<number> {
  if (saved.length === 0) return 0
  return withTransaction(async (client) => {
    const differences = new Map<string, number>()
    const replace = (table: Table, some: ServiceFactsToSave[], rowsOf: (one: ServiceFactsToSave) => Value[][]) =>
      replaceRows(
        client,
        table,
        some.map(({ state }) => state.name),
        some.flatMap((one) => rowsOf(one).map((row) => ({ service: one.state.name, row }))),
        differences,
      )
    await replace(TABLES.deployments, saved, deploymentRows)
    const derived = saved.filter(({ pass }) => pass !== null)
    await replace(TABLES.changes, derived, changeRows)
    await replace(TABLES.quality, derived, qualityRows)
    await replace(TABLES.mentions, derived, mentionRows)
    for (const { state } of saved) await saveState(client, state, differences.get(state.name) ?? 0, now)
    return [...differences.values()].reduce((sum, count) => sum + count, 0)
  })
}

async function saveState(
  client: pg.PoolClient,
  { name, repository, configured, settings }: ServiceState,
  differences: number,
  now: number,
): Promise<void> {
  const known = await client.query<{ settings: Settings }>(
    'select settings from service_states where service = $1 for update',
    [name],
  )
  const before = known.rows[0]?.settings.rule
  const values = [name, repository, configured, JSON.stringify(settings), differences, instant(now)]
  if (!before) {
    await client.query(
      `insert into service_states (service, repository, configured, settings, version, derived_at, slug) values ($1, $2, $3, $4, $5, $6, $7)`,
      [...values, await freeSlug(client, name)],
    )
    return
  }
  const switched = ruleText(before) !== ruleText(settings.rule)
  await client.query(
    `update service_states set repository = $2, configured = $3, settings = $4, derived_at = $6,
       version = version + case when $5::bigint > 0 or settings is distinct from $4::jsonb then 1 else 0 end,
       previous_rule = case when $7 then $8::jsonb else previous_rule end,
       rule_since = case when $7 then $6::timestamptz else rule_since end
     where service = $1`,
    [...values, switched, JSON.stringify(before)],
  )
}

function ruleText({ from, match, environment, inferred }: RuleInUse): string {
  return JSON.stringify([from, match ?? null, environment ?? null, inferred])
}

/** The URL segment: lower case, other characters to `-`; a taken one gets `-2`, `-3`, … */
async function freeSlug(client: pg.PoolClient, name: string): Promise<string> {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 80) || 'service'
  await client.query(`select pg_advisory_xact_lock(hashtext('streamgauge slug'))`)
  const taken = await client.query<{ slug: string }>(
    `select slug from service_states where slug = $1 or slug like $1 || '-%'`,
    [base],
  )
  const slugs = new Set(taken.rows.map((row) => row.slug))
  if (!slugs.has(base)) return base
  let count = 2
  while (slugs.has(`${base}-${count}`)) count++
  return `${base}-${count}`
}

/** Forgets services that are measured no longer. */
export async function removeServices(names: string[]): Promise<void> {
  if (names.length === 0) return
  await withTransaction(async (client) => {
    const tables = [...Object.values(TABLES).map((table) => table.name), 'incident_facts', 'service_states']
    for (const table of tables) await client.query(`delete from ${table} where service = any($1)`, [names])
  })
}

const whole = <Fact>() => z.object({ fact: z.custom<Fact>((value) => typeof value === 'object' && value !== null) })

/** The deployments and attempts of each named service, in order. */
export async function loadDeployments(services: string[]): Promise<Map<string, DeploymentFact[]>> {
  const found = await rows(
    whole<DeploymentFact>().extend({ service: z.string() }),
    'select service, fact from deployment_facts where service = any($1) order by service, finished_at, id',
    [services],
  )
  const byService = new Map<string, DeploymentFact[]>(services.map((service) => [service, []]))
  for (const { service, fact } of found) byService.get(service)?.push(fact)
  for (const facts of byService.values()) facts.sort(inOrder)
  return byService
}

function inOrder(a: DeploymentFact, b: DeploymentFact): number {
  return (
    a.finishedAt - b.finishedAt ||
    (a.startedAt ?? a.finishedAt) - (b.startedAt ?? b.finishedAt) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

/** Everything that the metrics of a service are computed from; null: no such service. By name, former name or slug. */
export async function loadServiceFacts(name: string): Promise<ServiceFacts | null> {
  const service = await findService(name)
  if (!service) return null
  const [deployments, changes, incidents, quality] = await Promise.all([
    loadDeployments([service.name]),
    rows(whole<ChangeFact>(), 'select fact from change_facts where service = $1', [service.name]),
    rows(whole<IncidentFact>(), 'select fact from incident_facts where service = $1 order by started_at, id', [
      service.name,
    ]),
    rows(
      z.object({
        code: z.custom<QualityCode>((value) => typeof value === 'string'),
        record: z.string(),
        at: z.number().nullable(),
      }),
      `select code, record, ${ms('at')} as at from quality_facts where service = $1 order by code, record`,
      [service.name],
    ),
  ])
  return {
    service,
    environment: 'production',
    deployments: deployments.get(service.name) ?? [],
    changes: changes.map((row) => row.fact),
    incidents: incidents.map((row) => row.fact),
    quality,
  }
}
