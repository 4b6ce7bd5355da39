import type { ChangeFact } from './change'
import type { DeploymentFact, RuleInUse } from './deployment'
import type { IncidentFact } from './incident'
import type { Stage } from './stage'

/** What was left out or could not be read, and which record it concerns; `at` places it in a window, null counts it in every one. */
export type QualityFact = { code: QualityCode; record: string; at: number | null }
export type QualityCode =
  | 'missing_finish'
  | 'attempt_missing_finish'
  | 'unknown_paths'
  | 'undecided_paths'
  | 'unknown_landing'
  | 'deployment_clock'
  | 'parent_cycle'
  | 'unknown_sha'
  | 'clock'
  | 'baseline'
  | 'aggregate'
  | 'unlinked_incident'
  | 'ambiguous_correction'

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

/** Everything that the metrics of one service in one environment are computed from. Deployments and attempts in the order of METRICS (finish, start, id). */
export type ServiceFacts = {
  service: MeasuredService
  environment: string
  deployments: DeploymentFact[]
  changes: ChangeFact[]
  incidents: IncidentFact[]
  quality: QualityFact[]
}
