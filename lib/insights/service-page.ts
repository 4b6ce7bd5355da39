// Everything that one service's page shows in one window.
import type { ServiceFacts } from '../facts/service'
import type { Window } from '../metrics/contract'
import { measureService, windowOf } from './measure'
import { resolveWindow, type WindowChoice } from './page-window'
import { qualityNotes } from './quality-words'
import { serviceFigures } from './service-figures'
import { changeRows, deploymentRows, excludedRows, incidentRows, waitingRows } from './service-rows'
import { weeklyDeployments, weeklyLeadTimes } from './trend'

export type ServicePage = ReturnType<typeof servicePage>

export function servicePage(facts: ServiceFacts, choice: WindowChoice, now: number) {
  const { service } = facts
  const first = facts.deployments[0]?.finishedAt ?? null
  const { window: range, previous } = resolveWindow(choice, service.timeZone, now, first)
  const measured = measureService(facts, { ...range, now })
  const before = previous && measureService(facts, { ...previous, now })
  const window: Window = windowOf(facts, { ...range, now })
  const succeeded = facts.deployments.filter((deployment) => deployment.succeeded)
  return {
    range,
    previous,
    figures: serviceFigures(facts, window, measured, before),
    earlierMedian: before?.leadTime.median ?? null,
    stages: measured.stages,
    flow: measured.flowEfficiency,
    leadTrend: weeklyLeadTimes(facts, window),
    deploymentTrend: weeklyDeployments(facts, window),
    rule: {
      /** Ever, and in the window. */
      matched: succeeded.length,
      matchedInWindow: measured.deploymentFrequency.count,
      firstAt: succeeded[0]?.finishedAt ?? null,
      lastAt: succeeded.at(-1)?.finishedAt ?? null,
    },
    changes: changeRows(facts, window),
    excluded: excludedRows(facts, window),
    deployments: deploymentRows(facts, window),
    incidents: incidentRows(facts, window),
    waiting: waitingRows(facts, window),
    notes: qualityNotes(facts, window),
  }
}
