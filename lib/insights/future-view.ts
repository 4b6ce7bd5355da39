// A future state of one service's stream: its delivered changes, edited and simulated, and the queue that a limit would make of it.
import type { ServiceFacts } from '../facts/service'
import { STAGES, type Stage } from '../facts/stage'
import type { Window } from '../metrics/contract'
import { between, deliveredWithin } from '../metrics/forecast'
import {
  editedSeconds,
  FEWEST_CHANGES,
  type FutureStream,
  futureStream,
  NO_EDITS,
  type Simulated,
  type TimedChange,
} from '../metrics/future-state'
import { deliveredChanges, waitingChanges } from '../metrics/population'
import { mean, median } from '../metrics/stats'
import { type LimitedFlow, limitedFlow, type Passage } from '../metrics/wip-limit'
import { dayNumber, dayStart } from '../time'
import { deliveryWeeks } from './forecast-view'
import type { FutureAsked } from './future-edits'

/** So long before the window facts are needed: to know what was in progress when a change began. */
export const BEFORE_MS = 120 * 86_400_000

export type { LimitedFlow } from '../metrics/wip-limit'

type Timed = TimedChange & { startAt: number; observed: boolean[] }

export type FutureStage = {
  name: Stage
  active: boolean
  /** Changes in which it was observed. */
  n: number
  /** Over those; and over all changes. Seconds. */
  median: { today: number | null; future: number | null }
  mean: { today: number | null; future: number | null }
}

/** The stream as a queue; null in `free` and `limited` where too little is known. */
export type FutureFlow = {
  weeks: number
  /** Delivered a week in the whole weeks of the window. */
  perWeek: Simulated
  /** What was in progress on average in those weeks, and what Little's law makes of deliveries and mean lead time. */
  inProgress: number
  /** In progress now for longer than any delivered change took: no part of this, they would be in progress for ever. */
  stalled: number
  little: number | null
  free: LimitedFlow | null
  limited: LimitedFlow | null
  /** Whether changes took longer that began when much was in progress: the third with the least and with the most. */
  load: { few: LoadGroup; many: LoadGroup } | null
}
export type LoadGroup = { n: number; from: number; to: number; median: number }

export type FutureView = {
  asked: FutureAsked
  n: number
  stream: FutureStream
  stages: FutureStage[]
  flow: FutureFlow | null
}

/** Pure. `facts` with details, from `BEFORE_MS` before the window on; on the wall clock. */
export function futureView(facts: ServiceFacts, window: Window, asked: FutureAsked): FutureView {
  const changes = timedChanges(facts, window)
  return {
    asked,
    n: changes.length,
    stream: futureStream(changes, asked.edits),
    stages: futureStages(changes, asked),
    flow: futureFlow(facts, window, changes, asked),
  }
}

/** The delivered changes of the window with their eight stages, as the value stream has them. */
export function timedChanges(facts: ServiceFacts, window: Window): Timed[] {
  const { details, observed, startAt } = facts.changes
  if (!details) throw new Error('The details of the changes were not loaded.')
  return deliveredChanges(facts, window).map((row) => {
    const boundary = (at: number) => details.boundaries[row * 9 + at] as number
    return {
      startAt: startAt[row] as number,
      active: facts.service.active,
      seconds: STAGES.map((_, at) => window.seconds(boundary(at), boundary(at + 1))),
      observed: STAGES.map((_, at) => (((observed[row] ?? 0) >> at) & 1) === 1),
    }
  })
}

function futureStages(changes: Timed[], { edits }: FutureAsked): FutureStage[] {
  const after = changes.map((change) => editedSeconds(change, edits))
  return STAGES.map((name, at): FutureStage => {
    const seen = [...changes.keys()].filter((row) => changes[row]?.observed[at])
    const [today, future] = [changes.map(({ seconds }) => seconds[at] ?? 0), after.map((seconds) => seconds[at] ?? 0)]
    const of = (list: number[]) => median(seen.map((row) => list[row] ?? 0))
    return {
      name,
      active: changes[0]?.active.includes(name) ?? false,
      n: seen.length,
      median: { today: of(today), future: of(future) },
      mean: { today: mean(today), future: mean(future) },
    }
  })
}

