// Merge requests with their commits and reviews. Two requests for each: the notes tell approvals and drafts with their times.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import type { Held, RemovalInput } from '../contract'
import { authorOf, Instant, Person, parseRows } from './api'
import { defineChanged, type GitlabContext } from './changed'
import { Commit, commitRecord } from './commit'

const MergeRequest = z.object({
  iid: z.number().int(),
  title: z.string(),
  state: z.enum(['opened', 'closed', 'locked', 'merged']),
  draft: z.boolean().optional(),
  work_in_progress: z.boolean().optional(),
  author: Person.nullish(),
  source_branch: z.string(),
  target_branch: z.string(),
  created_at: Instant,
  updated_at: Instant,
  merged_at: Instant.nullish(),
  closed_at: Instant.nullish(),
  labels: z.array(z.string()),
  sha: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  squash_commit_sha: z.string().nullish(),
  web_url: z.string().optional(),
})
type MergeRequest = z.infer<typeof MergeRequest>

const Note = z.object({
  id: z.number().int(),
  body: z.string(),
  system: z.boolean(),
  author: Person.nullish(),
  created_at: Instant,
})
type Note = z.infer<typeof Note>

const READY =
  /^(marked this merge request as \*\*ready\*\*|marked as \*\*ready\*\*|unmarked (this merge request )?as a \*\*Work In Progress\*\*)/

export const mergeRequests = defineChanged<MergeRequest>({
  id: 'merge_requests',
  title: 'Merge requests',
  feature: 'merge_requests',
  path: 'merge_requests',
  query: () => ({ scope: 'all', state: 'all' }),
  what: 'merge request',
  row: MergeRequest,
  perPage: 50,
  tell,
  sweep,
})

async function tell(row: MergeRequest, { session, scope }: GitlabContext) {
  const path = `projects/${scope.number}/merge_requests/${row.iid}`
  const [commitRows, noteRows] = await Promise.all([
    session.api.all(`${path}/commits`),
    session.api.all(`${path}/notes`, { sort: 'asc', order_by: 'created_at' }),
  ])
  const { parsed: commits, rejected } = parseRows(Commit, commitRows, `merge request ${row.iid}, commit`)
  const { parsed: notes, rejected: others } = parseRows(Note, noteRows, `merge request ${row.iid}, note`)
  const records: RecordInput[] = [pullRequest(row, scope.title, commits, notes), ...reviews(row, scope.title, notes)]
  if (row.merge_commit_sha && row.squash_commit_sha) {
    // The squashed commit is neither the landing one nor on the branch: only its own record can say whose it is.
    const sha = encodeURIComponent(row.squash_commit_sha)
    const squashed = await session.api.get(`projects/${scope.number}/repository/commits/${sha}`)
    for (const commit of parseRows(Commit, [squashed], 'commit').parsed) {
      records.push({ ...commitRecord(commit, scope.title), pullRequest: row.iid })
    }
  }
  const people = [row.author, ...notes.map((note) => note.author)]
  return { records, rejected: [...rejected, ...others], names: people.flatMap((person) => person?.name ?? []) }
}

function pullRequest(row: MergeRequest, repository: string, commits: Commit[], notes: Note[]): RecordInput {
  const draft = row.draft ?? row.work_in_progress ?? false
  const ready = notes.findLast((note) => note.system && READY.test(note.body))
  const readyAt = draft ? undefined : ready?.created_at
  // Closed and merged exclude one another at GitLab; one that was reopened is no longer closed.
  const closedAt = row.state === 'closed' || row.state === 'merged' ? row.closed_at : undefined
  const unset = [...(readyAt ? [] : ['readyAt']), ...(closedAt ? [] : ['closedAt'])]
  return {
    type: 'pull_request',
    repository,
    number: row.iid,
    updatedAt: row.updated_at,
    title: row.title,
    author: row.author ? authorOf(row.author) : undefined,
    baseBranch: row.target_branch,
    headBranch: row.source_branch,
    createdAt: row.created_at,
    readyAt,
    mergedAt: row.merged_at ?? undefined,
    closedAt: closedAt ?? undefined,
    mergeCommitSha: landing(row),
    // Newest first at GitLab; the last of a record is the one that lands.
    commits: commits.map(({ id, authored_date }) => ({ sha: id, authoredAt: authored_date })).reverse(),
    labels: row.labels,
    url: row.web_url,
    ...(unset.length > 0 && { unset }),
  }
}

/** NOTE: merged by fast-forward there is neither a merge nor a squashed commit: the branch's own head has landed. */
function landing(row: MergeRequest): string | undefined {
  return row.merge_commit_sha ?? row.squash_commit_sha ?? (row.merged_at ? (row.sha ?? undefined) : undefined)
}

type State = 'approved' | 'changes_requested' | 'commented' | 'dismissed'

const SAID: Record<string, State> = {
  'approved this merge request': 'approved',
  'requested changes': 'changes_requested',
  'left review comments without approving': 'commented',
}

function reviews({ iid }: MergeRequest, repository: string, notes: Note[]): RecordInput[] {
  const found: { note: Note; author: string; state: State }[] = []
  for (const note of notes) {
    if (!note.author) continue
    const author = authorOf(note.author)
    if (note.system && note.body === 'unapproved this merge request') {
      const taken = found.findLast((review) => review.author === author && review.state === 'approved')
      if (taken) taken.state = 'dismissed'
    }
    const state = note.system ? SAID[note.body] : 'commented'
    if (state) found.push({ note, author, state })
  }
  return found.map(({ note, author, state }) => ({
    type: 'review',
    repository,
    pullRequest: iid,
    id: String(note.id),
    author,
    state,
    submittedAt: note.created_at,
  }))
}

const Numbered = z.object({ iid: z.number().int() })

async function* sweep({ session, scope }: GitlabContext, held: Held): AsyncGenerator<RemovalInput[]> {
  let there: Set<number> | undefined
  for await (const keys of held('pull_request', scope.title)) {
    if (keys.length === 0) continue
    if (!there) {
      const path = `projects/${scope.number}/merge_requests`
      const rows = await session.api.all(path, { scope: 'all', state: 'all', view: 'simple' })
      there = new Set(parseRows(Numbered, rows, 'merge request').parsed.map(({ iid }) => iid))
    }
    const gone = keys.filter((key) => typeof key.number === 'number' && !there?.has(key.number))
    yield gone.map((key) => ({
      type: 'pull_request',
      repository: scope.title,
      number: key.number,
      deleted: true as const,
    }))
  }
}
