// What one service's page shows of one window, its lists apart.
import type { ServiceFacts } from '../facts/service'
import type { Window } from '../metrics/contract'
import { waitingChanges } from '../metrics/population'
import { tabCounts } from './lists'
import { measureService, windowOf } from './measure'
import { resolveWindow, type WindowChoice } from './page-window'
import { qualityNotes } from './quality-words'
import { serviceFigures } from './service-figures'
import { serviceTrends } from './service-trends'

export type ServicePage = ReturnType<typeof servicePage>

export function servicePage(facts: ServiceFacts, choice: WindowChoice, now: number) {
  const { service, deployed } = facts
  const { window: range, previous } = resolveWindow(choice, service.timeZone, now, deployed.firstAt)
  const measured = measureService(facts, { ...range, now })
  const before = previous && measureService(facts, { ...previous, now })
  const window: Window = windowOf(facts, { ...range, now })
  const waiting = waitingChanges(facts, window)
  const merged = waiting.filter(({ row }) => {
    const { createdAt, mergedAt } = facts.changes
    return Number.isNaN(createdAt[row]) || (mergedAt[row] as number) < Math.min(window.to, now)
  })
  return {
    range,
    previous,
    window,
    figures: serviceFigures(facts, window, previous),
    earlierMedian: before?.leadTime.median ?? null,
    stages: measured.stages,
    flow: measured.flowEfficiency,
    earlierStages: before?.stages ?? null,
    trends: serviceTrends(facts, window),
    tabs: tabCounts(facts, window, waiting.length),
    /** Successful deployments of all times, and in the window. */
    deployed,
    matchedInWindow: measured.deploymentFrequency.count,
    waiting: { count: waiting.length, merged: merged.length, oldestSeconds: waiting[0]?.ageSeconds ?? null },
    notes: qualityNotes(facts, window),
  }
}
