// What a window's figures leave out or could not read, counted by code.
import { QUALITY_CODES, type QualityCode, type ServiceFacts } from '../facts/service'
import { DEPLOYMENT, INCIDENT } from '../facts/tables'
import { inWindow } from '../metrics/contract'
import {
  excludedChanges,
  exclusionOf,
  failedDeployments,
  lowerBound,
  resolvedIncidents,
  successes,
} from '../metrics/population'

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

/** One record that the window's figures leave out: a row of a table, or of `quality` itself. */
export type QualityRow = { code: QualityCode; table: 'changes' | 'deployments' | 'incidents' | 'quality'; row: number }

/** Every single record that is left out of the window's figures, and why. */
export function qualityRows(facts: ServiceFacts, window: { from: number; to: number }): QualityRow[] {
  const { deployments, incidents, quality } = facts
  const rows: QualityRow[] = []
  for (let row = lowerBound(quality.at, window.from); row < quality.length; row += 1) {
    const at = quality.at[row] as number
    const code = QUALITY_CODES[quality.code[row] as number]
    if (code && (at < window.to || at === Number.POSITIVE_INFINITY)) rows.push({ code, table: 'quality', row })
  }
  for (const row of successes(facts, window)) {
    if (((deployments.flags[row] ?? 0) & DEPLOYMENT.shaKnown) === 0) {
      rows.push({ code: 'unknown_sha', table: 'deployments', row })
    }
  }
  for (const { row } of excludedChanges(facts, window)) {
    const code = exclusionOf(facts.changes.flags[row])
    if (code) rows.push({ code, table: 'changes', row })
  }
  for (const row of failedDeployments(facts, window)) {
    if ((deployments.recoveredAt[row] as number) < (deployments.finishedAt[row] as number)) {
      rows.push({ code: 'clock', table: 'deployments', row })
    }
  }
  for (const row of resolvedIncidents(facts, window)) {
    if ((incidents.resolvedAt[row] as number) < (incidents.startedAt[row] as number)) {
      rows.push({ code: 'clock', table: 'incidents', row })
    }
  }
  for (let row = lowerBound(incidents.endedAt, window.from); row < incidents.length; row += 1) {
    const linked = ((incidents.flags[row] ?? 0) & INCIDENT.linked) !== 0
    if (!linked && inWindow(incidents.startedAt[row] as number, window)) {
      rows.push({ code: 'unlinked_incident', table: 'incidents', row })
    }
  }
  return rows
}

/** The record's id; '' where only the core of the facts was loaded. */
export function recordOf(facts: ServiceFacts, { table, row }: QualityRow): string {
  if (table === 'quality') return facts.quality.details?.records[row] ?? ''
  return facts[table].details?.ids[row] ?? ''
}

export function qualityCounts(
  facts: ServiceFacts,
  window: { from: number; to: number },
): Partial<Record<QualityCode, number>> {
  const counts: Partial<Record<QualityCode, number>> = Object.fromEntries(ALWAYS.map((code) => [code, 0]))
  for (const { code } of qualityRows(facts, window)) counts[code] = (counts[code] ?? 0) + 1
  return counts
}
