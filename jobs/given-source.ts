// A source as it is named on the command line.
import { existsSync } from 'node:fs'
import { resolveGiven } from '../lib/env'
import { StreamgaugeError } from '../lib/errors'
import { escapeReferences, hasLiteralSecret } from '../lib/variables'
import { UsageError } from './usage'

type Variables = Record<string, string | undefined>
export type GithubConfig = { token: string; repositories: string[]; baseUrl?: string }
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

function isRepositoryName(argument: string): boolean {
  return /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/.test(argument)
}

/** OWNER/NAME, unless the caller has a folder of that name. */
export function repositoryName(argument: string): string | null {
  return isRepositoryName(argument) && !existsSync(resolveGiven(argument)) ? argument : null
}

/** What asks GitHub itself for a repository; null without a token. The token stays in the environment. */
export function githubConfig(repository: string, environment: Variables = process.env): GithubConfig | null {
  const variable = ['GITHUB_TOKEN', 'GH_TOKEN'].find((name) => environment[name])
  if (!variable) return null
  const baseUrl = environment.GITHUB_API_URL
  return { token: `\${${variable}}`, repositories: [repository], ...(baseUrl ? { baseUrl } : {}) }
}

export function locate(argument: string, environment: Variables = process.env): GitLocation {
  const path = resolveGiven(argument)
  if (existsSync(path)) return { path }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(argument) || /^[^/\s:]+@[^/\s:]+:/.test(argument)) return { url: argument }
  if (isRepositoryName(argument))
    return { url: `${environment.GITHUB_SERVER_URL || 'https://github.com'}/${argument}.git` }
  throw new StreamgaugeError(
    'not-found',
    `${JSON.stringify(argument)} is neither a folder here, nor a URL, nor OWNER/NAME on GitHub.`,
    { hint: 'Give the path of a git clone, for example: npm start -- ../shop' },
  )
}
