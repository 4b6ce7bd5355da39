// What was said once and the repository no longer has, where no cursor and no mirror can tell.
import type { Held, Page, RemovalInput } from '../contract'
import { existingCommits, listCommits, type Mirror } from './mirror'
import type { Resume, Since } from './schema'
import type { Snapshot } from './snapshot'

type GitCursor = { since?: Since; resume?: Resume }

/**
 * Nothing when the cursor's commits are all there: then they tell what was said. Its pages leave the cursor where it is,
 * so that a sweep that was cut short is made again.
 */
export async function* sweep(
  mirror: Mirror,
  { since, tags }: Snapshot,
  cursor: GitCursor,
  held: Held,
): AsyncGenerator<Page<Resume, Since>> {
  const { repository, tips } = since
  const told = [cursor.since?.tips, cursor.resume?.tips, cursor.resume?.known].flatMap((shas) => shas ?? [])
  const startsOver = !cursor.since && !cursor.resume
  if (!startsOver && (await existingCommits(mirror, told)).length === told.length) return
  for await (const keys of held('commit', repository)) {
    const shas = keys.map((key) => String(key.sha))
    const existing = await existingCommits(mirror, shas)
    const gone = new Set(shas)
    for (const sha of existing) gone.delete(sha)
    for await (const unreached of listCommits(mirror, existing, tips)) for (const sha of unreached) gone.add(sha)
    const records = [...gone].map((sha): RemovalInput => ({ type: 'commit', repository, sha, deleted: true }))
    if (records.length > 0) yield { records, rejected: [], cursor }
  }
  if (!startsOver) return // a cursor knows all tags by name
  for await (const keys of held('tag', repository)) {
    const isTag = (name: string) => 'record' in (tags.get(name) ?? {})
    const gone = keys.map((key) => String(key.name)).filter((name) => !isTag(name))
    const records = gone.map((name): RemovalInput => ({ type: 'tag', repository, name, deleted: true }))
    if (records.length > 0) yield { records, rejected: [], cursor }
  }
}
