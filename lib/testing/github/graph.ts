// The GraphQL half of a fake GitHub: queries are executed against GitHub's own schema, over objects made from the model.
import { GraphQLError } from 'graphql'
import type { FakeCommit, FakeDeployment, FakeIssue, FakePull, FakeRelease, FakeRepository } from './model'
import { execute } from './schema'

type Args = { first?: number; last?: number; after?: string | null; orderBy?: { field: string; direction: string } }
type Fields = Record<string, unknown>

export type Graph = {
  repositories: FakeRepository[]
  /** Organisations and users that exist. */
  owners: string[]
  login: string
  /** Fields of a repository that the token may not read. */
  forbidden: ReadonlySet<string>
  /** An older Enterprise Server does not. */
  knowsTypes: boolean
}

export function answerGraph(graph: Graph, source: string, variables: Record<string, unknown>) {
  return execute(source, rootOf(graph), variables, graph.knowsTypes)
}

function notFound(what: string): GraphQLError {
  return new GraphQLError(`Could not resolve to ${what}.`, { extensions: { type: 'NOT_FOUND' } })
}

function rootOf(graph: Graph): Fields {
  const { repositories } = graph
  const node = (id: string) => findNode(graph, id) ?? notFound(`a node with the global id of '${id}'`)
  const named = (fullName: string) => {
    const is = (name: string) => name.toLowerCase() === fullName.toLowerCase()
    return repositories.find((one) => is(one.fullName)) ?? repositories.find((one) => one.formerNames.some(is))
  }
  return {
    viewer: { login: graph.login },
    node: ({ id }: { id: string }) => node(id),
    nodes: ({ ids }: { ids: string[] }) => ids.map(node),
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const found = named(`${owner}/${name}`)
      return found ? repositoryNode(graph, found) : notFound(`a Repository with the name '${owner}/${name}'`)
    },
    repositoryOwner: ({ login }: { login: string }) => {
      if (!graph.owners.includes(login)) return null
      return {
        ...{ __typename: 'Organization', id: `O_${login}`, login },
        repositories: (args: Args & { isArchived?: boolean | null; isFork?: boolean | null }) => {
          const own = repositories
            .filter(({ fullName }) => fullName.startsWith(`${login}/`))
            .filter(({ isArchived }) => typeof args.isArchived !== 'boolean' || isArchived === args.isArchived)
            .filter(({ isFork }) => typeof args.isFork !== 'boolean' || isFork === args.isFork)
          return connection(
            own,
            args,
            ({ fullName }) => fullName,
            (one) => repositoryNode(graph, one),
            false,
          )
        },
      }
    },
  }
}

function findNode(graph: Graph, id: string): Fields | undefined {
  for (const repository of graph.repositories) {
    if (repository.id === id) return repositoryNode(graph, repository)
    const pull = repository.pulls.find((one) => one.id === id)
    if (pull) return pullNode(repository, pull)
    const issue = repository.issues.find((one) => one.id === id)
    if (issue) return issueNode(repository, issue)
    const deployment = repository.deployments.find((one) => one.id === id)
    if (deployment) return deploymentNode(repository, deployment)
  }
  return undefined
}

/** Pages by what the rows are sorted by, as GitHub's cursors do: rows that come or move do not shift the next page. */
function connection<T>(
  rows: readonly T[],
  { first, last, after }: Args,
  key: (row: T) => string,
  node: (row: T) => unknown = (row) => row,
  descending = true,
) {
  const keyed = rows.map((row, at) => ({ row, key: `${key(row)} ${String(at).padStart(6, '0')}` }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1) * (descending ? -1 : 1))
  const from = after ? Buffer.from(after, 'base64url').toString() : undefined
  const rest = keyed.filter((one) => from === undefined || (descending ? one.key < from : one.key > from))
  if ((first ?? last ?? 0) < 1 || (first ?? last ?? 0) > 100) throw new GraphQLError('first must be from 1 to 100')
  const page = last === undefined ? rest.slice(0, first) : rest.slice(-last)
  const end = page.at(-1)?.key
  return {
    totalCount: rows.length,
    nodes: page.map(({ row }) => node(row)),
    pageInfo: {
      hasNextPage: page.length < rest.length,
      endCursor: end === undefined ? null : Buffer.from(end).toString('base64url'),
    },
  }
}

