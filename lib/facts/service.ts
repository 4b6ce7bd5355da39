import type { RuleInUse } from './deployment'
import type { Stage } from './stage'
import type { ChangeTable, DeploymentTable, IncidentTable, QualityTable } from './tables'

/** What was left out or could not be read, and which record it concerns; `at` places it in a window, null counts it in every one. */
export type QualityFact = { code: QualityCode; record: string; at: number | null }
/** Stored by their place in this list: new ones go to its end. */
export const QUALITY_CODES = [
  'missing_finish',
  'attempt_missing_finish',
  'unknown_paths',
  'undecided_paths',
  'unknown_landing',
  'deployment_clock',
  'parent_cycle',
  'unknown_sha',
  'clock',
  'baseline',
  'aggregate',
  'unlinked_incident',
  'ambiguous_correction',
] as const
export type QualityCode = (typeof QUALITY_CODES)[number]

/** The working clock in its canonical form. */
export type WorkingCalendar = {
  days: number[]
  hours: [string, string][]
  holidays: string[]
  /** Absent: the service's zone. */
  timeZone?: string | undefined
}

/** The settings of a service that its metrics need. */
export type MeasuredService = {
  name: string
  slug: string
  team: string | null
  repository: string
  timeZone: string
  active: readonly Stage[]
  calendar: WorkingCalendar | null
  slo: number | null
  costPerMinute: number | null
  rule: RuleInUse
}

/** The service's successful deployments of all times. */
export type DeployedEver = { count: number; firstAt: number | null; lastAt: number | null }

/**
 * Everything that the metrics of one service in one environment are computed from. Tables may begin later than the service's
 * history, at the earliest window that is asked of them.
 */
export type ServiceFacts = {
  service: MeasuredService
  environment: string
  deployed: DeployedEver
  deployments: DeploymentTable
  changes: ChangeTable
  incidents: IncidentTable
  quality: QualityTable
}
