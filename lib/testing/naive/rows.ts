// The rows behind the numbers: changes, deployments and incidents of a window.
import type { FailureReason } from '../../facts/deployment'
import { STAGES, type Stage } from '../../facts/stage'
import { deliveredBy, type NaiveChange, stagesOf } from './changes'
import { inOrder, type Release } from './deployments'
import type { Judged } from './failures'
import { inWindow, type Picture, recoveryTimeOf } from './picture'
import { type Waiting, waitingAsOf } from './waiting'
import { byText, HOURS, ms, text } from './world'

type Delivered = NaiveChange & { release: Release }

/** Changes whose deployment finished in the window, in order of delivery. */
export function deliveredInWindow({ changes, question }: Picture): Delivered[] {
  return changes
    .filter((change): change is Delivered => inWindow(question, change.release?.finishedAt))
    .sort((a, b) => inOrder(a.release, b.release) || byText(a.id, b.id))
}

export function waitingInstant({ question }: Picture): number {
  return Math.min(question.to, question.now)
}

export type ChangeRow = {
  id: string
  start: string
  deployedAt: string
  deployment: string
  leadTime: number
  stages: Record<Stage, { seconds: number; observed: boolean }>
  bot: boolean
  url: string | null
}
export type ChangeRows = {
  changes: ChangeRow[]
  excluded: { id: string; reason: string; deployment: string }[]
  waiting: { id: string; since: string; age: number }[]
}

export function changeRows(picture: Picture): ChangeRows {
  const { world, service, place, changes } = picture
  const delivered = deliveredInWindow(picture)
  const waiting: Waiting[] = waitingAsOf(world, service, place.found.releases, changes, waitingInstant(picture))
  return {
    changes: delivered.filter((change) => change.excluded === null).map((change) => changeRow(picture, change)),
    excluded: delivered.flatMap(({ id, excluded, release }) =>
      excluded === null ? [] : [{ id, reason: excluded, deployment: release.id }],
    ),
    waiting: waiting.map(({ id, since, age }) => ({ id, since: text(since), age })),
  }
}

function changeRow({ world }: Picture, change: Delivered): ChangeRow {
  const stages = stagesOf(world, change, change.release)
  const named = STAGES.map((name, index) => [name, stages[index] ?? { seconds: 0, observed: false }] as const)
  return {
    id: change.id,
    start: text(change.startAt),
    deployedAt: text(change.release.finishedAt),
    deployment: change.release.id,
    leadTime: (change.release.finishedAt - change.startAt) / 1000,
    stages: Object.fromEntries(named) as ChangeRow['stages'], // sound: one entry for every stage
    bot: change.bot,
    url: change.pull?.url ?? null,
  }
}

export type DeploymentRow = {
  id: string
  sha: string | null
  startedAt: string | null
  finishedAt: string
  changes: number
  failed: boolean
  reasons: FailureReason[]
  recoveredAt: string | null
  recoveryTime: number | null
  rework: boolean
  provisional: boolean
}

export function isProvisional({ question }: Picture, judged: Judged): boolean {
  return question.now - judged.release.finishedAt < 24 * HOURS
}

export function deploymentRow(picture: Picture, judged: Judged): DeploymentRow {
  const { release, reasons } = judged
  const { recoveredAt, seconds } = recoveryTimeOf(judged)
  return {
    id: release.id,
    sha: release.sha,
    startedAt: release.startedAt === null ? null : text(release.startedAt),
    finishedAt: text(release.finishedAt),
    changes: deliveredBy(picture.changes, release).length,
    failed: reasons.length > 0,
    reasons: reasons.map(({ kind, confidence, evidence }) => ({ kind, confidence, evidence })),
    recoveredAt: recoveredAt === null ? null : text(recoveredAt),
    recoveryTime: seconds,
    rework: picture.rework.has(release),
    provisional: isProvisional(picture, judged),
  }
}

export type IncidentRow = {
  id: string
  startedAt: string
  resolvedAt: string | null
  timeToRestore: number | null
  deployment: string | null
  link: 'explicit' | 'inferred' | null
}

/** The service's incidents that overlap the window; one that was resolved at its first instant still does. */
export function incidentRows(picture: Picture): { incidents: IncidentRow[] } {
  const { from, to } = picture.question
  const overlapping = picture.incidents.filter(({ incident }) => {
    const ended = incident.resolvedAt !== undefined && ms(incident.resolvedAt) < from
    return ms(incident.startedAt) < to && !ended
  })
  const rows = overlapping.map(({ incident, links }) => {
    const link = links.find((one) => one.place === picture.place) ?? links[0] ?? null
    const seconds = restoreSeconds(incident)
    return {
      id: incident.id,
      startedAt: incident.startedAt,
      resolvedAt: incident.resolvedAt ?? null,
      timeToRestore: seconds === null || seconds < 0 ? null : seconds,
      deployment: link?.release.id ?? null,
      link: link?.link ?? null,
    }
  })
  return { incidents: rows.sort((a, b) => ms(a.startedAt) - ms(b.startedAt) || byText(a.id, b.id)) }
}

/** From start to end of an incident; negative where the clocks disagree, null while it is open. */
export function restoreSeconds(incident: { startedAt: string; resolvedAt?: string }): number | null {
  return incident.resolvedAt === undefined ? null : (ms(incident.resolvedAt) - ms(incident.startedAt)) / 1000
}
