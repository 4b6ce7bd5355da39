// A git tag as GitHub's API says it, read as the mirror reads it, so that both make the same record.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'

type TagInput = Extract<RecordInput, { type: 'tag' }>

const COMMIT = '... on Commit { oid committedDate }'

/** The selection on a Ref that `TagTarget` reads. An annotated tag may be of another tag. */
export const TAG_TARGET = `target { ${COMMIT} ... on Tag { tagger { date } target { ${COMMIT} ... on Tag { target { ${COMMIT} } } } } }`

const Commit = z.object({ oid: z.string(), committedDate: z.string() })
type Target = {
  oid?: string
  committedDate?: string
  tagger?: { date?: string | null } | null
  target?: Target | null
}
const Target: z.ZodType<Target> = z.lazy(() =>
  z.object({
    ...Commit.partial().shape,
    tagger: z.object({ date: z.string().nullish() }).nullish(),
    target: Target.nullish(),
  }),
)
export const TagTarget = z.object({ target: Target.nullable() })
export type TagTarget = z.infer<typeof TagTarget>

/** Made when it was tagged, a lightweight one when its commit was. undefined: it is not of a commit. */
export function tagRecord(repository: string, name: string, { target }: TagTarget): TagInput | undefined {
  let commit = target
  while (commit?.target) commit = commit.target
  const { data } = Commit.safeParse(commit)
  if (!data) return undefined
  const createdAt = target?.tagger?.date ?? data.committedDate
  return { type: 'tag', repository, name, sha: data.oid, createdAt }
}
