// The rows that several metrics count: delivered changes of a window, and what waits at its end.
import type { ChangeFact } from '../facts/change'
import type { DeploymentFact } from '../facts/deployment'
import type { ServiceFacts } from '../facts/service'
import { type ExcludedRow, inWindow, type Window } from './contract'

export type DeliveredChange = ChangeFact & {
  deployedAt: number
  deployment: string
  boundaries: number[]
  observed: boolean[]
}

export function countsBot(bot: boolean, bots: Window['bots']): boolean {
  return bots === 'include' || bot === (bots === 'only')
}

function isDelivered(change: ChangeFact): change is DeliveredChange {
  return (
    change.excluded === null && change.boundaries !== null && change.observed !== null && change.deployedAt !== null
  )
}

/** Changes whose delivering deployment finished in the window, without excluded ones and, by default, without bots'. */
export function deliveredChanges(facts: ServiceFacts, window: Window): DeliveredChange[] {
  return facts.changes.filter(
    (change): change is DeliveredChange =>
      isDelivered(change) && inWindow(change.deployedAt, window) && countsBot(change.bot, window.bots),
  )
}

/** Changes of deployments that finished in the window, left out with their reason. */
export function excludedChanges(facts: ServiceFacts, window: Window): ExcludedRow[] {
  const left = facts.changes.filter((change) => change.excluded !== null && inWindow(change.deployedAt, window))
  left.sort((a, b) => (a.deployedAt ?? 0) - (b.deployedAt ?? 0) || (a.id < b.id ? -1 : 1))
  return left.map((change) => ({ id: change.id, reason: change.excluded ?? '' }))
}

export type LeadTime = { id: string; seconds: number }

/** One row a change, or one a commit; a commit written after its delivery is left out. */
export function leadTimes(changes: DeliveredChange[], window: Window): { rows: LeadTime[]; clock: ExcludedRow[] } {
  if (window.unit === 'pr') {
    return {
      rows: changes.map((change) => ({ id: change.id, seconds: window.seconds(change.startAt, change.deployedAt) })),
      clock: [],
    }
  }
  const rows: LeadTime[] = []
  const clock: ExcludedRow[] = []
  for (const change of changes) {
    for (const { sha, authoredAt } of change.commits) {
      if (authoredAt > change.deployedAt) clock.push({ id: `commit:${sha}`, reason: 'clock' })
      else rows.push({ id: `commit:${sha}`, seconds: window.seconds(authoredAt, change.deployedAt) })
    }
  }
  return { rows, clock }
}

export type WaitingChange = { id: string; since: number; ageSeconds: number; change: ChangeFact }

/** Open pull requests and merged work that is not delivered, as it was known at the earlier of the window's end and now; oldest first. */
export function waitingChanges(facts: ServiceFacts, window: Window): WaitingChange[] {
  const at = Math.min(window.to, window.now)
  const waiting: WaitingChange[] = []
  for (const change of facts.changes) {
    if (!countsBot(change.bot, window.bots) || !waits(change, at) || change.startAt > at) continue
    waiting.push({ id: change.id, since: change.startAt, ageSeconds: window.seconds(change.startAt, at), change })
  }
  return waiting.sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1))
}

function waits(change: ChangeFact, at: number): boolean {
  const delivered = change.deployedAt !== null && change.deployedAt < at
  if (change.createdAt === null) return !delivered && change.reachedAt !== null && change.reachedAt < at
  if (change.createdAt >= at) return false
  if (change.mergedAt !== null && change.mergedAt < at) return !delivered && !change.aggregate
  return change.closedAt === null || change.closedAt >= at
}

/** Lead times of all that reached the default branch in the window; the undelivered ones censored at its end. */
export function reachedLeadTimes(facts: ServiceFacts, window: Window): { time: number; observed: boolean }[] {
  const events: { time: number; observed: boolean }[] = []
  for (const change of facts.changes) {
    if (change.excluded !== null || !countsBot(change.bot, window.bots) || !inWindow(change.reachedAt, window)) continue
    const delivered = change.deployedAt !== null && change.deployedAt < window.to
    const stop = delivered ? (change.deployedAt as number) : window.to
    const starts = window.unit === 'pr' ? [change.startAt] : change.commits.map((commit) => commit.authoredAt)
    for (const start of starts)
      if (start <= stop) events.push({ time: window.seconds(start, stop), observed: delivered })
  }
  return events
}

/** Successful deployments that finished in the window, in order. */
export function successes(facts: ServiceFacts, window: { from: number; to: number }): DeploymentFact[] {
  return facts.deployments.filter((deployment) => deployment.succeeded && inWindow(deployment.finishedAt, window))
}

export function failedAttempts(facts: ServiceFacts, window: { from: number; to: number }): DeploymentFact[] {
  return facts.deployments.filter((deployment) => !deployment.succeeded && inWindow(deployment.finishedAt, window))
}
