// Questions of ancestry. A commit reaches itself.
import { type CommitGraph, parentsOf } from './graph'

/** Marks in `reached` all that `tip` reaches and returns what was not marked before. `reached` must be closed under ancestry. */
export function reachNew(graph: CommitGraph, tip: number, reached: Uint8Array): number[] {
  if (reached[tip]) return []
  reached[tip] = 1
  const found = [tip]
  const { offsets, edges } = graph
  for (let at = 0; at < found.length; at++) {
    const node = found[at] as number
    for (let edge = offsets[node] as number; edge < (offsets[node + 1] as number); edge++) {
      const parent = edges[edge] as number
      if (parent < 0 || reached[parent]) continue
      reached[parent] = 1
      found.push(parent)
    }
  }
  return found
}

/** Whether `descendant` reaches `ancestor`; true when they are the same. */
export function isAncestor(graph: CommitGraph, ancestor: number, descendant: number): boolean {
  if (ancestor === descendant) return true
  const floor = graph.generation[ancestor] as number
  const seen = new Set([descendant])
  const stack = [descendant]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const parent of parentsOf(graph, node)) {
      if (parent === ancestor) return true
      if ((graph.generation[parent] as number) <= floor || seen.has(parent)) continue
      seen.add(parent)
      stack.push(parent)
    }
  }
  return false
}

const WANTED = 1
const EXCLUDED = 2

/**
 * What some of `tips` reach and none of `bases` does. Walks only down to where the two meet: nodes are taken
 * highest generation first, so all that could exclude a node has been seen before it.
 */
export function between(graph: CommitGraph, tips: number[], bases: number[]): number[] {
  const flags = new Map<number, number>()
  const heap: number[] = []
  let wanted = 0
  const paint = (node: number, flag: number) => {
    const before = flags.get(node)
    if (before === undefined) {
      flags.set(node, flag)
      push(heap, node, graph.generation)
      if (flag === WANTED) wanted++
    } else if ((before | flag) !== before) {
      flags.set(node, before | flag)
      if (before === WANTED) wanted--
    }
  }
  for (const base of bases) paint(base, EXCLUDED)
  for (const tip of tips) paint(tip, WANTED)
  const found: number[] = []
  while (wanted > 0) {
    const node = pop(heap, graph.generation)
    const flag = flags.get(node) ?? 0
    if (flag === WANTED) {
      wanted--
      found.push(node)
    }
    for (const parent of parentsOf(graph, node)) paint(parent, flag & EXCLUDED ? EXCLUDED : WANTED)
  }
  return found
}

function push(heap: number[], node: number, rank: Int32Array): void {
  let at = heap.length
  heap.push(node)
  while (at > 0) {
    const above = (at - 1) >> 1
    if ((rank[heap[above] as number] as number) >= (rank[node] as number)) break
    heap[at] = heap[above] as number
    at = above
  }
  heap[at] = node
}

function pop(heap: number[], rank: Int32Array): number {
  const top = heap[0] as number // sound: callers pop only while something wanted is queued
  const last = heap.pop() as number
  if (heap.length === 0) return top
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (
      child + 1 < heap.length &&
      (rank[heap[child + 1] as number] as number) > (rank[heap[child] as number] as number)
    )
      child++
    if ((rank[heap[child] as number] as number) <= (rank[last] as number)) break
    heap[at] = heap[child] as number
    at = child
  }
  heap[at] = last
  return top
}

/** Marks the first-parent history of `tip` in `line`; stops where it is marked already. */
export function markFirstParents(graph: CommitGraph, tip: number, line: Uint8Array): void {
  for (let node = tip; node >= 0 && !line[node]; node = graph.firstParent[node] as number) line[node] = 1
}