const inOrder = () => ''
const list =
  <T>(rows: readonly T[], node?: (row: T) => unknown) =>
  (args: Args) =>
    connection(rows, args, inOrder, node, false)
const actor = (login: string | null) => {
  if (login === null) return null
  const bot = login.endsWith('[bot]')
  return { __typename: bot ? 'Bot' : 'User', login: login.replace('[bot]', ''), name: bot ? undefined : `The ${login}` }
}

function repositoryNode(graph: Graph, repository: FakeRepository): Fields {
  const { id, databaseId, fullName, pushedAt, isPrivate, defaultBranch, head } = repository
  const allowed =
    <T>(section: string, answer: (args: T) => unknown) =>
    (args: T) => {
      if (!graph.forbidden.has(section)) return answer(args)
      throw new GraphQLError('Resource not accessible by personal access token', { extensions: { type: 'FORBIDDEN' } })
    }
  const { pulls, issues, deployments, releases } = repository
  return {
    ...{ __typename: 'Repository', id, databaseId, nameWithOwner: fullName, pushedAt, isPrivate },
    url: repository.url ?? `https://github.com/${fullName}`,
    defaultBranchRef: head ? { name: defaultBranch, target: { __typename: 'Commit', oid: head } } : null,
    pullRequests: allowed('pullRequests', (args: Args) =>
      connection(pulls, args, byUpdate, (one) => pullNode(repository, one)),
    ),
    issues: allowed('issues', (args: Args & { filterBy?: { since?: string; labels?: string[] } }) => {
      const { since, labels } = args.filterBy ?? {}
      const found = issues
        .filter(({ updatedAt }) => !since || Date.parse(updatedAt) >= Date.parse(since))
        .filter((issue) => !labels || labels.every((label) => issue.labels.includes(label)))
      return connection(found, args, byUpdate, (one) => issueNode(repository, one))
    }),
    deployments: allowed('deployments', (args: Args) =>
      connection(deployments, args, byCreation, (one) => deploymentNode(repository, one)),
    ),
    releases: allowed('releases', (args: Args) =>
      connection(releases, args, byCreation, (one) => releaseNode(repository, one)),
    ),
    refs: (args: Args) =>
      connection(
        [...repository.tags.keys()],
        args,
        (name) => name,
        (name) => refNode(repository, name),
        false,
      ),
    ref: ({ qualifiedName }: { qualifiedName: string }) => refNode(repository, qualifiedName.replace('refs/tags/', '')),
    object: ({ oid, expression = '' }: { oid?: string; expression?: string }) => {
      const found = oid ?? [...repository.commits.keys()].find((one) => one.startsWith(expression))
      return commitNode(repository, repository.commits.get(found ?? ''))
    },
    pullRequest: ({ number }: { number: number }) => {
      const found = pulls.find((one) => one.number === number)
      return found ? pullNode(repository, found) : notFound(`a PullRequest with the number of ${number}`)
    },
    issue: ({ number }: { number: number }) => {
      const found = issues.find((one) => one.number === number)
      return found ? issueNode(repository, found) : notFound(`an Issue with the number of ${number}`)
    },
  }
}

const byUpdate = ({ updatedAt }: { updatedAt: string }) => updatedAt
const byCreation = ({ createdAt }: { createdAt: string }) => createdAt

