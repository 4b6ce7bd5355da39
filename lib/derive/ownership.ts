// Which commit belongs to which merged pull request (METRICS section 2).
import type { CommitInput, PullRequestInput } from '../records/loaded'

export type Ownership = {
  /** The merged pull request that a commit belongs to; undefined: it is direct. */
  ownerOf: (sha: string) => number | undefined
  /** Every commit that belongs to a pull request, its merge commits included. */
  belonging: Map<number, Set<string>>
  /** Own commits of a pull request: those that it lists and owns, else the records that belong to it; no merge commits. */
  ownCommits: (pull: PullRequestInput) => { sha: string; authoredAt: number }[]
  landingOf: (pull: PullRequestInput) => string | null
  isAggregate: (pull: PullRequestInput) => boolean
}

/** Pull requests of equal number from several sources are one: the version that changed last speaks first, the others fill what it leaves open. */
export function unifyPullRequests(pulls: PullRequestInput[]): PullRequestInput[] {
  const byNumber = new Map<number, PullRequestInput[]>()
  for (const pull of pulls) {
    const same = byNumber.get(pull.number)
    if (same) same.push(pull)
    else byNumber.set(pull.number, [pull])
  }
  const unified: PullRequestInput[] = []
  for (const same of byNumber.values()) {
    same.sort((a, b) => (b.updatedAt ?? -Infinity) - (a.updatedAt ?? -Infinity) || (a.source < b.source ? -1 : 1))
    const [first, ...rest] = same as [PullRequestInput, ...PullRequestInput[]] // sound: groups are never empty
    const one = { ...first }
    for (const other of rest) {
      one.author ??= other.author
      one.bot ||= other.bot
      one.readyAt ??= other.readyAt
      one.mergedAt ??= other.mergedAt
      one.closedAt ??= other.closedAt
      one.mergeCommitSha ??= other.mergeCommitSha
      one.commits ??= other.commits
      one.additions ??= other.additions
      one.deletions ??= other.deletions
      one.url ??= other.url
      if (one.labels.length === 0) one.labels = other.labels
    }
    unified.push(one)
  }
  return unified.sort((a, b) => a.number - b.number)
}

export function buildOwnership(commits: Map<string, CommitInput>, pulls: PullRequestInput[]): Ownership {
  const merged = pulls
    .filter((pull) => pull.mergedAt !== null)
    .sort((a, b) => (a.mergedAt ?? 0) - (b.mergedAt ?? 0) || a.number - b.number)
  const numbers = new Set(merged.map((pull) => pull.number))
  const named = new Map<string, number>()
  for (const commit of commits.values()) {
    if (commit.pullRequest !== null && numbers.has(commit.pullRequest)) named.set(commit.sha, commit.pullRequest)
  }
  const landed = new Map<string, number>()
  const listed = new Map<string, number>()
  for (const pull of merged) {
    if (pull.mergeCommitSha !== null && !landed.has(pull.mergeCommitSha)) landed.set(pull.mergeCommitSha, pull.number)
    for (const { sha } of pull.commits ?? []) {
      if (!listed.has(sha)) listed.set(sha, pull.number)
    }
  }
  const isMerge = (sha: string) => (commits.get(sha)?.parents.length ?? 0) > 1

  // The earlier word of the three wins, so it is written last.
  const owners = new Map(listed)
  for (const [sha, owner] of landed) owners.set(sha, owner)
  for (const [sha, owner] of named) owners.set(sha, owner)
  const ownerOf = (sha: string) => owners.get(sha)

  const belonging = new Map<number, Set<string>>()
  for (const [sha, owner] of owners) {
    const set = belonging.get(owner)
    if (set) set.add(sha)
    else belonging.set(owner, new Set([sha]))
  }

  function ownCommits(pull: PullRequestInput) {
    const own = new Map<string, number>()
    if (pull.commits !== null && pull.commits.length > 0) {
      for (const { sha, authoredAt } of pull.commits) {
        if (ownerOf(sha) === pull.number && !isMerge(sha)) own.set(sha, authoredAt)
      }
    } else {
      for (const sha of belonging.get(pull.number) ?? []) {
        const commit = commits.get(sha)
        if (commit && !isMerge(sha)) own.set(sha, commit.authoredAt)
      }
    }
    return [...own].map(([sha, authoredAt]) => ({ sha, authoredAt }))
  }

  // NOTE: a listed merge commit that belongs to the pull request through its own list alone counts as belonging to none:
  // read otherwise, "belongs to none" could never hold for a listed commit.
  function standsAside(sha: string, number: number): boolean {
    if (!isMerge(sha)) return false
    const claim = named.get(sha) ?? landed.get(sha)
    return claim === undefined || claim !== number
  }

  function isAggregate(pull: PullRequestInput): boolean {
    if (pull.mergedAt === null) return false
    let others = 0
    for (const { sha } of pull.commits ?? []) {
      const owner = ownerOf(sha)
      if (owner !== undefined && owner !== pull.number) others++
      else if (!standsAside(sha, pull.number)) return false
    }
    return others > 0
  }

  return {
    ownerOf,
    belonging,
    ownCommits,
    landingOf: (pull) => pull.mergeCommitSha ?? pull.commits?.at(-1)?.sha ?? null,
    isAggregate,
  }
}
