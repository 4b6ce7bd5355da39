// What every service of a repository shares: its graph, who owns which commit, the default branch's line. Built once.
import { buildGraph, type CommitGraph } from '../graph/graph'
import type { CommitInput, PullRequestInput, RepositoryInput, ReviewInput, RunInput } from '../records/loaded'
import { buildLine, type Line } from './line'
import { buildOwnership, type Ownership, unifyPullRequests } from './ownership'

export type RepositoryContext = {
  input: RepositoryInput
  graph: CommitGraph
  commits: Map<string, CommitInput>
  pulls: PullRequestInput[]
  pullByNumber: Map<number, PullRequestInput>
  ownership: Ownership
  aggregates: Set<number>
  line: Line
  /** Merged pull requests by the node at which they landed. */
  landingAt: Map<number, PullRequestInput[]>
  runsBySha: Map<string, RunInput[]>
  reviewsByPull: Map<number, ReviewInput[]>
  /** Commits that name a pull request, merged or not. */
  naming: Map<number, string[]>
}

function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key | null | undefined): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (key === null || key === undefined) continue
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

export function prepareRepository(raw: RepositoryInput): RepositoryContext {
  const pulls = unifyPullRequests(raw.pullRequests)
  const input = { ...raw, pullRequests: pulls }
  const commits = new Map(input.commits.map((commit) => [commit.sha, commit]))
  const graph = buildGraph(input.commits)
  const ownership = buildOwnership(commits, pulls)
  const merged = pulls.filter((pull) => pull.mergedAt !== null)
  const named = groupBy(input.commits, (commit) => commit.pullRequest)
  return {
    input,
    graph,
    commits,
    pulls,
    pullByNumber: new Map(pulls.map((pull) => [pull.number, pull])),
    ownership,
    aggregates: new Set(merged.filter(ownership.isAggregate).map((pull) => pull.number)),
    line: buildLine(input, graph, ownership),
    landingAt: groupBy(merged, (pull) => graph.indexOf.get(ownership.landingOf(pull) ?? '')),
    runsBySha: groupBy(input.runs, (run) => run.sha),
    reviewsByPull: groupBy(input.reviews, (review) => review.pullRequest),
    naming: new Map([...named].map(([number, commits]) => [number, commits.map((commit) => commit.sha)])),
  }
}
