// The lists of one service's page: which rows a window has, how many of each kind, and one page of them in order.
import { keyOf } from '../facts/fact-key'
import type { FactRows, RowsWanted } from '../facts/rows'
import type { ServiceFacts } from '../facts/service'
import { CHANGE, DEPLOYMENT, EXCLUDED, INCIDENT } from '../facts/tables'
import { inWindow, type Window } from '../metrics/contract'
import { lowerBound, waitingChanges } from '../metrics/population'
import type { Show, Sort, Tab } from './list-query'
import { pageOfRows, type Slice } from './page-of-rows'
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

/** What a reader asks of a list; `ids`: only these, as a search found them; `open`: the page must hold this one. */
export type ListAsked<Of extends Tab> = {
  sort: Sort<Of>
  show: Show<Of>
  descending: boolean
  page: number | null
  size: number
  open?: string | null
  ids?: ReadonlySet<string> | null
}

export type Counts<Of extends Tab> = Record<Show<Of>, number>
export type List<Of extends Tab, Row> = Slice<Row> & { counts: Counts<Of> }

type Loader = (wanted: RowsWanted) => Promise<FactRows>
/** Every row of the window by what shows it, in the order of the table. */
export type Selections<Of extends Tab> = Record<Show<Of>, number[]>

function countsOf<Of extends Tab>(selections: Selections<Of>): Counts<Of> {
  const entries = Object.entries(selections as Record<string, number[]>)
  return Object.fromEntries(entries.map(([show, rows]) => [show, rows.length])) as Counts<Of> // sound: the same keys
}

function paged<Of extends Tab>(
  selections: Selections<Of>,
  asked: ListAsked<Of>,
  valueAt: (row: number) => number,
  idAt: (row: number) => string,
): Slice<number> {
  const { ids, open } = asked
  const all = selections[asked.show]
  const rows = ids ? all.filter((row) => ids.has(idAt(row))) : all
  const wanted = open == null ? undefined : rows.find((row) => idAt(row) === open)
  return pageOfRows(rows, valueAt, asked, wanted ?? null)
}

/** Seconds on the window's clock; NaN where an end is absent, of which no clock can say anything. */
function lasted(from: number, to: number, window: Window): number {
  return Number.isNaN(from) || Number.isNaN(to) ? Number.NaN : window.seconds(from, to)
}

/** Changes of the window's deployments. Those that a baseline already held are apart. */
export function changeSelections({ changes }: ServiceFacts, window: Window): Selections<'changes'> {
  const { endedAt, deployedAt, flags } = changes
  const found: Selections<'changes'> = { all: [], counted: [], bots: [], 'left-out': [], baseline: [] }
  const end = lowerBound(endedAt, window.to)
  for (let row = lowerBound(endedAt, window.from); row < end; row += 1) {
    const bits = flags[row] ?? 0
    if (bits & CHANGE.measured) {
      found.all.push(row)
      found[bits & CHANGE.bot ? 'bots' : 'counted'].push(row)
    } else if (bits & EXCLUDED && !Number.isNaN(deployedAt[row])) {
      if (bits & CHANGE.baseline) found.baseline.push(row)
      else {
        found.all.push(row)
        found['left-out'].push(row)
      }
    }
  }
  return found
}

export async function changeList(
  facts: ServiceFacts,
  window: Window,
  asked: ListAsked<'changes'>,
  load: Loader,
): Promise<List<'changes', ChangeRow>> {
  const { startAt, deployedAt } = facts.changes
  const selections = changeSelections(facts, window)
  const by = {
    deployed: (row: number) => deployedAt[row] as number,
    started: (row: number) => startAt[row] as number,
    lead: (row: number) => lasted(startAt[row] as number, deployedAt[row] as number, window),
  }[asked.sort]
  const slice = paged(selections, asked, by, (row) => changeIdAt(facts, row))
  const names = slice.rows.map((row) => changeIdAt(facts, row))
  const { changes } = await load({ changes: names })
  return {
    ...slice,
    rows: names.flatMap((id) => {
      const change = changes.get(id)
      return change ? [changeRow(change, facts.service.active, window)] : []
    }),
    counts: countsOf(selections),
  }
}

/** Deployments and failed attempts that finished in the window. */
export function deploymentSelections({ deployments }: ServiceFacts, window: Window): Selections<'deployments'> {
  const { finishedAt, flags } = deployments
  const found: Selections<'deployments'> = { all: [], failed: [], repairs: [], attempts: [], unknown: [] }
  const end = lowerBound(finishedAt, window.to)
  for (let row = lowerBound(finishedAt, window.from); row < end; row += 1) {
    const bits = flags[row] ?? 0
    found.all.push(row)
    if (bits & DEPLOYMENT.failed) found.failed.push(row)
    if (bits & DEPLOYMENT.rework) found.repairs.push(row)
    if (!(bits & DEPLOYMENT.succeeded)) found.attempts.push(row)
    else if (!(bits & DEPLOYMENT.shaKnown)) found.unknown.push(row)
  }
  return found
}

