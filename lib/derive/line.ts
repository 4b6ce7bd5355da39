// When work reached the default branch (METRICS section 3, waiting changes).
import type { CommitGraph } from '../graph/graph'
import { markFirstParents, reachNew } from '../graph/reach'
import type { CommitInput, PullRequestInput, RepositoryInput } from '../records/loaded'
import type { Ownership } from './ownership'

export type Line = {
  /** When a merged pull request reached the default branch; null: not yet, or never. */
  pullReachedAt: (pull: PullRequestInput) => number | null
  /** When a direct commit did, given the first-parent history that the service's own deployments add. */
  commitReachedAt: (node: number, commit: CommitInput, deployed: Uint8Array) => number | null
  /** A copy of the repository's first-parent line, for a service to mark its deployed shas in. */
  startLine: () => Uint8Array
}

export function buildLine(input: RepositoryInput, graph: CommitGraph, ownership: Ownership): Line {
  const line = new Uint8Array(graph.size)
  const mark = (sha: string | null) => {
    const node = sha === null ? undefined : graph.indexOf.get(sha)
    if (node !== undefined) markFirstParents(graph, node, line)
  }
  const intoDefault = input.pullRequests
    .filter((pull) => pull.mergedAt !== null && pull.baseBranch === input.defaultBranch)
    .sort((a, b) => (a.mergedAt ?? 0) - (b.mergedAt ?? 0) || a.number - b.number)
  mark(input.headSha)
  for (const pull of intoDefault) mark(ownership.landingOf(pull))
  for (const run of input.runs) if (run.branch === input.defaultBranch) mark(run.sha)

  // The earliest pull request into the default branch that contains a commit is the first that marks it.
  const contained = new Uint8Array(graph.size)
  const containedAt = new Float64Array(graph.size)
  for (const pull of intoDefault) {
    const landing = ownership.landingOf(pull)
    const node = landing === null ? undefined : graph.indexOf.get(landing)
    if (node === undefined) continue
    for (const reached of reachNew(graph, node, contained)) containedAt[reached] = pull.mergedAt ?? 0
  }
  const throughPull = (node: number | undefined) =>
    node !== undefined && contained[node] ? (containedAt[node] as number) : null

  return {
    pullReachedAt(pull) {
      if (pull.mergedAt === null) return null
      if (pull.baseBranch === input.defaultBranch) return pull.mergedAt
      const landing = ownership.landingOf(pull)
      return landing === null ? null : throughPull(graph.indexOf.get(landing))
    },
    commitReachedAt: (node, commit, deployed) => (deployed[node] ? commit.committedAt : throughPull(node)),
    startLine: () => line.slice(),
  }
}
