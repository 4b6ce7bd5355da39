// Which projects a connection reads: its scopes, by numeric id, and a repository record for each.
import { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import type { RecordInput } from '../../records/record'
import { defineScopes, type OpenContext, type Scope, type ScopesPage } from '../contract'
import { hashOf } from '../stable-hash'
import { type Gitlab, parseRows, type Query } from './api'
import { type Config, isSelected, type Listing, listingsOf } from './config'

const Access = z.string().nullish()
const Payload = z.object({
  id: z.number().int(),
  path_with_namespace: z.string().min(1),
  web_url: z.string().optional(),
  http_url_to_repo: z.string().nullish(),
  default_branch: z.string().nullish(),
  archived: z.boolean().optional(),
  empty_repo: z.boolean().optional(),
  repository_access_level: Access,
  merge_requests_access_level: Access,
  builds_access_level: Access,
  environments_access_level: Access,
  issues_access_level: Access,
  releases_access_level: Access,
})
type Payload = z.infer<typeof Payload>

const FEATURES = ['repository', 'merge_requests', 'builds', 'environments', 'issues', 'releases'] as const
export type Feature = (typeof FEATURES)[number]

export type Project = Scope & {
  number: number
  defaultBranch?: string
  clone?: string
  /** Switched off in the project: asking would be refused. */
  off: Feature[]
}

export type Session = {
  api: Gitlab
  /** Whether git can be run; asked once. */
  hasGit?: Promise<boolean>
  /** The tiers of a project's environments; asked once for each. */
  tiers: Map<string, Promise<Map<number, string>>>
  /** The incidents of a project that were stored when the run first wanted to know. */
  incidents: Map<string, Promise<Set<string>>>
}

const Since = z.object({ projects: z.record(z.string(), z.string()) })
type Since = z.infer<typeof Since>

export const projects = defineScopes<Config, never, Since, Session, Project>({
  id: 'projects',
  title: 'Projects',
  resume: z.never(),
  since: Since,
  async *collect(context, cursor) {
    const known = cursor.since?.projects ?? {}
    const found: Record<string, string> = {}
    let held: ScopesPage<Project, never, Since> | undefined
    for await (const { listed, rejected } of listProjects(context.session.api, context)) {
      if (held) yield held
      const fresh = listed.filter(({ id }) => !(id in found))
      const records: RecordInput[] = []
      for (const payload of fresh) {
        const record = repositoryRecord(payload)
        found[payload.id] = hashOf(record)
        if (known[payload.id] !== found[payload.id]) records.push(record)
      }
      held = { scopes: fresh.map(projectOf), records, rejected, cursor }
    }
    yield { ...(held ?? { scopes: [], records: [], rejected: [] }), cursor: { since: { projects: found } } }
  },
})

/** Page by page, what the patterns select. Throws `not-found` for a pattern that names nothing the token can see. */
export async function* listProjects(api: Gitlab, { config, note }: Pick<OpenContext<Config>, 'config' | 'note'>) {
  const selected = isSelected(config)
  for (const listing of listingsOf(config)) {
    note(`listing ${listing === 'all' ? 'projects' : Object.values(listing)[0]}`)
    for await (const rows of pagesOf(api, listing, config)) {
      const { parsed, rejected } = parseRows<Payload>(Payload, rows, 'project')
      const wanted = parsed.filter((row) => selected(row.path_with_namespace) && (config.archived || !row.archived))
      yield { listed: wanted, rejected }
    }
  }
}

async function* pagesOf(api: Gitlab, listing: Listing, { archived }: Config): AsyncGenerator<unknown[]> {
  const order: Query = { order_by: 'id', sort: 'asc', archived: archived ? undefined : false }
  if (listing === 'all') return yield* api.pages('projects', { ...order, membership: true, pagination: 'keyset' })
  if ('project' in listing) {
    return yield [await named(listing.project, () => api.get(`projects/${encodeURIComponent(listing.project)}`))]
  }
  const namespace = encodeURIComponent(listing.namespace)
  try {
    yield* api.pages(`groups/${namespace}/projects`, { ...order, include_subgroups: true })
  } catch (error) {
    if (!(error instanceof StreamgaugeError) || error.kind !== 'not-found') throw error
    const rows = await named(listing.namespace, () => api.all(`users/${namespace}/projects`, order))
    yield rows
  }
}

/** Names what the settings name, where GitLab says no more than "404 Project Not Found". */
async function named<T>(name: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof StreamgaugeError) || error.kind !== 'not-found') throw error
    throw new StreamgaugeError('not-found', `GitLab shows the token no ${name}.`, {
      cause: error,
      hint: 'Is the name right, and is the token of somebody with the role Reporter there?',
    })
  }
}

export function projectOf(payload: Payload): Project {
  const off = FEATURES.filter((feature) => payload[`${feature}_access_level`] === 'disabled')
  return {
    id: String(payload.id),
    number: payload.id,
    title: payload.path_with_namespace,
    defaultBranch: payload.default_branch ?? undefined,
    clone: payload.http_url_to_repo ?? undefined,
    off: payload.empty_repo ? [...new Set<Feature>([...off, 'repository'])] : off,
  }
}

function repositoryRecord(payload: Payload): RecordInput {
  return {
    type: 'repository',
    name: payload.path_with_namespace,
    url: payload.web_url,
    defaultBranch: payload.default_branch ?? undefined,
  }
}
