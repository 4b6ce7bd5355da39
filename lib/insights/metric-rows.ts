// The rows that one metric's value is made of: which matter most, what they are called, what was left out and why.
import { type FactName, keyOf } from '../facts/fact-key'
import type { FactRows, RowsWanted } from '../facts/rows'
import type { ServiceFacts } from '../facts/service'
import { formatCount } from '../format'
import type { AnyMetric, ExcludedRow, MetricRow, Window } from '../metrics/contract'
import { deliveredChanges } from '../metrics/population'
import { changeIdAt, nameAt } from './rows'
import { failureWords } from './rule-words'
import { countWords } from './service-figures'
import { changeLabel } from './service-rows'

export type BehindRow = {
  id: string
  label: string
  title: string
  url: string | null
  at: number
  /** Seconds; for counted rows null. */
  seconds: number | null
  /** Of a change whose times are divided: the part of `seconds` that counts. */
  part: number | null
  why: string
}
/** `order` says in words how they were chosen. */
export type Behind = { rows: BehindRow[]; total: number; order: string }
export type LeftOut = { count: number; words: string }

/** The rows that tell most about the value: the longest, those that count against a share, the latest of a count. */
function chosen(metric: AnyMetric, rows: MetricRow[]): { rows: MetricRow[]; order: string } {
  const latest = (a: MetricRow, b: MetricRow) => b.at - a.at || b.row - a.row
  const many = metric.counts[1]
  if (metric.unit === 'seconds') {
    return { rows: [...rows].sort((a, b) => b.value - a.value || latest(a, b)), order: 'the longest first' }
  }
  if (metric.unit === 'per-day') return { rows: [...rows].sort(latest), order: 'the latest first' }
  if (metric.interval === 'wilson') {
    return {
      rows: rows.filter(({ value }) => value > 0).sort(latest),
      order: `those of the ${many} that count, the latest first`,
    }
  }
  const rest = (row: MetricRow) => row.whole - row.value
  return { rows: [...rows].sort((a, b) => rest(b) - rest(a) || latest(a, b)), order: 'those that waited longest first' }
}

export type BehindAsked = { wanted: RowsWanted; rows: MetricRow[]; total: number; order: string }

/** Which whole facts the first `limit` rows need. */
export function behindWanted(metric: AnyMetric, facts: ServiceFacts, window: Window, limit: number): BehindAsked {
  const { rows, order } = chosen(metric, metric.rows(facts, window))
  const some = rows.slice(0, limit)
  const wanted: RowsWanted =
    metric.table === 'changes'
      ? { changes: [...new Set(some.map(({ row }) => changeIdAt(facts, row)))] }
      : { [metric.table]: some.map(({ row }) => nameAt(facts[metric.table as 'deployments' | 'incidents'], row)) }
  return { wanted, rows: some, total: rows.length, order }
}

/** Those rows with their names; `loaded` holds what `behindWanted` wanted. */
export function behindRows(metric: AnyMetric, facts: ServiceFacts, asked: BehindAsked, loaded: FactRows): Behind {
  const rows = asked.rows.flatMap((row): BehindRow[] => {
    const named = naming(metric, facts, row, loaded)
    if (!named) return []
    const isDivided = metric.unit === 'rate' && metric.interval === null
    const seconds = metric.unit === 'seconds' ? row.value : isDivided ? row.whole : null
    return [{ ...named, at: row.at, seconds, part: isDivided ? row.value : null }]
  })
  return { rows, total: asked.total, order: asked.order }
}

type Naming = Pick<BehindRow, 'id' | 'label' | 'title' | 'url' | 'why'>

function naming(metric: AnyMetric, facts: ServiceFacts, { row }: MetricRow, loaded: FactRows): Naming | null {
  if (metric.table === 'changes') {
    const change = loaded.changes.get(changeIdAt(facts, row))
    if (!change) return null
    const { id, title, url, deployment } = change
    return { id, label: changeLabel(id), title, url, why: deployment === null ? '' : `first in ${deployment}` }
  }
  const name: FactName = nameAt(facts[metric.table], row)
  if (metric.table === 'incidents') {
    const incident = loaded.incidents.get(keyOf(name))
    if (!incident) return null
    const { id, title, url, links } = incident
    const [link] = links
    return { id, label: id, title, url, why: link ? `linked to ${link.deployment}` : 'linked to no deployment' }
  }
  const deployment = loaded.deployments.get(keyOf(name))
  if (!deployment) return null
  const { id, url, ref, reasons, failed, rework, changes } = deployment
  const why = failed
    ? [...new Set(reasons.map(failureWords))].join('; ')
    : rework
      ? 'it repaired an earlier one'
      : `${countWords(changes, ['change', 'changes'])} delivered`
  return { id, label: id, title: ref ?? '', url, why }
}

const REASONS: Record<string, (count: number, table: ExcludedRow['table']) => string> = {
  baseline: (count) =>
    `${countWords(count, ['change was', 'changes were'])} there before the first deployment that is known, so nobody can say when ${count === 1 ? 'it' : 'they'} arrived`,
  aggregate: (count) =>
    `${countWords(count, ['release or back-merge', 'releases or back-merges'])} only ${count === 1 ? 'brings' : 'bring'} other pull requests along, which count themselves`,
  clock: (count, table) =>
    `${countWords(count, CLOCK[table])} ${count === 1 ? 'ends before it starts' : 'end before they start'} by ${count === 1 ? 'its' : 'their'} times; a clock was wrong`,
}
const CLOCK: Record<ExcludedRow['table'], [string, string]> = {
  changes: ['change', 'changes'],
  deployments: ['recovery', 'recoveries'],
  incidents: ['incident', 'incidents'],
}

/** Rows that the value leaves out, counted by reason, the most frequent first. */
export function leftOut(metric: AnyMetric, samples: { facts: ServiceFacts; window: Window }[]): LeftOut[] {
  const counts = new Map<string, { count: number; table: ExcludedRow['table']; reason: string }>()
  let bots = 0
  for (const { facts, window } of samples) {
    for (const { table, reason } of metric.compute(facts, window).excluded) {
      const entry = counts.get(`${table} ${reason}`) ?? { count: 0, table, reason }
      entry.count += 1
      counts.set(`${table} ${reason}`, entry)
    }
    if (metric.table === 'changes' && window.bots === 'exclude') {
      bots += deliveredChanges(facts, { ...window, bots: 'only' }).length
    }
  }
  const found = [...counts.values()].map(({ count, table, reason }) => ({
    count,
    words: REASONS[reason]?.(count, table) ?? `${formatCount(count)} for “${reason}”`,
  }))
  if (bots > 0) found.push({ count: bots, words: `${countWords(bots, ['change', 'changes'])} by bots` })
  return found.sort((a, b) => b.count - a.count)
}
