// One row of a service's lists, made of the whole fact. Instants are epoch milliseconds.
import type { ChangeFact, Exclusion } from '../facts/change'
import type { DeploymentFact, FailureReason } from '../facts/deployment'
import type { FactName } from '../facts/fact-key'
import type { DeploymentRef, IncidentFact, IncidentLink } from '../facts/incident'
import { STAGES, type Stage } from '../facts/stage'
import { isProvisional } from '../metrics/change-failure-rate'
import type { Window } from '../metrics/contract'
import { recoverySeconds } from '../metrics/recovery-time'

type Named = { id: string; label: string; title: string; url: string | null; bot: boolean }
export type StagePart = {
  name: Stage
  active: boolean
  from: number
  to: number
  seconds: number
  observed: boolean
}

export type ChangeRow = Named & {
  startAt: number
  /** Null: a direct commit, which belongs to no merged pull request. */
  createdAt: number | null
  mergedAt: number | null
  deployedAt: number
  deployment: string
  leadSeconds: number
  /** Empty where the change is left out. */
  stages: StagePart[]
  hotfix: boolean
  commits: string[]
  additions: number | null
  deletions: number | null
  /** Why figures leave it out; null where it counts. */
  excluded: Exclusion | null
}
export type WaitingRow = Named & {
  since: number
  createdAt: number | null
  mergedAt: number | null
  reachedAt: number | null
  ageSeconds: number
  state: 'open' | 'merged'
}

/** `#12` for a pull request, the first seven digits of a commit. */
export function changeLabel(id: string): string {
  return id.startsWith('pr:') ? `#${id.slice(3)}` : shortSha(id.slice('commit:'.length))
}

export function shortSha(sha: string): string {
  return /^[0-9a-f]{40,64}$/.test(sha) ? sha.slice(0, 7) : sha
}

function named({ id, title, url, bot }: ChangeFact): Named {
  return { id, label: changeLabel(id), title, url, bot }
}

/** A delivered change, or one that its deployment held without counting. */
export function changeRow(change: ChangeFact, active: readonly Stage[], window: Window): ChangeRow {
  const { startAt, boundaries } = change
  const deployedAt = change.deployedAt ?? startAt
  return {
    ...named(change),
    startAt,
    createdAt: change.createdAt,
    mergedAt: change.mergedAt,
    deployedAt,
    deployment: change.deployment ?? '',
    leadSeconds: window.seconds(startAt, deployedAt),
    stages:
      boundaries === null || change.excluded !== null
        ? []
        : STAGES.map((name, at) => {
            const [from, to] = [boundaries[at] ?? 0, boundaries[at + 1] ?? 0]
            const seconds = window.seconds(from, to)
            return { name, active: active.includes(name), from, to, seconds, observed: change.observed?.[at] === true }
          }),
    hotfix: change.hotfix,
    commits: change.commits.map(({ sha }) => sha),
    additions: change.additions,
    deletions: change.deletions,
    excluded: change.excluded,
  }
}

/** `at`: when it is looked at. */
export function waitingRow(change: ChangeFact, ageSeconds: number, at: number): WaitingRow {
  const { startAt, createdAt, mergedAt, reachedAt } = change
  const isMerged = createdAt === null || (mergedAt !== null && mergedAt < at)
  const state = isMerged ? 'merged' : 'open'
  return { ...named(change), since: startAt, createdAt, mergedAt, reachedAt, ageSeconds, state }
}

export type DeploymentRow = FactName & {
  url: string | null
  sha: string | null
  shaKnown: boolean
  ref: string | null
  /** Ids of its regions, its own included. */
  members: string[]
  environments: string[]
  startedAt: number | null
  finishedAt: number
  deploySeconds: number | null
  succeeded: boolean
  baseline: boolean
  changes: number
  lines: number | null
  failed: boolean
  reasons: FailureReason[]
  incidents: string[]
  recoveredAt: number | null
  /** Null: not failed, or not recovered yet, or recovered before it finished. */
  recoverySeconds: number | null
  open: boolean
  rework: boolean
  provisional: boolean
}

export function deploymentRow(deployment: DeploymentFact, window: Window): DeploymentRow {
  const { repairs: _, startedAt, finishedAt, failed, ...rest } = deployment
  return {
    ...rest,
    startedAt,
    finishedAt,
    deploySeconds: startedAt === null ? null : window.seconds(startedAt, finishedAt),
    failed,
    recoverySeconds: failed ? recoverySeconds(deployment, window.seconds) : null,
    open: failed && rest.recoveredAt === null,
    provisional: isProvisional(finishedAt, window.now),
  }
}

export type IncidentRow = FactName & {
  title: string
  url: string | null
  severity: string | null
  startedAt: number
  resolvedAt: number | null
  /** Null: not resolved, or resolved before it began. */
  restoreSeconds: number | null
  /** The deployments that it is linked to, this service's own first. */
  links: IncidentLink[]
  fixedBy: DeploymentRef[]
  service: string
}

export function incidentRow(incident: IncidentFact, service: string, window: Window): IncidentRow {
  const { startedAt, resolvedAt } = incident
  return {
    ...incident,
    restoreSeconds: resolvedAt === null || resolvedAt < startedAt ? null : window.seconds(startedAt, resolvedAt),
    service,
  }
}
