// What the streams of changing things share: they walk one list of a project and turn its rows into records.

import type { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import type { RecordInput } from '../../records/record'
import { mapAtOnce } from '../at-once'
import { defineStream, type Held, type OpenContext, type Rejected, type RemovalInput } from '../contract'
import { PER_PAGE, parseRows, type Query } from './api'
import { type Config, sinceOf } from './config'
import type { Feature, Project, Session } from './projects'
import { WalkResume, WalkSince, walk } from './walk'

export type GitlabContext = OpenContext<Config> & { session: Session; scope: Project }

/** What one row has become. */
export type Told = { records: (RecordInput | RemovalInput)[]; rejected?: Rejected[]; names?: string[] }

type ChangedOptions<Row> = {
  id: string
  title: string
  feature: Feature
  /** Below the project. */
  path: string
  query?: (config: Config) => Query
  /** What a row is called to a person. */
  what: string
  row: z.ZodType<Row>
  /** Fewer where each row is asked for in detail: a page is what may have to be asked again. */
  perPage?: number
  tell: (row: Row, context: GitlabContext, held: Held) => Told | Promise<Told>
  /** How a project is read; when it changes, the stream starts over for that project. */
  manner?: (context: GitlabContext) => string
  /** Records of rows that GitLab no longer has. Called where no cursor tells what was said. */
  sweep?: (context: GitlabContext, held: Held) => AsyncGenerator<RemovalInput[]>
}

export function defineChanged<Row>(options: ChangedOptions<Row>) {
  const { id, title, feature, path, query, what, row, perPage = PER_PAGE, tell, manner, sweep } = options
  // What is deleted between the list and its details is one row less, not the end of the stream.
  const tellOrReject = async (one: Row, context: GitlabContext, held: Held): Promise<Told> => {
    try {
      return await tell(one, context, held)
    } catch (error) {
      if (!(error instanceof StreamgaugeError) || error.kind !== 'not-found') throw error
      const { iid, id: number } = one as { iid?: number; id?: number }
      return {
        records: [],
        rejected: [{ position: `${what} ${iid ?? number}`, path: '', reason: 'was listed and is gone' }],
      }
    }
  }
  return defineStream<Config, WalkResume, WalkSince, Session, Project>({
    id,
    title,
    resume: WalkResume,
    since: WalkSince,
    async *collect(context, cursor, held) {
      const { scope, session, config } = context
      if (scope.off.includes(feature)) {
        const since = cursor.since ?? { of: scope.title, newest: null, seen: [] }
        return yield { records: [], rejected: [], cursor: { since } }
      }
      const of = manner ? `${scope.title} ${manner(context)}` : scope.title
      if (sweep && cursor.since?.of !== of && cursor.resume?.of !== of) {
        for await (const records of sweep(context, held)) yield { records, rejected: [], cursor }
      }
      const list = (bounds: Query) =>
        session.api.list(`projects/${scope.number}/${path}`, { ...query?.(config), ...bounds })
      const walking = { of, what, cursor, from: sinceOf(config), perPage, list }
      for await (const walked of walk(walking)) {
        const { parsed, rejected } = parseRows(row, walked.rows, what)
        const told = await mapAtOnce(parsed, (one) => tellOrReject(one, context, held))
        yield {
          records: told.flatMap(({ records }) => records),
          rejected: [...walked.rejected, ...rejected, ...told.flatMap((one) => one.rejected ?? [])],
          names: [...new Set(told.flatMap(({ names = [] }) => names))],
          reached: walked.reached,
          cursor: walked.cursor,
        }
      }
    },
  })
}
