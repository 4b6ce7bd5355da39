// What was said once and GitHub no longer has, where no cursor can tell: looked up by its key, many in one query.
import { z } from 'zod'
import type { Held, Page, RemovalInput } from '../contract'
import type { GraphAnswer } from './client'
import { askInParts, readAnswer } from './paging'
import { errorOfGraph } from './refusal'
import type { RepositoryContext } from './session'

type Swept = 'pull_request' | 'deployment' | 'incident'

const AT_ONCE = 100
const Node = z.object({ node: z.record(z.string(), z.unknown()) })
const Nodes = z.object({
  nodes: z.array(z.object({ repository: z.object({ id: z.string() }).optional() }).nullable()),
})

/** Its pages leave the cursor where it is, so that a sweep that was cut short is made again. */
export async function* sweep<Resume, Since>(
  context: RepositoryContext,
  held: Held,
  type: Swept,
  cursor: Page<Resume, Since>['cursor'],
): AsyncGenerator<Page<Resume, Since>> {
  const { repository } = context.scope
  for await (const keys of held(type, repository)) {
    for (let start = 0; start < keys.length; start += AT_ONCE) {
      const chunk = keys.slice(start, start + AT_ONCE)
      const exists = await lookUp(context, type, chunk)
      const gone = chunk.filter((_, at) => !exists[at])
      // GitHub gives no name twice, so what is gone stays gone, whatever an event of before says.
      const updatedAt = context.now.toISOString()
      const records = gone.flatMap((key): RemovalInput[] => {
        const removal: RemovalInput = { type, ...key, deleted: true }
        // NOTE: by a clock that is behind GitHub's this is before its last change, so first without a time: that always counts.
        return [removal, { ...removal, updatedAt }]
      })
      if (records.length > 0) yield { records, rejected: [], cursor }
    }
  }
}

/** Of each key in their order, whether GitHub has it. */
async function lookUp({ session, scope }: RepositoryContext, type: Swept, keys: Record<string, unknown>[]) {
  if (type === 'deployment') {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Deployment { id repository { id } } } }'
    const answers = await askInParts(keys, (part, tries) =>
      session.api.query(query, { ids: part.map(({ id }) => id) }, { tries }),
    )
    const nodes = answers.flatMap(({ answer }) => readAbsent(answer, Nodes).nodes)
    return nodes.map((node) => node?.repository?.id === scope.id)
  }
  const field = type === 'incident' ? 'issue' : 'pullRequest'
  const answers = await askInParts(keys, (part, tries) => {
    const numbers = part.map(({ number, id }) => Number(number ?? String(id).split('#').at(-1)))
    const fields = numbers.map((number, at) => `n${at}: ${field}(number: ${number}) { id }`).join(' ')
    return session.api.query(
      `query ($id: ID!) { node(id: $id) { ... on Repository { ${fields} } } }`,
      { id: scope.id },
      { tries },
    )
  })
  return answers.flatMap(({ part, answer }) => {
    const { node } = readAbsent(answer, Node)
    return part.map((_, at) => Boolean(node[`n${at}`]))
  })
}

/** Nothing may be taken for gone because GitHub could not answer. */
function readAbsent<T>(answer: GraphAnswer, schema: z.ZodType<T>): T {
  const error = answer.errors.find(({ type }) => type !== 'NOT_FOUND')
  if (error) throw errorOfGraph(error, 'What was collected before')
  return readAnswer(answer, schema, 'What was collected before')
}
