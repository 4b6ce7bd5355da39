// The second pass's tables: incident facts, mentions, and which services they concern.
import { z } from 'zod'
import { pool, withTransaction } from '../db'
import type { IncidentFact } from '../facts/incident'
import { rows } from './records'

export type IncidentRow = { service: string; fact: IncidentFact }

function linkedServices(fact: IncidentFact): string[] {
  return [...new Set([...fact.links, ...fact.fixedBy].map((ref) => ref.service))].sort()
}

/**
 * Writes the facts of the incidents in `keys` ([source, id]); rows of theirs that `found` lacks go.
 * Returns every service that holds a row that differs, or whose deployments one concerns or did.
 */
export async function saveIncidents(keys: [string, string][], found: IncidentRow[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const incoming = found.map(({ service, fact }) => ({
    service,
    source: fact.source,
    id: fact.id,
    started_at: new Date(fact.startedAt).toISOString(),
    linked_services: linkedServices(fact),
    fact,
  }))
  return withTransaction(async (client) => {
    const gone = await client.query<{ service: string; linked_services: string[] }>(
      `delete from incident_facts stored using unnest($1::text[], $2::text[]) as key(source, id)
       where stored.source = key.source and stored.id = key.id and not exists (
         select 1 from jsonb_to_recordset($3::jsonb) as incoming(service text, source text, id text)
         where incoming.service = stored.service and incoming.source = stored.source and incoming.id = stored.id)
       returning stored.service, stored.linked_services`,
      [keys.map(([source]) => source), keys.map(([, id]) => id), JSON.stringify(incoming)],
    )
    const written = await client.query<{ service: string; before: string[] | null; after: string[] }>(
      `with incoming as (
         select * from jsonb_to_recordset($1::jsonb)
           as row(service text, source text, id text, started_at timestamptz, linked_services text[], fact jsonb)
       ), differing as (
         select incoming.*, stored.linked_services as before from incoming
         left join incident_facts stored using (service, source, id) where stored.fact is distinct from incoming.fact
       ), upserted as (
         insert into incident_facts (service, source, id, started_at, linked_services, fact)
         select service, source, id, started_at, linked_services, fact from differing
         on conflict (service, source, id) do update
           set started_at = excluded.started_at, linked_services = excluded.linked_services, fact = excluded.fact
       ) select service, before, linked_services as after from differing`,
      [JSON.stringify(incoming)],
    )
    const concerned = [
      ...gone.rows.map((row) => [row.service, ...row.linked_services]),
      ...written.rows.map((row) => [row.service, ...(row.before ?? []), ...row.after]),
    ]
    return new Set(concerned.flat())
  })
}

// From here on one look at every row beats the index, and a list that is hashed beats one that is compared with each.
const MANY = 50

/** Whether a list column holds any of the texts of the parameter. */
function holdsAny(column: string, parameter: string, count: number): string {
  if (count < MANY) return `${column} && ${parameter}::text[]`
  return `exists (select from unnest(${column}) as held where held = any(${parameter}::text[]))`
}

/** Facts of any incident that bears on the deployments of these services. */
export async function loadLinked(services: string[]): Promise<IncidentFact[]> {
  const found = await rows(
    z.object({ fact: z.custom<IncidentFact>((value) => typeof value === 'object' && value !== null) }),
    `select fact from incident_facts where ${holdsAny('linked_services', '$1', services.length)}`,
    [services],
  )
  return found.map((row) => row.fact)
}

/** Keys of stored incident facts whose incident is no more. */
export async function orphanedIncidents(): Promise<[string, string][]> {
  const result = await pool().query<{ source: string; id: string }>(
    `select distinct source, id from incident_facts fact where not exists (
       select 1 from incidents where incidents.source = fact.source and incidents.id = fact.id and not deleted)`,
  )
  return result.rows.map((row) => [row.source, row.id])
}

/** Keys of the facts that the named services hold, so that links they lose are written too. */
export async function incidentKeysOf(services: string[]): Promise<[string, string][]> {
  const result = await pool().query<{ source: string; id: string }>(
    `select distinct source, id from incident_facts
     where service = any($1) or ${holdsAny('linked_services', '$1', services.length)}`,
    [services],
  )
  return result.rows.map((row) => [row.source, row.id])
}

/** The services that hold one of these deployments (by any member's id) or mentions. */
export async function servicesNamed(deployments: string[], mentions: string[]): Promise<string[]> {
  const result = await pool().query<{ service: string }>(
    `select service from deployment_facts where ${holdsAny('members', '$1', deployments.length)}
     union select service from mention_facts where mention = any($2)`,
    [deployments, mentions],
  )
  return result.rows.map((row) => row.service)
}

/** A mention's deployment as it is stored: its source and its id. */
const Named = z.tuple([z.string(), z.string()])

export async function loadMentions(
  services: string[],
): Promise<Map<string, Map<string, { source: string; id: string }>>> {
  const found = await rows(
    z.object({ service: z.string(), mention: z.string(), deployment: z.string() }),
    'select service, mention, deployment from mention_facts where service = any($1)',
    [services],
  )
  const byService = new Map(services.map((service) => [service, new Map<string, { source: string; id: string }>()]))
  for (const { service, mention, deployment } of found) {
    const [source, id] = Named.parse(JSON.parse(deployment))
    byService.get(service)?.set(mention, { source, id })
  }
  return byService
}
