// One change of the benchmark as its sources tell it: commits, the pull request with its reviews, the build of what landed.
import type { RecordInput } from '../../lib/records/record'
import type { Chance } from '../../prisma/demo/chance'
import type { Shas } from './history'
import type { RepositoryPlan, ServicePlan } from './plan'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export type Change = {
  number: number
  /** Which of the repository's services it is for. */
  line: number
  folder: string | null
  fate: 'merged' | 'direct' | 'closed'
  author: string
  reviewers: string[]
  title: string
  branch: string
  labels: string[]
  authored: number[]
  createdAt: number
  readyAt: number | null
  reviewedAt: number
  /** When it was merged, committed or closed. */
  landsAt: number
  additions: number
  deletions: number
}

const VERBS = ['Add', 'Fix', 'Move', 'Rename', 'Speed up', 'Simplify', 'Remove', 'Validate', 'Log', 'Cache', 'Retry']
const THINGS = ['the cart', 'order totals', 'price rules', 'the search index', 'invoice numbers', 'stock levels']
const PLACES = ['at checkout', 'for partners', 'in the export', 'on slow lines', 'after a refund', 'when it is empty']
const BOT = 'update-robot[bot]'

export const iso = (at: number) => new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000Z', 'Z')

export function drawChange(
  plan: RepositoryPlan,
  service: ServicePlan,
  number: number,
  monday: number,
  chance: Chance,
): Change {
  const createdAt = monday + chance.whole(0, 4) * DAY + chance.between(7.5, 17) * HOUR
  const isBot = chance.happens(0.08)
  const author = isBot ? BOT : chance.pick(plan.people)
  const fate = chance.weighted([['merged', 86] as const, ['direct', 10] as const, ['closed', 4] as const])
  const first = createdAt - chance.logNormal(isBot ? 0.02 : 5, 0.9) * HOUR
  const commits = isBot || fate === 'direct' ? 1 : chance.whole(1, 4)
  const authored = Array.from({ length: commits }, (_, at) => first + ((createdAt - first) * at) / commits)
  const readyAt = chance.happens(0.2) ? createdAt + chance.logNormal(3) * HOUR : null
  const reviewedAt = (readyAt ?? createdAt) + chance.logNormal(4, 1) * HOUR
  const title = `${chance.pick(VERBS)} ${chance.pick(THINGS)} ${chance.pick(PLACES)}`
  const isHotfix = chance.happens(0.02)
  const slug = `${title.toLowerCase().replaceAll(' ', '-')}-${number}`
  return {
    number,
    line: plan.services.indexOf(service),
    folder: service.folder,
    fate,
    author,
    reviewers: chance.happens(0.85) ? [chance.pick(plan.people)] : [],
    title,
    branch: isHotfix ? `hotfix/${slug}` : chance.happens(0.3) ? `${author}/${slug}` : `feature/${slug}`,
    labels: isHotfix ? ['hotfix'] : chance.happens(0.4) ? ['backend'] : [],
    authored,
    createdAt,
    readyAt,
    reviewedAt,
    landsAt: fate === 'direct' ? createdAt : reviewedAt + chance.logNormal(2, 1.1) * HOUR,
    additions: Math.round(chance.logNormal(40, 1.2)),
    deletions: Math.round(chance.logNormal(15, 1.2)),
  }
}

