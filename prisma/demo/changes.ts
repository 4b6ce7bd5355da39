// What people and bots of a service set out to change: each from its first commit to the mainline, before any release.
import type { Review } from '../../lib/records/schema'
import { Chance } from './chance'
import { HOUR, MINUTE, type Office } from './office'
import { type MergeStyle, type ServiceStory, valueAt } from './story'
import { DEPENDABOT, GATEWAY_REVIEWERS, nameUpdate, nameWork, RENOVATE, REVIEW_BOT, TEAMS } from './words'

export type Build = { queueSeconds: number; seconds: number; outcome: 'green' | 'flaky' | 'red' | 'lost' }

export type Change = {
  id: string
  story: ServiceStory
  kind: 'work' | 'update' | 'direct' | 'hotfix' | 'revert' | 'back-merge'
  author: string
  title: string
  branch: string
  base: string
  labels: string[]
  /** When its commits were written, in order. */
  authored: number[]
  createdAt: number
  readyAt?: number
  reviews: { author: string; state: Review['state']; at: number }[]
  mergedAt?: number
  closedAt?: number
  style: MergeStyle
  lines: number
  build: Build
  /** The first push of its branch was followed by another before its pipeline was through. */
  pushedTwice: boolean
  /** Its source did not say which files it touches. */
  withoutPaths?: boolean
  reverts?: Change
  /** The released change that a hotfix branch starts from, and the hotfixes that a back-merge carries. */
  from?: Change
  carries?: Change[]
  number?: number
  /** The commit that it is on the mainline, or on the branch that it was merged into. */
  landing?: string
  listed?: { sha: string; at: number }[]
}

/** When the mainline's build of a landed change was through; a flaky one needs a second attempt. */
export function builtAt(change: Change): number {
  const { queueSeconds, seconds, outcome } = change.build
  const first = (change.mergedAt ?? 0) + (queueSeconds + seconds) * 1000
  return outcome === 'green' ? first : first + (360 + queueSeconds + seconds) * 1000
}

export function isReleasable(change: Change): boolean {
  return change.mergedAt !== undefined && change.base === 'main' && change.build.outcome !== 'red'
}

export function drawBuild(story: ServiceStory, at: number, week: number, office: Office, chance: Chance): Build {
  const hour = (at - office.at(office.day(at), 0)) / HOUR
  // Everybody pushes before lunch and in the afternoon, and the runners are few.
  const peak = office.works(office.day(at)) && ((hour > 10 && hour < 12) || (hour > 14 && hour < 16.5)) ? 4 : 1
  const red = chance.happens(valueAt(story.redShare, week))
  return {
    queueSeconds: Math.round(chance.logNormal(14 * peak, 0.6)),
    seconds: Math.round(60 * chance.logNormal(valueAt(story.buildMinutes, week), 0.16)),
    outcome: red ? chance.weighted([['flaky', 6] as const, ['red', 3] as const, ['lost', 1] as const]) : 'green',
  }
}

function styleAt(story: ServiceStory, week: number): MergeStyle {
  return story.styles.findLast(({ from }) => from <= week)?.style ?? 'squash'
}

/** All that is begun in a week whose Monday is the local day `monday`. */
export function beginChanges(story: ServiceStory, office: Office, monday: number, week: number): Change[] {
  const chance = new Chance(`${story.name} changes of week ${week}`)
  const changes: Change[] = []
  for (let day = monday; day < monday + 7; day += 1) {
    const count = chance.rounded((valueAt(story.changesAWeek, week) / 5) * office.pace(day) * chance.between(0.6, 1.4))
    for (let at = 0; at < count; at += 1) {
      const begun = office.at(day, chance.between(8.9, 12.4) + (chance.happens(0.45) ? 4.2 : 0))
      const id = `${story.name}/${week}/${day - monday}/${at}`
      const direct = chance.happens(story.directShare)
      changes.push(direct ? commitDirectly(story, office, begun, week, id) : doWork(story, office, begun, week, id))
    }
  }
  const updates = chance.rounded(story.botsAWeek)
  for (let at = 0; at < updates; at += 1) {
    const begun = office.at(monday, chance.between(5, 5.6))
    changes.push(update(story, office, begun, week, `${story.name}/${week}/bot/${at}`))
  }
  return changes
}

function blank(story: ServiceStory, week: number, id: string, chance: Chance): Change {
  return {
    id,
    story,
    kind: 'work',
    author: chance.pick(TEAMS[story.team] ?? []),
    ...nameWork(story, chance),
    base: 'main',
    authored: [],
    createdAt: 0,
    reviews: [],
    style: styleAt(story, week),
    lines: Math.max(2, Math.round(chance.logNormal(valueAt(story.lines, week), 1))),
    build: { queueSeconds: 0, seconds: 0, outcome: 'green' },
    pushedTwice: false,
  }
}

