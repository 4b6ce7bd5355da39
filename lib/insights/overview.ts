// The overview: services side by side in one window, against the window before.
import type { DeployedEver, ServiceFacts } from '../facts/service'
import { changeFailureRate } from '../metrics/change-failure-rate'
import type { Window } from '../metrics/contract'
import { deploymentFrequency } from '../metrics/deployment-frequency'
import { flowEfficiency } from '../metrics/flow-efficiency'
import { deliveredChanges, waitingChanges } from '../metrics/population'
import { recoveryTime } from '../metrics/recovery-time'
import { median } from '../metrics/stats'
import { timeToRestore } from '../metrics/time-to-restore'
import { type Comparison, compareAmounts, compareRates } from './comparison'
import { windowOf } from './measure'
import { resolveWindow, type WindowChoice } from './page-window'
import { qualityNotes } from './quality-words'
import { type TrendPoint, weeklyDeployments, weeklyLeadTimes } from './trend'

export type Figure = { value: number | null; n: number; change: Comparison }

/** Durations in seconds, rates from 0 to 1. */
export type OverviewRow = {
  name: string
  slug: string
  team: string | null
  leadTime: Figure
  /** Per day. */
  deployments: Figure
  failed: Figure & { failed: number; provisional: number }
  recovery: Figure & { open: number }
  restore: Figure & { open: number }
  flow: Figure
  waiting: { count: number; oldestSeconds: number | null }
  /** Records that were left out or could not be read. */
  notes: number
  leadTrend: TrendPoint[]
  deploymentTrend: TrendPoint[]
}

type Measured = ReturnType<typeof measure>

// NOTE: not measureService: its bootstrap intervals are not shown here and would cost seconds over hundreds of services.
function measure(facts: ServiceFacts, window: Window) {
  const rows = deliveredChanges(facts, window)
  const { startAt, deployedAt } = facts.changes
  const frequency = deploymentFrequency.compute(facts, window)
  const failures = changeFailureRate.compute(facts, window)
  const recovery = recoveryTime.compute(facts, window)
  const restore = timeToRestore.compute(facts, window)
  const flow = flowEfficiency.compute(facts, window)
  return {
    leadTime: {
      value: median(rows.map((row) => window.seconds(startAt[row] ?? 0, deployedAt[row] ?? 0))),
      n: rows.length,
    },
    deployments: { value: frequency.value, n: frequency.n },
    failed: {
      value: failures.value,
      n: failures.n,
      failed: failures.parts.failed,
      provisional: failures.parts.provisional,
    },
    recovery: { value: recovery.value, n: recovery.n, open: recovery.parts.open },
    restore: { value: restore.value, n: restore.n, open: restore.parts.open },
    flow: { value: flow.value, n: flow.n },
  }
}

export function overviewRow(facts: ServiceFacts, slug: string, choice: WindowChoice, now: number): OverviewRow {
  const { service } = facts
  const { window, previous } = resolveWindow(choice, service.timeZone, now, facts.deployed.firstAt)
  const asked = windowOf(facts, { ...window, now })
  const current = measure(facts, asked)
  const before = previous && measure(facts, windowOf(facts, { ...previous, now }))
  const amount = (pick: (from: Measured) => { value: number | null; n: number }) =>
    compareAmounts(pick(current), before && pick(before))
  const rate = (pick: (from: Measured) => { value: number | null; n: number }) =>
    compareRates(pick(current), before && pick(before))
  const waiting = waitingChanges(facts, asked)
  return {
    name: service.name,
    slug,
    team: service.team,
    leadTime: { ...current.leadTime, change: amount((from) => from.leadTime) },
    deployments: { ...current.deployments, change: amount((from) => from.deployments) },
    failed: { ...current.failed, change: rate((from) => from.failed) },
    recovery: { ...current.recovery, change: amount((from) => from.recovery) },
    restore: { ...current.restore, change: amount((from) => from.restore) },
    flow: { ...current.flow, change: rate((from) => from.flow) },
    waiting: { count: waiting.length, oldestSeconds: waiting[0]?.ageSeconds ?? null },
    notes: qualityNotes(facts, asked).reduce((sum, note) => sum + note.count, 0),
    leadTrend: weeklyLeadTimes(facts, asked),
    deploymentTrend: weeklyDeployments(facts, asked),
  }
}

/** From when on facts are needed to measure the choice and the window before it, in every service's own zone. */
export function earliest(
  services: { timeZone: string; deployed: DeployedEver }[],
  choice: WindowChoice,
  now: number,
): number {
  const zones = new Set(services.map((service) => service.timeZone))
  if (choice.kind === 'all') return Number.NEGATIVE_INFINITY
  return Math.min(
    ...[...zones].map((zone) => resolveWindow(choice, zone, now, null).previous?.from ?? Number.NEGATIVE_INFINITY),
  )
}

export type OverviewPage<S> = { services: S[]; page: number; pages: number; total: number; withoutDeployment: S[] }

/** The services of one page of the overview: filtered by name, by team and name in order; those that never deployed are counted apart. */
export function overviewPage<S extends { name: string; team: string | null; deployed: DeployedEver }>(
  services: S[],
  asked: { filter: string; page: number; size: number },
): OverviewPage<S> {
  const filter = asked.filter.trim().toLocaleLowerCase()
  const matching = services.filter((service) => service.name.toLocaleLowerCase().includes(filter))
  const shown = matching.filter((service) => service.deployed.count > 0).sort(byTeamAndName)
  return {
    services: shown.slice((asked.page - 1) * asked.size, asked.page * asked.size),
    page: asked.page,
    pages: Math.max(1, Math.ceil(shown.length / asked.size)),
    total: shown.length,
    withoutDeployment: matching.filter((service) => service.deployed.count === 0).sort(byTeamAndName),
  }
}

const collator = new Intl.Collator('en', { numeric: true })

/** Teams first, those without one last. */
function byTeamAndName(a: { name: string; team: string | null }, b: { name: string; team: string | null }): number {
  if ((a.team === null) !== (b.team === null)) return a.team === null ? 1 : -1
  return collator.compare(a.team ?? '', b.team ?? '') || collator.compare(a.name, b.name)
}
