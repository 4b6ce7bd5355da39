// One row of a service's lists, made of the whole fact. Instants are epoch milliseconds.
import type { ChangeFact, Exclusion } from '../facts/change'
import type { DeploymentFact, FailureReason } from '../facts/deployment'
import type { IncidentFact } from '../facts/incident'
import { STAGES, type Stage } from '../facts/stage'
import { isProvisional } from '../metrics/change-failure-rate'
import type { Window } from '../metrics/contract'
import { recoverySeconds } from '../metrics/recovery-time'

type Named = { id: string; label: string; title: string; url: string | null; bot: boolean }
export type StagePart = { name: Stage; active: boolean; seconds: number; observed: boolean }

export type ChangeRow = Named & {
  startAt: number
  deployedAt: number
  deployment: string
  leadSeconds: number
  /** Empty where the change is left out. */
  stages: StagePart[]
  hotfix: boolean
  /** Direct commits belong to no merged pull request. */
  direct: boolean
  /** Why figures leave it out; null where it counts. */
  excluded: Exclusion | null
}
export type WaitingRow = Named & { since: number; ageSeconds: number; state: 'open' | 'merged' }

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
    deployedAt,
    deployment: change.deployment ?? '',
    leadSeconds: window.seconds(startAt, deployedAt),
    stages:
      boundaries === null || change.excluded !== null
        ? []
        : STAGES.map((name, at) => ({
            name,
            active: active.includes(name),
            seconds: window.seconds(boundaries[at] ?? 0, boundaries[at + 1] ?? 0),
            observed: change.observed?.[at] === true,
          })),
    hotfix: change.hotfix,
    direct: change.createdAt === null,
    excluded: change.excluded,
  }
}

/** `at`: when it is looked at. */
export function waitingRow(change: ChangeFact, ageSeconds: number, at: number): WaitingRow {
  const isMerged = change.createdAt === null || (change.mergedAt !== null && change.mergedAt < at)
  return { ...named(change), since: change.startAt, ageSeconds, state: isMerged ? 'merged' : 'open' }
}

export type DeploymentRow = {
  id: string
  source: string
  url: string | null
  sha: string | null
  shaKnown: boolean
  ref: string | null
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
  /** Null: not failed, or not recovered yet, or recovered before it finished. */
  recoverySeconds: number | null
  open: boolean
  rework: boolean
  provisional: boolean
}

export function deploymentRow(deployment: DeploymentFact, window: Window): DeploymentRow {
  const { startedAt, finishedAt, failed, ...rest } = deployment
  return {
    id: rest.id,
    source: rest.source,
    url: rest.url,
    sha: rest.sha,
    shaKnown: rest.shaKnown,
    ref: rest.ref,
    environments: rest.environments,
    startedAt,
    finishedAt,
    deploySeconds: startedAt === null ? null : window.seconds(startedAt, finishedAt),
    succeeded: rest.succeeded,
    baseline: rest.baseline,
    changes: rest.changes,
    lines: rest.lines,
    failed,
    reasons: rest.reasons,
    recoverySeconds: failed ? recoverySeconds(deployment, window.seconds) : null,
    open: failed && rest.recoveredAt === null,
    rework: rest.rework,
    provisional: isProvisional(finishedAt, window.now),
  }
}

export type IncidentRow = {
  id: string
  source: string
  title: string
  url: string | null
  severity: string | null
  startedAt: number
  resolvedAt: number | null
  restoreSeconds: number | null
  deployment: string | null
  /** Where the deployment is another service's. */
  otherService: string | null
  link: 'explicit' | 'inferred' | null
}

export function incidentRow(incident: IncidentFact, service: string, window: Window): IncidentRow {
  const { source, id, title, url, severity, startedAt, resolvedAt, links } = incident
  const [link] = links
  return {
    id,
    source,
    title,
    url,
    severity,
    startedAt,
    resolvedAt,
    restoreSeconds: resolvedAt === null || resolvedAt < startedAt ? null : window.seconds(startedAt, resolvedAt),
    deployment: link?.deployment ?? null,
    otherService: link && link.service !== service ? link.service : null,
    link: link?.link ?? null,
  }
}
