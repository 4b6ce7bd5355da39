/** Why a deployment counts as failed; `correction` is a person's word without a rule. */
export type FailureKind = 'incident' | 'rollback' | 'revert' | 'hotfix' | 'correction'
export type Confidence = 'explicit' | 'inferred'
export type FailureReason = { kind: FailureKind; confidence: Confidence; evidence: string[] }

/** What the rules 2 to 4 found: `by` is the key (source and id) of the deployment that repaired, `evidence` the records that show it. */
export type Repair = { kind: 'rollback' | 'revert' | 'hotfix'; by: string; evidence: string[] }

/** A deployment of one service in one environment as the rule reads it; regions are already one. Instants are epoch milliseconds. */
export type DeploymentBase = {
  id: string
  source: string
  /** Ids of all regions, the deployment's own included; any of them names it. */
  members: string[]
  environments: string[]
  /** Null where the rule yields none (a job whose run is unknown). */
  sha: string | null
  ref: string | null
  url: string | null
  /** Null when the source gave none; rules then read `finishedAt`. */
  startedAt: number | null
  finishedAt: number
  /** False: a failed attempt that never reached production. */
  succeeded: boolean
  shaKnown: boolean
  baseline: boolean
  /** Changes delivered, bots' included; baseline and aggregates are not delivered. */
  changes: number
  /** Added and deleted lines of those changes; null when no change tells. */
  lines: number | null
  /** By which rules this deployment failed, before incidents and people's words. */
  repairs: Repair[]
}

export type DeploymentOutcome = {
  failed: boolean
  reasons: FailureReason[]
  /** Source and id of the incidents that are linked to it. */
  incidents: string[]
  recoveredAt: number | null
  /** It repaired another one, or an incident names it as its fix. */
  rework: boolean
}

export type DeploymentFact = DeploymentBase & DeploymentOutcome

/** How the deployments of a service are found; `inferred` where nobody configured it. */
export type RuleInUse = {
  from: 'deployment' | 'pipeline_run' | 'job' | 'tag' | 'merge'
  match?: string | undefined
  environment?: string | undefined
  inferred: boolean
}
