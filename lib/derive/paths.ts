// Which commits concern a service that owns only some paths of its repository (METRICS sections 1 and 2).
import type { CommitGraph } from '../graph/graph'
import { parentsOf } from '../graph/graph'
import { between } from '../graph/reach'
import { anyGlob } from '../patterns'
import type { CommitInput } from '../records/loaded'

export type PathScope = {
  /** Whether the service has paths at all; without them everything concerns it. */
  limited: boolean
  /** Whether the non-merge commit changes one of the paths. */
  touches: (node: number) => boolean
  /** Whether nobody told which paths the non-merge commit changes. */
  unknown: (node: number) => boolean
  /** The same as touches, and for a merge commit whether what it brings does. */
  brings: (node: number) => boolean
}

const EVERYTHING: PathScope = { limited: false, touches: () => true, unknown: () => false, brings: () => true }

/** `commits` by node. */
export function pathScope(globs: string[] | null, graph: CommitGraph, commits: CommitInput[]): PathScope {
  if (!globs) return EVERYTHING
  const matches = anyGlob(globs)
  const known = new Int8Array(graph.size) // 0 unknown, 1 touches, -1 does not
  const brought = new Map<number, boolean>()
  function touches(node: number): boolean {
    if (graph.merge[node]) return false
    if (known[node] === 0) known[node] = commits[node]?.paths?.some(matches) ? 1 : -1
    return known[node] === 1
  }
  const unknown = (node: number) => !graph.merge[node] && (commits[node]?.paths ?? null) === null
  function brings(node: number): boolean {
    if (!graph.merge[node]) return touches(node)
    let answer = brought.get(node)
    if (answer === undefined) {
      const first = graph.firstParent[node] as number
      const others = parentsOf(graph, node).filter((parent) => parent !== first)
      answer = between(graph, others, first >= 0 ? [first] : []).some(touches)
      brought.set(node, answer)
    }
    return answer
  }
  return { limited: true, touches, unknown, brings }
}
