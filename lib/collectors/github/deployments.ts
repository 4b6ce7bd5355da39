// The stream of deployments with all their statuses, newest first; unfinished ones are asked for again.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { defineStream, type Held, type Page, type Rejected, type RemovalInput } from '../contract'
import { type Config, floorOf } from './config'
import { Deployment, DeploymentStatus, type DeploymentWord, deploymentRecord, isFinal } from './deployment-record'
import { askInParts, Connection, type PageInfo, PageSize, positionBy, readAnswer, readRows } from './paging'
import { isSame, pulseOf, type RepositoryContext, type RepositoryScope, type Session } from './session'
import { sweep } from './sweep'

const STATUSES = 'pageInfo { hasNextPage endCursor } nodes { state createdAt logUrl environmentUrl }'
const FIELDS = `id createdAt updatedAt commitOid environment ref { name } statuses(first: 20) { ${STATUSES} }`
const QUERY = `query ($id: ID!, $first: Int!, $after: String) {
  node(id: $id) { ... on Repository {
    deployments(first: $first, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor } nodes { ${FIELDS} }
    }
  } }
}`
const AGAIN = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Deployment { ${FIELDS} } } }`
const MORE = `query ($id: ID!, $after: String) { node(id: $id) { ... on Deployment { statuses(first: 100, after: $after) { ${STATUSES} } } } }`

const Row = Deployment.extend({ statuses: Connection.nullable() })
type Row = z.infer<typeof Row>
const Answer = z.object({ node: z.object({ deployments: Connection }) })
const Again = z.object({ nodes: z.array(z.unknown()) })
const More = z.object({ node: z.object({ statuses: Connection }) })
const Word = z.object({ node_id: z.string(), production_environment: z.boolean().optional(), ref: z.string() })

const PAGE = 100
const DAY = 86_400_000
/** LIMIT: many tools never say how a deployment ended; one that is silent for so long is asked for no more. */
const SILENT = 90 * DAY

const Stood = z.object({
  repository: z.string(),
  total: z.int(),
  newest: z.string().optional(),
  createdAt: z.string().optional(),
  /** By id, when it was last touched. */
  unfinished: z.record(z.string(), z.string()),
  /** How many were seen in this run that the one before could not know. */
  fresh: z.int(),
})
type Stood = z.infer<typeof Stood>
const Resume = Stood.extend({ after: z.string(), seen: z.int() })
type Resume = z.infer<typeof Resume>
type Pages = AsyncGenerator<Page<Resume, Stood>>

export const deployments = defineStream<Config, Resume, Stood, Session, RepositoryScope>({
  id: 'deployments',
  title: 'Deployments',
  resume: Resume,
  since: Stood,
  collect,
})

async function* collect(context: RepositoryContext, given: { resume?: Resume; since?: Stood }, held: Held): Pages {
  const { repository } = context.scope
  const pulse = pulseOf(context, 'deployments')
  const since = given.since?.repository === repository ? given.since : undefined
  const resume = given.resume?.repository === repository ? given.resume : undefined
  const open = since?.unfinished ?? {}
  const idle = !resume && since !== undefined && isSame(pulse, since)
  if (idle && Object.keys(open).length === 0) return
  if (!resume && !since) yield* sweep(context, held, 'deployment', given)
  const again = await askAgain(context, resume ? {} : open)
  if (idle) {
    const unfinished = { ...again.unfinished }
    if (again.records.length > 0 || again.rejected.length > 0) {
      yield { records: again.records, rejected: again.rejected, cursor: { since: { ...since, unfinished } } }
    }
    return
  }
  let stood: Stood = resume ?? { repository, ...pulse, unfinished: again.unfinished, fresh: 0 }
  if (again.records.length > 0) yield { ...again, cursor: given }
  if (pulse.total === 0 && !since && !resume) return yield { records: [], rejected: [], cursor: { since: stood } }
  let { after, seen } = resume ?? { after: undefined, seen: 0 }
  const floor = Date.parse(since?.createdAt ?? floorOf(context).toISOString())
  const size = new PageSize(PAGE)
  for (;;) {
    const variables = { id: context.scope.id, after }
    const answer = await size.ask((first, tries) =>
      context.session.api.query(QUERY, { ...variables, first }, { tries }),
    )
    const { nodes, pageInfo } = readAnswer(answer, Answer, context.scope.title).node.deployments
    const { read, rejected } = readRows(nodes, Row, positionBy('deployment', 'id'))
    const words =
      read.length > 0
        ? await askWords(context, Math.floor(seen / PAGE) + 1, new Set(read.map(({ id }) => id)))
        : new Map()
    const built = await build(context, read, words)
    const fresh = read.filter(
      ({ createdAt }) => !since?.createdAt || Date.parse(createdAt) > Date.parse(since.createdAt),
    )
    stood = {
      ...stood,
      createdAt: stood.createdAt ?? read[0]?.createdAt ?? since?.createdAt,
      unfinished: { ...stood.unfinished, ...built.unfinished },
      fresh: stood.fresh + fresh.length,
    }
    const oldest = read.at(-1)?.createdAt
    const more = pageInfo.hasNextPage && pageInfo.endCursor && (!oldest || Date.parse(oldest) > floor)
    after = more ? (pageInfo.endCursor ?? undefined) : undefined
    const page = { records: built.records, rejected: [...rejected, ...built.rejected] }
    seen += nodes.length
    if (after) {
      const reached = oldest ? new Date(oldest) : undefined
      yield { ...page, reached, cursor: { since: given.since, resume: { ...plain(stood), after, seen } } }
      continue
    }
    // Fewer than there were, with the new ones: some were deleted.
    if (since && pulse.total < since.total + stood.fresh) {
      yield { ...page, cursor: given }
      yield* sweep(context, held, 'deployment', given)
      return yield { records: [], rejected: [], cursor: { since: plain(stood) } }
    }
    return yield { ...page, cursor: { since: plain(stood) } }
  }
}

function plain({ repository, total, newest, createdAt, unfinished, fresh }: Stood): Stood {
  return { repository, total, newest, createdAt, unfinished, fresh }
}

type Built = { records: (RecordInput | RemovalInput)[]; rejected: Rejected[]; unfinished: Record<string, string> }

async function build(context: RepositoryContext, rows: Row[], words: ReadonlyMap<string, DeploymentWord>) {
  const built: Built = { records: [], rejected: [], unfinished: {} }
  for (const row of rows) {
    const said = await allStatuses(context, row)
    const { read, rejected } = readRows(said, DeploymentStatus, () => `deployment ${row.id}, a status`)
    built.rejected.push(...rejected)
    const record = deploymentRecord(context.scope.repository, row, read, words.get(row.id))
    built.records.push(record)
    const silent = context.now.getTime() - Date.parse(row.createdAt) > SILENT
    if (!isFinal(record) && !silent) built.unfinished[row.id] = record.updatedAt ?? row.updatedAt
  }
  return built
}

async function allStatuses(context: RepositoryContext, row: Row): Promise<unknown[]> {
  const rows = [...(row.statuses?.nodes ?? [])]
  let info: PageInfo | undefined = row.statuses?.pageInfo
  while (info?.hasNextPage && info.endCursor) {
    const answer = await context.session.api.query(MORE, { id: row.id, after: info.endCursor })
    const { statuses } = readAnswer(answer, More, `deployment ${row.id}`).node
    rows.push(...statuses.nodes)
    info = statuses.pageInfo
  }
  return present(rows)
}

function present(rows: unknown[]): unknown[] {
  return rows.filter((row) => row !== null)
}

/** What became of those that were not finished; one that is no more is removed. */
async function askAgain(context: RepositoryContext, open: Record<string, string>): Promise<Built> {
  const all: Built = { records: [], rejected: [], unfinished: {} }
  const ids = Object.keys(open)
  for (let start = 0; start < ids.length; start += PAGE) {
    const chunk = ids.slice(start, start + PAGE)
    const answers = await askInParts(chunk, (part, tries) => context.session.api.query(AGAIN, { ids: part }, { tries }))
    const nodes = answers.flatMap(({ answer }) => readAnswer(answer, Again, context.scope.title).nodes)
    const lost = answers.some(({ answer }) => answer.errors.some(({ type }) => type !== 'NOT_FOUND'))
    const { read, rejected } = readRows(present(nodes), Row, positionBy('deployment', 'id'))
    const built = await build(context, read, new Map())
    const isNews = ({ id, updatedAt }: Record<string, unknown>) =>
      built.unfinished[String(id)] === undefined || open[String(id)] !== updatedAt
    all.records.push(...built.records.filter(isNews))
    all.rejected.push(...rejected, ...built.rejected)
    Object.assign(all.unfinished, built.unfinished)
    for (const [at, id] of chunk.entries()) {
      if (nodes[at] !== null) continue
      if (lost) all.unfinished[id] = open[id] ?? ''
      else all.records.push({ type: 'deployment', id, deleted: true })
    }
  }
  return all
}

/** REST alone knows which are for production. Its pages may have shifted by a few since: the next one is looked at too. */
async function askWords(context: RepositoryContext, page: number, wanted: ReadonlySet<string>) {
  const { owner, name, repository } = context.scope
  const words = new Map<string, DeploymentWord>()
  for (const number of [page, page + 1]) {
    const parameters = { owner, repo: name, per_page: PAGE, page: number }
    const { body } = await context.session.api.get('/repos/{owner}/{repo}/deployments', parameters)
    const rows = Array.isArray(body) ? body : []
    const { read } = readRows(rows, Word, () => `deployments of ${repository}`)
    for (const { node_id, production_environment, ref } of read) {
      words.set(node_id, { production: production_environment === true, ref })
    }
    if (rows.length < PAGE || [...wanted].every((id) => words.has(id))) break
  }
  return words
}
