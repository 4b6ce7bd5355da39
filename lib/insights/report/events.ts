// What stood out in a week, of one service: its longest wait, its failed deployments, its largest batch. Pure.
import type { ServiceFacts } from '../../facts/service'
import { STAGES, type Stage } from '../../facts/stage'
import { DEPLOYMENT } from '../../facts/tables'
import type { Window } from '../../metrics/contract'
import { deliveredChanges, failedDeployments, successes } from '../../metrics/population'

export type FoundWait = { row: number; stage: Stage; seconds: number }
export type FoundBatch = { row: number; changes: number }

/** The longest single wait of a change that was delivered in the window; the facts with details. */
export function longestWait(facts: ServiceFacts, window: Window): FoundWait | null {
  const { details } = facts.changes
  if (!details) throw new Error('The details of the changes were not loaded.')
  const waits = STAGES.flatMap((stage, at) => (facts.service.active.includes(stage) ? [] : [{ stage, at }]))
  let longest: FoundWait | null = null
  for (const row of deliveredChanges(facts, window)) {
    const boundary = (at: number) => details.boundaries[row * (STAGES.length + 1) + at] as number
    for (const { stage, at } of waits) {
      const seconds = window.seconds(boundary(at), boundary(at + 1))
      if (seconds > (longest?.seconds ?? 0)) longest = { row, stage, seconds }
    }
  }
  return longest
}

/** The deployment that delivered the most changes, bots' included; a first deployment, which holds everything, is none. */
export function largestBatch(facts: ServiceFacts, window: Window): FoundBatch | null {
  const { changes, flags } = facts.deployments
  let largest: FoundBatch | null = null
  for (const row of successes(facts, window)) {
    const count = changes[row] ?? 0
    const isBaseline = ((flags[row] ?? 0) & DEPLOYMENT.baseline) !== 0
    if (!isBaseline && count > (largest?.changes ?? 0)) largest = { row, changes: count }
  }
  return largest
}

/** Failed deployments and failed attempts with an incident, earliest first. */
export function failedRows(facts: ServiceFacts, window: Window): number[] {
  return failedDeployments(facts, window)
}
