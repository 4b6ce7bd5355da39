import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomHistory } from '../testing/history'
import { buildGraph, type CommitGraph, type CommitNode, parentsOf } from './graph'

const node = (sha: string, ...parents: string[]): CommitNode => ({ sha, parents })

function indexOf(graph: CommitGraph, sha: string): number {
  return graph.indexOf.get(sha) ?? Number.NaN
}

function parents(graph: CommitGraph, sha: string): (string | undefined)[] {
  return parentsOf(graph, indexOf(graph, sha)).map((parent) => graph.shas[parent])
}

function firstParent(graph: CommitGraph, sha: string): string | undefined {
  return graph.shas[graph.firstParent[indexOf(graph, sha)] ?? -1]
}

const generation = (graph: CommitGraph, sha: string) => graph.generation[indexOf(graph, sha)]
const isMerge = (graph: CommitGraph, sha: string) => graph.merge[indexOf(graph, sha)] === 1

describe('the commit graph', () => {
  it('of nothing is empty', () => {
    expect(buildGraph([])).toMatchObject({ size: 0, shas: [], cyclic: [] })
  })

  it('knows parents, merges and generations, whatever the order', () => {
    const commits = [
      node('m', 'b', 'c'),
      node('a'),
      node('c', 'a'),
      node('d', 'c'),
      node('b', 'a'),
      node('e', 'd', 'm'),
    ]
    for (const order of [commits, commits.toReversed()]) {
      const graph = buildGraph(order)
      expect(parents(graph, 'm')).toEqual(['b', 'c'])
      expect(firstParent(graph, 'm')).toBe('b')
      expect(firstParent(graph, 'a')).toBeUndefined()
      expect(['a', 'b', 'c', 'd', 'm', 'e'].map((sha) => generation(graph, sha))).toEqual([1, 2, 2, 3, 3, 4])
      expect(
        order
          .filter(({ sha }) => isMerge(graph, sha))
          .map(({ sha }) => sha)
          .sort(),
      ).toEqual(['e', 'm'])
      expect(graph.cyclic).toEqual([])
    }
  })

  it('leaves out parents that are not known, and never takes the second for the first', () => {
    const graph = buildGraph([node('m', 'gone', 'a'), node('a', 'gone')])
    expect(parents(graph, 'm')).toEqual(['a'])
    expect(firstParent(graph, 'm')).toBeUndefined()
    expect(isMerge(graph, 'm')).toBe(true)
    expect(parents(graph, 'a')).toEqual([])
    expect(generation(graph, 'a')).toBe(1)
    expect(graph.cyclic).toEqual([])
  })

  it('takes a sha that stands twice by its first meaning, and a parent that stands twice once', () => {
    const graph = buildGraph([node('b', 'a', 'a'), node('a'), node('b')])
    expect(graph.size).toBe(2)
    expect(parents(graph, 'b')).toEqual(['a'])
    expect(isMerge(graph, 'b')).toBe(false)
  })

  it('cuts a commit that is its own parent', () => {
    const graph = buildGraph([node('a', 'a'), node('b', 'a')])
    expect(parents(graph, 'a')).toEqual([])
    expect(firstParent(graph, 'a')).toBeUndefined()
    expect(firstParent(graph, 'b')).toBe('a')
    expect(graph.cyclic).toEqual(['a'])
  })

  it('cuts a circle at one edge and keeps the rest', () => {
    const graph = buildGraph([node('a', 'c'), node('b', 'a'), node('c', 'b', 'root'), node('root')])
    expect(graph.cyclic).toEqual(['b'])
    expect(parents(graph, 'a')).toEqual(['c'])
    expect(parents(graph, 'c')).toEqual(['b', 'root'])
    expect(['b', 'root', 'c', 'a'].map((sha) => generation(graph, sha))).toEqual([1, 1, 2, 3])
  })

  it('gives random histories their known parents and longest paths', () => {
    fc.assert(
      fc.property(randomHistory(), (commits) => {
        const graph = buildGraph(commits)
        const known = new Set(commits.map(({ sha }) => sha))
        expect(graph.cyclic).toEqual([])
        for (const { sha, parents: named } of commits) {
          const found = parents(graph, sha)
          expect(found).toEqual(named.filter((parent) => known.has(parent)))
          expect(firstParent(graph, sha)).toBe(known.has(named[0] ?? '') ? named[0] : undefined)
          const highest = Math.max(0, ...found.map((parent) => generation(graph, parent ?? '') ?? 0))
          expect(generation(graph, sha)).toBe(highest + 1)
        }
      }),
    )
  })

  it('leaves no circle in whatever is claimed', () => {
    const name = fc.constantFrom(...'abcdefgh')
    const claims = fc.array(fc.record({ sha: name, parents: fc.array(name, { maxLength: 3 }) }), { maxLength: 10 })
    fc.assert(
      fc.property(claims, (commits) => {
        const graph = buildGraph(commits)
        for (let index = 0; index < graph.size; index++) {
          const own = graph.generation[index] ?? 0
          for (const parent of parentsOf(graph, index)) expect(graph.generation[parent]).toBeLessThan(own)
          const first = graph.firstParent[index] ?? -1
          if (first >= 0) expect(parentsOf(graph, index)[0]).toBe(first)
        }
        expect(new Set(graph.cyclic).size === 0).toBe(isWithoutCircle(commits))
      }),
    )
  })

  it.each(['oldest', 'newest'])('takes 200,000 commits in a row, the %s first', (first) => {
    const commits = Array.from({ length: 200_000 }, (_, at) => node(`c${at}`, ...(at === 0 ? [] : [`c${at - 1}`])))
    const graph = buildGraph(first === 'oldest' ? commits : commits.reverse())
    expect(generation(graph, 'c199999')).toBe(200_000)
    expect(generation(graph, 'c0')).toBe(1)
  })
})

/** Takes away commits without parents among the rest until none is left to take. */
function isWithoutCircle(commits: CommitNode[]): boolean {
  const rest = new Map<string, string[]>()
  for (const { sha, parents: named } of commits) if (!rest.has(sha)) rest.set(sha, named)
  for (;;) {
    const free = [...rest].filter(([, named]) => !named.some((parent) => rest.has(parent)))
    if (free.length === 0) return rest.size === 0
    for (const [sha] of free) rest.delete(sha)
  }
}
