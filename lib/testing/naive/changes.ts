// The changes of a service, which deployment delivered each, and the nine boundaries of its way there.
import type { Exclusion } from '../../facts/change'
import type { Commit, PullRequest, Service } from '../../records/schema'
import { matches, type Release, type ServiceDeployments, startOf } from './deployments'
import { carriedBy, isAggregate, landingOf, mergedPulls, ownCommits, ownerOf, recordsOf } from './ownership'
import { touches } from './paths'
import { isKnown, isMerge, minus, reach } from './reach'
import { byText, maybe, ms, type World } from './world'

export type NaiveChange = {
  id: string
  pull: PullRequest | null
  commit: Commit | null
  landing: string | null
  bot: boolean
  hotfix: boolean
  startAt: number
  own: { sha: string; authoredAt: number }[]
  release: Release | null
  aggregate: boolean
  excluded: Exclusion | null
}
export type Delivery = { release: Release; baseline: boolean; reached: Set<string> }

/** What each successful deployment newly reached, in order; an unknown sha reaches nothing and is no base. */
export function deliveries(world: World, service: Service, releases: Release[]): Delivery[] {
  const result: Delivery[] = []
  const known = releases.filter((release) => isKnown(world, service.repository, release.sha))
  for (const release of releases) {
    const index = known.indexOf(release)
    const earlier = known.slice(0, Math.max(index, 0)).flatMap((one) => [...reach(world, service.repository, one.sha)])
    const reached =
      index < 0 ? new Set<string>() : minus(reach(world, service.repository, release.sha), new Set(earlier))
    result.push({ release, baseline: index === 0, reached })
  }
  return result
}

/** The first deployment that contains each merged pull request, by number; a delivered aggregate brings what it lists. */
export function deliveredPulls(world: World, repository: string, delivered: Delivery[]): Map<number, Delivery> {
  const found = new Map<number, Delivery>()
  const pulls = mergedPulls(world, repository)
  for (const pull of pulls) {
    const landing = landingOf(pull)
    const delivery = delivered.find((one) => landing !== null && one.reached.has(landing))
    if (delivery) found.set(pull.number, delivery)
  }
  for (let changed = true; changed; ) {
    changed = false
    for (const pull of pulls.filter((one) => isAggregate(world, one))) {
      const latest = found.get(pull.number)
      if (!latest) continue
      for (const number of carriedBy(world, pull)) {
        const known = found.get(number)
        if (known && delivered.indexOf(known) <= delivered.indexOf(latest)) continue
        found.set(number, latest)
        changed = true
      }
    }
  }
  return found
}

export function hasHotfixMark(service: Service, pull: PullRequest): boolean {
  const labels = service.hotfix?.labels ?? ['hotfix']
  const branches = service.hotfix?.branches ?? ['^hotfix/']
  return (
    (pull.labels ?? []).some((label) => labels.includes(label)) || branches.some((one) => matches(one, pull.headBranch))
  )
}

/** Whether a monorepo service has a pull request. An open one owns nothing: the commits that it lists or that name it decide. */
export function hasPull(world: World, service: Service, pull: PullRequest): boolean {
  if (!service.paths) return true
  if (pull.mergedAt === undefined) {
    const naming = world.commits.filter((one) => one.repository === pull.repository && one.pullRequest === pull.number)
    return [...(pull.commits ?? []), ...naming].some((one) => touches(world, service, one.sha))
  }
  const landing = landingOf(pull)
  if (landing !== null && touches(world, service, landing)) return true
  return recordsOf(world, pull).some((commit) => touches(world, service, commit.sha))
}

export function pullStart(world: World, pull: PullRequest): number {
  return Math.min(ms(pull.createdAt), ...ownCommits(world, pull).map((one) => one.authoredAt))
}

