import type { ListQuery, Tab } from '../../../lib/insights/list-query'
import { READING_PARAMETERS } from '../../../lib/insights/reading'
import { href, one, type Query } from '../../_ui/query'

/** Where the page is and what it was asked: all that its parts need for their links and times. */
export type Frame = {
  service: string
  path: string
  /** Where the other lists are, if not on this page. */
  home?: string
  query: Query
  zone: string
  now: number
  list: ListQuery
  /** The addresses of other services by name. */
  slugs: ReadonlyMap<string, string>
}

/** The tabs and the list under them. */
export const LIST = 'list'

function viewOnly(query: Query): Query {
  return Object.fromEntries(READING_PARAMETERS.map((name) => [name, one(query, name)]))
}

type Asked = Partial<Record<'show' | 'sort' | 'dir' | 'deployment', string | undefined>>

/** A list from its first row on, in the same window. */
export function listHref(frame: Pick<Frame, 'path' | 'home' | 'query'>, tab: Tab, asked: Asked = {}): string {
  const { path, home = path, query } = frame
  return href(home, viewOnly(query), { tab: tab === 'changes' ? undefined : tab, ...asked }, LIST)
}

/** The row of a list, expanded, on whichever page it is. */
export function rowHref(
  frame: Pick<Frame, 'path' | 'home' | 'query'>,
  tab: Tab,
  id: string,
  asked: Asked = {},
): string {
  const { path, home = path, query } = frame
  const tabName = tab === 'changes' ? undefined : tab
  return href(home, viewOnly(query), { tab: tabName, ...asked, open: id }, anchorOf(tab, id))
}

/** The row of another service's list, whose working hours are its own; null where there is no such service. */
export function foreignRowHref({ slugs, query }: Frame, service: string, tab: Tab, id: string): string | null {
  const slug = slugs.get(service)
  return slug === undefined
    ? null
    : rowHref({ path: `/services/${encodeURIComponent(slug)}`, query: { ...query, clock: undefined } }, tab, id)
}

/** The same list with some of it asked differently; from its first page on, unless a page is given. */
export function sameListHref(
  { path, query }: Frame,
  changes: Record<string, string | undefined>,
  hash: string = LIST,
): string {
  return href(path, query, { open: undefined, page: undefined, ...changes }, hash)
}

const ONE: Record<Tab, string> = {
  changes: 'change',
  deployments: 'deployment',
  incidents: 'incident',
  waiting: 'change',
}

/** The place of a row on the page. No space may be in it; a browser finds it as it is written. */
export function anchorOf(tab: Tab, id: string): string {
  return `${ONE[tab]}-${encodeURIComponent(id).replace(/%3A/g, ':').replace(/%2F/g, '/')}`
}
