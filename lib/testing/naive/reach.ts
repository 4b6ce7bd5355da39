// Ancestry on the commit graph by breadth-first search, done anew for every question.
import type { Commit } from '../../records/schema'
import type { World } from './world'

export function commitOf(world: World, repository: string, sha: string): Commit | null {
  return world.commits.find((commit) => commit.repository === repository && commit.sha === sha) ?? null
}

export function isKnown(world: World, repository: string, sha: string | null): sha is string {
  return sha !== null && commitOf(world, repository, sha) !== null
}

export function isMerge(commit: Commit | null): boolean {
  return commit !== null && commit.parents.length > 1
}

/** The known commits that are reachable from a commit, itself included; empty when it is unknown. */
export function reach(world: World, repository: string, sha: string | null): Set<string> {
  const shas = new Map<string, Commit>()
  for (const commit of world.commits) if (commit.repository === repository) shas.set(commit.sha, commit)
  const seen = new Set<string>()
  const queue: string[] = sha === null ? [] : [sha]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const commit = shas.get(next)
    if (!commit || seen.has(next)) continue
    seen.add(next)
    queue.push(...commit.parents)
  }
  return seen
}

/** The first-parent history of a commit, itself included. */
export function firstParents(world: World, repository: string, sha: string | null): Set<string> {
  const seen = new Set<string>()
  let next = sha
  while (next !== null && !seen.has(next)) {
    const commit = commitOf(world, repository, next)
    if (!commit) break
    seen.add(next)
    next = commit.parents[0] ?? null
  }
  return seen
}

export function minus(a: Set<string>, b: Set<string>): Set<string> {
  return new Set([...a].filter((sha) => !b.has(sha)))
}
