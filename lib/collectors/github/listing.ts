// One query for many repositories: who they are, and the pulse that tells which of their streams have anything to ask.
import { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import type { CollectContext } from '../contract'
import type { GraphAnswer } from './client'
import type { Config } from './config'
import { Connection, PageSize, readAnswer } from './paging'
import { errorOfGraph } from './refusal'
import { selectionOf } from './selection'
import { type Pulse, SECTIONS, type Section, type Session } from './session'

const NEWEST = 'totalCount nodes { id updatedAt }'
const PULSE = `fragment Pulse on Repository {
  id databaseId nameWithOwner url pushedAt isPrivate
  defaultBranchRef { name target { oid } }
  pullRequests(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) @include(if: $pullRequests) { ${NEWEST} }
  issues(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) @include(if: $issues) { ${NEWEST} }
  deployments(first: 1, orderBy: { field: CREATED_AT, direction: DESC }) @include(if: $deployments) { ${NEWEST} }
  releases(first: 10, orderBy: { field: CREATED_AT, direction: DESC }) @include(if: $releases) { ${NEWEST} }
}`
const INCLUDED = SECTIONS.map((section) => `$${section}: Boolean!`).join(' ')

const Beat = z
  .object({ totalCount: z.int(), nodes: z.array(z.object({ id: z.string(), updatedAt: z.string() }).nullable()) })
  .nullish()
  .transform((beat): Pulse | undefined => {
    if (!beat) return undefined
    // The last touched last: of releases there are several, because GitHub does not list them by when they were edited.
    const nodes = beat.nodes.flatMap((node) => node ?? [])
    nodes.sort((a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt))
    const newest = nodes.map(({ id, updatedAt }) => `${id} ${updatedAt}`).join(' ')
    return { total: beat.totalCount, newest: newest || undefined }
  })

const Listed = z.object({
  id: z.string(),
  databaseId: z.int().nullish(),
  nameWithOwner: z.string(),
  url: z.string(),
  pushedAt: z.string().nullish(),
  isPrivate: z.boolean(),
  defaultBranchRef: z.object({ name: z.string(), target: z.object({ oid: z.string() }).nullish() }).nullish(),
  pullRequests: Beat,
  issues: Beat,
  deployments: Beat,
  releases: Beat,
})
export type Listed = z.infer<typeof Listed>

/** `name`: what was asked for in vain. */
export type Listing = { found: Map<string, Listed>; refused: { name: string; error: StreamgaugeError }[] }

type ListingContext = CollectContext<Config, Session>
const AT_ONCE = 50
const NOT_FOUND = { type: 'NOT_FOUND', message: 'not found' }

function readListed(node: unknown, what: string): Listed {
  return readAnswer({ data: node, errors: [] }, Listed, what)
}

/** Everything that the patterns mean, and what of it, or of what was `known` by its id, cannot be seen. */
export async function listRepositories(
  context: ListingContext,
  known: ReadonlyMap<string, string> = new Map(),
): Promise<Listing> {
  const selection = selectionOf(context.config)
  const listing: Listing = { found: new Map(), refused: [] }
  const seen = new Set<string>()
  const add = (repository: Listed) => {
    seen.add(repository.id)
    if (!selection.excludes(repository.nameWithOwner)) listing.found.set(repository.id, repository)
  }
  for (const owner of selection.owners) {
    context.note(`listing the repositories of ${owner}`)
    try {
      for await (const repositories of listOwner(context, owner)) {
        for (const repository of repositories) if (selection.selects(repository.nameWithOwner)) add(repository)
      }
    } catch (error) {
      listing.refused.push({ name: `${owner}/*`, error: ownFailure(context, error) })
    }
  }
  await listByName(context, selection.names, listing, add)
  const missing = [...known].filter(([id, name]) => !seen.has(id) && !selection.excludes(name))
  await findMissing(context, missing, selection.selects, listing)
  return listing
}

/** What concerns one owner is its own; anything else ends the listing. */
function ownFailure({ session }: ListingContext, error: unknown): StreamgaugeError {
  const own = error instanceof StreamgaugeError && (error.kind === 'not-found' || error.kind === 'auth')
  if (!own || session.api.isRefused) throw error
  return error
}

async function* listOwner(context: ListingContext, login: string): AsyncGenerator<Listed[]> {
  const query = `query ($login: String!, $first: Int!, $after: String, $archived: Boolean, $fork: Boolean, ${INCLUDED}) {
    repositoryOwner(login: $login) {
      repositories(first: $first, after: $after, isArchived: $archived, isFork: $fork, ownerAffiliations: [OWNER], orderBy: { field: NAME, direction: ASC }) {
        pageInfo { hasNextPage endCursor } nodes { ...Pulse }
      }
    }
  } ${PULSE}`
  const { archived, forks } = context.config
  const filter = { login, archived: archived ? null : false, fork: forks ? null : false }
  const Answer = z.object({ repositoryOwner: z.object({ repositories: Connection }).nullable() })
  const size = new PageSize(AT_ONCE)
  let after: string | null | undefined
  do {
    const answer = await size.ask((first, tries) => askPulse(context, query, { ...filter, first, after }, tries))
    const owner = readAnswer(answer, Answer, login).repositoryOwner
    if (!owner) throw errorOfGraph(answer.errors[0] ?? NOT_FOUND, login)
    const { repositories } = owner
    yield repositories.nodes.filter((node) => node !== null).map((node) => readListed(node, login))
    after = repositories.pageInfo.hasNextPage ? repositories.pageInfo.endCursor : undefined
  } while (after)
}

async function listByName(
  context: ListingContext,
  names: { owner: string; name: string }[],
  listing: Listing,
  add: (repository: Listed) => void,
) {
  for (let start = 0; start < names.length; start += AT_ONCE) {
    const chunk = names.slice(start, start + AT_ONCE)
    const variables = Object.fromEntries(
      chunk.flatMap(({ owner, name }, at) => [
        [`o${at}`, owner],
        [`n${at}`, name],
      ]),
    )
    const declared = Object.keys(variables)
      .map((name) => `$${name}: String!`)
      .join(' ')
    // A former name is answered with the repository under its new one.
    const fields = chunk.map((_, at) => `r${at}: repository(owner: $o${at}, name: $n${at}) { ...Pulse }`).join(' ')
    const { data, errors } = await askPulse(
      context,
      `query (${declared} ${INCLUDED}) { ${fields} } ${PULSE}`,
      variables,
    )
    for (const [at, { owner, name }] of chunk.entries()) {
      const answer = (data as Record<string, unknown> | null)?.[`r${at}`]
      const error = errors.find(({ path }) => path?.[0] === `r${at}`) ?? NOT_FOUND
      const full = `${owner}/${name}`
      if (answer) add(readListed(answer, full))
      else listing.refused.push({ name: full, error: errorOfGraph(error, full) })
    }
  }
}

/** What was known and is not listed any more: moved or filtered out is no fault, vanished is. */
async function findMissing(
  context: ListingContext,
  missing: [string, string][],
  selects: (name: string) => boolean,
  { refused }: Listing,
) {
  const told = new Set(refused.map(({ name }) => name.toLowerCase()))
  const open = missing.filter(([, name]) => {
    const owners = `${name.split('/')[0]}/*`
    return selects(name) && !told.has(name.toLowerCase()) && !told.has(owners.toLowerCase())
  })
  for (let start = 0; start < open.length; start += AT_ONCE) {
    const chunk = open.slice(start, start + AT_ONCE)
    const variables = { ids: chunk.map(([id]) => id) }
    const { data } = await context.session.api.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables)
    const nodes = (data as { nodes?: (object | null)[] } | null)?.nodes ?? []
    for (const [at, [, name]] of chunk.entries()) {
      if (!nodes[at]) refused.push({ name, error: errorOfGraph(NOT_FOUND, name) })
    }
  }
}

/** Asks again without the sections that the token may not read, and remembers those. */
async function askPulse(
  { session }: ListingContext,
  query: string,
  variables: object,
  tries?: number,
): Promise<GraphAnswer> {
  for (;;) {
    const included = Object.fromEntries(SECTIONS.map((section) => [section, !session.lacking.has(section)]))
    const answer = await session.api.query(query, { ...variables, ...included }, { tries })
    const forbidden = answer.errors.flatMap((error) => {
      const section = SECTIONS.find((name) => error.type === 'FORBIDDEN' && error.path?.includes(name))
      return section && !session.lacking.has(section) ? [[section, errorOfGraph(error, TITLES[section])] as const] : []
    })
    if (forbidden.length === 0) return answer
    for (const [section, error] of forbidden) session.lacking.set(section, error)
  }
}

export const TITLES: Record<Section, string> = {
  pullRequests: 'Pull requests: read',
  issues: 'Issues: read',
  deployments: 'Deployments: read',
  releases: 'Contents: read',
}
