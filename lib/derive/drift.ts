// What one place of a history is ahead of others.
import { buildGraph, type CommitNode } from '../graph/graph'
import { between } from '../graph/reach'

/** The commits that `sha` reaches and none of `bases` does; else which side is not known. */
export function commitsAhead(commits: CommitNode[], sha: string, bases: string[]): string[] | 'here' | 'production' {
  const graph = buildGraph(commits)
  const tip = graph.indexOf.get(sha)
  if (tip === undefined) return 'here'
  const known = bases.flatMap((base) => graph.indexOf.get(base) ?? [])
  if (known.length === 0) return 'production'
  return between(graph, [tip], known).map((node) => graph.shas[node] as string) // sound: a node of the graph
}
