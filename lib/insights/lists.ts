// The lists of one service's page: which rows a window has, in which order, and one page of them.
import { keyOf } from '../facts/fact-key'
import type { FactRows, RowsWanted } from '../facts/rows'
import type { ServiceFacts } from '../facts/service'
import { CHANGE } from '../facts/tables'
import { inWindow, type Window } from '../metrics/contract'
import {
  deliveredChanges,
  excludedChanges,
  failedAttempts,
  lowerBound,
  successes,
  waitingChanges,
} from '../metrics/population'
import { changeIdAt, nameAt } from './rows'
import {
  type ChangeRow,
  changeRow,
  type DeploymentRow,
  deploymentRow,
  type IncidentRow,
  incidentRow,
  type WaitingRow,
  waitingRow,
} from './service-rows'

/** What a reader asks of a list; `page` counts from 1. `ids`: only these, as a search found them. */
export type ListAsked<Sort extends string> = {
  sort: Sort
  descending: boolean
  page: number
  size: number
  ids?: ReadonlySet<string> | null
}

/** One page of a list. */
export type Slice<Row> = { rows: Row[]; page: number; pages: number; total: number }

type Loader = (wanted: RowsWanted) => Promise<FactRows>

function ordered(rows: number[], by: (row: number) => number, descending: boolean): number[] {
  const sign = descending ? -1 : 1
  // An absent value is NaN and stands last either way.
  const last = (value: number) => Number.isNaN(value)
  return [...rows].sort((a, b) => {
    const [left, right] = [by(a), by(b)]
    if (last(left) || last(right)) return Number(last(left)) - Number(last(right)) || a - b
    return sign * (left - right) || sign * (a - b)
  })
}

function pageOf<Row>(rows: Row[], { page, size }: { page: number; size: number }): Slice<Row> {
  return {
    rows: rows.slice((page - 1) * size, page * size),
    page,
    pages: Math.max(1, Math.ceil(rows.length / size)),
    total: rows.length,
  }
}

export const CHANGE_SORTS = ['deployed', 'started', 'lead'] as const
export type ChangeSort = (typeof CHANGE_SORTS)[number]
/** Which changes: all, those that figures count, bots', or those left out for a reason. */
export const CHANGE_SHOWS = ['all', 'counted', 'bots', 'left-out'] as const
export type ChangeShow = (typeof CHANGE_SHOWS)[number]

export type ChangeCounts = Record<ChangeShow, number> & { baseline: number }

/** Changes of the window's deployments. A baseline's are folded into one number unless they are asked for. */
export async function changeList(
  facts: ServiceFacts,
  window: Window,
  asked: ListAsked<ChangeSort> & { show: ChangeShow },
  load: Loader,
): Promise<Slice<ChangeRow> & { counts: ChangeCounts }> {
  const { startAt, deployedAt, flags } = facts.changes
  const delivered = deliveredChanges(facts, { ...window, bots: 'include' })
  const excluded = excludedChanges(facts, window).map(({ row }) => row)
  const isBot = (row: number) => ((flags[row] ?? 0) & CHANGE.bot) !== 0
  const bots = delivered.filter(isBot)
  const counted = delivered.filter((row) => !isBot(row))
  const baseline = excluded.filter((row) => ((flags[row] ?? 0) & CHANGE.baseline) !== 0)
  const others = excluded.filter((row) => ((flags[row] ?? 0) & CHANGE.baseline) === 0)
  const shown = { all: [...delivered, ...others], counted, bots, 'left-out': excluded }
  const { ids } = asked
  const found = ids ? shown[asked.show].filter((row) => ids.has(changeIdAt(facts, row))) : shown[asked.show]
  const by = {
    deployed: (row: number) => deployedAt[row] as number,
    started: (row: number) => startAt[row] as number,
    lead: (row: number) => (deployedAt[row] as number) - (startAt[row] as number),
  }[asked.sort]
  const slice = pageOf(ordered(found, by, asked.descending), asked)
  const names = slice.rows.map((row) => changeIdAt(facts, row))
  const { changes } = await load({ changes: names })
  return {
    ...slice,
    rows: names.flatMap((id) => {
      const change = changes.get(id)
      return change ? [changeRow(change, facts.service.active, window)] : []
    }),
    counts: {
      all: shown.all.length,
      counted: counted.length,
      bots: bots.length,
      'left-out': excluded.length,
      baseline: baseline.length,
    },
  }
}

