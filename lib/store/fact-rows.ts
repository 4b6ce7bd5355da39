// Whole facts, read one by one or by service; figures are computed from the columns of segments.ts.
import { z } from 'zod'
import type { ChangeFact } from '../facts/change'
import type { DeploymentFact } from '../facts/deployment'
import { type FactName, keyOf } from '../facts/fact-key'
import type { IncidentFact } from '../facts/incident'
import type { FactRows, RowsWanted } from '../facts/rows'
import { rows } from './records'
import { segmentOf } from './segments'

const whole = <Fact>() => z.object({ fact: z.custom<Fact>((value) => typeof value === 'object' && value !== null) })

/** The whole facts that a view of one service asks for; one that is no more is left out. */
export async function loadFactRows(service: string, wanted: RowsWanted): Promise<FactRows> {
  const { changes = [], deployments = [], incidents = [] } = wanted
  const none = changes.length + deployments.length + incidents.length === 0
  if (none) return { changes: new Map(), deployments: new Map(), incidents: new Map() }
  const named = (list: { source: string; id: string }[]) => [
    service,
    list.map(({ source }) => source),
    list.map(({ id }) => id),
  ]
  const byName = (table: string) =>
    `select fact from ${table} join unnest($2::text[], $3::text[]) as wanted(source, id) using (source, id) where service = $1`
  const [foundChanges, foundDeployments, foundIncidents] = await Promise.all([
    changes.length === 0
      ? []
      : rows(whole<ChangeFact>(), 'select fact from change_facts where service = $1 and id = any($2)', [
          service,
          changes,
        ]),
    deployments.length === 0 ? [] : rows(whole<DeploymentFact>(), byName('deployment_facts'), named(deployments)),
    incidents.length === 0 ? [] : rows(whole<IncidentFact>(), byName('incident_facts'), named(incidents)),
  ])
  return {
    changes: new Map(foundChanges.map(({ fact }) => [fact.id, fact])),
    deployments: new Map(foundDeployments.map(({ fact }) => [keyOf(fact), fact])),
    incidents: new Map(foundIncidents.map(({ fact }) => [keyOf(fact), fact])),
  }
}

/** Where a search looks: in what ended in a time, or among some changes. */
export type SearchScope =
  | { kind: 'changes' | 'deployments'; from: number; to: number }
  | { kind: 'incidents' }
  | { ids: string[] }

const TABLES = { changes: 'change_facts', deployments: 'deployment_facts', incidents: 'incident_facts' }
const MATCHES = {
  changes: `(id ilike $2 or fact->>'title' ilike $2)`,
  deployments: `(id ilike $2 or fact->>'sha' ilike $2 or fact->>'ref' ilike $2 or array_to_string(members, ' ') ilike $2)`,
  incidents: `(id ilike $2 or fact->>'title' ilike $2 or fact->>'severity' ilike $2)`,
}

/** The ids of a service's rows that have `text` in their title, id or commit, in any case. A pull request is found by `#12` too. */
export async function searchRows(service: string, text: string, scope: SearchScope): Promise<Set<string>> {
  const number = /^#(\d+)$/.exec(text)?.[1]
  const wanted = number === undefined ? `%${text.replace(/[\\%_]/g, '\\$&')}%` : `pr:${number}`
  const [table, limit, values]: [keyof typeof MATCHES, string, unknown[]] =
    'ids' in scope
      ? ['changes', 'and id = any($3)', [scope.ids]]
      : scope.kind === 'incidents'
        ? ['incidents', '', []]
        : [scope.kind, 'and segment between $3 and $4', [segmentOf(scope.from), segmentOf(scope.to)]]
  const found = await rows(
    z.object({ id: z.string() }),
    `select id from ${TABLES[table]} where service = $1 and ${MATCHES[table]} ${limit}`,
    [service, wanted, ...values],
  )
  return new Set(found.map(({ id }) => id))
}

/** The incidents of any service that a deployment of this one is the cause of, or the fix. */
export async function loadIncidentsOf(
  service: string,
  deployment: FactName,
): Promise<{ holder: string; incident: IncidentFact }[]> {
  const found = await rows(
    whole<IncidentFact>().extend({ service: z.string() }),
    `select service, fact from incident_facts where linked_services @> array[$1]
       and (fact->'links' @> $2::jsonb or fact->'fixedBy' @> $2::jsonb) order by started_at, source, id`,
    [service, JSON.stringify([{ service, source: deployment.source, deployment: deployment.id }])],
  )
  return found.map(({ service: holder, fact }) => ({ holder, incident: fact }))
}

/** Where a row that is not in a window would be: when a change or deployment ended, or an incident began; null: unknown. */
export async function findRow(
  service: string,
  kind: keyof typeof MATCHES,
  id: string,
): Promise<{ at: number | null } | null> {
  const at = { changes: 'deployedAt', deployments: 'finishedAt', incidents: 'startedAt' }[kind]
  const found = await rows(
    z.object({ at: z.number().nullable() }),
    `select (fact->>'${at}')::float8 as at from ${TABLES[kind]} where service = $1 and id = $2 limit 1`,
    [service, id],
  )
  return found[0] ?? null
}

/** The deployments and attempts of each named service, in order. */
export async function loadDeployments(services: string[]): Promise<Map<string, DeploymentFact[]>> {
  const found = await rows(
    whole<DeploymentFact>().extend({ service: z.string() }),
    'select service, fact from deployment_facts where service = any($1)',
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

/** The incidents that each named service holds. */
export async function loadIncidentFacts(services: string[]): Promise<Map<string, IncidentFact[]>> {
  const found = await rows(
    whole<IncidentFact>().extend({ service: z.string() }),
    'select service, fact from incident_facts where service = any($1)',
    [services],
  )
  const byService = new Map<string, IncidentFact[]>(services.map((service) => [service, []]))
  for (const { service, fact } of found) byService.get(service)?.push(fact)
  return byService
}
