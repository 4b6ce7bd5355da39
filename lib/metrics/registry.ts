// Every metric, in the order in which pages, mail and the terminal show them.
import { changeFailureRate } from './change-failure-rate'
import type { AnyMetric } from './contract'
import { deploymentFrequency } from './deployment-frequency'
import { flowEfficiency } from './flow-efficiency'
import { leadTime } from './lead-time'
import { recoveryTime } from './recovery-time'
import { reworkRate } from './rework-rate'
import { timeToRestore } from './time-to-restore'

export const METRICS = {
  'lead-time': leadTime,
  'deployment-frequency': deploymentFrequency,
  'change-failure-rate': changeFailureRate,
  'recovery-time': recoveryTime,
  'time-to-restore': timeToRestore,
  'rework-rate': reworkRate,
  'flow-efficiency': flowEfficiency,
} as const

export type MetricId = keyof typeof METRICS

/** A registry that may hold other metrics than this program's. */
export type Registry = Readonly<Record<string, AnyMetric>>

/** The metric of an id that a reader wrote; null if there is none. */
export function findMetric(id: string, registry: Registry = METRICS): AnyMetric | null {
  return Object.hasOwn(registry, id) ? (registry[id] ?? null) : null
}
