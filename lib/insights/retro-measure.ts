// What a retro can measure: every metric, and the median time of every stage; of several services together by their raw rows.
import type { ServiceFacts } from '../facts/service'
import { STAGES, type Stage } from '../facts/stage'
import type { AnyMetric, MetricRow, Window } from '../metrics/contract'
import { flowEfficiency } from '../metrics/flow-efficiency'
import { deliveredChanges } from '../metrics/population'
import { METRICS } from '../metrics/registry'
import { intervalOf, summarise } from '../metrics/summary'
import { windowOf } from './measure'
import type { Sample } from './metric-points'
import { resolveWindow } from './page-window'
import { choiceOf, type RetroDays } from './retro-days'
import { FEW } from './service-figures'

export type Measure = Pick<AnyMetric, 'title' | 'unit' | 'interval' | 'counts' | 'better' | 'rows'> & {
  /** A metric's id, or `stage:<name>`. */
  id: string
  /** Null: the median of a stage. */
  metric: AnyMetric | null
}

/** What a measure says of some services in some days. */
export type Reading = {
  /** Seconds, a rate from 0 to 1, or a number per day. */
  value: number | null
  n: number
  /** Of a share of rows: how many of `n`. */
  part: number | null
  /** 95 %. */
  interval: [number, number] | null
  /** Under five durations: each of them, instead of a median to believe in. */
  few: number[] | null
}

export const MEASURES: readonly Measure[] = [
  ...Object.values<AnyMetric>(METRICS).map((metric): Measure => ({ ...metric, metric })),
  ...STAGES.map(stageMeasure),
]

export function findMeasure(id: string): Measure | null {
  return MEASURES.find((measure) => measure.id === id) ?? null
}

function stageMeasure(stage: Stage): Measure {
  const at = STAGES.indexOf(stage)
  return {
    id: `stage:${stage}`,
    title: `${stage[0]?.toUpperCase()}${stage.slice(1)}`,
    unit: 'seconds',
    interval: 'bootstrap',
    counts: ['change', 'changes'],
    better: 'lower',
    metric: null,
    /** The changes in which the stage was observed. */
    rows(facts, window) {
      const { details, observed, deployedAt } = facts.changes
      if (!details) throw new Error('The details of the changes were not loaded.')
      return deliveredChanges(facts, window).flatMap((row): MetricRow[] => {
        if ((((observed[row] ?? 0) >> at) & 1) === 0) return []
        const [from = 0, to = 0] = [details.boundaries[row * 9 + at], details.boundaries[row * 9 + at + 1]]
        return [{ row, at: deployedAt[row] ?? 0, value: window.seconds(from, to), whole: 1 }]
      })
    },
  }
}

/** Every service in these days of its own calendar. */
export function samplesOf(members: readonly ServiceFacts[], days: RetroDays, now: number): Sample[] {
  return members.map((facts) => {
    const { window } = resolveWindow(choiceOf(days), facts.service.timeZone, now, null)
    return { facts, window: windowOf(facts, { ...window, now }) }
  })
}

/** As `sg metrics` has it of one service; of several, the value of all their rows. */
export function readMeasure(measure: Measure, given: readonly Sample[]): Reading {
  const samples = seenBy(measure, given)
  const rows = samples.flatMap(({ facts, window }) => measure.rows(facts, window))
  const { value, n, part } = summarise(measure, rows, null)
  const isFew = measure.unit === 'seconds' && n > 0 && n < FEW
  return {
    value: measure.unit === 'per-day' ? perDay(measure, samples) : value,
    n,
    part,
    interval: intervalOf(measure, rows),
    few: isFew ? rows.map((row) => row.value).sort((a, b) => a - b) : null,
  }
}

/** Days differ by zone and by how long a service is known: frequencies add up. */
function perDay({ metric }: Measure, samples: readonly Sample[]): number | null {
  const known = samples.flatMap(({ facts, window }) => metric?.compute(facts, window).value ?? [])
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0)
}

/** Those of which the measure can say anything: flow efficiency needs work that can be told from waiting. */
export function seenBy({ id }: Pick<Measure, 'id'>, samples: readonly Sample[]): Sample[] {
  return id === flowEfficiency.id ? samples.filter((sample) => tellsWork(sample)) : [...samples]
}

const SIGNS: readonly Stage[] = ['pickup', 'review', 'queue', 'build']

function tellsWork({ facts, window }: { facts: ServiceFacts; window: Window }): boolean {
  return flowEfficiency.compute(facts, window).parts.observed.some((stage) => SIGNS.includes(stage))
}
