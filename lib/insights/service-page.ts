// What one service's page shows of one window, its lists apart.
import type { ServiceFacts } from '../facts/service'
import type { MetricValue, Window } from '../metrics/contract'
import type { FlowEfficiencyParts } from '../metrics/flow-efficiency'
import { waitingChanges } from '../metrics/population'
import { tabCounts } from './lists'
import { windowOf } from './measure'
import { resolveWindow, type WindowChoice } from './page-window'
import { qualityNotes } from './quality-words'
import { type Reading, readOn, USUAL } from './reading'
import { rememberedPage, rememberingMetrics } from './remembered'
import { serviceFigures } from './service-figures'
import { serviceTrends } from './service-trends'

export type ServicePage = ReturnType<typeof makePage>

/** Of now, or where it was asked within the last minute of the same facts, of then. */
export function servicePage(facts: ServiceFacts, choice: WindowChoice, now: number, reading = USUAL): ServicePage {
  const { calendar, timeZone } = facts.service
  const asked = JSON.stringify([choice, timeZone, reading, calendar])
  return rememberedPage(facts, asked, now, (then) => makePage(facts, choice, then, reading))
}

function makePage(facts: ServiceFacts, choice: WindowChoice, now: number, reading: Reading) {
  const { service, deployed } = facts
  const { window: range, previous } = resolveWindow(choice, service.timeZone, now, deployed.firstAt)
  const window: Window = readOn(windowOf(facts, { ...range, now }), reading, service.calendar)
  const before: Window | null = previous && { ...window, ...previous }
  const metrics = rememberingMetrics(facts)
  const metricOf = (id: string, of: Window) => metrics[id]?.compute(facts, of)
  // sound: that is what flow efficiency computes
  const flowOf = (of: Window) => metricOf('flow-efficiency', of) as MetricValue<FlowEfficiencyParts>
  const flow = flowOf(window)
  const waiting = waitingChanges(facts, window)
  const merged = waiting.filter(({ row }) => {
    const { createdAt, mergedAt } = facts.changes
    return Number.isNaN(createdAt[row]) || (mergedAt[row] as number) < Math.min(window.to, now)
  })
  return {
    clock: reading.clock,
    range,
    previous,
    window,
    figures: serviceFigures(facts, window, previous, metrics),
    earlierMedian: (before && metricOf('lead-time', before)?.value) ?? null,
    stages: flow.parts.stages,
    flow: { n: flow.n, value: flow.value, total: flow.parts.total },
    earlierStages: before && flowOf(before).parts.stages,
    trends: serviceTrends(facts, window, metrics),
    tabs: tabCounts(facts, window, waiting.length),
    /** Successful deployments of all times, and in the window. */
    deployed,
    matchedInWindow: metricOf('deployment-frequency', window)?.n ?? 0,
    waiting: { count: waiting.length, merged: merged.length, oldestSeconds: waiting[0]?.ageSeconds ?? null },
    notes: qualityNotes(facts, window),
  }
}
