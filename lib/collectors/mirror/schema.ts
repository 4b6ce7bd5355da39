// How git's own output becomes records, and the shape of the cursor.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { formatInstant } from '../../time'
import type { Rejected } from '../contract'
import { decode } from './mirror'

/** Pairs of a tag's name and its object: one that is made anew has another object, even on the same commit. */
const Tags = z.array(z.tuple([z.string(), z.string()]))
const Shas = z.array(z.string().regex(/^[0-9a-f]{40,64}$/))

/** The state of the refs when a run began: the next run lists what these do not reach. */
export const Since = z.object({
  repository: z.string(),
  url: z.string().optional(),
  defaultBranch: z.string().optional(),
  headSha: z.string().optional(),
  /** The commits that branches and tags point at, sorted. */
  tips: Shas,
  tags: Tags,
})
export type Since = z.infer<typeof Since>

/** A walk that was not finished: from `tips` down to `known`, of which the first `position` commits are saved. */
export const Resume = z.object({
  repository: z.string(),
  tips: Shas,
  known: Shas,
  position: z.number().int().min(0),
  /** Every tag that may have been saved since the last finished run. */
  tags: Tags,
})
export type Resume = z.infer<typeof Resume>

export const COMMIT_FIELDS = ['%H', '%P', '%at', '%ct', '%ae', '%an', '%s', '%b']

const LAST_SECOND = 253_402_300_799 // 9999-12-31T23:59:59Z

/** Git's seconds as an instant; undefined for what is no time or beyond the year 9999. */
export function parseSeconds(text: string | undefined): string | undefined {
  if (!text || !/^\d{1,12}$/.test(text)) return undefined
  const seconds = Number(text)
  return seconds > LAST_SECOND ? undefined : formatInstant(seconds * 1000)
}

/** `name`: what the author is called, when they are told apart by their address. */
export type Row = { record: Extract<RecordInput, { type: 'commit' }>; name?: string } | { rejected: Rejected }

/** One commit from the fields of COMMIT_FIELDS; `paths` only when they were asked for. */
export function parseCommit(repository: string, fields: Buffer[], paths: Buffer[] | undefined): Row {
  const [sha = '', parentList = '', authored, committed, email, name, subject, body] = fields.map(decode)
  const parents = parentList.split(' ').filter(Boolean)
  const authoredAt = parseSeconds(authored)
  const committedAt = parseSeconds(committed)
  if (!authoredAt || !committedAt) {
    const path = authoredAt ? 'committedAt' : 'authoredAt'
    const payload = { sha, authored, committed }
    return { rejected: { position: `commit ${sha}`, path, reason: 'is not a time of the years 1970 to 9999', payload } }
  }
  const called = name?.trim()
  return {
    name: called && !called.includes('[bot]') ? called : undefined,
    record: {
      type: 'commit',
      repository,
      sha,
      parents,
      authoredAt,
      committedAt,
      author: email?.trim() || called || undefined,
      subject: subject || undefined,
      body: body?.includes('This reverts commit') ? body : undefined,
      // What a merge changes is said by the commits that it brings.
      paths: paths && parents.length < 2 ? paths.map(decode) : undefined,
    },
  }
}
