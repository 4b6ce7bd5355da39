// Collecting on request: what a terminal, the start command and the worker have in common.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { sources } from '../lib/collectors/registry'
import { runSource } from '../lib/collectors/run'
import { readEnv, resolveGiven } from '../lib/env'
import { StreamgaugeError } from '../lib/errors'
import { deriveStale } from '../lib/insights/derive-stale'
import {
  anyServiceHasPaths,
  type Connection,
  findConnection,
  listConnections,
  markFinished,
  markStarted,
  saveConnection,
  savePage,
  whileCollectingAlone,
} from '../lib/store/connections'
import { maskEarlier } from '../lib/store/mask-again'
import { pace } from './pace'
import { readPeople } from './people'

export const DEFAULT_SCHEDULE = '*/10 * * * *'

type GitLocation = { path: string } | { url: string }

function locate(argument: string): GitLocation {
  const path = resolveGiven(argument)
  if (existsSync(path)) return { path }
  if (/^[a-z+]+:\/\//i.test(argument) || /^[^/\s:]+@[^/\s:]+:/.test(argument)) return { url: argument }
  if (/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/.test(argument)) return { url: `https://github.com/${argument}.git` }
  throw new StreamgaugeError(
    'not-found',
    `${JSON.stringify(argument)} is neither a folder here, nor a URL, nor OWNER/NAME on GitHub.`,
    {
      hint: 'Give the path of a git clone, for example: npm start -- ../shop',
    },
  )
}

/** Declares a git connection for a path, a URL or OWNER/NAME; the same argument is the same connection. Returns its name. */
export async function addSource(argument: string): Promise<string> {
  const location = locate(argument)
  const same = (await listConnections()).find(({ kind, config }) => kind === 'git' && isSame(config, location))
  if (same) return same.name
  const text = 'path' in location ? location.path : location.url
  const stem = basename(text.replace(/[/\\]+$/, '')).replace(/\.git$/, '') || 'repository'
  const taken = await findConnection(stem)
  const name = taken ? `${stem}-${createHash('sha256').update(text).digest('hex').slice(0, 6)}` : stem
  await saveConnection({ name, kind: 'git', config: location, managedByFile: false, schedule: DEFAULT_SCHEDULE })
  return name
}

function isSame(config: unknown, location: GitLocation): boolean {
  const known = config as { path?: string; url?: string }
  return 'path' in location ? known.path === location.path : known.url === location.url
}

/** Collects one connection now and derives what it touched. Throws what made it fail; what landed before stays. */
export async function collectConnection(
  name: string,
  onProgress: (line: string) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const connection = await findConnection(name)
  if (!connection) {
    const known = (await listConnections()).map((one) => one.name).join(', ')
    throw new StreamgaugeError('not-found', `There is no connection named ${JSON.stringify(name)}.`, {
      hint: known === '' ? 'None is configured yet: npm start -- PATH adds one.' : `Known: ${known}.`,
    })
  }
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
  const env = readEnv()
  const people = await readPeople(env)
  const paced = pace(onProgress)
  const since = new Date()
  await markStarted(name, since)
  const outcome = await runSource(source, {
    connection: name,
    config: connection.config,
    cursors: connection.cursors,
    context: {
      workdir: join(env.home, 'mirrors', createHash('sha256').update(name).digest('hex').slice(0, 16)),
      signal,
      now: new Date(),
      environment: process.env,
      wantPaths: await anyServiceHasPaths(),
    },
    save: (page) => savePage(page, { now: new Date(), people, authority: kind === 'git' ? 'git' : undefined }),
    onProgress: ({ stream, records, note }) => paced(`${stream}: ${note ?? `${records.toLocaleString('en')} records`}`),
  })
  await maskEarlier(people, { since, now: new Date() })
  const { error } = outcome
  // An interrupted run proves nothing: what was known before stays.
  if (outcome.status !== 'aborted')
    await markFinished(name, new Date(), error ? { kind: error.kind, message: error.message, hint: error.hint } : null)
  const rejected = outcome.rejected > 0 ? `, ${outcome.rejected.toLocaleString('en')} rejected` : ''
  onProgress(`${outcome.records.toLocaleString('en')} new or changed records${rejected}`)
  const report = await deriveStale((at, total, repository) => paced(`deriving ${repository} (${at + 1} of ${total})`))
  for (const failure of report.failed) onProgress(`could not derive ${failure.repository}: ${failure.reason}`)
  if (error) throw error
  return true
}
