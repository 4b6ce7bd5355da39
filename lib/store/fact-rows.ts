// Whole facts, read one by one or by service; figures are computed from the columns of segments.ts.
import { z } from 'zod'
import type { ChangeFact } from '../facts/change'
import type { DeploymentFact } from '../facts/deployment'
import { keyOf } from '../facts/fact-key'
import type { IncidentFact } from '../facts/incident'
import type { FactRows, RowsWanted } from '../facts/rows'
import { rows } from './records'

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
