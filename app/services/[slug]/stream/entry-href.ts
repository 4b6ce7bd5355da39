import { isOfIncidents, type StreamAsked, type StreamEntry } from '../../../../lib/insights/stream-list'
import type { Query } from '../../../_ui/query'
import { rowHref } from '../frame'

/** The row of a change or an incident on its service's page, opened: there are all of its stages. */
export function entryHref(slug: string, { id }: StreamEntry, { part, show }: StreamAsked, kept: Query): string {
  const tab = isOfIncidents(part) ? 'incidents' : show === 'now' ? 'waiting' : 'changes'
  return rowHref({ path: `/services/${encodeURIComponent(slug)}`, query: kept }, tab, id)
}
