// Commits and tags through the API: what is reachable from the default branch, back to where collecting begins.
import { z } from 'zod'
import { errorKind } from '../../errors'
import type { RecordInput } from '../../records/record'
import type { Page, RemovalInput } from '../contract'
import { COMMIT, Commit, commitRecord } from './commit-record'
import { floorOf } from './config'
import { askInParts, Connection, PageSize, positionBy, readAnswer, readRows } from './paging'
import { unexpected } from './refusal'
import type { RepositoryContext } from './session'
import { TAG_TARGET, TagTarget, tagRecord } from './tag-record'

const Tags = z.record(z.string(), z.string())

/** `tags`: what was said of each, by name. */
export const ApiSince = z.object({
  repository: z.string(),
  head: z.string(),
  pushedAt: z.string().optional(),
  tags: Tags,
})
export type ApiSince = z.infer<typeof ApiSince>
/** Of `head` everything before `after` is sent; null: everything. */
export const ApiResume = z.object({ repository: z.string(), head: z.string(), after: z.string().nullable() })
export type ApiResume = z.infer<typeof ApiResume>

type Given = { resume?: ApiResume; since?: ApiSince }
type ApiPage = Page<ApiResume, ApiSince>
type Pages = AsyncGenerator<ApiPage>

const PAGE = 100

export async function* collectByApi(context: RepositoryContext, cursor: Given): Pages {
  const { scope } = context
  const { repository, head, pushedAt } = scope
  if (!head) return
  const since = cursor.since?.repository === repository ? cursor.since : undefined
  const resume = cursor.resume?.repository === repository ? cursor.resume : undefined
  if (!resume && since?.head === head && since.pushedAt === pushedAt) return
  if (since && !resume) {
    const changes = since.head === head ? { added: [], removed: [] } : await compare(context, since.head, head)
    if (changes) {
      yield* byName(context, changes.added, cursor)
      const records = changes.removed.map((sha): RemovalInput => ({ type: 'commit', repository, sha, deleted: true }))
      if (records.length > 0) yield { records, rejected: [], cursor }
    } else yield* walk(context, head, undefined, cursor)
  } else {
    if (resume?.after !== null) yield* walk(context, resume?.head ?? head, resume?.after, cursor)
    // The branch went on while the walk was interrupted.
    const changes = resume && resume.head !== head ? await compare(context, resume.head, head) : undefined
    if (changes) yield* byName(context, changes.added, { since: cursor.since, resume })
  }
  const { records, tags } = await readTags(context, since?.tags ?? {})
  const { url, defaultBranch } = scope
  const last: RecordInput = { type: 'repository', name: repository, url, defaultBranch, headSha: head }
  yield { records: [...records, last], rejected: [], cursor: { since: { repository, head, pushedAt, tags } } }
}

const WALK = `query ($id: ID!, $head: GitObjectID!, $first: Int!, $after: String, $since: GitTimestamp) {
  node(id: $id) { ... on Repository { object(oid: $head) { ... on Commit {
    history(first: $first, after: $after, since: $since) { pageInfo { hasNextPage endCursor } nodes { ${COMMIT} } }
  } } } }
}`
const Walk = z.object({ node: z.object({ object: z.object({ history: Connection }) }) })

async function* walk(context: RepositoryContext, head: string, from: string | undefined, given: Given): Pages {
  const { scope, session } = context
  const size = new PageSize(PAGE)
  let after = from
  do {
    const variables = { id: scope.id, head, after, since: floorOf(context).toISOString() }
    const answer = await size.ask((first, tries) => session.api.query(WALK, { ...variables, first }, { tries }))
    const { nodes, pageInfo } = readAnswer(answer, Walk, scope.title).node.object.history
    after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined
    const page = read(context, nodes)
    const oldest = Date.parse((nodes.at(-1) as { committedDate?: string } | undefined)?.committedDate ?? '')
    const resume = { repository: scope.repository, head, after: after ?? null }
    yield { ...page, reached: oldest ? new Date(oldest) : undefined, cursor: { since: given.since, resume } }
  } while (after)
}

