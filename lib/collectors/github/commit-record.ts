// A commit as GitHub's API says it, read as the mirror reads it, so that both make the same record.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'

type CommitInput = Extract<RecordInput, { type: 'commit' }>

/** The selection that `Commit` reads. */
export const COMMIT = `oid authoredDate committedDate messageHeadline messageBody author { name email }
  parents(first: 100) { nodes { oid } }
  associatedPullRequests(first: 10) { nodes { number mergedAt repository { id } } }`

const PullRequest = z.object({
  number: z.int(),
  mergedAt: z.string().nullable(),
  repository: z.object({ id: z.string() }),
})

export const Commit = z.object({
  oid: z.string(),
  authoredDate: z.string(),
  committedDate: z.string(),
  messageHeadline: z.string(),
  messageBody: z.string(),
  author: z.object({ name: z.string().nullish(), email: z.string().nullish() }).nullish(),
  parents: z.object({ nodes: z.array(z.object({ oid: z.string() }).nullable()) }),
  associatedPullRequests: z.object({ nodes: z.array(PullRequest.nullable()) }).nullish(),
})
export type Commit = z.infer<typeof Commit>

/** `home`: the node id of the repository; a commit may also be of a pull request of a fork. `name`: to be masked in texts. */
export function commitRecord(repository: string, commit: Commit, home: string): { record: CommitInput; name?: string } {
  const name = commit.author?.name?.trim()
  const pulls = commit.associatedPullRequests?.nodes.filter((pull) => pull?.mergedAt && pull.repository.id === home)
  const first = pulls?.toSorted((a, b) => Date.parse(a?.mergedAt ?? '') - Date.parse(b?.mergedAt ?? ''))[0]
  const record: CommitInput = {
    type: 'commit',
    repository,
    sha: commit.oid,
    parents: commit.parents.nodes.flatMap((parent) => parent?.oid ?? []),
    authoredAt: commit.authoredDate,
    committedAt: commit.committedDate,
    author: commit.author?.email?.trim() || name || undefined,
    subject: commit.messageHeadline || undefined,
    body: commit.messageBody.includes('This reverts commit') ? commit.messageBody : undefined,
    pullRequest: first?.number,
  }
  return { record, name: name && !name.includes('[bot]') ? name : undefined }
}
