// The incidents that a person may want to link to a deployment.
import { z } from 'zod'
import { rows } from './records'

const DAY_MS = 86_400_000
const MOST = 40

const Near = z.object({ source: z.string(), id: z.string(), title: z.string(), startedAt: z.number() })
export type IncidentNear = z.infer<typeof Near>

/** Those of the service that began from a day before `at` to two weeks after it; the nearest first. */
export async function loadIncidentsNear(service: string, at: number): Promise<IncidentNear[]> {
  return rows(
    Near,
    `select source, id, fact->>'title' as title, (fact->>'startedAt')::float8 as "startedAt" from incident_facts
     where service = $1 and started_at between $2 and $3 order by abs((fact->>'startedAt')::float8 - $4), source, id limit $5`,
    [service, new Date(at - DAY_MS), new Date(at + 14 * DAY_MS), at, MOST],
  )
}