/** All merged pull requests and direct commits of the service, whether delivered or not. */
export function changesOf(world: World, service: Service, found: ServiceDeployments): NaiveChange[] {
  const { repository } = service
  const delivered = deliveries(world, service, found.releases)
  const pulls = deliveredPulls(world, repository, delivered)
  const changes: NaiveChange[] = []
  for (const pull of mergedPulls(world, repository)) {
    if (!hasPull(world, service, pull)) continue
    const delivery = pulls.get(pull.number) ?? null
    const startAt = pullStart(world, pull)
    const aggregate = isAggregate(world, pull)
    changes.push({
      id: `pr:${pull.number}`,
      pull,
      commit: null,
      landing: landingOf(pull),
      bot: isBot(pull),
      hotfix: hasHotfixMark(service, pull),
      startAt,
      own: ownCommits(world, pull),
      release: delivery?.release ?? null,
      aggregate,
      excluded: exclusionOf(delivery, aggregate, startAt),
    })
  }
  for (const commit of world.commits) {
    if (commit.repository !== repository || isMerge(commit) || ownerOf(world, repository, commit.sha)) continue
    if (!touches(world, service, commit.sha)) continue
    const delivery = delivered.find((one) => one.reached.has(commit.sha)) ?? null
    const startAt = ms(commit.authoredAt)
    changes.push({
      id: `commit:${commit.sha}`,
      pull: null,
      commit,
      landing: commit.sha,
      bot: isBot(commit),
      hotfix: false,
      startAt,
      own: [{ sha: commit.sha, authoredAt: startAt }],
      release: delivery?.release ?? null,
      aggregate: false,
      excluded: exclusionOf(delivery, false, startAt),
    })
  }
  return changes.sort((a, b) => byText(a.id, b.id))
}

function exclusionOf(delivery: Delivery | null, aggregate: boolean, startAt: number): Exclusion | null {
  if (delivery?.baseline) return 'baseline'
  if (aggregate) return 'aggregate'
  return delivery && startAt > delivery.release.finishedAt ? 'clock' : null
}

function isBot(one: { author?: PullRequest['author'] }): boolean {
  if (one.author === undefined) return false
  return typeof one.author === 'string' ? one.author.includes('[bot]') : one.author.bot
}

function personOf(author: PullRequest['author']): string | null {
  if (author === undefined) return null
  return typeof author === 'string' ? author.trim().toLowerCase() : author.hash
}

/** The changes that a deployment delivered: bots and odd clocks count, baseline and aggregates do not. */
export function deliveredBy(changes: NaiveChange[], release: Release): NaiveChange[] {
  return changes.filter(
    (change) => change.release === release && change.excluded !== 'baseline' && change.excluded !== 'aggregate',
  )
}

export type Staged = { seconds: number; observed: boolean }[]

/** The eight stages of a delivered change, in order. */
export function stagesOf(world: World, change: NaiveChange, release: Release): Staged {
  const runs = world.runs.filter((run) => run.repository === repositoryOf(change) && run.sha === change.landing)
  const starts = runs.flatMap((run) => maybe(run.startedAt) ?? [])
  const built = runs
    .filter((run) => run.status === 'success')
    .flatMap((run) => maybe(run.finishedAt) ?? [])
    .filter((at) => at <= startOf(release))
  const events: (number | null)[] = [
    ...(change.commit ? [ms(change.commit.committedAt), null, null, null] : untilMerge(world, change)),
    starts.length > 0 ? Math.min(...starts) : null,
    built.length > 0 ? Math.max(...built) : null,
    startOf(release),
    release.finishedAt,
  ]
  const stages: Staged = []
  let previous = change.startAt
  for (const [index, event] of events.entries()) {
    const boundary = event === null ? previous : Math.min(Math.max(event, previous), release.finishedAt)
    const observed = index === 7 ? release.startedAt !== null : event !== null
    stages.push({ seconds: (boundary - previous) / 1000, observed })
    previous = boundary
  }
  return stages
}

function repositoryOf(change: NaiveChange): string | undefined {
  return change.pull?.repository ?? change.commit?.repository
}

/** The ends of coding, pickup, review and merge of a pull request. */
function untilMerge(world: World, change: NaiveChange): (number | null)[] {
  const { pull } = change
  if (!pull?.mergedAt) throw new Error('only a merged pull request is delivered')
  const mergedAt = ms(pull.mergedAt)
  const counting = world.reviews.filter((review) => {
    if (review.repository !== pull.repository || review.pullRequest !== pull.number) return false
    const human = !isBot(review) && personOf(review.author) !== personOf(pull.author)
    return human && ms(review.submittedAt) <= mergedAt
  })
  const approvals = counting.filter((review) => review.state === 'approved').map((review) => ms(review.submittedAt))
  const first = counting.length > 0 ? Math.min(...counting.map((review) => ms(review.submittedAt))) : null
  const last = approvals.length > 0 ? Math.max(...approvals) : first === null ? null : mergedAt
  return [ms(pull.readyAt ?? pull.createdAt), first, last, mergedAt]
}
