// What the demo's records have in common: their source, their addresses, how an instant is written.
import { createHash } from 'node:crypto'
import { formatInstant } from '../../lib/time'

export const FORGE = 'acme-forge'
export const PAGER = 'acme-pager'
export const PEOPLE = 'acme-people'

/** An address that looks like a forge's and is nobody's. */
export function forgeUrl(repository: string, rest = ''): string {
  return `https://github.example/${repository}${rest}`
}

/** To the second, as forges write it. */
export function instant(ms: number): string {
  return formatInstant(Math.floor(ms / 1000) * 1000)
}

export function shaOf(repository: string, what: string): string {
  return createHash('sha1').update(`${repository} ${what}`).digest('hex')
}
