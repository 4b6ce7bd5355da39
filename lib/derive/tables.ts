// Lays facts out as the columns that metrics read.
import type { ChangeFact, Exclusion } from '../facts/change'
import type { DeploymentFact } from '../facts/deployment'
import { keyOf } from '../facts/fact-key'
import type { IncidentFact } from '../facts/incident'
import type { FactRows } from '../facts/rows'
import { type DeployedEver, QUALITY_CODES, type QualityFact } from '../facts/service'
import { STAGES, type Stage } from '../facts/stage'
import {
  CHANGE,
  type ChangeTable,
  DEPLOYMENT,
  type DeploymentTable,
  INCIDENT,
  type IncidentTable,
  type QualityTable,
} from '../facts/tables'

const EXCLUSION: Record<Exclusion, number> = {
  baseline: CHANGE.baseline,
  aggregate: CHANGE.excludedAggregate,
  clock: CHANGE.clock,
}

function numbers<Fact>(facts: Fact[], pick: (fact: Fact) => number | null): Float64Array {
  const column = new Float64Array(facts.length)
  for (let at = 0; at < facts.length; at += 1) column[at] = pick(facts[at] as Fact) ?? Number.NaN
  return column
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0)

/** The rows in the order of their table. */
export function inTableOrder<Fact extends { id: string }>(facts: Fact[], endedAt: (fact: Fact) => number): Fact[] {
  const ends = numbers(facts, endedAt)
  const order = Uint32Array.from(facts.keys())
  order.sort((a, b) => compare(ends[a] as number, ends[b] as number) || byId(facts[a] as Fact, facts[b] as Fact))
  return Array.from(order, (at) => facts[at] as Fact)
}

/** When a change stopped waiting; see CHANGE_COLUMNS. */
export function changeEndedAt(change: ChangeFact): number {
  const { deployedAt, createdAt, mergedAt, closedAt, reachedAt, aggregate } = change
  if (deployedAt !== null) return deployedAt
  if (createdAt === null) return reachedAt === null ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if (mergedAt !== null) return aggregate ? mergedAt : Number.POSITIVE_INFINITY
  return closedAt ?? Number.POSITIVE_INFINITY
}

function isLate(change: ChangeFact): boolean {
  const endedAt = changeEndedAt(change)
  return (
    Number.isFinite(endedAt) &&
    Math.max(change.mergedAt ?? change.closedAt ?? endedAt, change.reachedAt ?? endedAt) > endedAt
  )
}

function changeFlags(change: ChangeFact): number {
  const { bot, hotfix, aggregate, excluded, boundaries } = change
  return (
    (isLate(change) ? CHANGE.late : 0) |
    (bot ? CHANGE.bot : 0) |
    (hotfix ? CHANGE.hotfix : 0) |
    (aggregate ? CHANGE.aggregate : 0) |
    (excluded === null ? 0 : EXCLUSION[excluded]) |
    (excluded === null && boundaries !== null ? CHANGE.measured : 0)
  )
}

/** `active`: the stages that count as active in this service. */
export function changeTable(facts: ChangeFact[], active: readonly Stage[]): ChangeTable {
  const changes = inTableOrder(facts, changeEndedAt)
  const isActive = STAGES.map((stage) => active.includes(stage))
  const activeMs = ({ boundaries }: ChangeFact) => {
    if (boundaries === null) return null
    let sum = 0
    for (let at = 0; at < isActive.length; at += 1)
      if (isActive[at]) sum += (boundaries[at + 1] ?? 0) - (boundaries[at] ?? 0)
    return sum
  }
  const boundaries = new Float64Array(changes.length * 9).fill(Number.NaN)
  for (const [at, change] of changes.entries()) if (change.boundaries) boundaries.set(change.boundaries, at * 9)
  return {
    length: changes.length,
    endedAt: numbers(changes, changeEndedAt),
    startAt: numbers(changes, (change) => change.startAt),
    createdAt: numbers(changes, (change) => change.createdAt),
    mergedAt: numbers(changes, (change) => change.mergedAt),
    closedAt: numbers(changes, (change) => change.closedAt),
    reachedAt: numbers(changes, (change) => change.reachedAt),
    deployedAt: numbers(changes, (change) => change.deployedAt),
    activeMs: numbers(changes, activeMs),
    observed: Uint8Array.from(changes, ({ observed }) =>
      observed === null ? 0 : observed.reduce((bits, seen, at) => bits | (seen ? 1 << at : 0), 0),
    ),
    flags: Uint8Array.from(changes, changeFlags),
    details: {
      boundaries,
      ids: changes.map((change) => change.id),
      commits: changes.map((change) => change.commits.map((commit) => commit.authoredAt)),
    },
  }
}

