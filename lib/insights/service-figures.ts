// The figures at the head of a service's page: value, comparison, how sure it is, and its definition.
import type { ServiceFacts } from '../facts/service'
import type { Band } from '../metrics/bands'
import type { Window } from '../metrics/contract'
import { deliveredChanges, leadTimes } from '../metrics/population'
import { recoveries } from '../metrics/recovery-time'
import { METRICS, type MetricId } from '../metrics/registry'
import { restoreSeconds } from '../metrics/time-to-restore'
import { type Comparison, compareAmounts, compareRates } from './comparison'
import type { Measurement } from './measure'

export type FigureUnit = 'seconds' | 'rate' | 'per-day'

/** Seconds, a rate from 0 to 1, or a number per day. */
export type ServiceFigure = {
  id: MetricId
  title: string
  question: string
  definition: string
  unit: FigureUnit
  value: number | null
  n: number
  /** What `n` counts, one and many. */
  counts: [one: string, many: string]
  /** For rates: how many of `n`. */
  part: number | null
  change: Comparison
  /** 95 % interval. */
  interval: [number, number] | null
  band: Band | null
  /** Under five: every single value instead of a quantile to believe in. */
  raw: number[] | null
  p90: number | null
  /** Not over yet: unrecovered, unresolved. */
  open: number
  provisional: number
  medianWithWaiting: number | null
  attemptsFailed: number
}

const FEW = 5

export function serviceFigures(
  facts: ServiceFacts,
  window: Window,
  now: Measurement,
  before: Measurement | null,
): ServiceFigure[] {
  const raw = rawDurations(facts, window)
  const { leadTime, deploymentFrequency, changeFailureRate, recoveryTime, timeToRestore, reworkRate, flowEfficiency } =
    now
  const median = (pick: (from: Measurement) => { median: number | null; n: number }) => {
    const of = (from: Measurement) => ({ value: pick(from).median, n: pick(from).n })
    return compareAmounts(of(now), before && of(before))
  }
  const perDay = ({ deploymentFrequency: { perDay: value, count: n } }: Measurement) => ({ value, n })
  return [
    figure('lead-time', 'seconds', {
      value: leadTime.median,
      n: leadTime.n,
      counts: ['change', 'changes'],
      change: median((from) => from.leadTime),
      interval: leadTime.ci,
      band: leadTime.band,
      raw: few(raw.lead),
      p90: leadTime.p90,
      medianWithWaiting: leadTime.waiting > 0 ? leadTime.medianWithWaiting : null,
    }),
    figure('deployment-frequency', 'per-day', {
      ...perDay(now),
      counts: ['deployment', 'deployments'],
      change: compareAmounts(perDay(now), before && perDay(before)),
      band: deploymentFrequency.band,
      attemptsFailed: deploymentFrequency.attemptsFailed,
    }),
    figure('change-failure-rate', 'rate', {
      value: changeFailureRate.value,
      n: changeFailureRate.total,
      part: changeFailureRate.failed,
      counts: ['deployment', 'deployments'],
      change: compareRates(
        { value: changeFailureRate.value, n: changeFailureRate.total },
        before && { value: before.changeFailureRate.value, n: before.changeFailureRate.total },
      ),
      interval: changeFailureRate.ci,
      band: changeFailureRate.band,
      provisional: changeFailureRate.provisional,
    }),
    figure('recovery-time', 'seconds', {
      value: recoveryTime.median,
      n: recoveryTime.n,
      counts: ['recovery', 'recoveries'],
      change: median((from) => from.recoveryTime),
      band: recoveryTime.band,
      raw: few(raw.recovery),
      p90: recoveryTime.p90,
      open: recoveryTime.open,
    }),
    figure('time-to-restore', 'seconds', {
      value: timeToRestore.median,
      n: timeToRestore.n,
      counts: ['incident', 'incidents'],
      change: median((from) => from.timeToRestore),
      raw: few(raw.restore),
      p90: timeToRestore.p90,
      open: timeToRestore.open,
    }),
    figure('rework-rate', 'rate', {
      value: reworkRate.value,
      n: reworkRate.total,
      part: reworkRate.rework,
      counts: ['deployment', 'deployments'],
      change: compareRates(
        { value: reworkRate.value, n: reworkRate.total },
        before && { value: before.reworkRate.value, n: before.reworkRate.total },
      ),
    }),
    figure('flow-efficiency', 'rate', {
      value: flowEfficiency.value,
      n: flowEfficiency.n,
      counts: ['change', 'changes'],
      change: compareRates(flowEfficiency, before?.flowEfficiency ?? null),
    }),
  ]
}

const EMPTY = {
  part: null,
  interval: null,
  band: null,
  raw: null,
  p90: null,
  open: 0,
  provisional: 0,
  medianWithWaiting: null,
  attemptsFailed: 0,
}

type Given = Pick<ServiceFigure, 'value' | 'n' | 'counts' | 'change'> & Partial<ServiceFigure>

function figure(id: MetricId, unit: FigureUnit, given: Given): ServiceFigure {
  const { title, question, definition } = METRICS[id]
  return { id, title, question, definition, unit, ...EMPTY, ...given }
}

function few(values: number[]): number[] | null {
  return values.length > 0 && values.length < FEW ? values.sort((a, b) => a - b) : null
}

function rawDurations(facts: ServiceFacts, window: Window) {
  return {
    lead: leadTimes(facts, deliveredChanges(facts, window), window).seconds,
    recovery: recoveries(facts, window),
    restore: restoreSeconds(facts, window),
  }
}
