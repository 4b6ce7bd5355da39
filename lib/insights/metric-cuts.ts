// A metric cut by the size of the deployments, and the stages of its changes: tables of its page and its files.
import type { ServiceFacts } from '../facts/service'
import { DEPLOYMENT } from '../facts/tables'
import type { AnyMetric, MetricRow } from '../metrics/contract'
import { flowEfficiency } from '../metrics/flow-efficiency'
import { intervalOf, summarise } from '../metrics/summary'
import type { StageFigure } from './measure'
import type { Sample } from './metric-points'
import { FEW } from './service-figures'

/** Successful deployments by their finish. Two of one instant cannot be told apart by it: then there is none. */
function deploymentsByFinish({ deployments }: ServiceFacts): Map<number, number | null> {
  const found = new Map<number, number | null>()
  for (let row = 0; row < deployments.length; row += 1) {
    const isDelivery =
      ((deployments.flags[row] ?? 0) & DEPLOYMENT.succeeded) !== 0 && (deployments.changes[row] ?? 0) > 0
    if (!isDelivery) continue
    const at = deployments.finishedAt[row] ?? 0
    found.set(at, found.has(at) ? null : row)
  }
  return found
}

/** DORA's bands of 2025; a deployment without changes of its own is a band apart. */
export const BATCH_BANDS = [
  { from: 0, to: 0, words: 'none of its own' },
  { from: 1, to: 1, words: '1' },
  { from: 2, to: 10, words: '2–10' },
  { from: 11, to: 50, words: '11–50' },
  { from: 51, to: 100, words: '51–100' },
  { from: 101, to: Number.POSITIVE_INFINITY, words: 'more than 100' },
] as const

/** The metric's rows by the size of the deployment that they are or that delivered them; `words` null: it is not known. */
export type BatchGroup = { words: string | null; rows: MetricRow[] }

/** Null of a metric whose rows belong to no deployment. Bands without rows are left out. */
export function byBatchSize(metric: AnyMetric, samples: Sample[]): BatchGroup[] | null {
  if (metric.table === 'incidents') return null
  const groups: BatchGroup[] = [...BATCH_BANDS.map(({ words }) => ({ words, rows: [] })), { words: null, rows: [] }]
  for (const { facts, window } of samples) {
    const deliveries: Map<number, number | null> | null = metric.table === 'changes' ? deploymentsByFinish(facts) : null
    const ofDeployments = facts.deployments.changes
    for (const row of metric.rows(facts, window)) {
      const deployment: number | null = deliveries ? (deliveries.get(row.at) ?? null) : row.row
      const size: number | null = deployment === null ? null : (ofDeployments[deployment] ?? 0)
      const band =
        size === null ? BATCH_BANDS.length : BATCH_BANDS.findIndex(({ from, to }) => size >= from && size <= to)
      groups[band]?.rows.push(row)
    }
  }
  return groups.filter(({ rows }) => rows.length > 0)
}

/** `value` and `interval` are null under five rows: they would be of chance. `share` is that of all rows. */
export type BatchFigure = {
  words: string | null
  n: number
  part: number | null
  share: number
  value: number | null
  interval: [number, number] | null
}

/** The metric of every band that has rows; none of a metric whose rows belong to no deployment. */
export function batchFigures(metric: AnyMetric, samples: Sample[]): BatchFigure[] {
  const groups = byBatchSize(metric, samples) ?? []
  const all = groups.reduce((sum, { rows }) => sum + rows.length, 0)
  return groups.map(({ words, rows }) => {
    const { n, part, value } = summarise(metric, rows, null)
    const isFew = n < FEW
    return {
      words,
      n,
      part,
      share: n / all,
      value: isFew ? null : value,
      interval: isFew ? null : intervalOf(metric, rows),
    }
  })
}

/** Where the time of a window's changes went; null where none was delivered. */
export function stageFigures({ facts, window }: Sample): { stages: StageFigure[]; changes: number } | null {
  const { n, parts } = flowEfficiency.compute(facts, window)
  return n === 0 || parts.total === null ? null : { stages: parts.stages, changes: n }
}
