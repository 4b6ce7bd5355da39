// GitHub's times have whole seconds, and events of the same second come in any order.
import type { Told } from '../contract'

type Record = Told['records'][number]

const STEPS: { [status: string]: number | undefined } = { running: 1, queued: 2, pending: 2 }

/** What was said of something before its end gives way to its end: it is that many milliseconds older. */
export function givingWay(record: Record): Record {
  const { updatedAt } = record
  const steps = stepsOf(record)
  if (steps === 0 || typeof updatedAt !== 'string') return record
  return { ...record, updatedAt: new Date(Date.parse(updatedAt) - steps).toISOString() }
}

function stepsOf(record: Record): number {
  if (record.deleted) return 0
  if (record.type === 'pull_request') return record.closedAt === undefined ? 1 : 0
  if (record.type === 'incident') return record.resolvedAt === undefined ? 1 : 0
  if (record.type === 'deployment' || record.type === 'pipeline_run' || record.type === 'job')
    return STEPS[record.status] ?? 0
  return 0
}
