// A source that a test plays by hand: each page is asked of a local server (player.ts), which answers when and what the test says.
import { z } from 'zod'
import { defineSource, defineStream } from '../collectors/contract'
import { type ErrorKind, errorKinds, StreamgaugeError } from '../errors'

const Answer = z.object({
  records: z.array(z.looseObject({ type: z.string() })).default([]),
  last: z.boolean().default(false),
  rejected: z.number().default(0),
  kind: z.enum(errorKinds).optional(),
  retryAt: z.iso.datetime().optional(),
})
export type Played = Omit<z.input<typeof Answer>, 'kind'> & { kind?: ErrorKind }

const Config = z.strictObject({ url: z.url(), token: z.string().meta({ secret: true }).optional() })
const Position = z.object({ after: z.number() })

const pages = defineStream<z.infer<typeof Config>, z.infer<typeof Position>, z.infer<typeof Position>>({
  id: 'pages',
  title: 'Pages',
  resume: Position,
  since: Position,
  async *collect({ config, budget, clock }, { resume, since }) {
    for (let after = (resume ?? since)?.after ?? 0; ; ) {
      const headers: Record<string, string> = config.token === undefined ? {} : { authorization: config.token }
      // NOTE: it does not heed the signal: a page that is being asked for when a run is stopped arrives.
      const response = await fetch(`${config.url}?after=${after}&pid=${process.pid}`, { headers })
      const answer = Answer.parse(await response.json())
      const retryAt = answer.retryAt === undefined ? undefined : new Date(answer.retryAt)
      if (answer.kind) throw new StreamgaugeError(answer.kind, `The player says ${answer.kind}.`, { retryAt })
      after += 1
      budget({ remaining: 100 - after, limit: 100, resetAt: new Date(clock().getTime() + 60_000) })
      const rejected = Array.from({ length: answer.rejected }, (_, at) => ({
        position: `row ${at}`,
        path: '',
        reason: 'bad',
      }))
      // Sound: the engine validates them.
      const records = answer.records as never[]
      yield { records, rejected, cursor: answer.last ? { since: { after } } : { since, resume: { after } } }
      if (answer.last) return
    }
  },
})

export const played = defineSource<z.infer<typeof Config>>({
  id: 'played',
  title: 'Played by a test',
  config: Config,
  identity: ({ url }) => [url],
  check: async () => ({ summary: 'it plays', warnings: [] }),
  streams: [pages],
})
