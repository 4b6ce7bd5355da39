// The commits as which a rebased pull request landed: without them they would pass for changes of their own.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { COMMIT, Commit, commitRecord } from './commit-record'
import { askInParts, readAnswer, readRows } from './paging'
import type { RepositoryContext, RepositoryScope } from './session'

/** `headlines`: of the branch's own commits, first to last. */
export type Landing = { number: number; sha: string; headlines: string[] }

// LIMIT: so many of one pull request's commits are looked at.
const MOST = 100

type Merged = {
  mergedAt: string | null
  mergeCommit: { oid: string; messageHeadline: string; parents: { totalCount: number } } | null
}

/** undefined: it was merged or squashed. A rebase leaves the last commit its words and one parent. */
export function landingOf(number: number, { mergedAt, mergeCommit }: Merged, headlines: string[]): Landing | undefined {
  if (!mergedAt || !mergeCommit || mergeCommit.parents.totalCount !== 1) return undefined
  if (headlines.length < 2 || headlines.length > MOST || headlines.at(-1) !== mergeCommit.messageHeadline)
    return undefined
  return { number, sha: mergeCommit.oid, headlines }
}

const Answer = z.object({
  node: z.record(z.string(), z.object({ history: z.object({ nodes: z.array(z.unknown()) }) }).nullable()),
})

/** Those whose words are, one after the other, the words of the branch's. */
export async function landedCommits(
  { session, scope }: RepositoryContext,
  landings: Landing[],
): Promise<RecordInput[]> {
  if (landings.length === 0) return []
  const answers = await askInParts(landings, (part, tries) =>
    session.api.query(queryFor(part), { id: scope.id }, { tries }),
  )
  return answers.flatMap(({ part, answer }) => {
    const { node } = readAnswer(answer, Answer, scope.title)
    return part.flatMap((landing, at) => recordsOf(scope, landing, node[`l${at}`]?.history.nodes ?? []))
  })
}

function queryFor(landings: readonly Landing[]): string {
  const fields = landings.map(({ sha, headlines }, at) => {
    const history = `history(first: ${headlines.length}) { nodes { ${COMMIT} } }`
    return `l${at}: object(oid: ${JSON.stringify(sha)}) { ... on Commit { ${history} } }`
  })
  return `query ($id: ID!) { node(id: $id) { ... on Repository { ${fields.join(' ')} } } }`
}

function recordsOf(
  { repository, id }: RepositoryScope,
  { number, sha, headlines }: Landing,
  nodes: unknown[],
): RecordInput[] {
  const { read } = readRows(nodes, Commit, () => `pull request ${number}, a commit`)
  const line = lineOf(read, sha, headlines.length)
  const same = line.every(({ messageHeadline }, step) => messageHeadline === headlines.at(-1 - step))
  if (line.length < headlines.length || !same) return []
  return line.map((commit) => ({ ...commitRecord(repository, commit, id).record, pullRequest: number }))
}

/** From a commit along first parents. */
function lineOf(commits: Commit[], from: string, length: number): Commit[] {
  const bySha = new Map(commits.map((commit) => [commit.oid, commit]))
  const line: Commit[] = []
  for (let next = bySha.get(from); next && line.length < length; next = bySha.get(next.parents.nodes[0]?.oid ?? ''))
    line.push(next)
  return line
}
