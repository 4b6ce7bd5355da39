import type { RetroDays } from '../../../../lib/insights/retro-days'
import { rowHref } from '../../../services/[slug]/frame'

export function retrosPath(team: string): string {
  return `/teams/${encodeURIComponent(team)}/retros`
}

export function retroPath(team: string, id: string): string {
  return `${retrosPath(team)}/${encodeURIComponent(id)}`
}

/** The row of a change on its service's page, in the days of a retro. */
export function changePath({ slug, id }: { slug: string; id: string }, { from, to }: RetroDays): string {
  return rowHref({ path: `/services/${encodeURIComponent(slug)}`, query: { from, to } }, 'changes', id)
}
