// sg sources and sg remove: which connections there are, and forgetting one.
import { rm } from 'node:fs/promises'
import { StreamgaugeError } from '../../lib/errors'
import {
  type Connection,
  findConnection,
  listConnections,
  removeConnection,
  whileCollectingAlone,
} from '../../lib/store/connections'
import { withoutUser } from '../../lib/variables'
import { noConnection, workdirOf } from '../collect'
import { withDatabase } from '../database'

function describeConnection({ name, kind, config, managedByFile, lastFinishedAt, lastError }: Connection) {
  const { path, url } = config as { path?: string; url?: string }
  return {
    name,
    kind,
    where: path ?? (url === undefined ? null : withoutUser(url)),
    declared: managedByFile,
    finishedAt: lastFinishedAt === null ? null : new Date(lastFinishedAt).toISOString(),
    error: lastError,
  }
}

/** Every connection on standard output. */
export async function runSources({ json }: { json?: boolean }, write: (text: string) => void): Promise<void> {
  await withDatabase(async () => {
    const sources = (await listConnections()).map(describeConnection)
    if (json) return write(`${JSON.stringify({ sources }, null, 2)}\n`)
    if (sources.length === 0)
      process.stderr.write('No source is configured yet. Measure a clone with: npm start -- PATH\n')
    for (const { name, kind, where, declared, finishedAt, error } of sources) {
      const result =
        finishedAt === null ? 'never collected' : error ? `failed ${finishedAt}` : `collected ${finishedAt}`
      const reason = error ? `: ${error.message}` : ''
      const by = declared ? 'declared in the file' : 'added by npm start'
      write(`${name}  ${kind}  ${where ?? '-'}  (${by})\n    ${result}${reason}\n`)
    }
  })
}

export async function runRemove(name: string): Promise<void> {
  await withDatabase(async () => {
    const connection = await findConnection(name)
    if (!connection) throw await noConnection(name)
    if (connection.managedByFile) {
      const hint = 'Take it out of the configuration file instead: it would come back from there.'
      throw new StreamgaugeError('config', `${name} is declared in the configuration file.`, { hint })
    }
    const removed = await whileCollectingAlone(name, async () => {
      await removeConnection(name)
      await rm(workdirOf(name), { recursive: true, force: true })
      return true
    })
    if (!removed) {
      const hint = 'Try again when that has ended.'
      throw new StreamgaugeError('unavailable', `${name} is being collected by another process.`, { hint })
    }
    process.stderr.write(`${name} is forgotten. The records that it brought stay.\n`)
  })
}