export async function deploymentList(
  facts: ServiceFacts,
  window: Window,
  asked: ListAsked<'deployments'>,
  load: Loader,
): Promise<List<'deployments', DeploymentRow>> {
  const table = facts.deployments
  const selections = deploymentSelections(facts, window)
  const by = {
    finished: (row: number) => table.finishedAt[row] as number,
    took: (row: number) => lasted(table.startedAt[row] as number, table.finishedAt[row] as number, window),
    changes: (row: number) => table.changes[row] as number,
    recovery: (row: number) => lasted(table.finishedAt[row] as number, table.recoveredAt[row] as number, window),
  }[asked.sort]
  const slice = paged(selections, asked, by, (row) => nameAt(table, row).id)
  const names = slice.rows.map((row) => nameAt(table, row))
  const { deployments } = await load({ deployments: names })
  return {
    ...slice,
    rows: names.flatMap((name) => {
      const deployment = deployments.get(keyOf(name))
      return deployment ? [deploymentRow(deployment, window)] : []
    }),
    counts: countsOf(selections),
  }
}

/** Incidents that overlap the window or were resolved in it. */
export function incidentSelections({ incidents }: ServiceFacts, window: Window): Selections<'incidents'> {
  const { endedAt, startedAt, resolvedAt, flags, length } = incidents
  const found: Selections<'incidents'> = { all: [], open: [], unlinked: [] }
  for (let row = lowerBound(endedAt, window.from); row < length; row += 1) {
    const overlaps = (startedAt[row] as number) < window.to && !((resolvedAt[row] as number) < window.from)
    if (!overlaps && !inWindow(resolvedAt[row] as number, window)) continue
    found.all.push(row)
    if (!((resolvedAt[row] as number) < window.to)) found.open.push(row)
    if (!((flags[row] ?? 0) & INCIDENT.linked)) found.unlinked.push(row)
  }
  return found
}

export async function incidentList(
  facts: ServiceFacts,
  window: Window,
  asked: ListAsked<'incidents'>,
  load: Loader,
): Promise<List<'incidents', IncidentRow>> {
  const table = facts.incidents
  const selections = incidentSelections(facts, window)
  const by = {
    started: (row: number) => table.startedAt[row] as number,
    resolved: (row: number) => table.resolvedAt[row] as number,
    lasted: (row: number) => lasted(table.startedAt[row] as number, table.resolvedAt[row] as number, window),
  }[asked.sort]
  const slice = paged(selections, asked, by, (row) => nameAt(table, row).id)
  const names = slice.rows.map((row) => nameAt(table, row))
  const { incidents } = await load({ incidents: names })
  return {
    ...slice,
    rows: names.flatMap((name) => {
      const incident = incidents.get(keyOf(name))
      return incident ? [incidentRow(incident, facts.service.name, window)] : []
    }),
    counts: countsOf(selections),
  }
}

/** What is begun and not delivered at the window's end, or now; the oldest first. */
export function waitingSelections(facts: ServiceFacts, window: Window): Selections<'waiting'> {
  const at = Math.min(window.to, window.now)
  const { createdAt, mergedAt } = facts.changes
  const all = waitingChanges(facts, window).map(({ row }) => row)
  const isMerged = (row: number) => Number.isNaN(createdAt[row]) || (mergedAt[row] as number) < at
  return { all, open: all.filter((row) => !isMerged(row)), merged: all.filter(isMerged) }
}

export async function waitingList(
  facts: ServiceFacts,
  window: Window,
  asked: ListAsked<'waiting'>,
  load: Loader,
): Promise<List<'waiting', WaitingRow>> {
  const at = Math.min(window.to, window.now)
  const { startAt } = facts.changes
  const selections = waitingSelections(facts, window)
  const age = (row: number) => window.seconds(startAt[row] as number, at)
  const slice = paged(selections, asked, age, (row) => changeIdAt(facts, row))
  const names = slice.rows.map((row) => changeIdAt(facts, row))
  const { changes } = await load({ changes: names })
  return {
    ...slice,
    rows: slice.rows.flatMap((row) => {
      const change = changes.get(changeIdAt(facts, row))
      return change ? [waitingRow(change, age(row), at)] : []
    }),
    counts: countsOf(selections),
  }
}

/** How many rows each tab has. */
export function tabCounts(facts: ServiceFacts, window: Window, waiting: number): Record<Tab, number> {
  return {
    changes: changeSelections(facts, window).all.length,
    deployments:
      lowerBound(facts.deployments.finishedAt, window.to) - lowerBound(facts.deployments.finishedAt, window.from),
    incidents: incidentSelections(facts, window).all.length,
    waiting,
  }
}

/** The changes that a deployment delivered or held as its baseline, by their ids; `at`: when it finished. */
export function changeIdsEndedAt(facts: ServiceFacts, at: number): string[] {
  const { endedAt } = facts.changes
  const end = lowerBound(endedAt, at + 1)
  const ids: string[] = []
  for (let row = lowerBound(endedAt, at); row < end; row += 1) ids.push(changeIdAt(facts, row))
  return ids
}
