// Releases, and the tags themselves where no mirror tells them. Neither list can be asked for what has changed: each run reads it whole.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { type Cursor, defineStream, type Held, type RemovalInput } from '../contract'
import { hashOf } from '../stable-hash'
import { Instant, parseRows } from './api'
import type { Config } from './config'
import { readsByApi } from './history'
import type { Project, Session } from './projects'

const Committed = z.object({ id: z.string(), committed_date: Instant.nullish() })
const Release = z.object({
  tag_name: z.string().min(1),
  created_at: Instant,
  released_at: Instant.nullish(),
  upcoming_release: z.boolean().nullish(),
  commit: Committed.nullish(),
  _links: z.object({ self: z.string().nullish() }).nullish(),
})
type Release = z.infer<typeof Release>
const Tag = z.object({ name: z.string().min(1), created_at: Instant.nullish(), commit: Committed })
type Tag = z.infer<typeof Tag>

type TagRecord = Extract<RecordInput, { type: 'tag' }>

const Since = z.object({
  repository: z.string(),
  /** What was said of each tag. */
  tags: z.record(z.string(), z.string()),
})
type Since = z.infer<typeof Since>

export const tags = defineStream<Config, never, Since, Session, Project>({
  id: 'tags',
  title: 'Tags and releases',
  resume: z.never(),
  since: Since,
  async *collect(context, cursor, held) {
    const { scope, session } = context
    const path = `projects/${scope.number}`
    const byApi = await readsByApi(context)
    const told = new Map<string, TagRecord>()
    const unread = { releases: scope.off.includes('releases'), tags: scope.off.includes('repository') || !byApi }
    const tagRows = unread.tags ? [] : await session.api.all(`${path}/repository/tags`)
    const releaseRows = unread.releases ? [] : await session.api.all(`${path}/releases`)
    const listed = parseRows<Tag>(Tag, tagRows, 'tag')
    const released = parseRows<Release>(Release, releaseRows, 'release')
    for (const tag of listed.parsed) set(told, tagRecord(tag, scope.title))
    for (const release of released.parsed) set(told, releaseRecord(release, scope.title, told.get(release.tag_name)))
    const before = cursor.since?.repository === scope.title ? cursor.since.tags : undefined
    const known = before ?? (await heldTags(held, scope.title, byApi))
    const next = Object.fromEntries([...told].map(([name, record]) => [name, hashOf(record)]))
    const changed = [...told.values()].filter((record) => known[record.name] !== next[record.name])
    // NOTE: with a mirror only the mirror knows whether the tag of a withdrawn release is gone.
    const gone = byApi ? Object.keys(known).filter((name) => !told.has(name)) : []
    yield {
      records: [...changed, ...gone.map((name) => removal(name, scope.title))],
      rejected: [...listed.rejected, ...released.rejected],
      cursor: { since: { repository: scope.title, tags: next } } satisfies Cursor<never, Since>,
    }
  },
})

function set(told: Map<string, TagRecord>, record: TagRecord | undefined): void {
  if (record) told.set(record.name, record)
}

async function heldTags(held: Held, repository: string, byApi: boolean): Promise<Record<string, string>> {
  if (!byApi) return {}
  const names: Record<string, string> = {}
  for await (const keys of held('tag', repository)) for (const { name } of keys) names[String(name)] = ''
  return names
}

function tagRecord({ name, created_at, commit }: Tag, repository: string): TagRecord | undefined {
  const createdAt = created_at ?? commit.committed_date
  return createdAt ? { type: 'tag', repository, name, sha: commit.id, createdAt } : undefined
}

/** LIMIT: a release whose tag is gone has no commit, and nothing that could have been deployed. */
function releaseRecord(release: Release, repository: string, tag: TagRecord | undefined): TagRecord | undefined {
  const { tag_name: name, commit, released_at, created_at } = release
  const sha = commit?.id ?? tag?.sha
  if (!sha) return undefined
  return {
    type: 'tag',
    repository,
    name,
    sha,
    createdAt: tag?.createdAt ?? commit?.committed_date ?? created_at,
    publishedAt: release.upcoming_release ? undefined : (released_at ?? undefined),
    url: release._links?.self ?? undefined,
  }
}

function removal(name: string, repository: string): RemovalInput {
  return { type: 'tag', repository, name, deleted: true }
}
