// Which commit belongs to which merged pull request (METRICS section 2).
import type { CommitInput, PullRequestInput } from '../records/loaded'
import { type Groups, groupsOf } from './groups'
import type { ShaIds } from './sha-ids'

type ListedCommit = { sha: string; authoredAt: number }

/** Pull requests go by their place in the list. */
export type Ownership = {
  /** The merged pull request that a commit belongs to; -1: it is direct. By id of its sha. */
  ownerOf: (id: number) => number
  /** Ids of every commit that belongs to a pull request, its merge commits included. */
  belonging: Groups<number>
  /** Own commits of a pull request: those that it lists and owns, else the records that belong to it; no merge commits. */
  ownCommits: (pull: number) => ListedCommit[]
  /** The id of the sha at which a merged pull request landed; -1: not merged, or not known. */
  landingOf: (pull: number) => number
  isAggregate: (pull: number) => boolean
  /** The merged ones by their merge, then number. */
  merged: number[]
}

/** The version that changed last first. */
function byNumberAndVersion(a: PullRequestInput, b: PullRequestInput): number {
  return (
    a.number - b.number ||
    (b.updatedAt ?? -Infinity) - (a.updatedAt ?? -Infinity) ||
    (a.source < b.source ? -1 : a.source > b.source ? 1 : 0)
  )
}

/** Pull requests of equal number from several sources are one: the version that changed last speaks first, the others fill what it leaves open. */
export function unifyPullRequests(pulls: PullRequestInput[]): PullRequestInput[] {
  const unified: PullRequestInput[] = []
  let one: PullRequestInput | undefined
  let isOwn = false
  for (const pull of [...pulls].sort(byNumberAndVersion)) {
    if (one?.number !== pull.number) {
      one = pull
      isOwn = false
      unified.push(one)
      continue
    }
    // What was given is not written to.
    if (!isOwn) unified[unified.length - 1] = one = { ...one }
    isOwn = true
    one.author ??= pull.author
    one.bot ||= pull.bot
    one.readyAt ??= pull.readyAt
    one.mergedAt ??= pull.mergedAt
    one.closedAt ??= pull.closedAt
    one.mergeCommitSha ??= pull.mergeCommitSha
    one.commits ??= pull.commits
    one.additions ??= pull.additions
    one.deletions ??= pull.deletions
    one.url ??= pull.url
    if (one.labels.length === 0) one.labels = pull.labels
  }
  return unified
}

/** The sha at which it landed, or would; null: not known. */
export function landingSha(pull: PullRequestInput): string | null {
  return pull.mergeCommitSha ?? pull.commits?.at(-1)?.sha ?? null
}

/** `commits` by node; `places`: where each number is in `pulls`. Adds to `shas` what merged pull requests list and land as. */
export function buildOwnership(
  commits: CommitInput[],
  pulls: PullRequestInput[],
  places: Map<number, number>,
  shas: ShaIds,
): Ownership {
  const merged = [...pulls.keys()].filter((at) => pullAt(at).mergedAt !== null)
  merged.sort((a, b) => (pullAt(a).mergedAt ?? 0) - (pullAt(b).mergedAt ?? 0) || pullAt(a).number - pullAt(b).number)
  function pullAt(at: number): PullRequestInput {
    return pulls[at] as PullRequestInput // sound: places are of that list
  }

  const most = shas.count + merged.reduce((sum, at) => sum + (pullAt(at).commits?.length ?? 0) + 1, 0)
  const owners = new Int32Array(most).fill(-1)
  const landed = new Int32Array(most).fill(-1)
  const named = new Int32Array(commits.length).fill(-1)
  const landings = new Int32Array(pulls.length).fill(-1)
  // Every sha that has an owner, in the order in which the first one spoke up.
  const owned: number[] = []
  function claim(id: number, at: number): void {
    if (owners[id] === -1) owned.push(id)
    owners[id] = at
  }

  // What each pull request lists, one after the other; a sha twice in one list has its first place and its last instant.
  const listed: ListedCommit[] = []
  const ids = new Int32Array(most)
  const from = new Int32Array(pulls.length)
  const to = new Int32Array(pulls.length)
  const lastPlace = new Int32Array(most).fill(-1)
  for (const at of merged) {
    const start = listed.length
    for (const commit of pullAt(at).commits ?? []) {
      const id = shas.add(commit.sha)
      const before = lastPlace[id] as number
      if (before >= start) {
        listed[before] = commit
        continue
      }
      lastPlace[id] = listed.length
      ids[listed.length] = id
      listed.push(commit)
      if (owners[id] === -1) claim(id, at)
    }
    from[at] = start
    to[at] = listed.length
  }
  // The earlier word of the three wins, so it is written last.
  for (const at of merged) {
    const sha = landingSha(pullAt(at))
    if (sha === null) continue
    const id = shas.add(sha)
    landings[at] = id
    if (pullAt(at).mergeCommitSha === null || landed[id] !== -1) continue
    landed[id] = at
    claim(id, at)
  }
  for (const [node, { pullRequest }] of commits.entries()) {
    const at = pullRequest === null ? undefined : places.get(pullRequest)
    if (at === undefined || pullAt(at).mergedAt === null) continue
    named[node] = at
    claim(node, at)
  }

  const isMerge = (id: number) => (commits[id]?.parents.length ?? 0) > 1
  const belonging = groupsOf(owned, pulls.length, (id) => owners[id] as number)

  function ownCommits(at: number): ListedCommit[] {
    const start = from[at] as number
    const isOwn = (_: ListedCommit, place: number) => {
      const id = ids[start + place] as number
      return owners[id] === at && !isMerge(id)
    }
    if (pullAt(at).commits?.length) {
      const own = listed.slice(start, to[at])
      return own.every(isOwn) ? own : own.filter(isOwn)
    }
    return belonging(at).flatMap((id) => {
      const commit = commits[id]
      return commit && !isMerge(id) ? { sha: commit.sha, authoredAt: commit.authoredAt } : []
    })
  }

  // NOTE: a listed merge commit that belongs to the pull request through its own list alone counts as belonging to none:
  // read otherwise, "belongs to none" could never hold for a listed commit.
  function standsAside(id: number, at: number): boolean {
    if (!isMerge(id)) return false
    const name = named[id] as number // sound: a merge commit is a node
    return (name === -1 ? landed[id] : name) !== at
  }

  function isAggregate(at: number): boolean {
    let others = 0
    for (let place = from[at] as number; place < (to[at] as number); place += 1) {
      const id = ids[place] as number
      const owner = owners[id] as number
      if (owner !== -1 && owner !== at) others += 1
      else if (!standsAside(id, at)) return false
    }
    return others > 0
  }

  return {
    ownerOf: (id) => owners[id] ?? -1,
    belonging,
    ownCommits,
    landingOf: (at) => landings[at] as number,
    isAggregate,
    merged,
  }
}
