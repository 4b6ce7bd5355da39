// The flow of one service, or of several whose changes are pooled: velocity, time, efficiency, load, distribution, each against before.
import { STAGES, type Stage } from '../facts/stage'
import type { Window } from '../metrics/contract'
import { flowEfficiency } from '../metrics/flow-efficiency'
import { FLOW_ITEMS, type FlowItem } from '../metrics/flow-item'
import { addSums, type FlowSums, flowSums, type LittlesLaw, littlesLaw } from '../metrics/passages'
import { ratio, totalOf } from '../metrics/spread'
import { quantileOfSorted, sorted } from '../metrics/stats'
import { FEW } from '../metrics/stream'
import { weekBuckets } from '../time'
import { type Comparison, compareAmounts, compareRates } from './comparison'
import type { FlowChange, ServiceFlow } from './flow-load'
import { type FlowSeries, flowSeries } from './flow-series'

export type ByItem = Record<FlowItem, number>

/** Durations in seconds. What is made of nothing is null. */
export type FlowFigures = {
  velocity: { n: number; perWeek: number | null }
  /** `few`: every value, ascending, where there are too few for a quantile; else null. */
  time: {
    n: number
    median: number | null
    p25: number | null
    p75: number | null
    p85: number | null
    few: number[] | null
  }
  /** `observed`: the stages that any change shows. */
  efficiency: { n: number; active: number | null; total: number | null; value: number | null; observed: Stage[] }
  /** Changes in progress when the window began, at its end or now, and averaged over its time. */
  load: { start: number; end: number; average: number | null }
  items: ByItem
}

export type FlowWeek = { key: string; start: number; partial: boolean; items: ByItem }

export type FlowChanges = {
  velocity: Comparison
  time: Comparison
  efficiency: Comparison
  load: Comparison
  items: Record<FlowItem, Comparison>
}

export type FlowExample = FlowChange & { service: string }

export type FlowView = {
  now: FlowFigures
  before: FlowFigures | null
  changes: FlowChanges
  weeks: FlowWeek[]
  series: FlowSeries
  sums: FlowSums
  law: LittlesLaw
  /** Of the unclassified, the latest. */
  examples: FlowExample[]
  /** The earlier of the window's end and now. */
  at: number
}

const WEEK_DAYS = 7
const MOST_EXAMPLES = 5

/** Pure. `before`: the same services in the window to compare with; null: with none. Several services are on one clock. */
export function flowView(parts: readonly ServiceFlow[], before: readonly ServiceFlow[] | null): FlowView {
  const now = flowFigures(parts)
  const earlier = before && flowFigures(before)
  const sums = sumsOf(parts)
  const unclassified = parts.flatMap(({ facts, changes }) =>
    changes.flatMap((one) => (one.item === 'unclassified' ? [{ ...one, service: facts.service.name }] : [])),
  )
  return {
    now,
    before: earlier,
    changes: compared(now, earlier, sums, before && sumsOf(before)),
    weeks: weeksOf(parts),
    series: flowSeries(parts),
    sums,
    law: littlesLaw(sums),
    examples: unclassified.sort((a, b) => b.at - a.at).slice(0, MOST_EXAMPLES),
    at: Math.max(0, ...parts.map(({ window }) => Math.min(window.to, window.now))),
  }
}

function sumsOf(parts: readonly ServiceFlow[]): FlowSums {
  return addSums(parts.map(({ passages, window }) => flowSums(passages, window)))
}

function flowFigures(parts: readonly ServiceFlow[]): FlowFigures {
  const changes = parts.flatMap((part) => part.changes)
  const times = sorted(changes.map(({ leadSeconds }) => leadSeconds))
  const at = (p: number) => quantileOfSorted(times, p)
  const worked = parts.map(({ facts, window }) => flowEfficiency.compute(facts, window).parts)
  const active = totalOf(worked.flatMap((one) => one.active ?? []))
  const total = totalOf(worked.flatMap((one) => one.total ?? []))
  const sums = sumsOf(parts)
  return {
    velocity: { n: changes.length, perWeek: perWeek(parts, changes.length) },
    time: {
      n: times.length,
      median: at(0.5),
      p25: at(0.25),
      p75: at(0.75),
      p85: at(0.85),
      few: times.length > 0 && times.length < FEW ? [...times] : null,
    },
    efficiency: {
      n: changes.length,
      active,
      total,
      value: ratio(active, total),
      observed: STAGES.filter((stage) => worked.some(({ observed }) => observed.includes(stage))),
    },
    load: { start: sums.before.n, end: sums.after.n, average: littlesLaw(sums).averageLoad },
    items: countItems(changes),
  }
}

/** As deployment frequency: over the days that are over, null before anything was ever deployed. */
function perWeek(parts: readonly ServiceFlow[], n: number): number | null {
  const known = parts.some(({ facts, window }) => (facts.deployed.firstAt ?? Number.POSITIVE_INFINITY) < window.to)
  const days = Math.max(0, ...parts.map(({ window }) => elapsedDays(window)))
  return known && days > 0 ? (n / days) * WEEK_DAYS : null
}

function elapsedDays({ from, to, now }: Window): number {
  return (Math.min(to, now) - from) / 86_400_000
}

function countItems(changes: readonly FlowChange[]): ByItem {
  const counts: ByItem = { feature: 0, defect: 0, risk: 0, debt: 0, unclassified: 0 }
  for (const { item } of changes) counts[item] += 1
  return counts
}

/** ISO weeks by their names; each service's in its own zone. */
function weeksOf(parts: readonly ServiceFlow[]): FlowWeek[] {
  const found = new Map<string, FlowWeek>()
  for (const { window, changes } of parts) {
    const { from, to, now, timeZone } = window
    let done = 0
    for (const { key, start, end, partial } of weekBuckets(from, Math.min(to, now), timeZone, now)) {
      const first = done
      while (done < changes.length && (changes[done] as FlowChange).at < end) done += 1
      const own = countItems(changes.slice(first, done))
      const known = found.get(key)
      if (!known) found.set(key, { key, start, partial, items: own })
      else for (const item of FLOW_ITEMS) known.items[item] += own[item]
    }
  }
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

function compared(now: FlowFigures, before: FlowFigures | null, sums: FlowSums, earlier: FlowSums | null): FlowChanges {
  const seen = (of: FlowSums) => of.before.n + of.arrived
  const share = (figures: FlowFigures, item: FlowItem) => ({
    value: ratio(figures.items[item], figures.velocity.n),
    n: figures.velocity.n,
  })
  const items = FLOW_ITEMS.map((item) => [item, compareRates(share(now, item), before && share(before, item))] as const)
  return {
    velocity: compareAmounts(
      { value: now.velocity.perWeek, n: now.velocity.n },
      before && { value: before.velocity.perWeek, n: before.velocity.n },
    ),
    time: compareAmounts(
      { value: now.time.median, n: now.time.n },
      before && { value: before.time.median, n: before.time.n },
    ),
    efficiency: compareRates(now.efficiency, before?.efficiency ?? null),
    load: compareAmounts(
      { value: now.load.average, n: seen(sums) },
      before && earlier && { value: before.load.average, n: seen(earlier) },
    ),
    items: Object.fromEntries(items) as Record<FlowItem, Comparison>, // sound: every item
  }
}
