// Collecting on request: what a terminal, the start command and the worker have in common.
import { fillConfig } from '../lib/auth/secrets'
import type { RunContext, Source } from '../lib/collectors/contract'
import { sources } from '../lib/collectors/registry'
import { type RunOutcome, runSource } from '../lib/collectors/run'
import { removeWorkdir, workdirOf } from '../lib/collectors/workdir'
import { readEnv } from '../lib/env'
import { describeError, StreamgaugeError } from '../lib/errors'
import { whileCollectingAlone } from '../lib/store/collecting'
import { type Connection, findConnection, listConnections, loadCursors, savePage } from '../lib/store/connections'
import { heldKeys } from '../lib/store/held'
import { maskEarlier } from '../lib/store/mask-again'
import { wantedServices } from '../lib/store/services'
import { deriveInTurn, meanwhile } from './derive-meanwhile'
import { pace } from './pace'
import { readPeople } from './people'
import { progressLine } from './progress-line'
import { RunRecorder } from './run-recorder'

/** Of a connection, whatever it is done for. */
export async function runContext(name: string, signal: AbortSignal): Promise<RunContext> {
  const services = await wantedServices()
  const { home, allowPrivateAddresses } = readEnv()
  return {
    workdir: workdirOf(home, name),
    signal,
    now: new Date(),
    clock: () => new Date(),
    environment: process.env,
    wantPaths: services.some(({ hasPaths }) => hasPaths),
    services,
    allowPrivateAddresses,
  }
}

export async function noConnection(name: string): Promise<StreamgaugeError> {
  const known = (await listConnections()).map((one) => one.name).join(', ')
  return new StreamgaugeError('not-found', `There is no connection named ${JSON.stringify(name)}.`, {
    hint: known === '' ? 'None is configured yet: npm start -- PATH adds one.' : `Known: ${known}.`,
  })
}

/** `busy`: another process collects it. `changed`: its configuration became another one, which is still to be collected. */
export type Collected = {
  status: RunOutcome['status'] | 'busy' | 'changed'
  rejected: number
  /** When the source answers again, where it has answered enough. */
  waitingUntil: Date | null
}

type Say = (line: string) => void

/** Collects one connection now and derives what it touched. Throws what made it fail; what landed before stays. */
export async function collectConnection(
  name: string,
  onProgress: Say,
  signal: AbortSignal = new AbortController().signal,
): Promise<Collected> {
  const done = await whileCollectingAlone(name, async (lost) => {
    const connection = await findConnection(name)
    if (!connection) throw await noConnection(name)
    try {
      return await collectAlone(connection, onProgress, AbortSignal.any([signal, lost]))
    } finally {
      // Whoever removed it meanwhile could not remove what was still being written.
      if (!(await findConnection(name).catch(() => connection))) await removeWorkdir(readEnv().home, name)
    }
  })
  if (done) return done
  onProgress('another process is collecting it')
  return { status: 'busy', rejected: 0, waitingUntil: null }
}

async function collectAlone(connection: Connection, onProgress: Say, signal: AbortSignal): Promise<Collected> {
  const { name } = connection
  const startedAt = new Date()
  const complain = (error: unknown) => onProgress(describeError(error))
  const run = await RunRecorder.start({ connection: name, startedAt }, kindOf(connection), complain)
  const outcome = await runRecorded(connection, { run, startedAt, signal, onProgress, complain })
  const changed = outcome.unstored === true && (await isAnother(connection))
  const status = changed ? 'aborted' : outcome.status
  const error = changed ? undefined : outcome.error
  const ended = { status, error, streams: outcome.streams }
  const waitingUntil = await run.finish(ended, new Date())
  const rejected = outcome.rejected > 0 ? `, ${outcome.rejected.toLocaleString('en')} rejected` : ''
  onProgress(`${outcome.records.toLocaleString('en')} new or changed records${rejected}`)
  if (waitingUntil) onProgress(`its source has answered enough until ${waitingUntil.toISOString()}`)
  const report = await deriveInTurn(told(pace(onProgress)))
  for (const failure of report.failed) onProgress(`could not derive ${failure.repository}: ${failure.reason}`)
  if (error && status !== 'waiting' && status !== 'aborted')
    throw status === 'failed' ? orForget(error, connection) : error
  return { status: changed ? 'changed' : status, rejected: outcome.rejected, waitingUntil }
}

type Recorded = {
  run: RunRecorder
  startedAt: Date
  signal: AbortSignal
  onProgress: Say
  complain: (error: unknown) => void
}

/** How the run went. What could not even begin, or not be stored, is its failure: `unstored` says that it broke off. */
async function runRecorded(
  connection: Connection,
  { run, startedAt, signal, onProgress, complain }: Recorded,
): Promise<Omit<RunOutcome, 'connection'> & { unstored?: true }> {
  const { name, kind } = connection
  const paced = pace(onProgress)
  const deriving = meanwhile(() => deriveInTurn(told(paced)), complain)
  try {
    const source = sourceOf(connection)
    const people = await readPeople(readEnv())
    const outcome = await runSource(source, {
      connection: name,
      config: await fillConfig(connection, source.config, process.env, readEnv()),
      cursors: await loadCursors(name),
      context: await runContext(name, signal),
      save: async (page) => {
        const authority = kind === 'git' ? 'git' : undefined
        await savePage({ ...page, revision: connection.revision }, { now: new Date(), people, authority })
        run.stored(page)
        if (page.records.length > 0) deriving.landed()
      },
      held: (type, repository) => heldKeys(name, type, repository),
      onProgress: (progress) => {
        run.progress(progress)
        if (progress.budget) return
        paced(progressLine(progress, (Date.now() - startedAt.getTime()) / 1000, run.budget))
      },
    })
    await maskEarlier(people, { since: startedAt, now: new Date() })
    return outcome
  } catch (thrown) {
    const error =
      thrown instanceof StreamgaugeError ? thrown : new StreamgaugeError('bug', String(thrown), { cause: thrown })
    return { status: 'failed', ...run.soFar(), streams: [], error, unstored: true }
  } finally {
    await deriving.end()
  }
}

function kindOf({ kind }: Connection): Source | undefined {
  return Object.hasOwn(sources, kind) ? sources[kind] : undefined
}

function sourceOf(connection: Connection): Source {
  const source = kindOf(connection)
  if (source) return source
  const { name, kind } = connection
  const unknown = `The connection ${name} is of the kind ${JSON.stringify(kind)}, which this version does not know.`
  throw new StreamgaugeError('config', unknown)
}

/** Whether the connection has another configuration by now than it was read with. */
async function isAnother({ name, revision }: Connection): Promise<boolean> {
  const now = await findConnection(name)
  return now !== null && now.revision !== revision
}

function told(say: Say): Parameters<typeof deriveInTurn>[0] {
  return (at, total, repository) => say(`deriving ${repository} (${at + 1} of ${total})`)
}

/** What a person named once and may have mistyped can be forgotten again. */
function orForget(error: StreamgaugeError, { name, managedByFile }: Connection): StreamgaugeError {
  if (managedByFile || !['config', 'auth', 'not-found'].includes(error.kind)) return error
  const hint = [error.hint, `To forget it: npm run sg -- remove ${name}`].filter(Boolean).join(' ')
  return new StreamgaugeError(error.kind, error.message, { hint, cause: error.cause })
}
