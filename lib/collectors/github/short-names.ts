// The whole names of commits that somebody has written in short.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { CHANGING } from './incident-record'
import { readAnswer } from './paging'
import type { RepositoryContext } from './session'
import { unsetting } from './unset'

type IncidentInput = Extract<RecordInput, { type: 'incident' }>

const WHOLE = 40
const FIELDS = ['causedBy', 'fixedBy'] as const
const Answer = z.object({ node: z.record(z.string(), z.object({ oid: z.string().optional() }).nullable()) })

/** A name that is of no commit, or of several, is as if nobody had said it. */
export async function withWholeNames(
  { session, scope }: RepositoryContext,
  records: IncidentInput[],
): Promise<IncidentInput[]> {
  const said = records.flatMap((record) => FIELDS.flatMap((field) => record[field]?.sha ?? []))
  const short = [...new Set(said.filter((sha) => sha.length < WHOLE))]
  if (short.length === 0) return records
  const fields = short.map((sha, at) => `c${at}: object(expression: ${JSON.stringify(sha)}) { ... on Commit { oid } }`)
  const query = `query ($id: ID!) { node(id: $id) { ... on Repository { ${fields.join(' ')} } } }`
  const { node } = readAnswer(await session.api.query(query, { id: scope.id }), Answer, scope.title)
  const whole = new Map(short.map((sha, at) => [sha, node[`c${at}`]?.oid]))
  return records.map(({ unset, ...record }) => {
    for (const field of FIELDS) {
      const sha = record[field]?.sha
      if (sha === undefined || sha.length === WHOLE) continue
      const found = whole.get(sha)
      record[field] = found ? { sha: found } : undefined
    }
    return unsetting(record, CHANGING)
  })
}
