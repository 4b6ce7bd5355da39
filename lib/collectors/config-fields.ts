// Fields that the configurations of several sources have.
import { z } from 'zod'
import { compileGlob } from '../patterns'
import { parseInstant } from '../time'

/** Where an API answers. A token is sent there, so it is https, unless it stays on this machine. */
export const BaseUrl = z.url({ protocol: /^https?$/, error: 'is not an address' }).superRefine((text, ctx) => {
  if (!URL.canParse(text)) return
  const { protocol, hostname } = new URL(text)
  const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
  if (protocol !== 'https:' && !local) ctx.addIssue('must begin with https://, or the token could be read on its way')
})

/** A day or an instant; a day begins in UTC. */
export const Since = z.string().refine((text) => sinceAt(text) !== null, 'is not a date such as 2026-01-31')

/** Milliseconds since 1970; null for what is no date. */
export function sinceAt(text: string): number | null {
  return parseInstant(text) ?? parseInstant(`${text}T00:00:00Z`)
}

/** A path below a folder; `folder/*` means everything below it, at any depth. */
export function compilePath(pattern: string): (path: string) => boolean {
  return compileGlob(pattern.replace(/(^|\/)\*$/, '$1**'))
}

/** What the patterns mean, without what those after "!" leave out. */
export function selects(patterns: readonly string[]): (path: string) => boolean {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!')).map(compilePath)
  const left = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => compilePath(pattern.slice(1)))
  return (path) => wanted.some((matches) => matches(path)) && !left.some((matches) => matches(path))
}
