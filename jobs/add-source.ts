// `npm start -- SOURCE`: what was named on the command line becomes a connection, once it has been found to work.
import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { fillConfig } from '../lib/auth/secrets'
import type { Source } from '../lib/collectors/contract'
import { git } from '../lib/collectors/git'
import { github } from '../lib/collectors/github'
import { selectionOf } from '../lib/collectors/github/selection'
import { checkSource } from '../lib/collectors/run'
import { readEnv, resolveGiven } from '../lib/env'
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
import { type GithubConfig, type GitLocation, githubConfig, locate, refuseSource, repositoryName } from './given-source'

type Say = (line: string) => void

/**
 * Declares a connection for a path, a URL or OWNER/NAME; the same argument is the same connection. Returns its name.
 * OWNER/NAME is asked of GitHub where the environment has a token, else of git alone.
 * Throws what its check found, and stores nothing, unless it only could not be reached.
 */
export async function addSource(
  argument: string,
  say: Say,
  signal: AbortSignal = new AbortController().signal,
): Promise<string> {
  refuseSource(argument)
  const all = await listConnections()
  const known = (location: GitLocation) => all.find((connection) => isAt(connection, location))
  const stored = known({ path: resolveGiven(argument) })
  if (stored) return stored.name
  const location = locate(argument)
  const same = known(location)
  const repository = repositoryName(argument)
  const asking = repository === null ? null : githubConfig(repository)
  if (repository !== null && asking) {
    const asked = all.find((connection) => asks(connection, repository, asking))
    if (asked) return asked.name
    // It was there before the token was; from now on it is asked for more, under the same name.
    const name = same && !same.managedByFile ? same.name : await freeName(repository)
    return declare({ name, source: github, config: asking }, say, signal)
  }
  if (same) return same.name
  if (repository !== null) {
    say(
      `${repository}: through git alone, without pull requests, workflow runs, deployments and incidents; put GITHUB_TOKEN into the environment for those`,
    )
  }
  const name = await freeName('path' in location ? location.path : location.url)
  return declare({ name, source: git, config: location }, say, signal)
}

async function freeName(text: string): Promise<string> {
  const stem = basename(text.replace(/[/\\]+$/, '')).replace(/\.git$/, '') || 'repository'
  const taken = await findConnection(stem)
  return taken ? `${stem}-${createHash('sha256').update(text).digest('hex').slice(0, 6)}` : stem
}

type Given = { name: string; source: Source; config: object }

async function declare({ name, source, config }: Given, say: Say, signal: AbortSignal): Promise<string> {
  const context = await runContext(name, signal)
  try {
    const filled = await fillConfig({ name, config, managedByFile: false }, source.config, process.env, readEnv())
    const { warnings } = await checkSource(source, name, filled, context)
    for (const warning of warnings) say(`${name}: ${warning}`)
  } catch (error) {
    if (errorKind(error) !== 'unavailable') {
      if (!(await findConnection(name))) await rm(context.workdir, { recursive: true, force: true })
      throw error
    }
    say(`${name}: ${describeError(error)}\n  It is remembered all the same; to forget it: npm run sg -- remove ${name}`)
  }
  await saveConnection({ name, kind: source.id, config, managedByFile: false, schedule: DEFAULT_SCHEDULE })
  return name
}

function isAt({ kind, config, managedByFile }: Connection, location: GitLocation): boolean {
  const known = config as { path?: string; url?: string }
  if (kind !== git.id) return false
  const written = managedByFile ? escapeReferences : (text: string) => text
  if ('path' in location) return known.path === written(location.path)
  return known.url !== undefined && withoutUser(known.url) === withoutUser(written(location.url))
}

/** Whether a connection to the same GitHub reads the repository already. */
function asks({ kind, config }: Connection, repository: string, { baseUrl }: GithubConfig): boolean {
  if (kind !== github.id) return false
  const known = config as { repositories?: string[]; baseUrl?: string }
  if ((known.baseUrl ?? PUBLIC_API) !== (baseUrl ?? PUBLIC_API)) return false
  const { selects, excludes } = selectionOf({ repositories: known.repositories ?? [] })
  return selects(repository) && !excludes(repository)
}

const PUBLIC_API = 'https://api.github.com'