export const DEPLOYMENT_SORTS = ['finished', 'took', 'changes', 'recovery'] as const
export type DeploymentSort = (typeof DEPLOYMENT_SORTS)[number]

/** Deployments and failed attempts that finished in the window. */
export async function deploymentList(
  facts: ServiceFacts,
  window: Window,
  asked: ListAsked<DeploymentSort>,
  load: Loader,
): Promise<Slice<DeploymentRow>> {
  const table = facts.deployments
  const { ids } = asked
  const all = [...successes(facts, window), ...failedAttempts(facts, window)]
  const found = ids ? all.filter((row) => ids.has(nameAt(table, row).id)) : all
  const by = {
    finished: (row: number) => table.finishedAt[row] as number,
    took: (row: number) => (table.finishedAt[row] as number) - (table.startedAt[row] as number),
    changes: (row: number) => table.changes[row] as number,
    recovery: (row: number) => (table.recoveredAt[row] as number) - (table.finishedAt[row] as number),
  }[asked.sort]
  const slice = pageOf(ordered(found, by, asked.descending), asked)
  const names = slice.rows.map((row) => nameAt(table, row))
  const { deployments } = await load({ deployments: names })
  return {
    ...slice,
    rows: names.flatMap((name) => {
      const deployment = deployments.get(keyOf(name))
      return deployment ? [deploymentRow(deployment, window)] : []
    }),
  }
}

export const INCIDENT_SORTS = ['started', 'lasted'] as const
export type IncidentSort = (typeof INCIDENT_SORTS)[number]

/** Incidents that overlap the window or were resolved in it. */
export async function incidentList(
  facts: ServiceFacts,
  window: Window,
  asked: ListAsked<IncidentSort>,
  load: Loader,
): Promise<Slice<IncidentRow>> {
  const { endedAt, startedAt, resolvedAt, length } = facts.incidents
  const found: number[] = []
  for (let row = lowerBound(endedAt, window.from); row < length; row += 1) {
    const overlaps = (startedAt[row] as number) < window.to && !((resolvedAt[row] as number) < window.from)
    const named = !asked.ids || asked.ids.has(nameAt(facts.incidents, row).id)
    if (named && (overlaps || inWindow(resolvedAt[row] as number, window))) found.push(row)
  }
  const by = {
    started: (row: number) => startedAt[row] as number,
    lasted: (row: number) => (resolvedAt[row] as number) - (startedAt[row] as number),
  }[asked.sort]
  const slice = pageOf(ordered(found, by, asked.descending), asked)
  const names = slice.rows.map((row) => nameAt(facts.incidents, row))
  const { incidents } = await load({ incidents: names })
  return {
    ...slice,
    rows: names.flatMap((name) => {
      const incident = incidents.get(keyOf(name))
      return incident ? [incidentRow(incident, facts.service.name, window)] : []
    }),
  }
}

export const WAITING_SORTS = ['age'] as const
export type WaitingSort = (typeof WAITING_SORTS)[number]

/** What is begun and not delivered at the window's end, or now. */
export async function waitingList(
  facts: ServiceFacts,
  window: Window,
  asked: ListAsked<WaitingSort>,
  load: Loader,
): Promise<Slice<WaitingRow>> {
  const at = Math.min(window.to, window.now)
  const { ids } = asked
  const all = waitingChanges(facts, window)
  const found = ids ? all.filter(({ row }) => ids.has(changeIdAt(facts, row))) : all
  // They come with the oldest first.
  const slice = pageOf(asked.descending ? found : found.reverse(), asked)
  const { changes } = await load({ changes: slice.rows.map(({ row }) => changeIdAt(facts, row)) })
  return {
    ...slice,
    rows: slice.rows.flatMap(({ row, ageSeconds }) => {
      const change = changes.get(changeIdAt(facts, row))
      return change ? [waitingRow(change, ageSeconds, at)] : []
    }),
  }
}
