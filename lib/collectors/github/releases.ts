// The stream of releases: what a tag does not say of itself, when it was published and whether it is a trial.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { defineStream, type Page, type RemovalInput } from '../contract'
import type { Config } from './config'
import { Connection, PageSize, positionBy, readAnswer, readRows } from './paging'
import { isSame, pulseOf, type RepositoryContext, type RepositoryScope, type Session } from './session'
import { TAG_TARGET, TagTarget, tagRecord } from './tag-record'

const QUERY = `query ($id: ID!, $first: Int!, $after: String) {
  node(id: $id) { ... on Repository {
    releases(first: $first, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { id tagName createdAt publishedAt updatedAt isDraft isPrerelease url tag { ${TAG_TARGET} } }
    }
  } }
}`
const Answer = z.object({ node: z.object({ releases: Connection }) })

const Release = z.object({
  id: z.string(),
  tagName: z.string(),
  createdAt: z.string(),
  publishedAt: z.string().nullable(),
  updatedAt: z.string(),
  isDraft: z.boolean(),
  isPrerelease: z.boolean(),
  url: z.string(),
  tag: TagTarget.nullable(),
})
type Release = z.infer<typeof Release>

const PAGE = 100

/** `tags`: of the releases that were sent, by name, with a stamp of what was said. */
const Stood = z.object({
  repository: z.string(),
  total: z.int(),
  newest: z.string().optional(),
  tags: z.record(z.string(), z.string()),
})
type Stood = z.infer<typeof Stood>
const Resume = Stood.extend({ after: z.string() })
type Resume = z.infer<typeof Resume>

export const releases = defineStream<Config, Resume, Stood, Session, RepositoryScope>({
  id: 'releases',
  title: 'Releases',
  resume: Resume,
  since: Stood,
  collect,
})

/** NOTE: all of them whenever any was added or one of the last ten edited: only so an older one that was edited is seen. */
async function* collect(
  context: RepositoryContext,
  given: { resume?: Resume; since?: Stood },
): AsyncGenerator<Page<Resume, Stood>> {
  const { repository } = context.scope
  const pulse = pulseOf(context, 'releases')
  const since = given.since?.repository === repository ? given.since : undefined
  const resume = given.resume?.repository === repository ? given.resume : undefined
  if (!resume && since && isSame(pulse, since)) return
  const size = new PageSize(PAGE)
  const { total, newest } = resume ?? pulse
  const tags = { ...resume?.tags }
  if (pulse.total === 0 && !since && !resume) {
    return yield { records: [], rejected: [], cursor: { since: { repository, ...pulse, tags } } }
  }
  let after: string | undefined = resume?.after
  for (;;) {
    const variables = { id: context.scope.id, after }
    const answer = await size.ask((first, tries) =>
      context.session.api.query(QUERY, { ...variables, first }, { tries }),
    )
    const { nodes, pageInfo } = readAnswer(answer, Answer, context.scope.title).node.releases
    const { read, rejected } = readRows(nodes, Release, positionBy('release', 'tagName'))
    const records: (RecordInput | RemovalInput)[] = []
    for (const release of read) {
      const record = releaseRecord(repository, release)
      if (!record) continue
      tags[release.tagName] = `${record.sha} ${release.updatedAt}`
      if (since?.tags[release.tagName] !== tags[release.tagName]) records.push(record)
    }
    after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined
    const stood = { repository, total, newest, tags: { ...tags } }
    const oldest = read.at(-1)?.createdAt
    if (after) {
      const reached = oldest ? new Date(oldest) : undefined
      yield { records, rejected, reached, cursor: { since: given.since, resume: { ...stood, after } } }
      continue
    }
    const gone = Object.keys(since?.tags ?? {}).filter((name) => tags[name] === undefined)
    for (const name of gone) records.push(await withoutRelease(context, name))
    return yield { records, rejected, cursor: { since: stood } }
  }
}

/** undefined for a draft, which nobody has seen, and where the tag is not of a commit. */
function releaseRecord(repository: string, release: Release) {
  const tag = release.isDraft || !release.tag ? undefined : tagRecord(repository, release.tagName, release.tag)
  if (!tag) return undefined
  return {
    ...tag,
    publishedAt: release.publishedAt ?? undefined,
    prerelease: release.isPrerelease,
    url: release.url,
  }
}

const TAG = `query ($id: ID!, $ref: String!) { node(id: $id) { ... on Repository { ref(qualifiedName: $ref) { ${TAG_TARGET} } } } }`
const Tag = z.object({ node: z.object({ ref: TagTarget.nullable() }) })

/** The tag stays when only its release was deleted. */
async function withoutRelease(
  { session, scope }: RepositoryContext,
  name: string,
): Promise<RecordInput | RemovalInput> {
  const answer = await session.api.query(TAG, { id: scope.id, ref: `refs/tags/${name}` })
  const { ref } = readAnswer(answer, Tag, `tag ${name}`).node
  const record = ref ? tagRecord(scope.repository, name, ref) : undefined
  if (!record) return { type: 'tag', repository: scope.repository, name, deleted: true }
  return { ...record, unset: ['publishedAt', 'prerelease', 'url'] }
}
