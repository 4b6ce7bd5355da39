// A release that went wrong: what people noticed, and the rollback, hotfix, revert or patience that ended it.
import { Chance } from './chance'
import { builtAt, type Change, drawBuild } from './changes'
import { HOUR, MINUTE, type Office } from './office'
import { type Release, release } from './release'
import { type ServiceStory, valueAt } from './story'
import { nameTrouble, TEAMS, topicOf } from './words'

/** Trouble in production, whether a release made it or not. */
export type Trouble = {
  story?: ServiceStory
  title: string
  severity: 'sev1' | 'sev2' | 'sev3'
  /** Somebody opened an incident for it. */
  told: boolean
  startedAt: number
  detectedAt: number
  acknowledgedAt: number
  resolvedAt?: number
  cause?: Release
  /** How the incident names its cause; without, the tool must find it. */
  names?: 'deployment' | 'sha' | 'pullRequest'
  fix?: Release
}

export type Mended = { trouble: Trouble; release?: Release; over: number }

export function repair(
  failed: Release,
  before: Release,
  changes: Change[],
  office: Office,
  week: number,
  branches: boolean,
): Mended {
  const { story } = failed
  const chance = new Chance(`${story.name} repair of ${failed.change.id}`)
  const startedAt = failed.finishedAt + minutes(Math.max(3, chance.logNormal(13, 0.6)))
  const detectedAt = startedAt + minutes(chance.logNormal(4))
  const drawn = chance.weighted(story.repairs)
  const way = drawn === 'revert' && failed.change.kind !== 'work' ? 'rollback' : drawn
  const takes = HOUR * chance.logNormal(valueAt(story.repairHours, week), 0.4)
  const told = chance.happens({ rollback: 0.8, hotfix: 0.8, revert: 0.6, patience: 1 }[way])
  const trouble: Trouble = {
    story,
    title: nameTrouble(story, chance),
    severity: chance.weighted([['sev1', 1] as const, ['sev2', 4] as const, ['sev3', 4] as const]),
    told,
    startedAt,
    detectedAt,
    acknowledgedAt: detectedAt + minutes(chance.logNormal(4)),
    cause: failed,
  }
  // A commit of a monorepo is in deployments of both its services.
  const names = story.folder === undefined ? (['deployment', 'sha', 'pullRequest'] as const) : (['deployment'] as const)
  if (chance.happens(0.5)) trouble.names = chance.pick(names)
  if (way === 'patience') {
    trouble.resolvedAt = startedAt + takes * 1.2
    return { trouble, over: trouble.resolvedAt }
  }
  let next: Release
  if (way === 'rollback') {
    next = release(story, before.change, 'rollback', startedAt + takes * 0.8)
  } else {
    const times = { at: startedAt, takes, week }
    const change =
      way === 'hotfix' ? hotfix(failed, times, office, chance, branches) : revert(failed, times, office, chance)
    if (way === 'hotfix' && !branches) holdUp(changes, failed.change, change)
    changes.push(change)
    next = release(story, change, way, builtAt(change) + 2 * MINUTE)
    if (way === 'hotfix' && branches) changes.push(backMerge(change, next, office, week, chance))
  }
  trouble.resolvedAt = next.finishedAt + minutes(chance.logNormal(6))
  if (chance.happens(0.5)) trouble.fix = next
  return { trouble, release: next, over: Math.max(trouble.resolvedAt, next.finishedAt) }
}

type Times = { at: number; takes: number; week: number }

function quickChange(failed: Release, { at, takes, week }: Times, office: Office, chance: Chance): Change {
  const { story, change } = failed
  const team = TEAMS[story.team] ?? []
  const author = chance.pick(team)
  const mergedAt = at + takes * 0.75
  return {
    id: `${change.id.split('/').slice(0, 2).join('/')}/repair of ${change.id}`,
    story,
    kind: 'hotfix',
    author,
    title: '',
    branch: '',
    base: 'main',
    labels: [],
    authored: [at + takes * 0.35],
    createdAt: at + takes * 0.5,
    reviews: [{ author: chance.pick(team.filter((name) => name !== author)), state: 'approved', at: at + takes * 0.7 }],
    mergedAt,
    style: 'squash',
    lines: chance.whole(2, 30),
    build: { ...drawBuild(story, mergedAt, week, office, chance), outcome: 'green' },
    pushedTwice: false,
  }
}

function hotfix(failed: Release, times: Times, office: Office, chance: Chance, branches: boolean): Change {
  const change = quickChange(failed, times, office, chance)
  const topic = topicOf(failed.story, chance)
  change.title = `fix(${failed.story.folder ?? failed.story.name}): repair the ${topic}`
  change.branch = `hotfix/${topic.replaceAll(' ', '-')}-${chance.whole(100, 999)}`
  change.labels = chance.happens(0.7) ? ['hotfix', 'bug'] : ['bug']
  if (!branches) return change
  change.base = `release/4.${times.week}`
  change.from = failed.change
  return change
}

function revert(failed: Release, times: Times, office: Office, chance: Chance): Change {
  const change = quickChange(failed, times, office, chance)
  change.kind = 'revert'
  change.title = `Revert "${failed.change.title}"`
  change.lines = failed.change.lines
  change.reverts = failed.change
  return change
}

/** Brings the hotfix of a release branch to the mainline. */
function backMerge(fix: Change, out: Release, office: Office, week: number, chance: Chance): Change {
  const createdAt = office.add(out.finishedAt, chance.between(0.5, 3))
  const mergedAt = office.add(createdAt, chance.between(0.5, 5))
  return {
    ...fix,
    id: `${fix.id} back`,
    kind: 'back-merge',
    title: `Merge ${fix.base} into main`,
    branch: fix.base,
    base: 'main',
    labels: [],
    createdAt,
    reviews: [],
    mergedAt,
    style: 'merge',
    build: { ...drawBuild(fix.story, mergedAt, week, office, chance), outcome: 'green' },
    from: undefined,
    carries: [fix],
  }
}

/** Nobody merges while production is down: what would have landed before the fix lands after it. */
function holdUp(changes: Change[], released: Change, fix: Change): void {
  const [from, to] = [released.mergedAt ?? 0, fix.mergedAt ?? 0]
  const held = changes.filter(({ mergedAt = 0, base }) => base === 'main' && mergedAt > from && mergedAt <= to)
  held.sort((one, other) => (one.mergedAt ?? 0) - (other.mergedAt ?? 0))
  for (const [at, change] of held.entries()) change.mergedAt = to + (20 + at * 9) * MINUTE
}

function minutes(count: number): number {
  return Math.round(count * 60) * 1000
}
