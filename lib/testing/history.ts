// Commit histories for tests of the graph: random ones, and two large shapes.
import fc from 'fast-check'
import type { CommitNode } from '../graph/graph'

/** Up to 16 commits in any order, each with up to three parents among the older ones; some parents are not known. */
export function randomHistory(): fc.Arbitrary<CommitNode[]> {
  const commit = fc.record({ parents: fc.array(fc.nat(), { maxLength: 3 }), lost: fc.boolean(), rank: fc.nat() })
  return fc.array(commit, { minLength: 1, maxLength: 16 }).map((drafts) =>
    drafts
      .map(({ parents, lost, rank }, at) => {
        const known = at === 0 ? [] : [...new Set(parents.map((parent) => `c${parent % at}`))]
        // Where one is lost it is the first, as often as not the only one.
        return { sha: `c${at}`, parents: lost && at % 3 === 0 ? [`lost${at}`, ...known] : known, rank }
      })
      .sort((a, b) => a.rank - b.rank)
      .map(({ sha, parents }) => ({ sha, parents })),
  )
}

/** c0, c1, … each on top of the one before. */
export function line(length: number): CommitNode[] {
  return Array.from({ length }, (_, at) => ({ sha: `c${at}`, parents: at === 0 ? [] : [`c${at - 1}`] }))
}

/** Two branches that merge each other at every step: a0, b0, a1 (a0, b0), b1 (b0, a0), … with 2ⁿ paths from top to bottom. */
export function crissCross(steps: number): CommitNode[] {
  return Array.from({ length: steps }, (_, at) => [
    { sha: `a${at}`, parents: at === 0 ? [] : [`a${at - 1}`, `b${at - 1}`] },
    { sha: `b${at}`, parents: at === 0 ? [] : [`b${at - 1}`, `a${at - 1}`] },
  ]).flat()
}
