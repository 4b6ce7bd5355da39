// The history of one repository as pages: commits (oldest first), removed commits, tags, the repository itself.
import { StreamgaugeError } from '../../errors'
import type { RecordInput } from '../../records/record'
import type { Cursor, Held, Page, RemovalInput } from '../contract'
import { readCommits } from './history'
import type { Location } from './location'
import {
  dropMirror,
  existingCommits,
  fetchMirror,
  listCommits,
  type Mirror,
  type MirrorContext,
  tidyMirror,
} from './mirror'
import { type Resume, Since } from './schema'
import { type Snapshot, takeSnapshot } from './snapshot'
import { sweep } from './sweep'
import { emptyRepository, openWorkspace } from './workspace'

/** What is mirrored; without a name it is called after its address. */
export type Mirrored = { location: Location; repository?: string }
type Pages = AsyncGenerator<Page<Resume, Since>>
type GitCursor = Cursor<Resume, Since>

const PAGE_COMMITS = 2_000
// A page is one transaction; a commit that imports a whole tree counts by its paths.
const PAGE_PATHS = 100_000

/** Fetches into the mirror in `context.workdir` and says what is new there since the cursor, and what is gone. */
export async function* collectHistory(
  context: MirrorContext,
  { location, repository }: Mirrored,
  given: GitCursor,
  held: Held,
): Pages {
  context.note('looking at the repository')
  const workspace = await openWorkspace(context, location, repository)
  const mirror = await fetchMirror(context, workspace)
  try {
    const snapshot = await takeSnapshot(mirror, workspace)
    if (snapshot.since.tips.length === 0) throw emptyRepository(workspace)
    const cursor = own(given, workspace.repository)
    yield* sweep(mirror, snapshot, cursor, held)
    const changed = yield* collectChanges(context, mirror, snapshot, cursor)
    if (changed) await tidyMirror(mirror)
  } catch (error) {
    // What git cannot read back from its own mirror is damaged; the next run makes a new one.
    if (error instanceof StreamgaugeError && error.kind === 'unexpected') await dropMirror(mirror)
    throw error
  }
}

/** A cursor of another name (the clone has a new origin) says nothing about this one. */
function own(cursor: GitCursor, repository: string): GitCursor {
  return {
    since: cursor.since?.repository === repository ? cursor.since : undefined,
    resume: cursor.resume?.repository === repository ? cursor.resume : undefined,
  }
}

type Walk = { tips: string[]; known: string[]; skip: number }

async function* collectChanges(context: MirrorContext, mirror: Mirror, snapshot: Snapshot, cursor: GitCursor) {
  const { since } = snapshot
  if (!cursor.resume && JSON.stringify(cursor.since) === JSON.stringify(Since.parse(since))) return false
  const walks = await planWalks(mirror, since.tips, cursor)
  const tags = [...new Map([...(cursor.resume?.tags ?? []), ...since.tags])]
  let resume: Resume | undefined
  for (const walk of walks) {
    resume = { repository: since.repository, tips: walk.tips, known: walk.known, position: walk.skip, tags }
    resume = yield* collectWalk(context, mirror, walk, cursor, resume)
  }
  const before = [...(cursor.since?.tips ?? []), ...walks.flatMap((walk) => [...walk.known, ...walk.tips])]
  yield* removeCommits(mirror, since, before, { since: cursor.since, resume })
  yield* collectTags(snapshot, cursor, resume)
  return true
}

/** First the rest of a run that was interrupted, from where it stood then; after it what is new by now. */
async function planWalks(mirror: Mirror, tips: string[], { since, resume }: GitCursor): Promise<Walk[]> {
  const needed = [...(resume?.tips ?? []), ...(resume?.known ?? [])]
  if (resume && (await existingCommits(mirror, needed)).length === needed.length) {
    const known = [...new Set(needed)]
    return [
      { tips: resume.tips, known: resume.known, skip: resume.position },
      { tips, known, skip: 0 },
    ]
  }
  // Old tips may be gone from a mirror that was made anew: then some commits are sent again.
  return [{ tips, known: await existingCommits(mirror, since?.tips ?? []), skip: 0 }]
}

