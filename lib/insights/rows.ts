// The JSON of `sg changes`, `sg deployments` and `sg incidents`: the rows behind the figures.
import type { DeploymentFact } from '../facts/deployment'
import type { ServiceFacts } from '../facts/service'
import { STAGES } from '../facts/stage'
import { isProvisional } from '../metrics/change-failure-rate'
import { type Window, wallSeconds } from '../metrics/contract'
import {
  type DeliveredChange,
  deliveredChanges,
  excludedChanges,
  failedAttempts,
  successes,
  waitingChanges,
} from '../metrics/population'
import { recoverySeconds } from '../metrics/recovery-time'
import { formatInstant } from '../time'
import { type Question, windowOf } from './measure'

const instant = (at: number | null) => (at === null ? null : formatInstant(at))

function changeRow(change: DeliveredChange, window: Window) {
  return {
    id: change.id,
    title: change.title,
    start: formatInstant(change.startAt),
    deployedAt: formatInstant(change.deployedAt),
    deployment: change.deployment,
    leadTime: window.seconds(change.startAt, change.deployedAt),
    stages: Object.fromEntries(
      STAGES.map((stage, index) => [
        stage,
        {
          seconds: window.seconds(change.boundaries[index] ?? 0, change.boundaries[index + 1] ?? 0),
          observed: change.observed[index] === true,
        },
      ]),
    ),
    bot: change.bot,
    url: change.url,
  }
}

/** Delivered changes with their stages (bots' are listed and marked), those left out with the reason, and what waits. */
export function listChanges(facts: ServiceFacts, question: Question) {
  const window = windowOf(facts, question)
  const delivered = deliveredChanges(facts, { ...window, bots: question.bots ?? 'include' })
  delivered.sort((a, b) => a.deployedAt - b.deployedAt || (a.id < b.id ? -1 : 1))
  const deploymentOf = new Map(facts.changes.map((change) => [change.id, change.deployment]))
  return {
    changes: delivered.map((change) => changeRow(change, window)),
    excluded: excludedChanges(facts, window).map(({ id, reason }) => ({
      id,
      reason,
      deployment: deploymentOf.get(id) ?? null,
    })),
    waiting: waitingChanges(facts, window).map(({ id, since, ageSeconds }) => ({
      id,
      since: formatInstant(since),
      age: ageSeconds,
    })),
  }
}

function deploymentRow(deployment: DeploymentFact, now: number) {
  return {
    id: deployment.id,
    sha: deployment.sha,
    startedAt: instant(deployment.startedAt),
    finishedAt: formatInstant(deployment.finishedAt),
    changes: deployment.changes,
    failed: deployment.failed,
    reasons: deployment.reasons,
    recoveredAt: instant(deployment.recoveredAt),
    recoveryTime: recoverySeconds(deployment, wallSeconds),
    rework: deployment.rework,
    provisional: isProvisional(deployment.finishedAt, now),
  }
}

/** Successful deployments and failed attempts that finished in the window, with outcome, reasons and recovery. */
export function listDeployments(facts: ServiceFacts, question: Question) {
  const row = (deployment: DeploymentFact) => deploymentRow(deployment, question.now)
  return { deployments: successes(facts, question).map(row), attemptsFailed: failedAttempts(facts, question).map(row) }
}

/** The service's incidents that overlap the window, with the deployment each is linked to and by which rule. */
export function listIncidents(facts: ServiceFacts, { from, to }: Question) {
  const overlapping = facts.incidents.filter(
    (incident) => incident.startedAt < to && (incident.resolvedAt === null || incident.resolvedAt >= from),
  )
  overlapping.sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))
  return {
    incidents: overlapping.map((incident) => ({
      id: incident.id,
      startedAt: formatInstant(incident.startedAt),
      resolvedAt: instant(incident.resolvedAt),
      timeToRestore:
        incident.resolvedAt === null || incident.resolvedAt < incident.startedAt
          ? null
          : wallSeconds(incident.startedAt, incident.resolvedAt),
      deployment: incident.links[0]?.deployment ?? null,
      link: incident.links[0]?.link ?? null,
    })),
  }
}
