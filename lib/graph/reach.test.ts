import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crissCross, line, randomHistory } from '../testing/history'
import { buildGraph, type CommitGraph, type CommitNode } from './graph'
import { between, isAncestor, markFirstParents, reachNew } from './reach'

/** All that a commit reaches, by sha, from the history itself and not from the graph. */
function reachOf(sha: string, commits: CommitNode[]): Set<string> {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]))
  const reached = new Set<string>()
  const visit = (name: string) => {
    const commit = bySha.get(name)
    if (!commit || reached.has(name)) return
    reached.add(name)
    for (const parent of commit.parents) visit(parent)
  }
  visit(sha)
  return reached
}

function indexOf(graph: CommitGraph, sha: string): number {
  const index = graph.indexOf.get(sha)
  if (index === undefined) throw new Error(`no commit ${sha}`)
  return index
}

function names(graph: CommitGraph, nodes: Iterable<number>): string[] {
  return [...nodes].map((node) => graph.shas[node] ?? '').sort()
}

function marked(graph: CommitGraph, marks: Uint8Array): string[] {
  return graph.shas.filter((_, node) => marks[node] === 1).sort()
}

/** The same graph, which counts how often the parents of a commit are looked up. */
function counted(graph: CommitGraph): { graph: CommitGraph; reads: () => number } {
  let reads = 0
  const offsets = new Proxy(graph.offsets, {
    get(target, key) {
      reads++
      return Reflect.get(target, key)
    },
  })
  return { graph: { ...graph, offsets }, reads: () => reads }
}

/** Offsets read in one look-up of a commit with two parents: where they begin, and where they end before each and after the last. */
const READS = 4

const history = randomHistory()
const picks = fc.array(fc.nat(), { maxLength: 4 })
const pick = (commits: CommitNode[], numbers: number[]) =>
  numbers.map((number) => commits[number % commits.length]?.sha ?? '')

describe('reachNew', () => {
  it('gives each tip what none before it reached', () => {
    fc.assert(
      fc.property(history, picks, (commits, numbers) => {
        const graph = buildGraph(commits)
        const reached = new Uint8Array(graph.size)
        const before = new Set<string>()
        for (const tip of pick(commits, numbers)) {
          const own = reachOf(tip, commits)
          const found = reachNew(graph, indexOf(graph, tip), reached)
          expect(names(graph, found)).toEqual([...own].filter((sha) => !before.has(sha)).sort())
          for (const sha of own) before.add(sha)
          expect(marked(graph, reached)).toEqual([...before].sort())
        }
      }),
    )
  })

  it('walks every commit once over all tips of a long history', () => {
    const { graph, reads } = counted(buildGraph(line(200_000)))
    const reached = new Uint8Array(graph.size)
    let found = 0
    for (let tip = 0; tip < 200_000; tip += 100) found += reachNew(graph, tip, reached).length
    expect(reachNew(graph, 199_999, reached)).toHaveLength(99)
    expect(found).toBe(199_901)
    expect(reads()).toBeLessThanOrEqual(READS * 200_000)
  })

  it('walks every commit once where two branches merge each other', () => {
    const { graph, reads } = counted(buildGraph(crissCross(50_000)))
    expect(reachNew(graph, indexOf(graph, 'a49999'), new Uint8Array(graph.size))).toHaveLength(99_999)
    expect(reads()).toBeLessThanOrEqual(READS * 100_000)
  })
})