function futureFlow(facts: ServiceFacts, window: Window, changes: Timed[], asked: FutureAsked): FutureFlow | null {
  const { weeks, from, to } = deliveryWeeks(facts, window)
  if (weeks.length === 0) return null
  const longest = changes.reduce((most, { seconds }) => Math.max(most, sumOf(seconds)), 0) * 1000
  const all = staysOf(facts, window)
  const stays = all.filter(({ start, end }) => Number.isFinite(end) || window.now - start <= longest)
  const delivered = weeks.flat().reduce((sum, one) => sum + one, 0)
  const totals = between(deliveredWithin(weeks, weeks.length * 7, { weekday: 0 }), 0.95)
  const inSpan = timedChanges(facts, { ...window, from, to })
  const meanLead = mean(inSpan.map(({ seconds }) => sumOf(seconds)))
  const overlap = stays.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0)
  const loads = loadsAt(stays, changes)
  const passages = (edits: FutureAsked['edits']) =>
    changes.map((change, row): Passage => ({ load: loads[row] ?? 1, lead: sumOf(editedSeconds(change, edits)) }))
  const starts = startWeeks(stays, { from, to, timeZone: window.timeZone })
  const isEnough = changes.length >= FEWEST_CHANGES && asked.limit !== null
  const edited = isEnough ? passages(asked.edits) : []
  return {
    weeks: weeks.length,
    perWeek: {
      value: delivered / weeks.length,
      interval: totals && [totals[0] / weeks.length, totals[1] / weeks.length],
    },
    inProgress: overlap / (to - from),
    stalled: all.length - stays.length,
    little: meanLead === null ? null : (delivered / ((to - from) / 1000)) * meanLead,
    free: isEnough ? limitedFlow(starts, edited, null) : null,
    limited: isEnough ? limitedFlow(starts, edited, asked.limit) : null,
    load: changes.length >= FEWEST_CHANGES ? loadGroups(passages(NO_EDITS)) : null,
  }
}

/** From when to when each change was in progress: the delivered ones of all that is loaded, and those that are in progress now. */
function staysOf(facts: ServiceFacts, window: Window): { start: number; end: number }[] {
  const { startAt, deployedAt } = facts.changes
  const delivered = deliveredChanges(facts, { ...window, from: Number.NEGATIVE_INFINITY, to: window.now })
  const waiting = waitingChanges(facts, { ...window, to: window.now })
  return [
    ...delivered.map((row) => ({ start: startAt[row] as number, end: deployedAt[row] as number })),
    ...waiting.map(({ since }) => ({ start: since, end: Number.POSITIVE_INFINITY })),
  ]
}

/** How many were in progress when each change began, itself included. */
function loadsAt(stays: { start: number; end: number }[], changes: Timed[]): number[] {
  const starts = Float64Array.from(stays, ({ start }) => start).sort()
  const ends = Float64Array.from(stays, ({ end }) => end).sort()
  return changes.map(({ startAt }) => Math.max(1, countUpTo(starts, startAt) - countUpTo(ends, startAt)))
}

/** How many of the ascending values are not above `value`. */
function countUpTo(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** When changes began in each whole week, in seconds from its beginning. */
function startWeeks(
  stays: { start: number }[],
  { from, to, timeZone }: { from: number; to: number; timeZone: string },
): number[][] {
  const first = dayNumber(from, timeZone)
  const weeks = Array.from({ length: Math.round((dayNumber(to, timeZone) - first) / 7) }, (): number[] => [])
  for (const { start } of stays) {
    if (start < from || start >= to) continue
    const week = Math.floor((dayNumber(start, timeZone) - first) / 7)
    weeks[week]?.push((start - dayStart(first + 7 * week, timeZone)) / 1000)
  }
  return weeks.map((week) => week.sort((a, b) => a - b))
}

function loadGroups(passages: Passage[]): FutureFlow['load'] {
  const order = [...passages].sort((a, b) => a.load - b.load)
  const third = Math.floor(order.length / 3)
  const [few, many] = [groupOf(order.slice(0, third)), groupOf(order.slice(-third))]
  return few && many && few.to < many.from ? { few, many } : null
}

function groupOf(passages: Passage[]): LoadGroup | null {
  const [first, last] = [passages[0], passages.at(-1)]
  const middle = median(passages.map(({ lead }) => lead))
  return first && last && middle !== null
    ? { n: passages.length, from: first.load, to: last.load, median: middle }
    : null
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0)
}
