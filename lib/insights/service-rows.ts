// The rows behind a service's figures, as its page lists them. Instants are epoch milliseconds.
import type { ChangeFact, Exclusion } from '../facts/change'
import type { DeploymentFact, FailureReason } from '../facts/deployment'
import type { ServiceFacts } from '../facts/service'
import { STAGES, type Stage } from '../facts/stage'
import { isProvisional } from '../metrics/change-failure-rate'
import { inWindow, type Window } from '../metrics/contract'
import { deliveredChanges, excludedChanges, failedAttempts, successes, waitingChanges } from '../metrics/population'
import { recoverySeconds } from '../metrics/recovery-time'

type Named = { id: string; label: string; title: string; url: string | null; bot: boolean }
export type StagePart = { name: Stage; active: boolean; seconds: number; observed: boolean }

export type ChangeRow = Named & {
  startAt: number
  deployedAt: number
  deployment: string
  leadSeconds: number
  stages: StagePart[]
  hotfix: boolean
  /** Direct commits belong to no merged pull request. */
  direct: boolean
}
export type ExcludedChange = Named & { reason: Exclusion; deployment: string | null }
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

/** Delivered in the window, the newest first; bots' are listed and marked. */
export function changeRows(facts: ServiceFacts, window: Window): ChangeRow[] {
  const active = new Set<Stage>(facts.service.active)
  const delivered = deliveredChanges(facts, { ...window, bots: 'include' })
  return delivered
    .sort((a, b) => b.deployedAt - a.deployedAt || (a.id < b.id ? -1 : 1))
    .map((change) => ({
      ...named(change),
      startAt: change.startAt,
      deployedAt: change.deployedAt,
      deployment: change.deployment,
      leadSeconds: window.seconds(change.startAt, change.deployedAt),
      stages: STAGES.map((name, at) => ({
        name,
        active: active.has(name),
        seconds: window.seconds(change.boundaries[at] ?? 0, change.boundaries[at + 1] ?? 0),
        observed: change.observed[at] === true,
      })),
      hotfix: change.hotfix,
      direct: change.createdAt === null,
    }))
}

/** What the window's deployments held but did not count; a baseline's changes only as their number. */
export function excludedRows(
  facts: ServiceFacts,
  window: Window,
): { rows: ExcludedChange[]; baseline: number; baselineOf: string | null } {
  const known = new Map(facts.changes.map((change) => [change.id, change]))
  const rows: ExcludedChange[] = []
  let [baseline, baselineOf] = [0, null as string | null]
  for (const { id } of excludedChanges(facts, window)) {
    const change = known.get(id)
    if (!change?.excluded) continue
    if (change.excluded === 'baseline') {
      baseline += 1
      baselineOf = change.deployment
    } else rows.push({ ...named(change), reason: change.excluded, deployment: change.deployment })
  }
  return { rows, baseline, baselineOf }
}

/** Undelivered, the oldest first. */
export function waitingRows(facts: ServiceFacts, window: Window): WaitingRow[] {
  const at = Math.min(window.to, window.now)
  return waitingChanges(facts, window).map(({ change, since, ageSeconds }) => ({
    ...named(change),
    since,
    ageSeconds,
    state: change.createdAt === null || (change.mergedAt !== null && change.mergedAt < at) ? 'merged' : 'open',
  }))
}

export type DeploymentRow = {
  id: string
  url: string | null
  sha: string | null
  shaKnown: boolean
  ref: string | null
  finishedAt: number
  deploySeconds: number | null
  succeeded: boolean
  baseline: boolean
  changes: number
  failed: boolean
  reasons: FailureReason[]
  /** Null: not failed, or not recovered yet, or recovered before it finished. */
  recoverySeconds: number | null
  open: boolean
  rework: boolean
  provisional: boolean
}

function deploymentRow(deployment: DeploymentFact, window: Window): DeploymentRow {
  const { id, url, sha, shaKnown, ref, startedAt, finishedAt, succeeded, baseline, changes, failed, reasons, rework } =
    deployment
  return {
    id,
    url,
    sha,
    shaKnown,
    ref,
    finishedAt,
    deploySeconds: startedAt === null ? null : window.seconds(startedAt, finishedAt),
    succeeded,
    baseline,
    changes,
    failed,
    reasons,
    recoverySeconds: failed ? recoverySeconds(deployment, window.seconds) : null,
    open: failed && deployment.recoveredAt === null,
    rework,
    provisional: isProvisional(finishedAt, window.now),
  }
}

/** Deployments and failed attempts that finished in the window, the newest first. */
export function deploymentRows(facts: ServiceFacts, window: Window): DeploymentRow[] {
  return [...successes(facts, window), ...failedAttempts(facts, window)]
    .map((deployment) => deploymentRow(deployment, window))
    .sort((a, b) => b.finishedAt - a.finishedAt || (a.id < b.id ? -1 : 1))
}

export type IncidentRow = {
  id: string
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

/** Incidents that overlap the window or were resolved in it, the newest first. */
export function incidentRows(facts: ServiceFacts, window: Window): IncidentRow[] {
  const rows = facts.incidents.filter(
    ({ startedAt, resolvedAt }) =>
      (startedAt < window.to && (resolvedAt === null || resolvedAt >= window.from)) || inWindow(resolvedAt, window),
  )
  return rows
    .sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? -1 : 1))
    .map(({ id, title, url, severity, startedAt, resolvedAt, links }) => ({
      id,
      title,
      url,
      severity,
      startedAt,
      resolvedAt,
      restoreSeconds: resolvedAt === null || resolvedAt < startedAt ? null : window.seconds(startedAt, resolvedAt),
      deployment: links[0]?.deployment ?? null,
      otherService: links[0] && links[0].service !== facts.service.name ? links[0].service : null,
      link: links[0]?.link ?? null,
    }))
}

/** One page of a long list; `page` counts from 1. */
export type Slice<T> = { rows: T[]; page: number; pages: number; total: number }

export function slice<T>(rows: T[], page: number, size: number): Slice<T> {
  return {
    rows: rows.slice((page - 1) * size, page * size),
    page,
    pages: Math.max(1, Math.ceil(rows.length / size)),
    total: rows.length,
  }
}
