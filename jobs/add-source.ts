// `npm start -- SOURCE`: what was named on the command line becomes a connection, once it has been found to work.
import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { git } from '../lib/collectors/git'
import { checkSource } from '../lib/collectors/run'
import { resolveGiven } from '../lib/env'
import { describeError, errorKind } from '../lib/errors'
import {
  type Connection,
  DEFAULT_SCHEDULE,
  findConnection,
  listConnections,
  saveConnection,
} from '../lib/store/connections'
import { escapeReferences, withoutUser } from '../lib/variables'
import { runContext } from './collect'
import { type GitLocation, locate, refuseSource } from './given-source'

/**
 * Declares a git connection for a path, a URL or OWNER/NAME; the same argument is the same connection. Returns its name.
 * Throws what its check found, and stores nothing, unless it only could not be reached.
 */
export async function addSource(
  argument: string,
  say: (line: string) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<string> {
  refuseSource(argument)
  const all = await listConnections()
  const known = (location: GitLocation) => all.find((connection) => isAt(connection, location))
  const stored = known({ path: resolveGiven(argument) })
  if (stored) return stored.name
  const location = locate(argument)
  const same = known(location)
  if (same) return same.name
  const text = 'path' in location ? location.path : location.url
  const stem = basename(text.replace(/[/\\]+$/, '')).replace(/\.git$/, '') || 'repository'
  const taken = await findConnection(stem)
  const name = taken ? `${stem}-${createHash('sha256').update(text).digest('hex').slice(0, 6)}` : stem
  const context = await runContext(name, signal)
  try {
    await checkSource(git, name, location, context)
  } catch (error) {
    if (errorKind(error) !== 'unavailable') {
      await rm(context.workdir, { recursive: true, force: true })
      throw error
    }
    say(`${name}: ${describeError(error)}\n  It is remembered all the same; to forget it: npm run sg -- remove ${name}`)
  }
  await saveConnection({ name, kind: git.id, config: location, managedByFile: false, schedule: DEFAULT_SCHEDULE })
  return name
}

function isAt({ kind, config, managedByFile }: Connection, location: GitLocation): boolean {
  const known = config as { path?: string; url?: string }
  if (kind !== git.id) return false
  const written = managedByFile ? escapeReferences : (text: string) => text
  if ('path' in location) return known.path === written(location.path)
  return known.url !== undefined && withoutUser(known.url) === withoutUser(written(location.url))
}
