// The demo organisation: eighteen months of a fictional company, told in records, that end with the day they are asked for.
import type { SourceRecord } from '../../lib/records/record'
import { buildRuns } from './builds'
import { beginChanges, type Change, isReleasable } from './changes'
import { cutAt } from './cut'
import { releaseRecords, releaseRuns } from './deployments'
import { type Landed, layHistory } from './history'
import { corrections, incidentRecords, openTrouble, outages } from './incidents'
import { oddDeployments, underWay } from './oddities'
import { DAY, Office } from './office'
import { annotations, teamsAndServices } from './organisation'
import { BERLIN, STORIES } from './plot'
import { FORGE, forgeUrl } from './record-text'
import type { Release } from './release'
import { planReleases } from './release-plan'
import type { Trouble } from './repairs'
import { runRecords } from './runs'
import { type ServiceStory, WEEKS } from './story'

// Planned beyond the present, so that what is under way has an end that is not known yet.
const PLANNED_WEEKS = WEEKS + 2

/** Raise it when the story is told differently: a stored demo of the same day is then made again. */
export const DEMO_EDITION = 5

/** The demo's day, `2026-03-02`: its records are those of the instant at which that day began in UTC. */
export function demoDayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10)
}

/**
 * All records of the demo, in no particular order. The same UTC day gives the same bytes; from week to week the story
 * moves along, on weekdays and around holidays as the calendar has them. About 30,000 records.
 */
export function* demoRecords(now: number): Generator<SourceRecord> {
  const present = Math.floor(now / DAY) * DAY
  for (const record of wholeStory(present)) {
    const known = cutAt(record, present)
    if (known) yield withoutGaps(known)
  }
}

function* wholeStory(present: number): Generator<SourceRecord> {
  const today = present / DAY
  const firstMonday = today - ((((today + 3) % 7) + 7) % 7) - WEEKS * 7
  yield* teamsAndServices(firstMonday)
  yield* annotations(firstMonday)
  const lines = new Map<string, Landed[]>()
  const lineOf = (repository: string) => lines.get(repository) ?? []
  const troubles = [...outages(firstMonday, new Office(BERLIN)), openTrouble(present)]
  for (const repository of new Set(STORIES.map((story) => story.repository))) {
    const stories = STORIES.filter((story) => story.repository === repository)
    yield* repositoryStory(repository, stories, firstMonday, present, lines, troubles)
  }
  const told = incidentRecords(troubles)
  for (const { record } of told) yield record
  yield* corrections(told)
  yield* oddDeployments(firstMonday, lineOf)
  yield* underWay(present, lineOf)
}

function* repositoryStory(
  repository: string,
  stories: ServiceStory[],
  firstMonday: number,
  present: number,
  lines: Map<string, Landed[]>,
  troubles: Trouble[],
): Generator<SourceRecord> {
  const all: Change[] = []
  const releases: Release[][] = []
  let root: Change | undefined
  for (const story of stories) {
    const office = new Office(story.zone)
    const changes: Change[] = []
    for (let week = 0; week < PLANNED_WEEKS; week += 1) {
      changes.push(...beginChanges(story, office, firstMonday + week * 7, week))
    }
    root ??= firstCommit(story, changes, (firstMonday - 6) * DAY)
    const plan = planReleases(story, changes, root, { office, firstMonday, weeks: PLANNED_WEEKS })
    releases.push(plan.releases)
    troubles.push(...plan.troubles)
    all.push(...changes)
  }
  if (root) all.push(root)
  const silent = all.find(
    ({ story, kind, mergedAt, id }) =>
      story.folder !== undefined && kind === 'update' && mergedAt !== undefined && Number(id.split('/')[1]) >= 71,
  )
  if (silent) silent.withoutPaths = true

  const { line, records } = layHistory(repository, all)
  lines.set(repository, line)
  const headSha = line.findLast(({ at }) => at <= present)?.sha
  yield {
    type: 'repository',
    source: FORGE,
    name: repository,
    url: forgeUrl(repository),
    defaultBranch: 'main',
    headSha,
  }
  yield* records
  const weekOf = (at: number) => Math.max(0, Math.floor((at / DAY - firstMonday) / 7))
  yield* runRecords([...buildRuns(all, weekOf), ...releases.flatMap(releaseRuns)])
  for (const own of releases) yield* releaseRecords(own)
}

/** What was there before the story begins; the first release makes it the baseline. */
function firstCommit(story: ServiceStory, changes: Change[], at: number): Change {
  const like = changes.find((change) => isReleasable(change)) as Change // sound: 80 weeks of work
  const build = { queueSeconds: 10, seconds: 600, outcome: 'green' } as const
  const title = 'Move to a repository of its own'
  const own = { story, kind: 'direct' as const, title, authored: [at], createdAt: at, mergedAt: at, lines: 9000, build }
  return {
    ...like,
    ...own,
    id: `${story.name}/0/root`,
    labels: [],
    reviews: [],
    closedAt: undefined,
    pushedTwice: false,
  }
}

/** Without fields that are not known. */
function withoutGaps(record: SourceRecord): SourceRecord {
  const fields = Object.entries(record).filter(([, value]) => value !== undefined)
  return Object.fromEntries(fields) as SourceRecord // sound: an absent field is as good as an undefined one
}
