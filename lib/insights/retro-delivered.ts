// What a team delivered in the days of a retro, by flow item, and the waits that took longest on the way.
import type { ChangeFact } from '../facts/change'
import { STAGES, type Stage } from '../facts/stage'
import { FLOW_ITEMS, type FlowItem, flowItem } from '../metrics/flow-item'
import { deliveredChanges, waitingChanges } from '../metrics/population'
import { median } from '../metrics/stats'
import { loadFactRows } from '../store/fact-rows'
import { loadLabels } from '../store/retro-records'
import type { Sample } from './metric-points'
import { changeIdAt } from './rows'
import { FEW } from './service-figures'
import { changeLabel } from './service-rows'

/** A change as a pack quotes it. */
export type QuotedChange = {
  service: string
  slug: string
  id: string
  label: string
  title: string
  url: string | null
}

export type DeliveredItem = {
  item: FlowItem
  count: number
  /** The latest of them. */
  changes: QuotedChange[]
}
export type Delivered = {
  /** What lead time counts: a change of two services once for each. */
  total: number
  /** Bots' changes, which are not among them. */
  bots: number
  items: DeliveredItem[]
}

export type RetroWait = {
  stage: Stage
  totalSeconds: number
  /** Of the lead time of all changes. */
  share: number | null
  /** Over the `n` changes in which it was observed; null under five. */
  median: number | null
  n: number
  /** The longest first. */
  changes: (QuotedChange & { seconds: number })[]
}
/** What is not delivered at the end of the days. */
export type StillWaiting = { count: number; oldest: (QuotedChange & { ageSeconds: number })[] }

const MOST_QUOTED = 40
const MOST_WAITS = 3

export async function loadDelivered(samples: readonly Sample[]): Promise<Delivered> {
  const quoted = new Map<FlowItem, { at: number; change: QuotedChange }[]>(FLOW_ITEMS.map((item) => [item, []]))
  let bots = 0
  for (const sample of samples) {
    const { facts, window } = sample
    bots += deliveredChanges(facts, { ...window, bots: 'only' }).length
    const ids = deliveredChanges(facts, window).map((row) => changeIdAt(facts, row))
    const [{ changes }, labels] = await Promise.all([
      loadFactRows(facts.service.name, { changes: ids }),
      loadLabels(facts.service.repository, ids.flatMap(numberOf)),
    ])
    for (const change of changes.values()) {
      const [number = -1] = numberOf(change.id)
      const item = flowItem({ title: change.title, labels: labels.get(number) ?? [] })
      quoted.get(item)?.push({ at: change.deployedAt ?? 0, change: quote(sample, change) })
    }
  }
  const items = [...quoted].map(([item, list]): DeliveredItem => {
    const latest = list.sort((a, b) => b.at - a.at).map(({ change }) => change)
    return { item, count: latest.length, changes: latest.slice(0, MOST_QUOTED) }
  })
  return { total: items.reduce((sum, { count }) => sum + count, 0), bots, items }
}

type Spent = { sample: Sample; row: number; seconds: number; seen: boolean }

/** The stages of waiting that took most of all time, each with its slowest changes. */
export async function loadWaits(samples: readonly Sample[]): Promise<RetroWait[]> {
  const byStage = new Map<Stage, Spent[]>()
  let lead = 0
  for (const sample of samples) {
    const { facts, window } = sample
    const { details, startAt, deployedAt, observed } = facts.changes
    if (!details) throw new Error('The details of the changes were not loaded.')
    for (const row of deliveredChanges(facts, window)) {
      lead += window.seconds(startAt[row] ?? 0, deployedAt[row] ?? 0)
      for (const [at, stage] of STAGES.entries()) {
        if (facts.service.active.includes(stage)) continue
        const [from = 0, to = 0] = [details.boundaries[row * 9 + at], details.boundaries[row * 9 + at + 1]]
        const spent = { sample, row, seconds: window.seconds(from, to), seen: (((observed[row] ?? 0) >> at) & 1) === 1 }
        const list = byStage.get(stage)
        if (list) list.push(spent)
        else byStage.set(stage, [spent])
      }
    }
  }
  const longest = [...byStage]
    .map(([stage, spent]) => ({ stage, spent, total: spent.reduce((sum, { seconds }) => sum + seconds, 0) }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total)
    .slice(0, MOST_WAITS)
  return Promise.all(
    longest.map(async ({ stage, spent, total }): Promise<RetroWait> => {
      const seen = spent.filter((one) => one.seen).map(({ seconds }) => seconds)
      const slowest = spent.sort((a, b) => b.seconds - a.seconds).slice(0, MOST_WAITS)
      const changes = await quoteRows(slowest.filter(({ seconds }) => seconds > 0))
      return {
        stage,
        totalSeconds: total,
        share: lead === 0 ? null : total / lead,
        median: seen.length < FEW ? null : median(seen),
        n: seen.length,
        changes: changes.map(({ change, of }) => ({ ...change, seconds: of.seconds })),
      }
    }),
  )
}

export async function loadStillWaiting(samples: readonly Sample[]): Promise<StillWaiting> {
  const all = samples.flatMap((sample) =>
    waitingChanges(sample.facts, sample.window).map(({ row, ageSeconds }) => ({ sample, row, ageSeconds })),
  )
  const oldest = await quoteRows(all.sort((a, b) => b.ageSeconds - a.ageSeconds).slice(0, MOST_WAITS))
  return { count: all.length, oldest: oldest.map(({ change, of }) => ({ ...change, ageSeconds: of.ageSeconds })) }
}

async function quoteRows<Of extends { sample: Sample; row: number }>(
  rows: Of[],
): Promise<{ change: QuotedChange; of: Of }[]> {
  const found = await Promise.all(
    rows.map(async (of) => {
      const id = changeIdAt(of.sample.facts, of.row)
      const { changes } = await loadFactRows(of.sample.facts.service.name, { changes: [id] })
      const change = changes.get(id)
      return change ? [{ change: quote(of.sample, change), of }] : []
    }),
  )
  return found.flat()
}

export function quote({ facts }: Pick<Sample, 'facts'>, { id, title, url }: ChangeFact): QuotedChange {
  const { name, slug } = facts.service
  return { service: name, slug, id, label: changeLabel(id), title, url }
}

function numberOf(id: string): number[] {
  return id.startsWith('pr:') ? [Number(id.slice('pr:'.length))] : []
}
