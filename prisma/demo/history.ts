// What git and the forge know of one repository: commits with their parents, pull requests, reviews.
import type { SourceRecord } from '../../lib/records/record'
import type { Commit } from '../../lib/records/schema'
import { Chance } from './chance'
import type { Change } from './changes'
import { FORGE, forgeUrl, instant, shaOf } from './record-text'
import { nameFiles } from './words'

const SECOND = 1000

export type Landed = { sha: string; at: number; change: Change }

/** Gives every change its number and its commits, in the order in which they landed on the mainline. */
export function layHistory(repository: string, changes: Change[]): { line: Landed[]; records: SourceRecord[] } {
  const pulls = changes.filter(({ kind }) => kind !== 'direct').sort((one, other) => one.createdAt - other.createdAt)
  // Repositories are older than the story.
  const first = 200 + (Number.parseInt(shaOf(repository, 'first number').slice(0, 3), 16) % 900)
  for (const [at, change] of pulls.entries()) change.number = first + at
  for (const change of pulls) {
    if (change.kind === 'revert') change.branch = `revert-${change.reverts?.number}-${change.reverts?.branch}`
  }

  const line: Landed[] = []
  const records: SourceRecord[] = []
  const landing = changes.filter(({ mergedAt }) => mergedAt !== undefined)
  landing.sort((one, other) => (one.mergedAt ?? 0) - (other.mergedAt ?? 0) || (one.id < other.id ? -1 : 1))
  let latest = 0
  for (const change of landing) {
    const at = Math.max(Math.floor((change.mergedAt ?? 0) / SECOND) * SECOND, latest + SECOND)
    change.mergedAt = at
    latest = at
    records.push(...land(change, at, line))
  }
  for (const change of changes) {
    if (change.listed === undefined && change.kind !== 'direct') change.listed = branchShas(change)
  }
  for (const change of pulls) records.push(...pullRecords(change))
  return { line, records }
}

function branchShas(change: Change): { sha: string; at: number }[] {
  const { story, id, authored } = change
  return authored.map((at, index) => ({ sha: shaOf(story.repository, `${id} branch ${index}`), at }))
}

/** The mainline at a time. */
function headAt(line: Landed[], at: number): string | undefined {
  let [low, high] = [0, line.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((line[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return line[Math.max(0, low - 1)]?.sha
}

function land(change: Change, at: number, line: Landed[]): SourceRecord[] {
  const { story, id, number, style, kind } = change
  const head = line.at(-1)?.sha
  const onto = (parent: string | undefined) => (parent === undefined ? [] : [parent])
  const sha = shaOf(story.repository, `${id} landed`)
  change.landing = sha
  const subject = number === undefined ? change.title : `${change.title} (#${number})`
  const written: SourceRecord[] = []
  const write = (fields: Pick<Commit, 'sha' | 'parents'> & Partial<Commit>, authoredAt: number, committedAt: number) =>
    written.push(commit(change, fields, authoredAt, committedAt))

  if (change.base !== 'main') {
    change.listed = branchShas(change)
    write({ sha, parents: onto(change.from?.landing), subject }, at, at)
    return written
  }
  line.push({ sha, at, change })
  if (kind === 'direct') {
    write({ sha, parents: onto(head), subject }, change.authored[0] ?? at, at)
  } else if (change.carries) {
    change.listed = change.carries.map((one) => ({ sha: one.landing ?? '', at: one.mergedAt ?? 0 }))
    write({ sha, parents: [...onto(head), ...onto(change.carries[0]?.landing)], subject }, at, at)
  } else if (style === 'merge') {
    change.listed = branchShas(change)
    let parent = headAt(line.slice(0, -1), change.authored[0] ?? at)
    for (const one of change.listed) {
      write({ sha: one.sha, parents: onto(parent), subject: change.title }, one.at, one.at)
      parent = one.sha
    }
    const merge = `Merge pull request #${number} from acme/${change.branch}`
    write({ sha, parents: [...onto(head), ...onto(parent)], subject: merge }, at, at)
  } else if (style === 'rebase') {
    change.listed = branchShas(change)
    let parent = head
    for (const [index, one] of change.listed.entries()) {
      const last = index === change.listed.length - 1
      const own = last ? sha : shaOf(story.repository, `${id} rebased ${index}`)
      write({ sha: own, parents: onto(parent), subject: change.title, pullRequest: number }, one.at, at)
      parent = own
    }
  } else {
    write({ sha, parents: onto(head), subject }, at, at)
  }
  return written
}

function commit(
  change: Change,
  fields: Pick<Commit, 'sha' | 'parents'> & Partial<Commit>,
  authoredAt: number,
  committedAt: number,
): Commit {
  const { story, author, lines, reverts } = change
  const chance = new Chance(fields.sha)
  const merges = fields.parents.length > 1
  const share = change.authored.length > 1 && (change.style !== 'squash' || merges) ? change.authored.length : 1
  const additions = Math.round((lines / share) * chance.between(0.5, 0.9))
  return {
    type: 'commit',
    source: FORGE,
    repository: story.repository,
    authoredAt: instant(authoredAt),
    committedAt: instant(committedAt),
    author,
    ...(merges ? {} : { additions, deletions: Math.round(lines / share) - additions }),
    ...(story.folder === undefined || merges || change.withoutPaths
      ? {}
      : { paths: pathsOf(change, story.folder, chance) }),
    ...(reverts?.landing ? { body: `This reverts commit ${reverts.landing}.` } : {}),
    ...fields,
  }
}

function pathsOf(change: Change, folder: string, chance: Chance): string[] {
  return change.kind === 'update' ? [`${folder}/package.json`] : nameFiles(folder, change.title, chance)
}

function* pullRecords(change: Change): Generator<SourceRecord> {
  const { story, number = 0 } = change
  const { repository } = story
  const chance = new Chance(`${change.id} size`)
  const additions = Math.round(change.lines * chance.between(0.55, 0.9))
  const merged = change.mergedAt === undefined ? undefined : instant(change.mergedAt)
  yield {
    type: 'pull_request',
    source: FORGE,
    repository,
    number,
    title: change.title,
    author: change.author,
    baseBranch: change.base,
    headBranch: change.branch,
    createdAt: instant(change.createdAt),
    readyAt: change.readyAt === undefined ? undefined : instant(change.readyAt),
    mergedAt: merged,
    closedAt: merged ?? (change.closedAt === undefined ? undefined : instant(change.closedAt)),
    mergeCommitSha: change.landing,
    commits: change.listed?.map(({ sha, at }) => ({ sha, authoredAt: instant(at) })),
    labels: change.labels.length > 0 ? change.labels : undefined,
    additions,
    deletions: change.lines - additions,
    changedFiles: Math.max(1, Math.round(change.lines / 35)),
    url: forgeUrl(repository, `/pull/${number}`),
  }
  for (const [at, review] of change.reviews.entries()) {
    yield {
      type: 'review',
      source: FORGE,
      repository,
      pullRequest: number,
      id: `${number}-${at + 1}`,
      author: review.author,
      state: review.state,
      submittedAt: instant(review.at),
    }
  }
}
