// When a change reached the default branch, what waits as of an instant, and the median that does not forget the waiting.
import type { Service } from '../../records/schema'
import { hasPull, type NaiveChange, pullStart } from './changes'
import type { Release } from './deployments'
import { landingOf, type Merged, mergedPulls } from './ownership'
import { firstParents, reach } from './reach'
import { byText, defaultBranchOf, maybe, ms, type World } from './world'

function mergesIntoDefault(world: World, service: Service): Merged[] {
  const base = defaultBranchOf(world, service.repository)
  return mergedPulls(world, service.repository).filter((pull) => pull.baseBranch === base)
}

/** The merge of the earliest pull request into the default branch that contains a commit. */
function carriedAt(world: World, service: Service, sha: string | null): number | null {
  if (sha === null) return null
  const carriers = mergesIntoDefault(world, service).filter((pull) =>
    reach(world, service.repository, landingOf(pull)).has(sha),
  )
  return carriers[0] ? ms(carriers[0].mergedAt) : null
}

/** When a merged pull request or a direct commit reached the default branch; null: it has not. */
export function reachedAt(world: World, service: Service, releases: Release[], change: NaiveChange): number | null {
  const { repository } = service
  const base = defaultBranchOf(world, repository)
  if (change.pull) {
    if (change.pull.baseBranch === base) return maybe(change.pull.mergedAt)
    return carriedAt(world, service, change.landing)
  }
  if (!change.commit) return null
  const tips = [
    ...world.repositories.filter((one) => one.name === repository).map((one) => one.headSha ?? null),
    ...mergesIntoDefault(world, service).map(landingOf),
    ...world.runs.filter((run) => run.repository === repository && run.branch === base).map((run) => run.sha),
    ...releases.map((release) => release.sha),
  ]
  const { sha, committedAt } = change.commit
  if (tips.some((tip) => firstParents(world, repository, tip).has(sha))) return ms(committedAt)
  return carriedAt(world, service, sha)
}

export type Waiting = { id: string; since: number; age: number }

/** What waits as of an instant; what happens at or after it is not known yet. */
export function waitingAsOf(
  world: World,
  service: Service,
  releases: Release[],
  changes: NaiveChange[],
  asOf: number,
): Waiting[] {
  const waiting: { id: string; since: number }[] = []
  for (const change of changes) {
    if (change.bot || (change.release && change.release.finishedAt < asOf)) continue
    if (change.pull?.mergedAt) {
      if (ms(change.pull.mergedAt) >= asOf || change.aggregate) continue
      waiting.push({ id: change.id, since: change.startAt })
    } else {
      const reached = reachedAt(world, service, releases, change)
      if (reached !== null && reached < asOf) waiting.push({ id: change.id, since: change.startAt })
    }
  }
  for (const pull of world.pulls) {
    if (pull.repository !== service.repository || !hasPull(world, service, pull)) continue
    const author = pull.author
    if (typeof author === 'object' ? author.bot : author?.includes('[bot]')) continue
    const open = [pull.mergedAt, pull.closedAt].every((at) => at === undefined || ms(at) >= asOf)
    if (open && ms(pull.createdAt) < asOf) waiting.push({ id: `pr:${pull.number}`, since: pullStart(world, pull) })
  }
  return waiting
    .filter((one) => one.since <= asOf)
    .map((one) => ({ ...one, age: (asOf - one.since) / 1000 }))
    .sort((a, b) => a.since - b.since || byText(a.id, b.id))
}

export type Lifetime = { seconds: number; delivered: boolean }

/** Kaplan-Meier: the smallest t with S(t) <= 0.5, with exact fractions; null when S stays above. */
export function medianWithWaiting(lifetimes: Lifetime[]): number | null {
  let numerator = 1n
  let denominator = 1n
  const ends = [...new Set(lifetimes.filter((one) => one.delivered).map((one) => one.seconds))].sort((a, b) => a - b)
  for (const end of ends) {
    const atRisk = lifetimes.filter((one) => one.seconds >= end).length
    const delivered = lifetimes.filter((one) => one.delivered && one.seconds === end).length
    numerator *= BigInt(atRisk - delivered)
    denominator *= BigInt(atRisk)
    if (2n * numerator <= denominator) return end
  }
  return null
}
