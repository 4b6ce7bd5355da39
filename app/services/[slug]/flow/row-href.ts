import type { FlowEntry, FlowShow } from '../../../../lib/insights/flow-list'
import type { Query } from '../../../_ui/query'
import { rowHref } from '../frame'

/** The row of a change on its service's page, opened: there are all of its stages. */
export function flowRowHref(slug: string, { id }: FlowEntry, show: FlowShow, kept: Query): string {
  const frame = { path: `/services/${encodeURIComponent(slug)}`, query: kept }
  return rowHref(frame, show === 'progress' ? 'waiting' : 'changes', id)
}
