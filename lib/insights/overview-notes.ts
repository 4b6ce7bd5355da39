// What people noted in the weeks that the overview's small drawings show.
import { type Annotation, loadAnnotations } from '../store/annotations'
import type { OverviewRow } from './overview'

const WEEK = 7 * 86_400_000

type Row = Pick<OverviewRow, 'name' | 'team' | 'leadTrend' | 'deploymentTrend'>

/** About one of the rows, one of their teams, or everybody; earliest first. */
export async function overviewNotes(rows: readonly Row[], now: number): Promise<Annotation[]> {
  const starts = rows.flatMap(({ leadTrend, deploymentTrend }) =>
    [leadTrend, deploymentTrend].flatMap((trend) => [trend[0]?.start ?? [], trend.at(-1)?.start ?? []].flat()),
  )
  if (starts.length === 0) return []
  const services = rows.map(({ name }) => name)
  const teams = [...new Set(rows.flatMap(({ team }) => team ?? []))]
  const to = Math.min(now, Math.max(...starts) + WEEK)
  return await loadAnnotations({ services, teams }, { from: Math.min(...starts), to })
}