function commitDirectly(story: ServiceStory, office: Office, begun: number, week: number, id: string): Change {
  const chance = new Chance(id)
  const change = blank(story, week, id, chance)
  change.kind = 'direct'
  change.title = chance.pick(['docs: correct the runbook', 'chore: raise a log level', 'chore: tune the alert limits'])
  change.lines = chance.whole(1, 25)
  change.authored = [begun]
  change.createdAt = begun
  change.mergedAt = begun + chance.whole(1, 50) * MINUTE
  change.build = drawBuild(story, change.mergedAt, week, office, chance)
  return change
}

function doWork(story: ServiceStory, office: Office, begun: number, week: number, id: string): Change {
  const chance = new Chance(id)
  const change = blank(story, week, id, chance)
  const coding = chance.logNormal(valueAt(story.codingHours, week), 0.8)
  const ready = office.add(begun, coding)
  const commits = 1 + chance.rounded(Math.min(3.5, Math.sqrt(change.lines) / 9))
  change.authored = [begun, ...Array.from({ length: commits - 1 }, () => office.add(begun, coding * chance.next()))]
  change.authored.sort((one, other) => one - other)
  change.createdAt = ready
  if (chance.happens(0.2)) {
    change.createdAt = office.add(begun, coding * chance.between(0.1, 0.5))
    change.readyAt = ready
  }
  change.pushedTwice = chance.happens(0.12)
  if (chance.happens(0.45) && story.team === 'Storefront') {
    change.reviews.push({ author: REVIEW_BOT, state: 'commented', at: change.createdAt + chance.whole(2, 7) * MINUTE })
  }
  if (chance.happens(0.06)) {
    // Nobody took it up; most are closed in the end, and the old ones all are.
    if (week < 50 || chance.happens(0.6)) change.closedAt = office.add(ready, chance.between(30, 160))
    return change
  }
  const approved = chance.happens(0.03) ? ready : review(change, story, office, ready, week, chance)
  change.mergedAt = office.add(approved, chance.logNormal(valueAt(story.mergeHours, week), 0.9))
  change.build = drawBuild(story, change.mergedAt, week, office, chance)
  return change
}

function review(
  change: Change,
  story: ServiceStory,
  office: Office,
  ready: number,
  week: number,
  chance: Chance,
): number {
  const few = story.name === 'gateway' && week < 72
  const colleagues = (few ? GATEWAY_REVIEWERS : (TEAMS[story.team] ?? [])).filter((name) => name !== change.author)
  const reviewer = chance.pick(colleagues)
  const first = office.add(ready, chance.logNormal(valueAt(story.pickupHours, week), 0.75))
  const verdict = chance.weighted([
    ['approved', 46] as const,
    ['commented', 30] as const,
    ['changes_requested', 24] as const,
  ])
  change.reviews.push({ author: reviewer, state: verdict, at: first })
  if (verdict === 'approved') return first
  const rounds = verdict === 'changes_requested' && chance.happens(0.25) ? 2 : 1
  let at = first
  for (let round = 0; round < rounds; round += 1) {
    const hours = chance.logNormal(valueAt(story.reviewHours, week) * (verdict === 'commented' ? 0.8 : 1.5), 0.7)
    if (verdict === 'changes_requested') change.authored.push(office.add(at, hours * chance.between(0.3, 0.7)))
    at = office.add(at, hours)
    const last = round === rounds - 1
    change.reviews.push({ author: reviewer, state: last ? 'approved' : 'commented', at })
  }
  if (chance.happens(0.15)) {
    const second = chance.pick(colleagues)
    const state = chance.happens(0.15) ? 'dismissed' : 'commented'
    change.reviews.push({ author: second, state, at: Math.min(at, office.add(first, chance.between(0.1, 0.8))) })
  }
  return at
}

function update(story: ServiceStory, office: Office, begun: number, week: number, id: string): Change {
  const chance = new Chance(id)
  const bot = story.team === 'Data' ? RENOVATE : DEPENDABOT
  const change: Change = { ...blank(story, week, id, chance), ...nameUpdate(bot, chance), kind: 'update', author: bot }
  change.lines = chance.whole(2, 60)
  change.style = change.style === 'merge' ? 'merge' : 'squash'
  change.authored = [begun]
  change.createdAt = begun + chance.whole(1, 3) * MINUTE
  if (chance.happens(0.12)) {
    change.closedAt = office.add(begun, chance.between(15, 60))
    return change
  }
  let approved = begun + HOUR
  if (chance.happens(0.7)) {
    approved = office.add(begun, chance.logNormal(7, 1))
    change.reviews.push({ author: chance.pick(TEAMS[story.team] ?? []), state: 'approved', at: approved })
  }
  change.mergedAt = approved + chance.whole(1, 25) * MINUTE
  change.build = drawBuild(story, change.mergedAt, week, office, chance)
  return change
}
