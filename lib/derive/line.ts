// When work reached the default branch (METRICS section 3, waiting changes).
import type { CommitGraph } from '../graph/graph'
import { markFirstParents, reachNew } from '../graph/reach'
import type { CommitInput, PullRequestInput, RepositoryInput } from '../records/loaded'
import type { Ownership } from './ownership'

export type Line = {
  /** When the merged pull request at a place reached the default branch; null: not yet, or never. */
  pullReachedAt: (pull: number) => number | null
  /** When a direct commit did, given the first-parent history that the service's own deployments add. */
  commitReachedAt: (node: number, commit: CommitInput, deployed: Uint8Array) => number | null
  /** A copy of the repository's first-parent line, for a service to mark its deployed shas in. */
  startLine: () => Uint8Array
}

/** `runShas`: the id of each run's sha. */
export function buildLine(input: RepositoryInput, graph: CommitGraph, ownership: Ownership, runShas: Int32Array): Line {
  const { pullRequests: pulls, runs, defaultBranch, headSha } = input
  const line = new Uint8Array(graph.size)
  const mark = (id: number) => {
    if (id >= 0 && id < graph.size) markFirstParents(graph, id, line)
  }
  const intoDefault = ownership.merged.filter((at) => pulls[at]?.baseBranch === defaultBranch)
  mark(headSha === null ? -1 : (graph.indexOf.get(headSha) ?? -1))
  for (const at of intoDefault) mark(ownership.landingOf(at))
  for (let at = 0; at < runs.length; at += 1) if (runs[at]?.branch === defaultBranch) mark(runShas[at] as number)

  // The earliest pull request into the default branch that contains a commit is the first that marks it.
  const contained = new Uint8Array(graph.size)
  const containedAt = new Float64Array(graph.size)
  for (const at of intoDefault) {
    const node = ownership.landingOf(at)
    if (node < 0 || node >= graph.size) continue
    const mergedAt = pulls[at]?.mergedAt ?? 0
    for (const reached of reachNew(graph, node, contained)) containedAt[reached] = mergedAt
  }
  const throughPull = (node: number) => (contained[node] ? (containedAt[node] as number) : null)

  return {
    pullReachedAt(at) {
      const { mergedAt, baseBranch } = pulls[at] as PullRequestInput // sound: a place in that list
      if (mergedAt === null || baseBranch === defaultBranch) return mergedAt
      // Beyond the graph, and -1, nothing is contained.
      return throughPull(ownership.landingOf(at))
    },
    commitReachedAt: (node, commit, deployed) => (deployed[node] ? commit.committedAt : throughPull(node)),
    startLine: () => line.slice(),
  }
}
