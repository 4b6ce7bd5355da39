// Which merged pull request a commit belongs to, and what follows from it.
import type { Commit, PullRequest } from '../../records/schema'
import { commitOf, isMerge } from './reach'
import { byText, ms, type World } from './world'

export type Merged = PullRequest & { mergedAt: string }
export type Owned = { pull: Merged; by: 'source' | 'merge' | 'list' }

export function mergedPulls(world: World, repository: string): Merged[] {
  const merged = world.pulls.filter(
    (pull): pull is Merged => pull.repository === repository && pull.mergedAt !== undefined,
  )
  return merged.sort((a, b) => ms(a.mergedAt) - ms(b.mergedAt) || a.number - b.number)
}

/** The pull request that a commit belongs to, and by which rule; null: a direct commit. */
export function ownerOf(world: World, repository: string, sha: string): Owned | null {
  const merged = mergedPulls(world, repository)
  const commit = commitOf(world, repository, sha)
  const named = merged.find((pull) => commit?.pullRequest !== undefined && pull.number === commit.pullRequest)
  if (named) return { pull: named, by: 'source' }
  const landed = merged.find((pull) => pull.mergeCommitSha === sha)
  if (landed) return { pull: landed, by: 'merge' }
  const listed = merged.find((pull) => (pull.commits ?? []).some((one) => one.sha === sha))
  return listed ? { pull: listed, by: 'list' } : null
}

function belongsTo(world: World, pull: PullRequest, sha: string): boolean {
  return ownerOf(world, pull.repository, sha)?.pull.number === pull.number
}

/** The commit records that belong to a pull request, merges included. */
export function recordsOf(world: World, pull: PullRequest): Commit[] {
  return world.commits.filter((commit) => commit.repository === pull.repository && belongsTo(world, pull, commit.sha))
}

/** The pull request's own commits: listed and owned, without merges; without a list the records that belong to it. */
export function ownCommits(world: World, pull: PullRequest): { sha: string; authoredAt: number }[] {
  const listed: { sha: string; authoredAt: string }[] = pull.commits
    ? pull.commits.filter((one) => belongsTo(world, pull, one.sha))
    : recordsOf(world, pull)
  return listed
    .filter((one) => !isMerge(commitOf(world, pull.repository, one.sha)))
    .map((one) => ({ sha: one.sha, authoredAt: ms(one.authoredAt) }))
    .sort((a, b) => a.authoredAt - b.authoredAt || byText(a.sha, b.sha))
}

export function landingOf(pull: PullRequest): string | null {
  return pull.mergeCommitSha ?? pull.commits?.at(-1)?.sha ?? null
}

/** The other merged pull requests to which the listed commits of one belong. */
export function carriedBy(world: World, pull: PullRequest): number[] {
  const owners = (pull.commits ?? []).map((one) => ownerOf(world, pull.repository, one.sha)?.pull.number)
  return owners.filter((number): number is number => number !== undefined && number !== pull.number)
}

/** A release or a back-merge: it lists other pull requests' commits and, beside them, nothing but merges. */
export function isAggregate(world: World, pull: PullRequest): boolean {
  if (carriedBy(world, pull).length === 0) return false
  return (pull.commits ?? []).every((one) => {
    const owned = ownerOf(world, pull.repository, one.sha)
    if (owned && owned.pull.number !== pull.number) return true
    // NOTE: that a merge stands in this list does not make it this pull request's own work.
    return isMerge(commitOf(world, pull.repository, one.sha)) && (owned === null || owned.by === 'list')
  })
}