async function* collectWalk(
  context: MirrorContext,
  mirror: Mirror,
  walk: Walk,
  cursor: GitCursor,
  start: Resume,
): AsyncGenerator<Page<Resume, Since>, Resume> {
  let resume = start
  let skip = walk.skip
  let pending: string[] = []
  const read = async function* (shas: string[]): Pages {
    let page: Page<Resume, Since> = { records: [], rejected: [], cursor: {} }
    let [rows, paths, names] = [0, 0, new Set<string>()]
    for await (const row of readCommits(mirror, resume.repository, shas, context.wantPaths)) {
      rows += 1
      if ('rejected' in row) page.rejected.push(row.rejected)
      else page.records.push(row.record)
      if ('record' in row) paths += row.record.paths?.length ?? 0
      if ('record' in row && row.name) names.add(row.name)
      if (rows < shas.length && paths < PAGE_PATHS) continue
      resume = { ...resume, position: resume.position + page.records.length + page.rejected.length }
      yield { ...page, names: [...names], cursor: { since: cursor.since, resume } }
      page = { records: [], rejected: [], cursor: {} }
      paths = 0
      names = new Set()
    }
    if (rows !== shas.length) throw new StreamgaugeError('unexpected', `git log gave ${rows} of ${shas.length} commits`)
  }
  for await (const shas of listCommits(mirror, walk.tips, walk.known)) {
    const fresh = shas.slice(skip)
    skip -= shas.length - fresh.length
    pending.push(...fresh)
    while (pending.length >= PAGE_COMMITS) {
      yield* read(pending.slice(0, PAGE_COMMITS))
      pending = pending.slice(PAGE_COMMITS)
    }
  }
  if (pending.length > 0) yield* read(pending)
  return resume
}

/** Commits that were sent and that no branch or tag reaches any more. */
async function* removeCommits(mirror: Mirror, since: Since, before: string[], cursor: GitCursor): Pages {
  const current = new Set(since.tips)
  const left = [...new Set(before)].filter((sha) => !current.has(sha))
  let records: RemovalInput[] = []
  for await (const shas of listCommits(mirror, await existingCommits(mirror, left), since.tips)) {
    for (const sha of shas) records.push({ type: 'commit', repository: since.repository, sha, deleted: true })
    if (records.length < PAGE_COMMITS) continue
    yield { records, rejected: [], cursor }
    records = []
  }
  if (records.length > 0) yield { records, rejected: [], cursor }
}

/** Tags that are new, moved or gone, and on the last page the repository: its head never precedes its commits. */
async function* collectTags({ since, tags }: Snapshot, cursor: GitCursor, resume: Resume | undefined): Pages {
  let page: Page<Resume, Since> = { records: [], rejected: [], cursor: { since: cursor.since, resume } }
  const objects = new Map(since.tags)
  const unchanged = new Map(cursor.resume ? [] : cursor.since?.tags)
  const before = new Map([...(cursor.since?.tags ?? []), ...(cursor.resume?.tags ?? [])])
  const remove = (name: string): RemovalInput => ({ type: 'tag', repository: since.repository, name, deleted: true })
  for (const [name, tag] of tags) {
    const known = before.has(name)
    before.delete(name)
    if (unchanged.get(name) === objects.get(name)) continue
    if ('record' in tag) page.records.push(tag.record)
    else page.rejected.push(tag.rejected)
    if ('rejected' in tag && known) page.records.push(remove(name))
    if (page.records.length < PAGE_COMMITS) continue
    yield page
    page = { records: [], rejected: [], cursor: page.cursor }
  }
  for (const name of before.keys()) page.records.push(remove(name))
  const repository = repositoryRecord(since, cursor)
  if (repository) page.records.push(repository)
  yield { ...page, cursor: { since } }
}

function repositoryRecord(since: Since, cursor: GitCursor): RecordInput | undefined {
  const fields = ['url', 'defaultBranch', 'headSha'] as const
  if (cursor.since && !cursor.resume && fields.every((field) => cursor.since?.[field] === since[field]))
    return undefined
  const unset = cursor.since ? fields.filter((field) => cursor.since?.[field] && !since[field]) : []
  const { repository: name, url, defaultBranch, headSha } = since
  return { type: 'repository', name, url, defaultBranch, headSha, ...(unset.length > 0 && { unset }) }
}
