// A source as it is named on the command line.
import { existsSync } from 'node:fs'
import { resolveGiven } from '../lib/env'
import { StreamgaugeError } from '../lib/errors'
import { escapeReferences, hasLiteralSecret } from '../lib/variables'
import { UsageError } from './usage'

export type GitLocation = { path: string } | { url: string }

/** Throws `UsageError` for what must not be on a command line. */
export function refuseSource(argument: string): void {
  if (argument.trim() === '') throw new UsageError('A source is empty. Give a path, OWNER/NAME or a URL.')
  if (!hasLiteralSecret(escapeReferences(argument))) return
  throw new UsageError(
    `A URL on the command line must have neither a user nor a password: the list of processes and the shell's history show it.
Use an ssh address and a key, or put the token in the environment and the source in streamgauge.yaml:
  sources:
    - { name: shop, kind: git, url: "https://user:\${TOKEN}@host/owner/name.git" }`,
  )
}

export function locate(argument: string): GitLocation {
  const path = resolveGiven(argument)
  if (existsSync(path)) return { path }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(argument) || /^[^/\s:]+@[^/\s:]+:/.test(argument)) return { url: argument }
  if (/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/.test(argument)) return { url: `https://github.com/${argument}.git` }
  throw new StreamgaugeError(
    'not-found',
    `${JSON.stringify(argument)} is neither a folder here, nor a URL, nor OWNER/NAME on GitHub.`,
    { hint: 'Give the path of a git clone, for example: npm start -- ../shop' },
  )
}
