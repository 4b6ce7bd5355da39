// A delivery of a source: who sent it, whether it was here before, and what becomes of it.
import { fillConfig } from '../../../lib/auth/secrets'
import type { Source } from '../../../lib/collectors/contract'
import { positionOf, prepareRecords } from '../../../lib/collectors/prepare'
import { sources } from '../../../lib/collectors/registry'
import { cursorKey } from '../../../lib/collectors/run'
import { settledBy } from '../../../lib/collectors/settled'
import { readEnv } from '../../../lib/env'
import { type Connection, findConnection, loadCursors, saveDelivery } from '../../../lib/store/connections'
import { enqueueLater } from '../../../lib/store/queue'
import { guarded, readPeople, textOf, told } from '../receive'

// LIMIT: GitHub sends at most 25 MB.
const MOST_BYTES = 26 * 1024 * 1024
/** Events come in swarms; one collection after the swarm sees all that they left out. */
const COLLECT_AFTER_MS = 60_000

export function takeDelivery(request: Request, kind: string, name: string): Promise<Response> {
  return guarded('send-records', async (now) => {
    // First, so that nobody learns from a body that is too large which webhooks there are.
    const body = await textOf(request, MOST_BYTES)
    const source = Object.hasOwn(sources, kind) ? sources[kind] : undefined
    const connection = source?.webhook ? await findConnection(name) : null
    // NOTE: the same answer whether the connection, its secret or the signature is wrong: nobody learns which there are.
    const refused = told(401, { error: 'There is no such webhook, or its signature is wrong.' })
    if (!source?.webhook || connection?.kind !== kind) return refused
    const { webhook } = source
    const config = await configOf(source, connection)
    const secret = config === null ? null : webhook.secretOf(config)
    if (secret === null) return refused
    const delivery = await webhook.read(request.headers, body, secret)
    if (!delivery) return refused
    const listed = source.scopes && (await loadCursors(name))[cursorKey(source.scopes, undefined)]?.since
    const { records, rejected, names, changed } = webhook.tell(delivery, config, listed)
    const prepared = prepareRecords({ records, rejected }, name)
    const settled = prepared.records.flatMap((record) => settledBy(record, positionOf(record)))
    const saved = await saveDelivery(
      { connection: name, id: delivery.id, ...prepared, settled, names },
      { now, people: await readPeople(readEnv()) },
    )
    if (saved && changed && !connection.paused) await enqueueLater(name, new Date(now.getTime() + COLLECT_AFTER_MS))
    return told(saved ? 202 : 200, { taken: saved ? prepared.records.length : 0, repeated: !saved })
  })
}

async function configOf(source: Source, connection: Connection): Promise<unknown> {
  const { home, secret, oldSecret } = readEnv()
  const filled = await fillConfig(connection, source.config, process.env, { home, secret, oldSecret })
  const parsed = source.config.safeParse(filled)
  return parsed.success ? parsed.data : null
}
