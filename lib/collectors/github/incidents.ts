// The stream of incidents: issues with a label or a title, the last touched first.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { defineStream, type Held, type Page, type Rejected, type RemovalInput } from '../contract'
import { type Config, floorOf } from './config'
import { type IncidentTest, Issue, IssueDetails, incidentId, incidentRecord, incidentTest } from './incident-record'
import { askInParts, Connection, PageSize, positionBy, readAnswer, readRows } from './paging'
import { isSame, pulseOf, type RepositoryContext, type RepositoryScope, type Session } from './session'
import { withWholeNames } from './short-names'
import { sweep } from './sweep'

const FIELDS = 'id number title createdAt updatedAt stateReason labels(first: 50) { nodes { name } }'
// LIMIT: an Enterprise Server that knows no issue types refuses a query with this field as a whole.
const TYPE = 'issueType { name }'

function fieldsFor({ incidents: { types } }: Config): string {
  return types.length > 0 ? `${FIELDS} ${TYPE}` : FIELDS
}

const listing = (fields: string) => `query ($id: ID!, $first: Int!, $after: String, $filter: IssueFilters) {
  node(id: $id) { ... on Repository {
    issues(first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }, filterBy: $filter) {
      pageInfo { hasNextPage endCursor } nodes { ${fields} }
    }
  } }
}`
const details = (fields: string) => `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Issue { ${fields}
  url closedAt body comments(first: 100) { nodes { body } }
  closed: timelineItems(itemTypes: [CLOSED_EVENT], last: 1) { nodes { ... on ClosedEvent { closer {
    __typename ... on Commit { oid } ... on PullRequest { number mergeCommit { oid } repository { id } }
  } } } }
} } }`
const Answer = z.object({ node: z.object({ issues: Connection }) })
const Details = z.object({ nodes: z.array(z.unknown()) })

const PAGE = 100
const DETAILS_AT_ONCE = 20

const Stood = z.object({
  repository: z.string(),
  /** What counted as an incident: where that has changed, all issues are looked at again. */
  rule: z.string(),
  total: z.int(),
  newest: z.string().optional(),
  updatedAt: z.string().optional(),
  fresh: z.int(),
})
type Stood = z.infer<typeof Stood>
const Resume = Stood.extend({ after: z.string() })
type Resume = z.infer<typeof Resume>

export const incidents = defineStream<Config, Resume, Stood, Session, RepositoryScope>({
  id: 'incidents',
  title: 'Incidents',
  resume: Resume,
  since: Stood,
  collect,
})

async function* collect(
  context: RepositoryContext,
  given: { resume?: Resume; since?: Stood },
  held: Held,
): AsyncGenerator<Page<Resume, Stood>> {
  const { config, scope } = context
  const pulse = pulseOf(context, 'issues')
  const rule = JSON.stringify(config.incidents)
  const own = (stood: Stood) => stood.repository === scope.repository && stood.rule === rule
  const since = given.since && own(given.since) ? given.since : undefined
  const resume = given.resume && own(given.resume) ? given.resume : undefined
  if (!resume && since && isSame(pulse, since)) return
  const known = await incidentsOf(held, scope.repository)
  const isIncident = incidentTest(config.incidents)
  if (!resume && !since) yield* removeOthers(context, known, isIncident, given)
  const floor = since?.updatedAt ?? floorOf(context).toISOString()
  const query = listing(fieldsFor(config))
  const size = new PageSize(PAGE)
  let stood: Stood = resume ?? { repository: scope.repository, rule, ...pulse, fresh: 0 }
  if (pulse.total === 0 && !since && !resume) return yield { records: [], rejected: [], cursor: { since: stood } }
  let after: string | undefined = resume?.after
  for (;;) {
    const variables = { id: scope.id, after, filter: filterOf(config, since, floor) }
    const answer = await size.ask((first, tries) =>
      context.session.api.query(query, { ...variables, first }, { tries }),
    )
    const { nodes, pageInfo } = readAnswer(answer, Answer, scope.title).node.issues
    const { read, rejected } = readRows(nodes, Issue, positionBy('issue', 'number'))
    const created = read.filter(
      ({ createdAt }) => since?.updatedAt && Date.parse(createdAt) > Date.parse(since.updatedAt),
    )
    stood = {
      ...stood,
      updatedAt: stood.updatedAt ?? read[0]?.updatedAt ?? since?.updatedAt,
      fresh: stood.fresh + created.length,
    }
    const recent = read.filter(({ updatedAt }) => Date.parse(updatedAt) >= Date.parse(floor))
    const page = await build(context, recent, isIncident, known)
    page.rejected.push(...rejected)
    const oldest = read.at(-1)?.updatedAt
    const more = pageInfo.hasNextPage && (!oldest || Date.parse(oldest) >= Date.parse(floor))
    after = more ? (pageInfo.endCursor ?? undefined) : undefined
    const { repository, total, newest, updatedAt, fresh } = stood
    const plain = { repository, rule, total, newest, updatedAt, fresh }
    if (after) {
      const reached = oldest ? new Date(oldest) : undefined
      yield { ...page, reached, cursor: { since: given.since, resume: { ...plain, after } } }
      continue
    }
    // Fewer than there were, with the new ones: some were deleted, or moved to another repository.
    if (since && pulse.total < since.total + fresh) {
      yield { ...page, cursor: given }
      yield* sweep(context, held, 'incident', given)
      return yield { records: [], rejected: [], cursor: { since: plain } }
    }
    return yield { ...page, cursor: { since: plain } }
  }
}

