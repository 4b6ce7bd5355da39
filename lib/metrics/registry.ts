// Every metric, in the order in which pages, mail and JSON show them.
import { changeFailureRate } from './change-failure-rate'
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
