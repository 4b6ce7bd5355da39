// The report that an address names among those that were sent.
import { type ArchivedReport, findArchived, findArchivedOf } from '../../lib/store/report-archive'

/** Of a subscription's schedule, or the `copy` that somebody sent by hand. */
export async function findSent(id: string, period: string, copy: string | null): Promise<ArchivedReport | null> {
  if (copy === null) return findArchivedOf(id, period)
  const found = await findArchived(copy)
  return found?.subscription === id && found.period === period ? found : null
}

export async function hasSent(id: string, period: string, copy: string | null): Promise<boolean> {
  return (await findSent(id, period, copy)) !== null
}