async function* byName(context: RepositoryContext, shas: string[], cursor: Given): Pages {
  for (let start = 0; start < shas.length; start += PAGE) {
    const answers = await askInParts(shas.slice(start, start + PAGE), (part, tries) => {
      const fields = part.map(
        (sha, at) => `c${at}: object(oid: ${JSON.stringify(sha)}) { ... on Commit { ${COMMIT} } }`,
      )
      const query = `query ($id: ID!) { node(id: $id) { ... on Repository { ${fields.join(' ')} } } }`
      return context.session.api.query(query, { id: context.scope.id }, { tries })
    })
    const nodes = answers.flatMap(({ answer }) => Object.values(readAnswer(answer, Node, context.scope.title).node))
    yield { ...read(context, nodes), cursor }
  }
}
const Node = z.object({ node: z.record(z.string(), z.unknown()) })

function read({ scope }: RepositoryContext, nodes: unknown[]): Pick<ApiPage, 'records' | 'rejected' | 'names'> {
  const rows = readRows(nodes, Commit, positionBy('commit', 'oid'))
  const made = rows.read.map((commit) => commitRecord(scope.repository, commit, scope.id))
  const names = new Set(made.flatMap(({ name }) => name ?? []))
  return { records: made.map(({ record }) => record), rejected: rows.rejected, names: [...names] }
}

const Comparison = z.object({
  total_commits: z.int(),
  behind_by: z.int(),
  commits: z.array(z.object({ sha: z.string() })),
})

/** undefined: GitHub no longer knows the old one, so everything is read again. */
async function compare(context: RepositoryContext, old: string, head: string) {
  const forth = await listCompared(context, old, head)
  if (!forth) return undefined
  const back = forth.behind > 0 ? await listCompared(context, head, old) : undefined
  return { added: forth.shas, removed: back?.shas ?? [] }
}

async function listCompared({ session, scope }: RepositoryContext, base: string, head: string) {
  const shas: string[] = []
  for (let page = 1; ; page += 1) {
    const parameters = { owner: scope.owner, repo: scope.name, basehead: `${base}...${head}`, per_page: PAGE, page }
    const answer = await session.api.get('/repos/{owner}/{repo}/compare/{basehead}', parameters).catch((error) => {
      if (errorKind(error) !== 'not-found') throw error
      return undefined
    })
    if (!answer) return undefined
    const parsed = Comparison.safeParse(answer.body)
    if (!parsed.success) throw unexpected(parsed.error, `the comparison of ${scope.title}`)
    const { commits, total_commits: total, behind_by: behind } = parsed.data
    shas.push(...commits.map(({ sha }) => sha))
    if (shas.length >= total || commits.length === 0) return { shas, behind }
  }
}

const TAGS = `query ($id: ID!, $after: String) { node(id: $id) { ... on Repository {
  refs(refPrefix: "refs/tags/", first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { name ${TAG_TARGET} } }
} } }`
const TagPage = z.object({ node: z.object({ refs: Connection }) })
const NamedTag = TagTarget.extend({ name: z.string() })

/** Tags that are new, moved or gone. */
async function readTags({ session, scope }: RepositoryContext, before: Record<string, string>) {
  const records: (RecordInput | RemovalInput)[] = []
  const tags: Record<string, string> = {}
  let after: string | null | undefined
  do {
    const answer = await session.api.query(TAGS, { id: scope.id, after })
    const { refs } = readAnswer(answer, TagPage, scope.title).node
    for (const tag of readRows(refs.nodes, NamedTag, positionBy('tag', 'name')).read) {
      const record = tagRecord(scope.repository, tag.name, tag)
      if (!record) continue
      tags[tag.name] = `${record.sha} ${record.createdAt}`
      if (before[tag.name] !== tags[tag.name]) records.push(record)
    }
    after = refs.pageInfo.hasNextPage ? refs.pageInfo.endCursor : undefined
  } while (after)
  const gone = Object.keys(before).filter((name) => tags[name] === undefined)
  for (const name of gone) records.push({ type: 'tag', repository: scope.repository, name, deleted: true })
  return { records, tags }
}
