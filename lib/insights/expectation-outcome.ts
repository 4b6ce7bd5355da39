// Whether what a team expected of an action held: before and after from the same facts, and how sure that is.
import type { ServiceFacts } from '../facts/service'
import { differenceInterval } from '../metrics/difference'
import { dayNumber, parseDay } from '../time'
import type { Expectation } from './expectation'
import type { Sample } from './metric-points'
import { daysAfter, type RetroDays } from './retro-days'
import { findMeasure, type Measure, type Reading, readMeasure, samplesOf } from './retro-measure'
import { FEW } from './service-figures'

/**
 * `held` and `missed` by the value itself; `few`: too little data to say; `running`: the weeks are not over. A verdict is `sure`
 * where the 95 % interval of the value lies wholly on its side.
 */
export type Verdict = 'held' | 'missed' | 'few' | 'running'
export type Outcome = {
  unit: Measure['unit']
  counts: [one: string, many: string]
  /** In the days of the retro that decided it. */
  before: Reading
  /** From the day after it was closed. */
  after: Reading
  days: RetroDays
  /** How many of `days` have begun. */
  elapsedDays: number
  difference: { by: number; interval: [number, number] | null } | null
  verdict: Verdict
  sure: boolean
  /** Whether the value before was what was expected already, so that holding it shows no effect. */
  wasSo: boolean
}

export type Decided = Expectation & RetroDays & { closedAt: number }

/** Null: nobody knows the measure any more. */
export function outcomeOf(
  decided: Decided,
  members: readonly ServiceFacts[],
  zone: string,
  now: number,
): Outcome | null {
  const measure = findMeasure(decided.measure)
  if (!measure) return null
  const days = daysAfter(decided.closedAt, decided.weeks, zone)
  const before = readMeasure(measure, seenBy(now, samplesOf(members, decided, now)))
  const after = readMeasure(measure, seenBy(now, samplesOf(members, days, now)))
  const today = dayNumber(now, zone)
  const [from, to] = [parseDay(days.from) ?? 0, parseDay(days.to) ?? 0]
  const elapsedDays = Math.min(Math.max(0, today - from), to - from)
  const isFew = after.value === null || (measure.unit !== 'per-day' && after.n < FEW)
  const verdict = today < to ? 'running' : isFew ? 'few' : isOn(decided, after.value ?? 0) ? 'held' : 'missed'
  return {
    unit: measure.unit,
    counts: measure.counts,
    before,
    after,
    days,
    elapsedDays,
    difference: differenceOf(before, after),
    verdict,
    sure: isSure(decided, after, verdict),
    wasSo: before.value !== null && isOn(decided, before.value),
  }
}

/** What is looked back at has no later events: windows end with the moment. */
function seenBy(now: number, samples: Sample[]): Sample[] {
  return samples.map(({ facts, window }) => {
    return { facts, window: { ...window, to: Math.max(window.from, Math.min(window.to, now)) } }
  })
}

export function isOn({ side, value: limit }: Pick<Expectation, 'side' | 'value'>, value: number): boolean {
  return side === 'at-most' ? value <= limit : value >= limit
}

function isSure(expectation: Expectation, { interval }: Reading, verdict: Verdict): boolean {
  if (interval === null || (verdict !== 'held' && verdict !== 'missed')) return false
  return interval.every((end) => isOn(expectation, end) === (verdict === 'held'))
}

function differenceOf(before: Reading, after: Reading): Outcome['difference'] {
  if (before.value === null || after.value === null) return null
  if (before.few !== null || after.few !== null) return null
  const [from, to] = [before, after].map(({ value, interval }) => (interval ? { value: value ?? 0, interval } : null))
  return { by: after.value - before.value, interval: from && to ? differenceInterval(to, from) : null }
}
