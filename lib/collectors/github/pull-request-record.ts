// What GitHub says of a pull request and its reviews, and the records that it becomes. Pure: also for webhooks.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { Actor } from './actor'
import { unsetting } from './unset'

type PullRequestInput = Extract<RecordInput, { type: 'pull_request' }>
type ReviewInput = Extract<RecordInput, { type: 'review' }>

export const PullRequest = z.object({
  id: z.string(),
  number: z.int(),
  title: z.string(),
  url: z.string(),
  isDraft: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  mergedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  author: Actor,
  baseRefName: z.string(),
  headRefName: z.string(),
  additions: z.int(),
  deletions: z.int(),
  changedFiles: z.int(),
  mergeCommit: z
    .object({ oid: z.string(), messageHeadline: z.string(), parents: z.object({ totalCount: z.int() }) })
    .nullable(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() }).nullable()) }).nullable(),
  readied: z.object({ nodes: z.array(z.object({ createdAt: z.string().optional() }).nullable()) }),
})
export type PullRequest = z.infer<typeof PullRequest>

export const BranchCommit = z
  .object({ commit: z.object({ oid: z.string(), authoredDate: z.string(), messageHeadline: z.string() }) })
  .transform(({ commit }) => ({ sha: commit.oid, authoredAt: commit.authoredDate, headline: commit.messageHeadline }))
export type BranchCommit = z.infer<typeof BranchCommit>

const STATES: Record<string, ReviewInput['state']> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes_requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
}

export const Review = z.object({
  id: z.string(),
  author: Actor,
  state: z.string().refine((state) => state === 'PENDING' || state in STATES, {
    error: ({ input }) => `is not a state of a review: ${String(input)}`,
  }),
  submittedAt: z.string().nullable(),
})
export type Review = z.infer<typeof Review>

const CHANGING = ['readyAt', 'mergedAt', 'closedAt', 'mergeCommitSha'] as const

export function pullRequestRecord(repository: string, pull: PullRequest, commits: BranchCommit[]): PullRequestInput {
  // NOTE: while open, GitHub's merge commit is one that it made to try whether the branches merge.
  const mergeCommitSha = pull.mergedAt ? pull.mergeCommit?.oid : undefined
  const readied = pull.readied.nodes.flatMap((event) => event?.createdAt ?? [])
  const record: PullRequestInput = {
    type: 'pull_request',
    repository,
    number: pull.number,
    title: pull.title,
    author: pull.author.author,
    baseBranch: pull.baseRefName,
    headBranch: pull.headRefName,
    createdAt: pull.createdAt,
    readyAt: pull.isDraft ? undefined : readied.at(-1),
    mergedAt: pull.mergedAt ?? undefined,
    closedAt: pull.closedAt ?? undefined,
    mergeCommitSha,
    commits: commits.map(({ sha, authoredAt }) => ({ sha, authoredAt })),
    labels: pull.labels?.nodes.flatMap((label) => label?.name ?? []) ?? [],
    additions: pull.additions,
    deletions: pull.deletions,
    changedFiles: pull.changedFiles,
    url: pull.url,
    updatedAt: pull.updatedAt,
  }
  return unsetting(record, CHANGING)
}

/** undefined: a review that its author has not submitted yet. */
export function reviewRecord(repository: string, pullRequest: number, review: Review): ReviewInput | undefined {
  const state = STATES[review.state]
  if (!state || !review.submittedAt) return undefined
  const { id, author, submittedAt } = review
  return { type: 'review', repository, pullRequest, id, author: author.author, state, submittedAt }
}