/** `facts` are in their order. */
export function deploymentTable(facts: DeploymentFact[]): DeploymentTable {
  return {
    length: facts.length,
    finishedAt: numbers(facts, (fact) => fact.finishedAt),
    startedAt: numbers(facts, (fact) => fact.startedAt),
    recoveredAt: numbers(facts, (fact) => fact.recoveredAt),
    lines: numbers(facts, (fact) => fact.lines),
    changes: Uint32Array.from(facts, (fact) => fact.changes),
    flags: Uint8Array.from(
      facts,
      ({ succeeded, failed, rework, baseline, shaKnown }) =>
        (succeeded ? DEPLOYMENT.succeeded : 0) |
        (failed ? DEPLOYMENT.failed : 0) |
        (rework ? DEPLOYMENT.rework : 0) |
        (baseline ? DEPLOYMENT.baseline : 0) |
        (shaKnown ? DEPLOYMENT.shaKnown : 0),
    ),
    details: { sources: facts.map((fact) => fact.source), ids: facts.map((fact) => fact.id) },
  }
}

/** `facts` are in their order. */
export function deployedEver(facts: DeploymentFact[]): DeployedEver {
  const instants = facts.filter((fact) => fact.succeeded).map((fact) => fact.finishedAt)
  return { count: instants.length, firstAt: instants[0] ?? null, lastAt: instants.at(-1) ?? null }
}

function incidentEndedAt({ startedAt, resolvedAt }: IncidentFact): number {
  return resolvedAt === null ? Number.POSITIVE_INFINITY : Math.max(startedAt, resolvedAt)
}

export function incidentTable(facts: IncidentFact[]): IncidentTable {
  const incidents = inTableOrder(facts, incidentEndedAt)
  return {
    length: incidents.length,
    endedAt: numbers(incidents, incidentEndedAt),
    startedAt: numbers(incidents, (fact) => fact.startedAt),
    resolvedAt: numbers(incidents, (fact) => fact.resolvedAt),
    flags: Uint8Array.from(incidents, ({ links }) => (links.length > 0 ? INCIDENT.linked : 0)),
    details: { sources: incidents.map((fact) => fact.source), ids: incidents.map((fact) => fact.id) },
  }
}

/** Each code and record once. */
export function qualityTable(facts: QualityFact[]): QualityTable {
  const once = new Map(facts.map((fact) => [`${fact.code} ${fact.record}`, fact]))
  const at = (fact: QualityFact) => fact.at ?? Number.POSITIVE_INFINITY
  const text = ({ code, record }: QualityFact) => `${code} ${record}`
  const ordered = [...once.values()].sort((a, b) => compare(at(a), at(b)) || (text(a) < text(b) ? -1 : 1))
  return {
    length: ordered.length,
    at: numbers(ordered, at),
    code: Uint8Array.from(ordered, (fact) => QUALITY_CODES.indexOf(fact.code)),
    details: { records: ordered.map((fact) => fact.record) },
  }
}

type Rows = { deployments: DeploymentFact[]; changes: ChangeFact[]; incidents: IncidentFact[] }

/** All tables of one service; `deployments` are in their order. */
export function factTables(rows: Rows, active: readonly Stage[], quality: QualityFact[]) {
  return {
    deployed: deployedEver(rows.deployments),
    deployments: deploymentTable(rows.deployments),
    changes: changeTable(rows.changes, active),
    incidents: incidentTable(rows.incidents),
    quality: qualityTable(quality),
  }
}

export function rowsByKey({ deployments, changes, incidents }: Rows): FactRows {
  return {
    changes: new Map(changes.map((fact) => [fact.id, fact])),
    deployments: new Map(deployments.map((fact) => [keyOf(fact), fact])),
    incidents: new Map(incidents.map((fact) => [keyOf(fact), fact])),
  }
}
