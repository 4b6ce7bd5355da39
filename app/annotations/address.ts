// Addresses of the annotations: whose they are and the window on the way live in the query.
import { WINDOW_PARAMETERS } from '../../lib/insights/page-window'
import { href, one, type Query } from '../_ui/query'

/** What stays whatever is done on the page: whose annotations these are, and the window to go back to. */
const KEPT = ['service', 'team', ...WINDOW_PARAMETERS] as const

export const PATH = '/annotations'

export function keptQuery(query: Query): Query {
  return Object.fromEntries(KEPT.map((name) => [name, one(query, name)]))
}

/** The same of a text that a form brought along. */
export function keptOf(text: string): Query {
  return keptQuery(Object.fromEntries(new URLSearchParams(text)))
}

export function annotationsHref(kept: Query, more: Record<string, string | undefined> = {}, hash = ''): string {
  return href(PATH, kept, more, hash)
}

/** One that is written here can be linked to. */
export function anchorOf(id: string): string {
  return `annotation-${encodeURIComponent(id)}`
}
