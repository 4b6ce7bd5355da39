// What the timeline of deployments draws: a lane per environment, and in each as many marks as can be told apart. Nothing is lost on
// the way: every deployment is in exactly one mark. Instants are epoch milliseconds.
import type { FactName } from '../facts/fact-key'
import { dayNumber, dayStart } from '../time'

/** `attempt` never reached its environment; `recovered` failed and is over. */
export type DeploymentOutcome = 'fine' | 'recovered' | 'failed' | 'attempt'

export type TimelineEvent = FactName & { at: number; outcome: DeploymentOutcome }

export type TimelineMark = {
  /** Where it stands from the window's begin (0) to its end (1). */
  x: number
  outcome: DeploymentOutcome
  /** In order; more than one where they are too close to each other. */
  events: TimelineEvent[]
  /** The column of time that the mark stands for. */
  from: number
  to: number
}

/** How many columns a lane has at most: as many numbers as can stand side by side on a small screen. */
export const MOST_COLUMNS = 62

const HOUR = 3_600_000
const HOURLY = [0.25, 1, 3]

/** Columns of equal length: parts of a day where few days are shown, else whole days of the zone. */
export type Columns = { of: (at: number) => number; start: (column: number) => number; days: number | null }

export function columnsOf({ from, to }: { from: number; to: number }, zone: string): Columns {
  const part = HOURLY.find((hours) => (to - from) / (hours * HOUR) <= MOST_COLUMNS)
  if (part !== undefined) {
    const step = part * HOUR
    return { of: (at) => Math.floor((at - from) / step), start: (column) => from + column * step, days: null }
  }
  const first = dayNumber(from, zone)
  const count = dayNumber(to - 1, zone) - first + 1
  const days = Math.ceil(count / MOST_COLUMNS)
  return {
    of: (at) => Math.floor((dayNumber(at, zone) - first) / days),
    start: (column) => dayStart(first + column * days, zone),
    days,
  }
}

/** The marks of one lane, earliest first. Those of one column and one outcome are one mark, in the middle of the column; one alone is at its own time. */
export function layMarks(
  events: readonly TimelineEvent[],
  window: { from: number; to: number },
  zone: string,
): TimelineMark[] {
  const columns = columnsOf(window, zone)
  const byPlace = new Map<string, TimelineEvent[]>()
  const ordered = [...events].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  for (const event of ordered) {
    const key = `${columns.of(event.at)} ${event.outcome}`
    const same = byPlace.get(key)
    if (same) same.push(event)
    else byPlace.set(key, [event])
  }
  return [...byPlace.values()].map((same) => {
    const first = same[0] as TimelineEvent // sound: a group has a member
    const column = columns.of(first.at)
    const [from, to] = [Math.max(window.from, columns.start(column)), Math.min(window.to, columns.start(column + 1))]
    return {
      x: placeOf(same.length === 1 ? first.at : (from + to) / 2, window),
      outcome: first.outcome,
      events: same,
      from,
      to,
    }
  })
}

/** 0 at the window's begin, 1 at its end; what is outside stands at the edge. */
export function placeOf(at: number, { from, to }: { from: number; to: number }): number {
  return to <= from ? 0 : Math.min(1, Math.max(0, (at - from) / (to - from)))
}

export type Span = { from: number; to: number }
export const MOST_ROWS = 4

/**
 * The row of each span, so that those of one row do not touch; `gap`: what two need between them. From the last row on they may lie
 * on each other. Spans are sorted by their begin.
 */
export function rowsOfSpans(spans: readonly Span[], gap: number): number[] {
  const ends: number[] = []
  return spans.map(({ from, to }) => {
    const free = ends.findIndex((end) => end + gap <= from)
    const row = free >= 0 ? free : Math.min(ends.length, MOST_ROWS - 1)
    ends[row] = Math.max(ends[row] ?? Number.NEGATIVE_INFINITY, to)
    return row
  })
}
