// What a window's figures leave out or could not read, counted by code.
import type { QualityCode, ServiceFacts } from '../facts/service'
import { inWindow } from '../metrics/contract'

/** In every window: these codes, 0 included; rarer ones only where there are any. */
const ALWAYS: QualityCode[] = [
  'unknown_sha',
  'missing_finish',
  'unknown_paths',
  'baseline',
  'aggregate',
  'clock',
  'unlinked_incident',
]

export type QualityRow = { code: QualityCode; record: string }

/** Every single record that is left out of the window's figures, and why. */
export function qualityRows(facts: ServiceFacts, window: { from: number; to: number }): QualityRow[] {
  const rows: QualityRow[] = facts.quality
    .filter((row) => row.at === null || inWindow(row.at, window))
    .map(({ code, record }) => ({ code, record }))
  for (const deployment of facts.deployments) {
    if (deployment.succeeded && !deployment.shaKnown && inWindow(deployment.finishedAt, window))
      rows.push({ code: 'unknown_sha', record: deployment.id })
  }
  for (const change of facts.changes) {
    if (change.excluded !== null && inWindow(change.deployedAt, window))
      rows.push({ code: change.excluded, record: change.id })
  }
  for (const deployment of facts.deployments) {
    const { failed, recoveredAt, finishedAt } = deployment
    if (failed && recoveredAt !== null && recoveredAt < finishedAt && inWindow(finishedAt, window))
      rows.push({ code: 'clock', record: deployment.id })
  }
  for (const incident of facts.incidents) {
    const { resolvedAt, startedAt } = incident
    if (inWindow(resolvedAt, window) && resolvedAt < startedAt) rows.push({ code: 'clock', record: incident.id })
    if (incident.links.length === 0 && inWindow(incident.startedAt, window))
      rows.push({ code: 'unlinked_incident', record: incident.id })
  }
  return rows
}

export function qualityCounts(
  facts: ServiceFacts,
  window: { from: number; to: number },
): Partial<Record<QualityCode, number>> {
  const counts: Partial<Record<QualityCode, number>> = Object.fromEntries(ALWAYS.map((code) => [code, 0]))
  for (const { code } of qualityRows(facts, window)) counts[code] = (counts[code] ?? 0) + 1
  return counts
}
