// Who may send, how much, and what a sender is told: the same for every route that takes records.
import { sourceOfBearer } from '../../lib/auth/ingest-token'
import { readPeopleKey } from '../../lib/auth/people-key'
import { type Action, permit } from '../../lib/auth/permit'
import { readConfig } from '../../lib/config'
import { type Env, readEnv } from '../../lib/env'
import { describeError, errorKind } from '../../lib/errors'
import { createLog } from '../../lib/log'
import type { People } from '../../lib/records/people'
import { demoDay } from '../../lib/store/demo'

export type Sender = { source: string; people: People; now: Date }

export class TooLargeError extends Error {}

const log = createLog({ process: 'web' })

/** Asks `handle` for whoever shows a token, and answers for everything that can go wrong. */
export function receive(request: Request, handle: (sender: Sender) => Promise<Response>): Promise<Response> {
  return guarded('send-records', async (now) => {
    const source = await sourceOfBearer(request.headers.get('authorization'), now)
    if (source === null) {
      const error = 'This needs a token: Authorization: Bearer sgi_… (npm run sg -- tokens add NAME makes one).'
      return told(401, { error }, { 'WWW-Authenticate': 'Bearer' })
    }
    return handle({ source, people: await readPeople(readEnv()), now })
  })
}

/** Permits, refuses in a demonstration, and answers for what is thrown. */
export async function guarded(action: Action, handle: (now: Date) => Promise<Response>): Promise<Response> {
  if (!(await permit(action))) return told(403, { error: 'Not permitted.' })
  try {
    if ((await demoDay()) !== null) return told(409, { error: 'The demo organisation is only read.' })
    return await handle(new Date())
  } catch (error) {
    if (error instanceof TooLargeError) return told(413, { error: error.message })
    if (errorKind(error) === 'unexpected') return told(400, { error: (error as Error).message })
    log.error(describeError(error))
    // Which setting it is concerns whoever runs this, not whoever sends.
    if (errorKind(error) === 'config') return told(503, { error: 'It is not set up completely; see the log.' })
    const passing = errorKind(error) === 'unavailable'
    const message = passing
      ? 'The database does not answer. Send it again later.'
      : 'It could not be stored; see the log.'
    return told(passing ? 503 : 500, { error: message }, passing ? { 'Retry-After': '30' } : {})
  }
}

/** How people are told apart without being named. */
export async function readPeople(env: Env): Promise<People> {
  const { bots } = readConfig(env.configPath, process.cwd(), process.env)
  return { key: await readPeopleKey(env), bots }
}

export function told(status: number, answer: object, headers: Record<string, string> = {}): Response {
  return Response.json(answer, { status, headers: { 'Cache-Control': 'no-store', ...headers } })
}

/** The body as it comes; throws TooLargeError once it is more than `most` bytes, before the first if it says so itself. */
export async function* bodyOf(request: Request, most: number): AsyncGenerator<Uint8Array> {
  const refused = () => new TooLargeError(`The body is larger than ${most / 1024 / 1024} MB. Send it in parts.`)
  if (Number(request.headers.get('content-length')) > most) throw refused()
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > most) throw refused()
    yield chunk
  }
}

export async function textOf(request: Request, most: number): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bodyOf(request, most)) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

export function isJson(request: Request): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(request.headers.get('content-type') ?? '')
}