/** The records of a change that landed or was closed, and the head of the default branch after it. */
export function changeRecords(
  plan: RepositoryPlan,
  change: Change,
  head: string | null,
  shas: Shas,
  chance: Chance,
): { records: RecordInput[]; head: string | null } {
  const records: RecordInput[] = []
  const own = change.authored.map((at) => ({ sha: shas.next(), authoredAt: iso(at) }))
  const landing = { head }
  const commit = (sha: string, parents: string[], authoredAt: string, subject: string, lines: boolean) => {
    landing.head = sha
    records.push({
      type: 'commit',
      source: 'git',
      repository: plan.name,
      sha,
      parents,
      authoredAt,
      committedAt: iso(change.landsAt),
      author: change.author,
      subject,
      ...(lines ? { additions: change.additions, deletions: change.deletions } : {}),
      ...(change.folder === null ? {} : { paths: [`${change.folder}/src/main.ts`, `${change.folder}/package.json`] }),
    })
  }
  const parents = head === null ? [] : [head]
  const last = own.at(-1)
  if (change.fate === 'direct' && last) commit(last.sha, parents, last.authoredAt, change.title, true)
  if (change.fate === 'merged') {
    if (plan.style === 'squash') {
      commit(shas.next(), parents, iso(change.landsAt), `${change.title} (#${change.number})`, true)
    } else {
      let parent = head
      for (const { sha, authoredAt } of own) {
        commit(sha, parent === null ? [] : [parent], authoredAt, change.title, sha === last?.sha)
        parent = sha
      }
      if (plan.style === 'merge' && parent !== null && head !== null) {
        const subject = `Merge pull request #${change.number} from ${change.branch}`
        commit(shas.next(), [head, parent], iso(change.landsAt), subject, false)
      }
    }
  }
  if (change.fate !== 'direct') records.push(...pullRequestRecords(plan, change, own, landing.head))
  if (change.fate !== 'closed' && landing.head) records.push(...buildRecords(plan, change, landing.head, chance))
  return { records, head: landing.head }
}

function pullRequestRecords(
  plan: RepositoryPlan,
  change: Change,
  commits: { sha: string; authoredAt: string }[],
  landing: string | null,
): RecordInput[] {
  const { number, author, title, branch, labels, createdAt, readyAt, landsAt, additions, deletions } = change
  const isMerged = change.fate === 'merged' && landing !== null
  const pull: RecordInput = {
    type: 'pull_request',
    source: 'forge',
    updatedAt: iso(landsAt),
    repository: plan.name,
    number,
    title,
    author,
    baseBranch: 'main',
    headBranch: branch,
    createdAt: iso(createdAt),
    ...(readyAt === null ? {} : { readyAt: iso(readyAt) }),
    ...(isMerged ? { mergedAt: iso(landsAt), mergeCommitSha: landing } : {}),
    closedAt: iso(landsAt),
    commits,
    labels,
    additions,
    deletions,
    changedFiles: 2,
    url: `https://forge.example/${plan.name}/pull/${number}`,
  }
  const reviews = change.reviewers.map((reviewer, at): RecordInput => {
    const submittedAt = iso(change.reviewedAt)
    const id = `${number}-${at}`
    const what = { repository: plan.name, pullRequest: number, id, author: reviewer, state: 'approved' as const }
    return { type: 'review', source: 'forge', ...what, submittedAt }
  })
  return [pull, ...reviews]
}

function buildRecords(plan: RepositoryPlan, change: Change, sha: string, chance: Chance): RecordInput[] {
  const queuedAt = change.landsAt + 5000
  const startedAt = queuedAt + chance.logNormal(0.4, 0.8) * MINUTE
  const finishedAt = startedAt + chance.logNormal(7, 0.4) * MINUTE
  const status = chance.happens(0.04) ? ('failure' as const) : ('success' as const)
  const times = { queuedAt: iso(queuedAt), startedAt: iso(startedAt), finishedAt: iso(finishedAt), status }
  const common = { source: 'forge', repository: plan.name }
  const id = `b${change.number}`
  const url = `https://forge.example/${plan.name}/runs/${id}`
  return [
    { type: 'pipeline_run', ...common, id, pipeline: 'Build', event: 'push', branch: 'main', sha, ...times, url },
    { type: 'job', ...common, run: id, id: `${id}-1`, name: 'test', ...times, runner: `runner-${change.number % 40}` },
  ]
}

/** A pull request that nobody has merged or closed yet. */
export function openRecords(plan: RepositoryPlan, change: Change): RecordInput[] {
  const { number, author, title, branch, labels, createdAt, authored } = change
  if (change.fate === 'direct') return []
  const shas = authored.map((at, index) => ({ sha: `open-${number}-${index}`, authoredAt: iso(at) }))
  const what = { repository: plan.name, number, title, author, baseBranch: 'main', headBranch: branch, labels }
  return [{ type: 'pull_request', source: 'forge', ...what, createdAt: iso(createdAt), commits: shas }]
}
