// Incidents: issues of that type, and issues with a label that the settings name.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import type { Held, RemovalInput } from '../contract'
import { Instant, parseRows, type Query } from './api'
import { defineChanged, type GitlabContext } from './changed'
import type { Config } from './config'

const Issue = z.object({
  id: z.number().int(),
  title: z.string(),
  issue_type: z.string().nullish(),
  state: z.enum(['opened', 'closed']),
  severity: z.string().nullish(),
  labels: z.array(z.string()),
  created_at: Instant,
  updated_at: Instant,
  closed_at: Instant.nullish(),
  web_url: z.string().optional(),
})
type Issue = z.infer<typeof Issue>

export const incidents = defineChanged<Issue>({
  id: 'incidents',
  title: 'Incidents',
  feature: 'issues',
  path: 'issues',
  query: selection,
  what: 'issue',
  row: Issue,
  manner: ({ config }) => JSON.stringify([...config.incidents.labels].sort()),
  async tell(row, { config, scope, session }, held) {
    if (isIncident(row, config)) return { records: [incidentRecord(row, scope.title)] }
    // An issue that has lost its label is no incident any more; most were none before.
    const stored = session.incidents.get(scope.id) ?? heldIncidents(held, scope.title)
    session.incidents.set(scope.id, stored)
    return { records: (await stored).has(String(row.id)) ? [removal(row.id)] : [] }
  },
  sweep,
})

/** NOTE: GitLab cannot be asked for a type or a label: with labels every issue is listed. */
function selection({ incidents }: Config): Query {
  return incidents.labels.length > 0 ? { scope: 'all' } : { scope: 'all', issue_type: 'incident' }
}

function isIncident({ issue_type, labels }: Pick<Issue, 'issue_type' | 'labels'>, { incidents }: Config): boolean {
  return issue_type === 'incident' || incidents.labels.some((label) => labels.includes(label))
}

async function heldIncidents(held: Held, repository: string): Promise<Set<string>> {
  const ids = new Set<string>()
  for await (const keys of held('incident', repository)) for (const { id } of keys) ids.add(String(id))
  return ids
}

function removal(id: unknown): RemovalInput {
  return { type: 'incident', id: String(id), deleted: true }
}

function incidentRecord(row: Issue, repository: string): RecordInput {
  const resolvedAt = row.state === 'closed' ? (row.closed_at ?? undefined) : undefined
  const severity = row.severity?.toLowerCase()
  return {
    type: 'incident',
    id: String(row.id),
    repository,
    updatedAt: row.updated_at,
    title: row.title,
    severity: severity && severity !== 'unknown' ? severity : undefined,
    startedAt: row.created_at,
    resolvedAt,
    labels: row.labels,
    url: row.web_url,
    ...(resolvedAt ? {} : { unset: ['resolvedAt'] }),
  }
}

async function* sweep({ session, scope, config }: GitlabContext, held: Held): AsyncGenerator<RemovalInput[]> {
  let there: Set<string> | undefined
  for await (const keys of held('incident', scope.title)) {
    if (keys.length === 0) continue
    if (!there) {
      const rows = await session.api.all(`projects/${scope.number}/issues`, selection(config))
      const { parsed } = parseRows(Issue, rows, 'issue')
      there = new Set(parsed.filter((row) => isIncident(row, config)).map(({ id }) => String(id)))
    }
    yield keys.filter(({ id }) => !there?.has(String(id))).map(({ id }) => removal(id))
  }
}
