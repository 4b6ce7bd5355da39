// The stream of pull requests with their commits and reviews, the last touched first.
import { z } from 'zod'
import { defineStream, type Held, type Page } from '../contract'
import { ACTOR } from './actor'
import { type Config, floorOf } from './config'
import { Connection, type PageInfo, PageSize, positionBy, readAnswer, readRows } from './paging'
import { BranchCommit, PullRequest, pullRequestRecord, Review, reviewRecord } from './pull-request-record'
import { type Landing, landedCommits, landingOf } from './rebased'
import { isSame, pulseOf, type RepositoryContext, type RepositoryScope, type Session } from './session'
import { sweep } from './sweep'

const COMMITS = 'pageInfo { hasNextPage endCursor } totalCount nodes { commit { oid authoredDate messageHeadline } }'
const REVIEWS = `pageInfo { hasNextPage endCursor } nodes { id author ${ACTOR} state submittedAt }`
const QUERY = `query ($id: ID!, $first: Int!, $after: String) {
  node(id: $id) { ... on Repository {
    pullRequests(first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id number title url isDraft createdAt updatedAt mergedAt closedAt baseRefName headRefName
        additions deletions changedFiles author ${ACTOR} mergeCommit { oid messageHeadline parents(first: 1) { totalCount } }
        labels(first: 50) { nodes { name } }
        readied: timelineItems(itemTypes: [READY_FOR_REVIEW_EVENT], last: 1) { nodes { ... on ReadyForReviewEvent { createdAt } } }
        commits(first: 50) { ${COMMITS} }
        reviews(first: 40) { ${REVIEWS} }
      }
    }
  } }
}`
const MORE = {
  commits: `query ($id: ID!, $after: String) { node(id: $id) { ... on PullRequest { commits(first: 100, after: $after) { ${COMMITS} } } } }`,
  reviews: `query ($id: ID!, $after: String) { node(id: $id) { ... on PullRequest { reviews(first: 100, after: $after) { ${REVIEWS} } } } }`,
}

const Nested = Connection.extend({ totalCount: z.int().optional() })
const Row = PullRequest.extend({ commits: Nested, reviews: Nested })
type Row = z.infer<typeof Row>
const Answer = z.object({ node: z.object({ pullRequests: Connection }) })
const More = z.object({
  node: z.object({ commits: Connection, reviews: Connection }).partial(),
})

const PAGE = 25
// LIMIT: of a pull request GitHub lists no more commits than these.
const MOST_COMMITS = 250

const Stood = z.object({
  repository: z.string(),
  total: z.int(),
  newest: z.string().optional(),
  updatedAt: z.string().optional(),
})
const Resume = Stood.extend({ after: z.string() })
type Stood = z.infer<typeof Stood>
type Resume = z.infer<typeof Resume>

export const pullRequests = defineStream<Config, Resume, Stood, Session, RepositoryScope>({
  id: 'pull-requests',
  title: 'Pull requests and reviews',
  resume: Resume,
  since: Stood,
  collect,
})

async function* collect(
  context: RepositoryContext,
  given: { resume?: Resume; since?: Stood },
  held: Held,
): AsyncGenerator<Page<Resume, Stood>> {
  const { repository } = context.scope
  const pulse = pulseOf(context, 'pullRequests')
  const since = given.since?.repository === repository ? given.since : undefined
  const resume = given.resume?.repository === repository ? given.resume : undefined
  if (!resume && since && isSame(pulse, since)) return
  if (!resume && !since) yield* sweep(context, held, 'pull_request', given)
  if (pulse.total === 0 && !since && !resume) {
    return yield { records: [], rejected: [], cursor: { since: { repository, ...pulse } } }
  }
  const floor = since?.updatedAt ?? floorOf(context).toISOString()
  const size = new PageSize(PAGE)
  let start: Stood | undefined = resume
  let after: string | undefined = resume?.after
  for (;;) {
    const variables = { id: context.scope.id, after }
    const answer = await size.ask((first, tries) =>
      context.session.api.query(QUERY, { ...variables, first }, { tries }),
    )
    const { nodes, pageInfo } = readAnswer(answer, Answer, context.scope.title).node.pullRequests
    const { read, rejected } = readRows(nodes, Row, positionBy('pull request', 'number'))
    // What is touched while this goes on comes first in the next run: it begins where this one has begun.
    start ??= { repository, ...pulse, updatedAt: read[0]?.updatedAt ?? since?.updatedAt }
    const page: Page<Resume, Stood> = { records: [], rejected, names: [], cursor: {} }
    const landings: Landing[] = []
    for (const row of read) if (isAtLeast(row.updatedAt, floor)) landings.push(...(await add(context, row, page)))
    page.records.push(...(await landedCommits(context, landings)))
    const oldest = read.at(-1)?.updatedAt
    const more = pageInfo.hasNextPage && pageInfo.endCursor && (!oldest || isAtLeast(oldest, floor))
    after = more ? (pageInfo.endCursor ?? undefined) : undefined
    const { repository: name, total, newest, updatedAt } = start
    const stood = { repository: name, total, newest, updatedAt }
    if (!after) return yield { ...page, cursor: { since: stood } }
    yield {
      ...page,
      reached: oldest ? new Date(oldest) : undefined,
      cursor: { since: given.since, resume: { ...stood, after } },
    }
  }
}

function isAtLeast(at: string, floor: string): boolean {
  return Date.parse(at) >= Date.parse(floor)
}

/** Says whether it may have landed by a rebase. */
async function add(context: RepositoryContext, row: Row, page: Page): Promise<Landing[]> {
  const { repository } = context.scope
  const position = `pull request ${row.number}`
  const listed = await whole(context, row, 'commits')
  if ((row.commits.totalCount ?? 0) > MOST_COMMITS) {
    context.note(
      `${repository}#${row.number} has ${row.commits.totalCount} commits, of which GitHub lists ${MOST_COMMITS}`,
    )
  }
  const commits = readRows(listed, BranchCommit, () => `${position}, a commit`)
  const reviews = readRows(await whole(context, row, 'reviews'), Review, positionBy(`${position}, review`, 'id'))
  page.rejected.push(...commits.rejected, ...reviews.rejected)
  page.records.push(pullRequestRecord(repository, row, commits.read))
  for (const review of reviews.read) {
    const record = reviewRecord(repository, row.number, review)
    if (record) page.records.push(record)
  }
  for (const { name } of [row.author, ...reviews.read.map(({ author }) => author)]) if (name) page.names?.push(name)
  const landing = landingOf(
    row.number,
    row,
    commits.read.map(({ headline }) => headline),
  )
  return landing ? [landing] : []
}

/** All rows of a nested connection, those that did not fit into the page asked for by themselves. */
async function whole(context: RepositoryContext, row: Row, field: 'commits' | 'reviews'): Promise<unknown[]> {
  const rows = [...row[field].nodes]
  let info: PageInfo = row[field].pageInfo
  while (info.hasNextPage && info.endCursor) {
    const answer = await context.session.api.query(MORE[field], { id: row.id, after: info.endCursor })
    const next = readAnswer(answer, More, `pull request ${row.number}`).node[field]
    if (!next) break
    rows.push(...next.nodes)
    info = next.pageInfo
  }
  return rows
}
