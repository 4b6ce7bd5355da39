// When each change passed the lines of a cumulative flow diagram, and what follows from it: counts at instants, average load, Little's law.
import type { ServiceFacts } from '../facts/service'
import { CHANGE } from '../facts/tables'
import type { Window } from './contract'
import { countsBot } from './population'
import { ratio } from './spread'

/** In the order in which a change passes them. */
export const FLOW_LINES = ['started', 'opened', 'merged', 'left', 'verified'] as const
export type FlowLine = (typeof FLOW_LINES)[number]

/** How a change ended: in the figures, closed without a merge, or delivered and left out of them. */
export type FlowEnd = 'delivered' | 'closed' | 'apart'

/** Epoch milliseconds, never descending in the order of `FLOW_LINES`; Infinity: not known to have passed. */
export type Passage = { row: number; at: Record<FlowLine, number>; end: FlowEnd }

/**
 * The passages of every change that had not left before the window.
 *
 * Definition: a change is in progress, as `waitingChanges` counts it, after `opened` and until `left`. A pull request enters when it is
 * opened, a direct commit when it is on the default branch. A merged change leaves with its delivery, but not before its merge; one that
 * only carries others leaves with its merge, one that is never merged when it is closed. `merged` of the latter is its end too, so that
 * lines never cross. `started` is the clock start of lead time, known of those alone that were opened since.
 * A delivered change that was never in progress enters and leaves in one instant.
 * Unit: epoch milliseconds. Bots' changes as the window says. `verifiedAt`: of the delivered change at a row; null: no passed check.
 */
