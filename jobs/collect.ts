// Collecting on request: what a terminal, the start command and the worker have in common.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { RunContext } from '../lib/collectors/contract'
import { sources } from '../lib/collectors/registry'
import { runSource } from '../lib/collectors/run'
import { readEnv } from '../lib/env'
import { StreamgaugeError } from '../lib/errors'
import { deriveStale } from '../lib/insights/derive-stale'
import {
  type Connection,
  findConnection,
  listConnections,
  loadCursors,
  markFinished,
  markStarted,
  savePage,
  whileCollectingAlone,
} from '../lib/store/connections'
import { heldKeys } from '../lib/store/held'
import { maskEarlier } from '../lib/store/mask-again'
import { wantedServices } from '../lib/store/services'
import { fillAll } from '../lib/variables'
import { pace } from './pace'
import { readPeople } from './people'

export const DEFAULT_SCHEDULE = '*/10 * * * *'

/** Of a connection, whatever it is done for. */
export async function runContext(name: string, signal: AbortSignal): Promise<RunContext> {
  const services = await wantedServices()
  return {
    workdir: workdirOf(name),
    signal,
    now: new Date(),
    clock: () => new Date(),
    environment: process.env,
    wantPaths: services.some(({ hasPaths }) => hasPaths),
    services,
    allowPrivateAddresses: readEnv().allowPrivateAddresses,
  }
}

/** A folder of the connection's own, which it makes again when it is missing. */
export function workdirOf(name: string): string {
  return join(readEnv().home, 'mirrors', createHash('sha256').update(name).digest('hex').slice(0, 16))
}

export async function noConnection(name: string): Promise<StreamgaugeError> {
  const known = (await listConnections()).map((one) => one.name).join(', ')
  return new StreamgaugeError('not-found', `There is no connection named ${JSON.stringify(name)}.`, {
    hint: known === '' ? 'None is configured yet: npm start -- PATH adds one.' : `Known: ${known}.`,
  })
}

/** Collects one connection now and derives what it touched. Throws what made it fail; what landed before stays. */
export async function collectConnection(
  name: string,
  onProgress: (line: string) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const connection = await findConnection(name)
  if (!connection) throw await noConnection(name)
  const done = await whileCollectingAlone(name, () => collectAlone(connection, onProgress, signal))
  if (done === null) onProgress('another process is collecting it')
}

async function collectAlone(
  connection: Connection,
  onProgress: (line: string) => void,
  signal: AbortSignal,
): Promise<true> {
  const { name, kind } = connection
  const source = sources[kind]
  if (!source)
    throw new StreamgaugeError(
      'config',
      `The connection ${name} is of the kind ${JSON.stringify(kind)}, which this version does not know.`,
    )
  const people = await readPeople(readEnv())
  const paced = pace(onProgress)
  const since = new Date()
  await markStarted(name, since)
  const finish = (error: StreamgaugeError | undefined) =>
    markFinished(name, new Date(), error ? { kind: error.kind, message: error.message, hint: error.hint } : null)
  let config: unknown
  try {
    config = filledConfig(connection)
  } catch (error) {
    if (error instanceof StreamgaugeError) await finish(error)
    throw error
  }
  const outcome = await runSource(source, {
    connection: name,
    config,
    cursors: await loadCursors(name),
    context: await runContext(name, signal),
    save: (page) =>
      savePage(
        { ...page, revision: connection.revision },
        { now: new Date(), people, authority: kind === 'git' ? 'git' : undefined },
      ),
    held: (type, repository) => heldKeys(name, type, repository),
    onProgress: ({ stream, records, note }) => paced(`${stream}: ${note ?? `${records.toLocaleString('en')} records`}`),
  })
  await maskEarlier(people, { since, now: new Date() })
  const error = outcome.error && orForget(outcome.error, connection)
  // An interrupted run proves nothing: what was known before stays.
  if (outcome.status !== 'aborted') await finish(error)
  const rejected = outcome.rejected > 0 ? `, ${outcome.rejected.toLocaleString('en')} rejected` : ''
  onProgress(`${outcome.records.toLocaleString('en')} new or changed records${rejected}`)
  const report = await deriveStale((at, total, repository) => paced(`deriving ${repository} (${at + 1} of ${total})`))
  for (const failure of report.failed) onProgress(`could not derive ${failure.repository}: ${failure.reason}`)
  if (error) throw error
  return true
}

/** What is stored is what the file says; the variables are read here, so that no secret is stored. */
function filledConfig({ name, config, managedByFile }: Connection): unknown {
  return managedByFile ? fillAll(config, process.env, `The source ${name}`) : config
}

/** What a person named once and may have mistyped can be forgotten again. */
function orForget(error: StreamgaugeError, { name, managedByFile }: Connection): StreamgaugeError {
  if (managedByFile || !['config', 'auth', 'not-found'].includes(error.kind)) return error
  const hint = [error.hint, `To forget it: npm run sg -- remove ${name}`].filter(Boolean).join(' ')
  return new StreamgaugeError(error.kind, error.message, { hint, cause: error.cause })
}
