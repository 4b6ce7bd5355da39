// What every service of a repository shares: its graph, who owns which commit, the default branch's line. Built once.
import { buildGraph, type CommitGraph } from '../graph/graph'
import type { CommitInput, PullRequestInput, RepositoryInput, ReviewInput, RunInput } from '../records/loaded'
import { type Groups, groupsOf } from './groups'
import { buildLine, type Line } from './line'
import { buildOwnership, type Ownership, unifyPullRequests } from './ownership'
import { ShaIds } from './sha-ids'

export type RepositoryContext = {
  input: RepositoryInput
  graph: CommitGraph
  /** Every sha as a number: a node where the graph has it. */
  shas: ShaIds
  /** By node. */
  commits: CommitInput[]
  /** By number; what follows names them by their place in this list. */
  pulls: PullRequestInput[]
  places: Map<number, number>
  ownership: Ownership
  aggregates: Uint8Array
  line: Line
  /** Merged pull requests by the node at which they landed. */
  landingAt: Groups<number>
  /** By id of the sha. */
  runsOf: Groups<RunInput>
  reviewsOf: Groups<ReviewInput>
  /** Nodes of the commits that name a pull request, merged or not. */
  naming: Groups<number>
}

export function commitsByNode(given: CommitInput[], graph: CommitGraph): CommitInput[] {
  if (given.length === graph.size) return given
  // Of a sha that stands twice the last one speaks.
  const commits: CommitInput[] = new Array(graph.size)
  for (const commit of given) commits[graph.indexOf.get(commit.sha) as number] = commit // sound: the graph is built from these
  return commits
}

export function prepareRepository(raw: RepositoryInput): RepositoryContext {
  const pulls = unifyPullRequests(raw.pullRequests)
  const input = { ...raw, pullRequests: pulls }
  const graph = buildGraph(input.commits)
  const commits = commitsByNode(input.commits, graph)
  const places = new Map(pulls.map((pull, at) => [pull.number, at]))
  const shas = new ShaIds(graph)
  const ownership = buildOwnership(commits, pulls, places, shas)
  const runShas = Int32Array.from(input.runs, (run) => shas.of(run.sha))
  const nodeOf = (id: number) => (id < graph.size ? id : -1)
  const placeOf = (number: number | null) => (number === null ? -1 : (places.get(number) ?? -1))
  const allPulls = [...pulls.keys()]
  return {
    input,
    graph,
    shas,
    commits,
    pulls,
    places,
    ownership,
    aggregates: Uint8Array.from(allPulls, (at) => (ownership.isAggregate(at) ? 1 : 0)),
    line: buildLine(input, graph, ownership, runShas),
    landingAt: groupsOf(allPulls, graph.size, (at) => nodeOf(ownership.landingOf(at))),
    runsOf: groupsOf(input.runs, shas.count, (_, at) => runShas[at] as number),
    reviewsOf: groupsOf(input.reviews, pulls.length, (review) => placeOf(review.pullRequest)),
    naming: groupsOf([...commits.keys()], pulls.length, (node) => placeOf(commits[node]?.pullRequest ?? null)),
  }
}