describe('isAncestor', () => {
  it('is true of what is reached, itself included', () => {
    fc.assert(
      fc.property(history, (commits) => {
        const graph = buildGraph(commits)
        for (const { sha: descendant } of commits) {
          const reached = reachOf(descendant, commits)
          for (const { sha } of commits) {
            expect(isAncestor(graph, indexOf(graph, sha), indexOf(graph, descendant))).toBe(reached.has(sha))
          }
        }
      }),
      { numRuns: 50 },
    )
  })

  it('finds the root of a long history, and knows at once that it is no descendant', () => {
    const { graph, reads } = counted(buildGraph(line(200_000)))
    expect(isAncestor(graph, 0, 199_999)).toBe(true)
    const there = reads()
    expect(isAncestor(graph, 199_999, 0)).toBe(false)
    expect(reads() - there).toBeLessThanOrEqual(READS)
  })

  it('looks at each commit once where two branches merge each other', () => {
    const { graph, reads } = counted(buildGraph([...crissCross(50_000), { sha: 'apart', parents: [] }]))
    expect(isAncestor(graph, indexOf(graph, 'b0'), indexOf(graph, 'a49999'))).toBe(true)
    expect(isAncestor(graph, indexOf(graph, 'b49998'), indexOf(graph, 'a49998'))).toBe(false)
    const there = reads()
    // As old as the roots, so nothing but the end of all 2ⁿ paths says that it is not among them.
    expect(isAncestor(graph, indexOf(graph, 'apart'), indexOf(graph, 'a49999'))).toBe(false)
    expect(there).toBeLessThanOrEqual(READS * 100_000)
    expect(reads() - there).toBeLessThanOrEqual(READS * 100_000)
  })
})

describe('between', () => {
  it('is what some tip reaches and no base does', () => {
    fc.assert(
      fc.property(history, picks, picks, (commits, some, others) => {
        const graph = buildGraph(commits)
        const [tips, bases] = [pick(commits, some), pick(commits, others)]
        const excluded = new Set(bases.flatMap((base) => [...reachOf(base, commits)]))
        const wanted = new Set(tips.flatMap((tip) => [...reachOf(tip, commits)]))
        const index = (sha: string) => indexOf(graph, sha)
        const found = between(graph, tips.map(index), bases.map(index))
        expect(names(graph, found)).toEqual([...wanted].filter((sha) => !excluded.has(sha)).sort())
      }),
      { numRuns: 500 },
    )
  })

  it('of nothing is nothing, and of a tip that is a base too', () => {
    const graph = buildGraph(line(3))
    expect(between(graph, [], [2])).toEqual([])
    expect(between(graph, [1], [1])).toEqual([])
    expect(names(graph, between(graph, [2, 2], []))).toEqual(['c0', 'c1', 'c2'])
  })

  it('walks only down to where the two meet', () => {
    const { graph, reads } = counted(buildGraph(line(200_000)))
    expect(between(graph, [199_999], [199_989])).toHaveLength(10)
    expect(reads()).toBeLessThanOrEqual(READS * 20)
    expect(between(graph, [199_999], [])).toHaveLength(200_000)
  })

  it('walks only down to where two branches that merge each other meet', () => {
    const { graph, reads } = counted(buildGraph(crissCross(50_000)))
    const [tip, base] = [indexOf(graph, 'a49999'), indexOf(graph, 'a49900')]
    // Above a49900: 99 on each side but the other tip, and b49900.
    expect(between(graph, [tip], [base])).toHaveLength(2 * 99 - 1 + 1)
    expect(reads()).toBeLessThanOrEqual(READS * 250)
  })
})

describe('markFirstParents', () => {
  it('marks the first-parent history, and stops where it is marked', () => {
    fc.assert(
      fc.property(history, picks, (commits, numbers) => {
        const graph = buildGraph(commits)
        const bySha = new Map(commits.map((commit) => [commit.sha, commit]))
        const line = new Uint8Array(graph.size)
        const expected = new Set<string>()
        for (const tip of pick(commits, numbers)) {
          markFirstParents(graph, indexOf(graph, tip), line)
          for (let commit = bySha.get(tip); commit; commit = bySha.get(commit.parents[0] ?? ''))
            expected.add(commit.sha)
        }
        expect(marked(graph, line)).toEqual([...expected].sort())
      }),
    )
  })

  it('ends in a circle, and in a long history', () => {
    const circle = buildGraph([
      { sha: 'a', parents: ['b'] },
      { sha: 'b', parents: ['a'] },
    ])
    const marks = new Uint8Array(2)
    markFirstParents(circle, 0, marks)
    expect([...marks]).toEqual([1, 1])
    const graph = buildGraph(line(200_000))
    const long = new Uint8Array(graph.size)
    markFirstParents(graph, 199_999, long)
    expect(long.indexOf(0)).toBe(-1)
  })
})
