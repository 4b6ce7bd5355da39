// The commit graph of one repository in typed arrays. Parents that are not known (shallow history) are left out.

export type CommitNode = { sha: string; parents: string[] }

export type CommitGraph = {
  size: number
  shas: string[]
  indexOf: Map<string, number>
  /** Known parents of node i are edges[offsets[i]] up to edges[offsets[i + 1]]. */
  offsets: Int32Array
  edges: Int32Array
  /** -1: a root, or the first parent is not known. */
  firstParent: Int32Array
  /** 1 where the commit names more than one parent, known or not. */
  merge: Uint8Array
  /** Longer than every parent's: a commit reaches only lower generations. */
  generation: Int32Array
  /** Commits of which an edge was cut because it closed a circle. */
  cyclic: string[]
}

/** Builds the graph; a sha that stands twice keeps its first meaning. Linear in commits and edges. */
export function buildGraph(commits: Iterable<CommitNode>): CommitGraph {
  const nodes: CommitNode[] = []
  const indexOf = new Map<string, number>()
  for (const commit of commits) {
    if (indexOf.has(commit.sha)) continue
    indexOf.set(commit.sha, nodes.length)
    nodes.push(commit)
  }
  const size = nodes.length
  const offsets = new Int32Array(size + 1)
  const firstParent = new Int32Array(size).fill(-1)
  const merge = new Uint8Array(size)
  const edges: number[] = []
  for (let index = 0; index < size; index++) {
    offsets[index] = edges.length
    const given = nodes[index]?.parents ?? []
    const parents = given.length > 1 ? [...new Set(given)] : given
    if (parents.length > 1) merge[index] = 1
    for (let place = 0; place < parents.length; place++) {
      const target = indexOf.get(parents[place] as string)
      if (target === undefined) continue
      if (place === 0) firstParent[index] = target
      edges.push(target)
    }
  }
  offsets[size] = edges.length
  const graph: CommitGraph = {
    size,
    shas: nodes.map((node) => node.sha),
    indexOf,
    offsets,
    edges: Int32Array.from(edges),
    firstParent,
    merge,
    generation: new Int32Array(size),
    cyclic: [],
  }
  number(graph)
  return graph
}

const UNSEEN = 0
const OPEN = 1
const DONE = 2

/** Depth-first, without recursion: assigns generations and cuts the edges that close a circle. */
function number(graph: CommitGraph): void {
  const { size, offsets, edges, firstParent, generation } = graph
  const state = new Uint8Array(size)
  const next = offsets.slice()
  const stack: number[] = []
  for (let start = 0; start < size; start++) {
    if (state[start] !== UNSEEN) continue
    stack.push(start)
    state[start] = OPEN
    while (stack.length > 0) {
      const node = stack[stack.length - 1] as number // sound: the stack is not empty
      const place = next[node] as number
      if (place < (offsets[node + 1] as number)) {
        next[node] = place + 1
        const parent = edges[place] as number
        if (parent < 0) continue
        if (state[parent] === OPEN) {
          edges[place] = -1
          if (firstParent[node] === parent) firstParent[node] = -1
          graph.cyclic.push(graph.shas[node] as string)
        } else if (state[parent] === UNSEEN) {
          state[parent] = OPEN
          stack.push(parent)
        }
        continue
      }
      let highest = 0
      for (let edge = offsets[node] as number; edge < (offsets[node + 1] as number); edge++) {
        const parent = edges[edge] as number
        if (parent >= 0) highest = Math.max(highest, generation[parent] as number)
      }
      generation[node] = highest + 1
      state[node] = DONE
      stack.pop()
    }
  }
}

/** The known parents of a node, the first parent first if it is known. */
export function parentsOf(graph: CommitGraph, node: number): number[] {
  const parents: number[] = []
  for (let edge = graph.offsets[node] as number; edge < (graph.offsets[node + 1] as number); edge++) {
    const parent = graph.edges[edge] as number
    if (parent >= 0) parents.push(parent)
  }
  return parents
}
