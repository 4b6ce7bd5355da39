// The cumulative flow of services, day by day or week by week: how many changes have passed each line.
import type { Window } from '../metrics/contract'
import { countsAt, type FlowCounts, NOTHING } from '../metrics/passages'
import { type Bucket, dayBuckets, weekBuckets } from '../time'
import type { ServiceFlow } from './flow-load'

/** Counts at the end of a day or week; of the first point at the beginning of the window, without a key. */
export type FlowPoint = { key: string; at: number; start: number; partial: boolean; counts: FlowCounts }

export type FlowSeries = {
  every: 'day' | 'week'
  points: FlowPoint[]
  /** Whether checks after deployments are known, so that the line of the verified says something. */
  checked: boolean
}

/** Beyond half a year a day is too narrow to be seen. */
const MOST_DAYS = 190

/**
 * Each service at the ends of its own days, added up by the date; before a service begins it adds nothing, after its last day what it
 * had. `opened − left` at a point is the work in progress at that instant.
 */
export function flowSeries(parts: readonly ServiceFlow[]): FlowSeries {
  const longest = Math.max(0, ...parts.map(({ window }) => lastOf(window) - window.from)) / 86_400_000
  const every = longest > MOST_DAYS ? 'week' : 'day'
  const all = parts.map((part) => ({ part, buckets: bucketsOf(part.window, every) }))
  const first = all.flatMap(({ buckets }) => buckets[0]?.key ?? []).sort()[0]
  const points = new Map<string, FlowPoint>()
  for (const { buckets, part } of all) {
    if (first !== undefined && buckets[0]?.key === first && !points.has('')) {
      const { from } = part.window
      points.set('', { key: '', at: from, start: from, partial: false, counts: { ...NOTHING } })
    }
    for (const { key, start, end, partial } of buckets) {
      if (!points.has(key)) points.set(key, { key, at: end, start, partial, counts: { ...NOTHING } })
    }
  }
  const ordered = [...points.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
  for (const { part, buckets } of all) {
    const own = countsAt(part.passages, [part.window.from, ...buckets.map(({ end }) => end)])
    const byKey = new Map(buckets.map(({ key }, at) => [key, own[at + 1]]))
    let last = buckets[0]?.key === first ? own[0] : undefined
    for (const point of ordered) {
      last = byKey.get(point.key) ?? last
      if (last) addTo(point.counts, last)
    }
  }
  return { every, points: ordered, checked: parts.some(({ checked }) => checked) }
}

function lastOf({ to, now }: Window): number {
  return Math.min(to, now)
}

function bucketsOf(window: Window, every: 'day' | 'week'): Bucket[] {
  const make = every === 'day' ? dayBuckets : weekBuckets
  return make(window.from, lastOf(window), window.timeZone, window.now)
}

function addTo(sum: FlowCounts, more: FlowCounts): void {
  for (const name of Object.keys(sum) as (keyof FlowCounts)[]) sum[name] += more[name] // sound: its own names
}

/** Changes in progress at a point. */
export function loadAt({ counts }: FlowPoint): number {
  return counts.opened - counts.left
}