function pullNode(repository: FakeRepository, pull: FakePull): Fields {
  return {
    ...pull,
    ...{ __typename: 'PullRequest', url: `https://github.com/${repository.fullName}/pull/${pull.number}` },
    ...{ additions: 10, deletions: 2, changedFiles: 3, author: actor(pull.author) },
    repository: { __typename: 'Repository', id: repository.id },
    mergeCommit: pull.mergeCommit
      ? (commitNode(repository, repository.commits.get(pull.mergeCommit)) ?? strayCommit(pull.mergeCommit))
      : null,
    labels: list(pull.labels.map((name) => ({ name }))),
    timelineItems: list(pull.readied.map((createdAt) => ({ __typename: 'ReadyForReviewEvent', createdAt }))),
    // LIMIT: as GitHub, no more than 250, whatever their number.
    commits: (args: Args) => ({
      ...connection(
        pull.commits.slice(0, 250),
        args,
        inOrder,
        (commit) => ({ commit: { messageHeadline: 'Change', ...commit } }),
        false,
      ),
      totalCount: pull.commits.length,
    }),
    reviews: list(pull.reviews, (review) => ({
      ...{ ...review, author: actor(review.author) },
      updatedAt: review.submittedAt ?? pull.updatedAt,
    })),
  }
}

function issueNode(repository: FakeRepository, issue: FakeIssue): Fields {
  const closer = issue.closer
  const pull = closer && 'pull' in closer ? repository.pulls.find(({ number }) => number === closer.pull) : undefined
  const node = pull
    ? pullNode(repository, pull)
    : closer && 'oid' in closer
      ? { __typename: 'Commit', oid: closer.oid }
      : null
  return {
    ...issue,
    ...{ __typename: 'Issue', url: `https://github.com/${repository.fullName}/issues/${issue.number}` },
    labels: list(issue.labels.map((name) => ({ name }))),
    comments: list(issue.comments.map((body) => ({ body }))),
    timelineItems: list(issue.closedAt ? [{ __typename: 'ClosedEvent', closer: node }] : []),
  }
}

function deploymentNode(repository: FakeRepository, deployment: FakeDeployment): Fields {
  return {
    ...deployment,
    __typename: 'Deployment',
    repository: { __typename: 'Repository', id: repository.id },
    ref: { name: deployment.ref },
    statuses: list(deployment.statuses),
  }
}

function releaseNode(repository: FakeRepository, release: FakeRelease): Fields {
  const url = `https://github.com/${repository.fullName}/releases/tag/${release.tagName}`
  return { ...release, url, tag: refNode(repository, release.tagName) }
}

function refNode(repository: FakeRepository, name: string): Fields | null {
  const tag = repository.tags.get(name)
  if (!tag) return null
  const commit = commitNode(repository, repository.commits.get(tag.oid))
  return { name, target: tag.taggedAt ? { __typename: 'Tag', tagger: { date: tag.taggedAt }, target: commit } : commit }
}

/** One that no branch of the fake has. */
function strayCommit(oid: string): Fields {
  return { __typename: 'Commit', oid, messageHeadline: 'Merge', parents: list([{ oid: '1' }, { oid: '2' }]) }
}

function commitNode(repository: FakeRepository, commit: FakeCommit | undefined): Fields | null {
  if (!commit) return null
  const [headline = '', ...body] = commit.message.split('\n')
  const pulls = repository.pulls.filter(({ mergeCommit }) => mergeCommit === commit.oid)
  return {
    ...{ __typename: 'Commit', oid: commit.oid, authoredDate: commit.at, committedDate: commit.at },
    ...{ messageHeadline: headline, messageBody: body.join('\n').trim() },
    author: { name: commit.name, email: commit.email },
    parents: list(commit.parents.map((oid) => ({ oid }))),
    associatedPullRequests: list(pulls, (pull) => pullNode(repository, pull)),
    history: (args: Args & { since?: string }) => {
      const reached = reachable(repository, commit.oid).filter(
        ({ at }) => !args.since || Date.parse(at) >= Date.parse(args.since),
      )
      return connection(
        reached,
        args,
        ({ at }) => at,
        (one) => commitNode(repository, one),
      )
    },
  }
}

export function reachable(repository: FakeRepository, from: string): FakeCommit[] {
  const found = new Map<string, FakeCommit>()
  const open = [from]
  for (let oid = open.pop(); oid !== undefined; oid = open.pop()) {
    const commit = found.has(oid) ? undefined : repository.commits.get(oid)
    if (!commit) continue
    found.set(oid, commit)
    open.push(...commit.parents)
  }
  return [...found.values()]
}
