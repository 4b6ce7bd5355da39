// The JSON of `sg changes`, `sg deployments` and `sg incidents`: the rows behind the figures.
import type { ChangeFact } from '../facts/change'
import type { DeploymentFact } from '../facts/deployment'
import { type FactName, keyOf } from '../facts/fact-key'
import type { FactRows, RowsWanted } from '../facts/rows'
import type { ServiceFacts } from '../facts/service'
import { STAGES } from '../facts/stage'
import type { DeploymentTable, IncidentTable } from '../facts/tables'
import { isProvisional } from '../metrics/change-failure-rate'
import { type Window, wallSeconds } from '../metrics/contract'
import { deliveredChanges, excludedChanges, failedAttempts, successes, waitingChanges } from '../metrics/population'
import { recoverySeconds } from '../metrics/recovery-time'
import { formatInstant } from '../time'
import { type Question, windowOf } from './measure'

const instant = (at: number | null) => (at === null ? null : formatInstant(at))

export function changeIdAt(facts: ServiceFacts, row: number): string {
  return facts.changes.details?.ids[row] ?? ''
}

export function nameAt({ details }: DeploymentTable | IncidentTable, row: number): FactName {
  return { source: details?.sources[row] ?? '', id: details?.ids[row] ?? '' }
}

function asked(facts: ServiceFacts, question: Question) {
  const window = windowOf(facts, question)
  return {
    window,
    delivered: deliveredChanges(facts, { ...window, bots: question.bots ?? 'include' }),
    excluded: excludedChanges(facts, window),
  }
}

/** What `listChanges` is to be given. */
export function changesWanted(facts: ServiceFacts, question: Question): RowsWanted {
  const { delivered, excluded } = asked(facts, question)
  return { changes: [...delivered, ...excluded.map(({ row }) => row)].map((row) => changeIdAt(facts, row)) }
}

function changeRow(change: ChangeFact, window: Window) {
  const deployedAt = change.deployedAt ?? 0
  const boundaries = change.boundaries ?? []
  return {
    id: change.id,
    title: change.title,
    start: formatInstant(change.startAt),
    deployedAt: formatInstant(deployedAt),
    deployment: change.deployment,
    leadTime: window.seconds(change.startAt, deployedAt),
    stages: Object.fromEntries(
      STAGES.map((stage, index) => [
        stage,
        {
          seconds: window.seconds(boundaries[index] ?? 0, boundaries[index + 1] ?? 0),
          observed: change.observed?.[index] === true,
        },
      ]),
    ),
    bot: change.bot,
    url: change.url,
  }
}

/** Delivered changes with their stages (bots' are listed and marked), those left out with the reason, and what waits. */
export function listChanges(facts: ServiceFacts, question: Question, rows: FactRows) {
  const { window, delivered, excluded } = asked(facts, question)
  return {
    changes: delivered.flatMap((row) => {
      const change = rows.changes.get(changeIdAt(facts, row))
      return change ? [changeRow(change, window)] : []
    }),
    excluded: excluded.map(({ row, reason }) => {
      const id = changeIdAt(facts, row)
      return { id, reason, deployment: rows.changes.get(id)?.deployment ?? null }
    }),
    waiting: waitingChanges(facts, window).map(({ row, since, ageSeconds }) => ({
      id: changeIdAt(facts, row),
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

/** What `listDeployments` is to be given. */
export function deploymentsWanted(facts: ServiceFacts, question: Question): RowsWanted {
  const rows = [...successes(facts, question), ...failedAttempts(facts, question)]
  return { deployments: rows.map((row) => nameAt(facts.deployments, row)) }
}

/** Successful deployments and failed attempts that finished in the window, with outcome, reasons and recovery. */
export function listDeployments(facts: ServiceFacts, question: Question, rows: FactRows) {
  const list = (positions: number[]) =>
    positions.flatMap((row) => {
      const deployment = rows.deployments.get(keyOf(nameAt(facts.deployments, row)))
      return deployment ? [deploymentRow(deployment, question.now)] : []
    })
  return { deployments: list(successes(facts, question)), attemptsFailed: list(failedAttempts(facts, question)) }
}

/** The service's incidents that overlap the window, earliest first. */
function overlapping({ incidents }: ServiceFacts, { from, to }: Question): number[] {
  const rows: number[] = []
  for (let row = 0; row < incidents.length; row += 1) {
    const isOver = (incidents.resolvedAt[row] as number) < from
    if (!isOver && (incidents.startedAt[row] as number) < to) rows.push(row)
  }
  return rows
}

/** What `listIncidents` is to be given. */
export function incidentsWanted(facts: ServiceFacts, question: Question): RowsWanted {
  return { incidents: overlapping(facts, question).map((row) => nameAt(facts.incidents, row)) }
}

/** The service's incidents that overlap the window, with the deployment each is linked to and by which rule. */
export function listIncidents(facts: ServiceFacts, question: Question, rows: FactRows) {
  const incidents = overlapping(facts, question).flatMap(
    (row) => rows.incidents.get(keyOf(nameAt(facts.incidents, row))) ?? [],
  )
  incidents.sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))
  return {
    incidents: incidents.map((incident) => ({
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