/** Where labels alone decide, GitHub looks for them the first time; later an issue may have lost its label. */
function filterOf({ incidents: { labels, types, title } }: Config, since: Stood | undefined, floor: string) {
  if (since) return { since: floor }
  // NOTE: GitHub takes several labels as "all of them".
  return title === undefined && types.length === 0 && labels.length === 1 ? { labels, since: floor } : { since: floor }
}

async function incidentsOf(held: Held, repository: string): Promise<Set<string>> {
  const ids = new Set<string>()
  for await (const keys of held('incident', repository)) for (const { id } of keys) ids.add(String(id))
  return ids
}

type Built = { records: (RecordInput | RemovalInput)[]; rejected: Rejected[] }

async function build(
  context: RepositoryContext,
  issues: Issue[],
  isIncident: IncidentTest,
  known: ReadonlySet<string>,
): Promise<Built> {
  const { id: home, repository, owner, name } = context.scope
  const built: Built = { records: [], rejected: [] }
  for (const issue of issues) {
    const id = incidentId(repository, issue.number)
    const { updatedAt } = issue
    if (!isIncident(issue) && known.has(id)) built.records.push({ type: 'incident', id, deleted: true, updatedAt })
  }
  const ids = issues.filter(isIncident).map(({ id }) => id)
  for (let start = 0; start < ids.length; start += DETAILS_AT_ONCE) {
    const answers = await askInParts(ids.slice(start, start + DETAILS_AT_ONCE), (part, tries) =>
      context.session.api.query(details(fieldsFor(context.config)), { ids: part }, { tries }),
    )
    const nodes = answers.flatMap(({ answer }) => readAnswer(answer, Details, context.scope.title).nodes)
    const { read, rejected } = readRows(
      nodes.filter((node) => node !== null),
      IssueDetails,
      positionBy('issue', 'number'),
    )
    built.rejected.push(...rejected)
    const names = [repository, `${owner}/${name}`]
    const records = read.map((issue) => incidentRecord(repository, issue, home, names))
    built.records.push(...(await withWholeNames(context, records)))
  }
  return built
}

/** Of what was said once, what is an incident no more. Leaves the cursor where it is. */
async function* removeOthers(
  { session, scope, config }: RepositoryContext,
  known: ReadonlySet<string>,
  isIncident: IncidentTest,
  cursor: { resume?: Resume; since?: Stood },
): AsyncGenerator<Page<Resume, Stood>> {
  const ids = [...known]
  for (let start = 0; start < ids.length; start += PAGE) {
    const chunk = ids.slice(start, start + PAGE)
    const fields = chunk.map(
      (id, at) => `n${at}: issue(number: ${Number(id.split('#').at(-1))}) { ${fieldsFor(config)} }`,
    )
    const query = `query ($id: ID!) { node(id: $id) { ... on Repository { ${fields.join(' ')} } } }`
    const answer = await session.api.query(query, { id: scope.id })
    const lost = answer.errors.find(({ type }) => type !== 'NOT_FOUND')
    const { node } = readAnswer(lost ? { data: null, errors: [lost] } : answer, Node, scope.title)
    const gone = chunk.filter((_, at) => {
      const { data } = Issue.safeParse(node[`n${at}`])
      return !data || !isIncident(data)
    })
    const records = gone.map((id): RemovalInput => ({ type: 'incident', id, deleted: true }))
    if (records.length > 0) yield { records, rejected: [], cursor }
  }
}

const Node = z.object({ node: z.record(z.string(), z.unknown()) })
