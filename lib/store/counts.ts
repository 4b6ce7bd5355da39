// What the database is and how much it holds, for the doctor and for pages without figures.
import { pool } from '../db'

export async function databaseVersion(): Promise<{ text: string; number: number }> {
  const result = await pool().query<{ text: string; number: string }>(
    `select current_setting('server_version') as text, current_setting('server_version_num') as number`,
  )
  const [row] = result.rows
  return { text: row?.text ?? 'unknown', number: Number(row?.number ?? 0) }
}

const TABLES = {
  commits: 'commits',
  'pull requests': 'pull_requests',
  reviews: 'reviews',
  'pipeline runs': 'pipeline_runs',
  jobs: 'jobs',
  deployments: 'deployments',
  tags: 'tags',
  incidents: 'incidents',
  verifications: 'verifications',
  annotations: 'annotations',
  corrections: 'corrections',
  services: 'services',
  teams: 'teams',
  repositories: 'repositories',
}

/** How many records of each kind there are, removed ones left out. */
export async function recordCounts(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const [label, table] of Object.entries(TABLES)) {
    const result = await pool().query<{ count: number }>(`select count(*) as count from ${table} where not deleted`)
    counts[label] = result.rows[0]?.count ?? 0
  }
  return counts
}

const OF_REPOSITORIES = ['commits', 'pull_requests', 'pipeline_runs', 'deployments', 'tags']

/** How many records there are that deployments and changes are made of, by repository; of one alone where it is given. */
export async function recordsByRepository(repository: string | null = null): Promise<Map<string, number>> {
  const each = OF_REPOSITORIES.map(
    (table) => `select repository from ${table} where not deleted and repository is not null
       and ($1::text is null or repository = $1)`,
  )
  const { rows } = await pool().query<{ repository: string; count: number }>(
    `select repository, count(*) as count from (${each.join(' union all ')}) as found group by repository`,
    [repository],
  )
  return new Map(rows.map((row) => [row.repository, row.count]))
}

/** Deployments that name a service which nobody configured, by that name: they count nowhere. */
export async function strayDeployments(): Promise<{ service: string; count: number }[]> {
  const result = await pool().query<{ service: string; count: number }>(
    `select service, count(*) as count from deployments where not deleted and service is not null
       and not exists (select 1 from services known where not known.deleted
         and (known.name = deployments.service or coalesce(known.aliases, '[]'::jsonb) ? deployments.service))
     group by service order by service limit 100`,
  )
  return result.rows
}
