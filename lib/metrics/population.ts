// The rows that several metrics count, as positions in the tables of a service: delivered changes of a window, what waits at its end.
import type { ServiceFacts } from '../facts/service'
import { CHANGE, type ChangeTable, DEPLOYMENT, EXCLUDED } from '../facts/tables'
import { type ExcludedRow, inWindow, type Window } from './contract'

type Range = { from: number; to: number }

/** The first position whose value is not below `value`. */
export function lowerBound(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

function within(ascending: Float64Array, { from, to }: Range, keep: (row: number) => boolean): number[] {
  const rows: number[] = []
  const end = lowerBound(ascending, to)
  for (let row = lowerBound(ascending, from); row < end; row += 1) if (keep(row)) rows.push(row)
  return rows
}

export function countsBot(flags: number | undefined, bots: Window['bots']): boolean {
  return bots === 'include' || (((flags ?? 0) & CHANGE.bot) !== 0) === (bots === 'only')
}

/** Changes whose delivering deployment finished in the window, without excluded ones and, by default, without bots'. By delivery. */
export function deliveredChanges({ changes }: ServiceFacts, window: Pick<Window, 'from' | 'to' | 'bots'>): number[] {
  const { flags } = changes
  return within(
    changes.endedAt,
    window,
    (row) => ((flags[row] ?? 0) & CHANGE.measured) !== 0 && countsBot(flags[row], window.bots),
  )
}

/** Why figures leave a change out; null for one that counts. */
export function exclusionOf(flags: number | undefined): 'baseline' | 'aggregate' | 'clock' | null {
  const bits = (flags ?? 0) & EXCLUDED
  if (bits === 0) return null
  return bits & CHANGE.baseline ? 'baseline' : bits & CHANGE.excludedAggregate ? 'aggregate' : 'clock'
}

/** Changes of deployments that finished in the window, left out with their reason. */
export function excludedChanges({ changes }: ServiceFacts, window: Range): ExcludedRow[] {
  const rows = within(
    changes.endedAt,
    window,
    (row) => ((changes.flags[row] ?? 0) & EXCLUDED) !== 0 && !Number.isNaN(changes.deployedAt[row]),
  )
  return rows.map((row) => ({ table: 'changes', row, reason: exclusionOf(changes.flags[row]) ?? '' }))
}

function detailsOf({ details }: ChangeTable): NonNullable<ChangeTable['details']> {
  if (!details) throw new Error('The details of the changes were not loaded.')
  return details
}

/** Seconds and the row of each, a change's or a commit's; a commit written after its delivery is left out. */
export function leadTimes(
  { changes }: ServiceFacts,
  rows: number[],
  window: Window,
): { seconds: number[]; rows: number[]; clock: ExcludedRow[] } {
  const { startAt, deployedAt } = changes
  if (window.unit === 'pr') {
    return { seconds: rows.map((row) => window.seconds(startAt[row] ?? 0, deployedAt[row] ?? 0)), rows, clock: [] }
  }
  const { commits } = detailsOf(changes)
  const seconds: number[] = []
  const ofCommits: number[] = []
  const clock: ExcludedRow[] = []
  for (const row of rows) {
    const stop = deployedAt[row] ?? 0
    for (const authoredAt of commits[row] ?? []) {
      if (authoredAt > stop) clock.push({ table: 'changes', row, reason: 'clock' })
      else {
        seconds.push(window.seconds(authoredAt, stop))
        ofCommits.push(row)
      }
    }
  }
  return { seconds, rows: ofCommits, clock }
}

/** Rows that were not over at `at`, or were over before they were merged or on the default branch. */
function* underWay({ length, endedAt, flags }: ChangeTable, at: number): Generator<number> {
  const first = lowerBound(endedAt, at)
  for (let row = 0; row < first; row += 1) if ((flags[row] ?? 0) & CHANGE.late) yield row
  for (let row = first; row < length; row += 1) yield row
}

export type WaitingChange = { row: number; since: number; ageSeconds: number }

/** Open pull requests and merged work that is not delivered, as it was known at the earlier of the window's end and now; oldest first. */
export function waitingChanges({ changes }: ServiceFacts, window: Window): WaitingChange[] {
  const at = Math.min(window.to, window.now)
  const waiting: WaitingChange[] = []
  for (const row of underWay(changes, at)) {
    const since = changes.startAt[row] ?? 0
    if (since > at || !countsBot(changes.flags[row], window.bots) || !waits(changes, row, at)) continue
    waiting.push({ row, since, ageSeconds: window.seconds(since, at) })
  }
  const ids = changes.details?.ids
  const before = (a: number, b: number) => (ids ? ((ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1) : a - b)
  return waiting.sort((a, b) => a.since - b.since || before(a.row, b.row))
}

// NOTE: an absent instant is NaN, and no comparison with it holds.
function waits({ createdAt, mergedAt, closedAt, reachedAt, deployedAt, flags }: ChangeTable, row: number, at: number) {
  const isBefore = (instants: Float64Array) => (instants[row] as number) < at
  const delivered = isBefore(deployedAt)
  if (Number.isNaN(createdAt[row])) return !delivered && isBefore(reachedAt)
  if (!isBefore(createdAt)) return false
  if (isBefore(mergedAt)) return !delivered && ((flags[row] ?? 0) & CHANGE.aggregate) === 0
  return !isBefore(closedAt)
}

/** Lead times of all that reached the default branch in the window; the undelivered ones censored at its end. */
export function reachedLeadTimes({ changes }: ServiceFacts, window: Window): { time: number; observed: boolean }[] {
  const { startAt, deployedAt, reachedAt, flags } = changes
  const events: { time: number; observed: boolean }[] = []
  for (const row of underWay(changes, window.from)) {
    if (!inWindow(reachedAt[row] as number, window)) continue
    if ((flags[row] ?? 0) & EXCLUDED || !countsBot(flags[row], window.bots)) continue
    const delivered = (deployedAt[row] as number) < window.to
    const stop = delivered ? (deployedAt[row] as number) : window.to
    const starts = window.unit === 'pr' ? [startAt[row] as number] : (detailsOf(changes).commits[row] ?? [])
    for (const start of starts)
      if (start <= stop) events.push({ time: window.seconds(start, stop), observed: delivered })
  }
  return events
}

/** Successful deployments that finished in the window, in order. */
export function successes({ deployments }: ServiceFacts, window: Range): number[] {
  return within(deployments.finishedAt, window, (row) => ((deployments.flags[row] ?? 0) & DEPLOYMENT.succeeded) !== 0)
}

/** The changes of each of those that brought any, bots' too: a rollback is no batch, nor is what nobody knows the size of. */
export function batchSizes(facts: ServiceFacts, window: Range): number[] {
  const { changes, flags } = facts.deployments
  return successes(facts, window).flatMap((row) => {
    const known = ((flags[row] ?? 0) & (DEPLOYMENT.baseline | DEPLOYMENT.shaKnown)) === DEPLOYMENT.shaKnown
    const size = changes[row] ?? 0
    return known && size > 0 ? [size] : []
  })
}

export function failedAttempts({ deployments }: ServiceFacts, window: Range): number[] {
  return within(deployments.finishedAt, window, (row) => ((deployments.flags[row] ?? 0) & DEPLOYMENT.succeeded) === 0)
}

/** Failed deployments and failed attempts that an incident is linked to. */
export function failedDeployments({ deployments }: ServiceFacts, window: Range): number[] {
  return within(deployments.finishedAt, window, (row) => ((deployments.flags[row] ?? 0) & DEPLOYMENT.failed) !== 0)
}

/** Incidents resolved in the window. */
export function resolvedIncidents({ incidents }: ServiceFacts, window: Range): number[] {
  const rows: number[] = []
  for (let row = lowerBound(incidents.endedAt, window.from); row < incidents.length; row += 1)
    if (inWindow(incidents.resolvedAt[row] as number, window)) rows.push(row)
  return rows
}

/** Incidents that began before the window's end and were not resolved before it. */
export function openIncidents({ incidents }: ServiceFacts, window: Range): number[] {
  const rows: number[] = []
  for (let row = lowerBound(incidents.endedAt, window.to); row < incidents.length; row += 1) {
    const isOpen = !((incidents.resolvedAt[row] as number) < window.to)
    if (isOpen && (incidents.startedAt[row] as number) < window.to) rows.push(row)
  }
  return rows
}
