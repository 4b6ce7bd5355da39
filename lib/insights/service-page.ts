// What one service's page shows of one window, its lists apart.
import type { ServiceFacts } from '../facts/service'
import type { Window } from '../metrics/contract'
import { deploymentFrequency } from '../metrics/deployment-frequency'
import { flowEfficiency } from '../metrics/flow-efficiency'
import { leadTime } from '../metrics/lead-time'
import { waitingChanges } from '../metrics/population'
import { tabCounts } from './lists'
import { windowOf } from './measure'
import { resolveWindow, type WindowChoice } from './page-window'
import { qualityNotes } from './quality-words'
import { serviceFigures } from './service-figures'
import { serviceTrends } from './service-trends'

export type ServicePage = ReturnType<typeof servicePage>

export function servicePage(facts: ServiceFacts, choice: WindowChoice, now: number) {
  const { service, deployed } = facts
  const { window: range, previous } = resolveWindow(choice, service.timeZone, now, deployed.firstAt)
  const window: Window = windowOf(facts, { ...range, now })
  const before: Window | null = previous && { ...window, ...previous }
  const flow = flowEfficiency.compute(facts, window)
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
    earlierMedian: before && leadTime.compute(facts, before).value,
    stages: flow.parts.stages,
    flow: { n: flow.n, value: flow.value, total: flow.parts.total },
    earlierStages: before && flowEfficiency.compute(facts, before).parts.stages,
    trends: serviceTrends(facts, window),
    tabs: tabCounts(facts, window, waiting.length),
    /** Successful deployments of all times, and in the window. */
    deployed,
    matchedInWindow: deploymentFrequency.compute(facts, window).n,
    waiting: { count: waiting.length, merged: merged.length, oldestSeconds: waiting[0]?.ageSeconds ?? null },
    notes: qualityNotes(facts, window),
  }
}
