// A number for every sha that a repository's records name: a commit of the graph has its node's, any other one a number above those.
import type { CommitGraph } from '../graph/graph'

export class ShaIds {
  readonly #others = new Map<string, number>()

  constructor(private readonly graph: CommitGraph) {}

  /** Above every id that was given. */
  get count(): number {
    return this.graph.size + this.#others.size
  }

  /** -1: no such sha was added, and the graph has none. */
  of(sha: string): number {
    return this.graph.indexOf.get(sha) ?? this.#others.get(sha) ?? -1
  }

  add(sha: string): number {
    let id = this.of(sha)
    if (id < 0) {
      id = this.count
      this.#others.set(sha, id)
    }
    return id
  }
}