export function passagesOf(
  { changes }: ServiceFacts,
  window: Pick<Window, 'from' | 'bots'>,
  verifiedAt: (row: number) => number | null = () => null,
): Passage[] {
  const found: Passage[] = []
  for (let row = 0; row < changes.length; row += 1) {
    const flags = changes.flags[row] ?? 0
    if (!countsBot(flags, window.bots)) continue
    const times = timesOf(changes, row)
    const isMeasured = (flags & CHANGE.measured) !== 0
    // NOTE: no comparison with an absent instant holds: what was never in progress has no entry.
    const enters = times.opened <= times.left
    if (!enters && !isMeasured) continue
    const opened = enters ? times.opened : (changes.deployedAt[row] as number)
    const left = enters ? times.left : opened
    if (left < window.from || opened === Number.POSITIVE_INFINITY) continue
    const merged = isDirect(changes, row) ? opened : Math.max(opened, orNever(changes.mergedAt[row]))
    const verified = isMeasured ? (verifiedAt(row) ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
    found.push({
      row,
      at: {
        started: Math.min(changes.startAt[row] as number, opened),
        opened,
        merged: Math.min(left, merged),
        left,
        verified: Math.max(left, verified),
      },
      end: isMeasured ? 'delivered' : isUnmerged(changes, row) ? 'closed' : 'apart',
    })
  }
  return found
}

type Changes = ServiceFacts['changes']

function isDirect({ createdAt }: Changes, row: number): boolean {
  return Number.isNaN(createdAt[row])
}

function isUnmerged(changes: Changes, row: number): boolean {
  return Number.isNaN(changes.mergedAt[row]) && !isDirect(changes, row)
}

function timesOf(changes: Changes, row: number): { opened: number; left: number } {
  const { createdAt, mergedAt, closedAt, reachedAt, deployedAt, startAt, flags } = changes
  const merged = mergedAt[row] as number
  const delivered = orNever(deployedAt[row])
  // NOTE: what waits is counted from the instant of its start on, but only after the one at which it is opened or on the branch.
  if (isDirect(changes, row)) {
    return { opened: Math.max(reachedAt[row] as number, (startAt[row] as number) - 1), left: delivered }
  }
  const opened = createdAt[row] as number
  if (Number.isNaN(merged)) return { opened, left: Math.max(opened, orNever(closedAt[row])) }
  const isAggregate = ((flags[row] ?? 0) & CHANGE.aggregate) !== 0
  return { opened, left: Math.max(opened, merged, isAggregate ? merged : delivered) }
}

function orNever(at: number | undefined): number {
  return at === undefined || Number.isNaN(at) ? Number.POSITIVE_INFINITY : at
}

/** How many had passed each line before an instant, those that left before the window not counted. */
export type FlowCounts = Record<FlowLine, number> & Record<FlowEnd, number>

/** The counts at each of these ascending instants. `left` is the sum of the three ends. */
export function countsAt(passages: readonly Passage[], instants: readonly number[]): FlowCounts[] {
  const counts = instants.map((): FlowCounts => ({ ...NOTHING }))
  const add = (name: keyof FlowCounts, times: number[]) => {
    const ascending = Float64Array.from(times).sort()
    let passed = 0
    for (const [index, instant] of instants.entries()) {
      while ((ascending[passed] as number) < instant) passed += 1
      const own = counts[index]
      if (own) own[name] = passed
    }
  }
  for (const line of FLOW_LINES) {
    add(
      line,
      passages.map(({ at }) => at[line]),
    )
  }
  for (const end of ['delivered', 'closed', 'apart'] as const) {
    add(
      end,
      passages.flatMap((one) => (one.end === end ? [one.at.left] : [])),
    )
  }
  return counts
}

export const NOTHING: FlowCounts = {
  started: 0,
  opened: 0,
  merged: 0,
  left: 0,
  verified: 0,
  delivered: 0,
  closed: 0,
  apart: 0,
}

/** Everything that Little's law needs, as sums, so that several services add up. Seconds on the window's clock. */
export type FlowSums = {
  /** Length of the window that is over. */
  seconds: number
  /** Time that changes were in progress inside the window. */
  progress: number
  arrived: number
  departed: number
  /** From entering to leaving, of those that left in the window. */
  stay: number
  /** In progress, and their ages, at the beginning and at the end. */
  before: { n: number; age: number }
  after: { n: number; age: number }
}

export function flowSums(passages: readonly Passage[], window: Window): FlowSums {
  const { from, seconds } = window
  const until = Math.max(from, Math.min(window.to, window.now))
  const sums: FlowSums = {
    seconds: seconds(from, until),
    progress: 0,
    arrived: 0,
    departed: 0,
    stay: 0,
    before: { n: 0, age: 0 },
    after: { n: 0, age: 0 },
  }
  const standing = (at: number, opened: number, into: { n: number; age: number }) => {
    into.n += 1
    into.age += seconds(opened, at)
  }
  for (const { at } of passages) {
    const { opened, left } = at
    if (opened >= until) continue
    if (opened < from) standing(from, opened, sums.before)
    else sums.arrived += 1
    if (left >= until) standing(until, opened, sums.after)
    else {
      sums.departed += 1
      sums.stay += seconds(opened, left)
    }
    sums.progress += seconds(Math.max(opened, from), Math.min(left, until))
  }
  return sums
}

export function addSums(all: readonly FlowSums[]): FlowSums {
  const sum = (of: (one: FlowSums) => number) => all.reduce((total, one) => total + of(one), 0)
  return {
    seconds: Math.max(0, ...all.map(({ seconds }) => seconds)),
    progress: sum(({ progress }) => progress),
    arrived: sum(({ arrived }) => arrived),
    departed: sum(({ departed }) => departed),
    stay: sum(({ stay }) => stay),
    before: { n: sum(({ before }) => before.n), age: sum(({ before }) => before.age) },
    after: { n: sum(({ after }) => after.n), age: sum(({ after }) => after.age) },
  }
}

export type LittlesLaw = {
  /** Changes in progress, averaged over the time of the window. */
  averageLoad: number | null
  /** Changes that left a day of that clock (86,400 seconds). */
  throughputPerDay: number | null
  /** Average load ÷ throughput: how long a change should have been in progress. Seconds. */
  expected: number | null
  /** How long those that left were in progress, on average. Seconds. */
  measured: number | null
  /** Whether the two are within a tenth of each other; null where fewer than five left. */
  holds: boolean | null
}

/** Under as many departures two averages say nothing of each other. */
const FEWEST = 5
const TOLERANCE = 0.1

/**
 * Little's law as a check of the window.
 *
 * Definition: average work in progress = average throughput × average time in progress, exactly, in the long run of a stationary stream.
 * Formula: L = Σ time in progress inside the window ÷ its length; λ = departures ÷ its length; expected W = L ÷ λ, held against the mean
 * stay of those that departed. In a finite window L·T = Σ stay + (ages at the end − ages at the beginning), so that the two differ by
 * exactly the growth of the age of the work in progress, per departure.
 * Unit: seconds, changes a day. Edge cases: nothing departed → expected and measured are null; a window without length → all null.
 * Source: Little (1961), A Proof for the Queuing Formula L = λW; in departures, Vacanti (2015), chapter 3.
 * Example: a change enters every hour and stays 3 h: L = 3, λ = 1/h, W = 3 h.
 */
export function littlesLaw({ seconds, progress, departed, stay }: FlowSums): LittlesLaw {
  const known = seconds > 0
  const expected = known ? ratio(progress, departed) : null
  const measured = ratio(stay, departed)
  const comparable = expected !== null && measured !== null && departed >= FEWEST
  return {
    averageLoad: known ? progress / seconds : null,
    throughputPerDay: known ? (departed / seconds) * 86_400 : null,
    expected,
    measured,
    holds: comparable ? Math.abs(expected - measured) <= TOLERANCE * Math.max(expected, measured) : null,
  }
}
