// A commit as GitLab's API tells it.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { Instant } from './api'

export const Commit = z.object({
  id: z.string().min(1),
  parent_ids: z.array(z.string()).default([]),
  title: z.string().optional(),
  message: z.string().optional(),
  author_name: z.string().optional(),
  author_email: z.string().optional(),
  authored_date: Instant,
  committed_date: Instant,
  stats: z.object({ additions: z.number(), deletions: z.number() }).optional(),
})
export type Commit = z.infer<typeof Commit>

export function commitRecord(commit: Commit, repository: string): Extract<RecordInput, { type: 'commit' }> {
  return {
    type: 'commit',
    repository,
    sha: commit.id,
    parents: commit.parent_ids,
    authoredAt: commit.authored_date,
    committedAt: commit.committed_date,
    author: commit.author_email || commit.author_name || undefined,
    subject: commit.title || undefined,
    body: commit.message?.includes('This reverts commit') ? commit.message : undefined,
    additions: commit.stats?.additions,
    deletions: commit.stats?.deletions,
  }
}
