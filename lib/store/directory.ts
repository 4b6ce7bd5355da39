// Which services ever reached production: the overview folds the others into one row.
import { query } from '../db'

export async function deployedServices(): Promise<Set<string>> {
  const found = await query<{ service: string }>(
    `select service from service_states state where exists (
       select 1 from deployment_facts fact where fact.service = state.service and (fact.fact->>'succeeded')::boolean) /* overview: deployed */`,
  )
  return new Set(found.rows.map((row) => row.service))
}
