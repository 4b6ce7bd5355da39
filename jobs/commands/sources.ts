// sg sources, remove, pause and resume: which connections there are, and what becomes of one.
import { removeWorkdir } from '../../lib/collectors/workdir'
import { readEnv } from '../../lib/env'
import { StreamgaugeError } from '../../lib/errors'
import { whileCollectingAlone } from '../../lib/store/collecting'
import { loadCollectionStates } from '../../lib/store/collection-runs'
import {
  type Connection,
  findConnection,
  listConnections,
  pauseConnection,
  removeConnection,
} from '../../lib/store/connections'
import { withoutUser } from '../../lib/variables'
import { noConnection } from '../collect'
import { withDatabase } from '../database'

function describeConnection(connection: Connection, collecting: boolean) {
  const { name, kind, config, managedByFile, lastFinishedAt, lastError, paused, waitingUntil } = connection
  const { path, url } = config as { path?: string; url?: string }
  return {
    name,
    kind,
    where: path ?? (url === undefined ? null : withoutUser(url)),
    declared: managedByFile,
    finishedAt: lastFinishedAt === null ? null : new Date(lastFinishedAt).toISOString(),
    error: lastError,
    collecting,
    paused,
    waitingUntil: waitingUntil === null ? null : new Date(waitingUntil).toISOString(),
  }
}

/** Every connection on standard output. */
export async function runSources({ json }: { json?: boolean }, write: (text: string) => void): Promise<void> {
  await withDatabase(async () => {
    const states = await loadCollectionStates()
    const collecting = new Set(states.filter((state) => state.collecting).map(({ name }) => name))
    const sources = (await listConnections()).map((one) => describeConnection(one, collecting.has(one.name)))
    if (json) return write(`${JSON.stringify({ sources }, null, 2)}\n`)
    if (sources.length === 0)
      process.stderr.write('No source is configured yet. Measure a clone with: npm start -- PATH\n')
    for (const { name, kind, where, declared, finishedAt, error, ...state } of sources) {
      const result =
        finishedAt === null ? 'never collected' : error ? `failed ${finishedAt}` : `collected ${finishedAt}`
      const reason = error ? `: ${error.message}` : ''
      const now = [
        state.collecting ? '; being collected' : '',
        state.waitingUntil ? `; its source answers again ${state.waitingUntil}` : '',
        state.paused ? '; paused' : '',
      ]
      const by = declared ? 'declared in the file' : 'added by npm start'
      write(`${name}  ${kind}  ${where ?? '-'}  (${by})\n    ${result}${reason}${now.join('')}\n`)
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
      await removeWorkdir(readEnv().home, name)
      return true
    })
    if (!removed) {
      const hint = 'Try again when that has ended.'
      throw new StreamgaugeError('unavailable', `${name} is being collected by another process.`, { hint })
    }
    process.stderr.write(`${name} is forgotten. The records that it brought stay.\n`)
  })
}

export async function runPause(name: string, paused: boolean): Promise<void> {
  await withDatabase(async () => {
    if (!(await findConnection(name))) throw await noConnection(name)
    await pauseConnection(name, paused)
    const now = paused
      ? 'is paused: npm run sg -- collect collects it all the same'
      : 'is collected by its schedule again'
    process.stderr.write(`${name} ${now}.\n`)
  })
}
