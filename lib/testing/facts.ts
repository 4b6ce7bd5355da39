// One service's facts by hand, for tests of what is computed from them. Moments are those of stories: "Mon 10:00", "Tue+1w 09:30".
import { factTables } from '../derive/tables'
import type { ChangeFact } from '../facts/change'
import type { DeploymentFact } from '../facts/deployment'
import type { IncidentFact } from '../facts/incident'
import type { MeasuredService, QualityFact, ServiceFacts } from '../facts/service'
import { DEFAULT_ACTIVE, STAGES, type Stage } from '../facts/stage'
import { type ExcludedRow, type Window, wallSeconds } from '../metrics/contract'
import { at } from './scenario'

/** A moment in words, or an instant in epoch milliseconds. */
type Moment = string | number

function ms(moment: Moment): number {
  return typeof moment === 'number' ? moment : at(moment)
}

export type FactRows = {
  service?: Partial<MeasuredService>
  environment?: string
  deployments?: DeploymentFact[]
  changes?: ChangeFact[]
  incidents?: IncidentFact[]
  quality?: QualityFact[]
}

/** Facts of the service `shop`; deployments are put in order, as facts promise. */
export function factsWith({ service, environment = 'production', ...rows }: FactRows = {}): ServiceFacts {
  const deployments = [...(rows.deployments ?? [])].sort(
    (a, b) => a.finishedAt - b.finishedAt || (a.id < b.id ? -1 : 1),
  )
  return {
    service: {
      name: 'shop',
      slug: 'shop',
      team: null,
      repository: 'acme/shop',
      timeZone: 'UTC',
      active: DEFAULT_ACTIVE,
      calendar: null,
      slo: null,
      costPerMinute: null,
      rule: { from: 'deployment', inferred: false },
      ...service,
    },
    environment,
    ...factTables(
      { deployments, changes: rows.changes ?? [], incidents: rows.incidents ?? [] },
      service?.active ?? DEFAULT_ACTIVE,
      rows.quality ?? [],
    ),
  }
}

/** What a figure leaves out, by id. */
export function excludedIds(facts: ServiceFacts, excluded: ExcludedRow[]): { id: string; reason: string }[] {
  return excluded.map(({ table, row, reason }) => ({ id: facts[table].details?.ids[row] ?? '', reason }))
}

type WindowSettings = Partial<Omit<Window, 'from' | 'to' | 'now'>> & { now?: Moment }

/** `[from, to)` seen two weeks after the story's Monday; the wall clock and the bands of 2024. */
export function windowOf(from: Moment, to: Moment, { now = 'Mon+2w 00:00', ...settings }: WindowSettings = {}): Window {
  return {
    from: ms(from),
    to: ms(to),
    now: ms(now),
    timeZone: 'UTC',
    unit: 'pr',
    bots: 'exclude',
    seconds: wallSeconds,
    bandYear: 2024,
    ...settings,
  }
}

/** The story's week, Monday to Monday. */
export const WEEK = windowOf('Mon 00:00', 'Mon+1w 00:00')

/** A successful deployment that took no time and delivered nothing. */
export function deployment(id: string, finished: Moment, fields: Partial<DeploymentFact> = {}): DeploymentFact {
  return {
    id,
    source: 'import',
    members: [id],
    environments: ['production'],
    sha: null,
    ref: null,
    url: null,
    startedAt: ms(finished),
    finishedAt: ms(finished),
    succeeded: true,
    shaKnown: true,
    baseline: false,
    changes: 0,
    lines: null,
    repairs: [],
    failed: false,
    reasons: [],
    incidents: [],
    recoveredAt: null,
    rework: false,
    ...fields,
  }
}

/** A failed deployment, recovered at a moment or still open. */
export function failure(id: string, finished: Moment, recovered: Moment | null = null, fields = {}): DeploymentFact {
  const recoveredAt = recovered === null ? null : ms(recovered)
  return deployment(id, finished, { failed: true, recoveredAt, ...fields })
}

/** Hours spent in each stage that was observed; the rest of the time lies in the last one. */
type Hours = Partial<Record<Stage, number>>

/** A change that reached the default branch as it was deployed, with the same time as its only commit's; all of it coding by default. */
export function delivered(
  id: string,
  start: Moment,
  deployed: Moment,
  { hours = { coding: Number.POSITIVE_INFINITY }, ...fields }: Partial<ChangeFact> & { hours?: Hours } = {},
): ChangeFact {
  const [startAt, deployedAt] = [ms(start), ms(deployed)]
  const boundaries = [startAt]
  for (const stage of STAGES) {
    const end = (boundaries.at(-1) ?? startAt) + (hours[stage] ?? 0) * 3_600_000
    boundaries.push(stage === 'deploy' ? deployedAt : Math.min(end, deployedAt))
  }
  return {
    id,
    title: id,
    url: null,
    bot: false,
    hotfix: false,
    startAt,
    createdAt: startAt,
    mergedAt: deployedAt,
    closedAt: deployedAt,
    reachedAt: deployedAt,
    deployment: 'd1',
    deployedAt,
    aggregate: false,
    excluded: null,
    boundaries,
    observed: STAGES.map((stage) => hours[stage] !== undefined),
    commits: [{ sha: `${id}/1`, authoredAt: startAt }],
    additions: null,
    deletions: null,
    ...fields,
  }
}

/** A change that is on the default branch and in no deployment. */
export function undelivered(id: string, start: Moment, reached: Moment, fields: Partial<ChangeFact> = {}): ChangeFact {
  return {
    ...delivered(id, start, reached),
    deployment: null,
    deployedAt: null,
    boundaries: null,
    observed: null,
    ...fields,
  }
}

/** An incident, resolved at a moment or still open. */
export function incident(id: string, started: Moment, resolved: Moment | null = null): IncidentFact {
  return {
    source: 'import',
    id,
    title: id,
    url: null,
    severity: null,
    startedAt: ms(started),
    resolvedAt: resolved === null ? null : ms(resolved),
    links: [],
    fixedBy: [],
  }
}
