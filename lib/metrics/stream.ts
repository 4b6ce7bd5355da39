// The value stream of many changes: what each stage took, what it sent back, and the totals of the whole.
import { STAGES, type Stage } from '../facts/stage'
import { type CompleteAccurate, completeAccurate, JUDGES, type Judge, type Return } from './sent-back'
import { ratio, totalOf } from './spread'
import { quantileOfSorted, sorted } from './stats'

/** One delivered change on its way. All that the map, and any simulation of it, is made of: its stages stay together. */
export type StreamChange = {
  service: string
  id: string
  /** When production had it, epoch milliseconds. */
  deployedAt: number
  leadSeconds: number
  /** Of the eight stages; they add up to the lead time. */
  seconds: number[]
  observed: boolean[]
  /** Which of the stages are work, by its service's setting. */
  active: readonly Stage[]
  /** Null where the stage did not judge it. */
  returns: Record<Judge, Return[] | null>
  /** From production to the first check that passed within half an hour; null: none is known. */
  verifiedSeconds: number | null
}

/** A duration over changes. Seconds. */
export type Taken = {
  /** Changes of which it is known. */
  n: number
  median: number | null
  p90: number | null
  /** Every value, ascending, where there are too few for a quantile; else null. */
  raw: number[] | null
}

/** Under as many values they are shown themselves (METRICS section 8). */
export const FEW = 5

export type StageInStream = Taken & {
  name: Stage
  /** `both`: work in some of the services, waiting in others. */
  kind: 'active' | 'wait' | 'both'
  total: number | null
  /** `total` ÷ all changes. Over the stages these add up to the mean lead time; medians do not. */
  mean: number | null
  share: number | null
  /** Null where the stage judges nothing. */
  accurate: CompleteAccurate | null
}

export type StreamTotals = {
  n: number
  lead: Taken & { mean: number | null }
  /** Seconds of work a change, on average. */
  activeMean: number | null
  /** Σ active ÷ Σ lead time. */
  flowEfficiency: number | null
  /** The product of the stages' %C&A; null where no stage judged any change. `judges`: those that are in it. */
  rolled: { value: number | null; judges: Judge[] }
  /** Changes that some stage judged, and those that nothing sent back: counted change by change, no product. */
  straight: { n: number; passed: number; value: number | null }
  verified: Taken
  /** First commit to verified, of the verified changes. */
  untilVerified: Taken
}

export type Stream = { stages: StageInStream[]; totals: StreamTotals }

export function taken(values: readonly number[]): Taken {
  const ascending = sorted(values)
  return {
    n: ascending.length,
    median: quantileOfSorted(ascending, 0.5),
    p90: quantileOfSorted(ascending, 0.9),
    raw: ascending.length > 0 && ascending.length < FEW ? [...ascending] : null,
  }
}

function kindOf(changes: readonly StreamChange[], name: Stage, usual: readonly Stage[]): StageInStream['kind'] {
  const some = changes.some(({ active }) => active.includes(name))
  const others = changes.some(({ active }) => !active.includes(name))
  if (some && others) return 'both'
  return some || (!others && usual.includes(name)) ? 'active' : 'wait'
}

/**
 * The stream of these changes.
 *
 * Formulas: a stage's median and p90 are over the changes in which it was observed, as in `sg metrics`; its mean is its total over all
 * changes ÷ their number. Flow efficiency is a ratio of sums. Rolled %C&A is the product of the stages' (Martin and Osterling 2014);
 * `straight` counts the same without supposing that stages send back independently.
 * Unit: seconds and rates. Edge cases: over nothing every value is null. `active` says what is work where there is no change to ask;
 * `seconds` is the clock of the ways back.
 * Example: changes of 10 h (1 h active) and 2 h (2 h active): mean lead 6 h, mean active 1.5 h, flow efficiency 0.25.
 */
export function streamOf(
  changes: readonly StreamChange[],
  active: readonly Stage[],
  seconds: (from: number, to: number) => number,
): Stream {
  const whole = totalOf(changes.map(({ leadSeconds }) => leadSeconds))
  const judged = Object.fromEntries(
    JUDGES.map((judge) => [
      judge,
      completeAccurate(
        changes.map(({ returns }) => returns[judge]),
        seconds,
      ),
    ]),
  ) as Record<Judge, CompleteAccurate> // sound: every judge
  const stages = STAGES.map((name, at): StageInStream => {
    const total = totalOf(changes.map((change) => change.seconds[at] ?? 0))
    return {
      name,
      kind: kindOf(changes, name, active),
      ...taken(changes.flatMap((change) => (change.observed[at] ? [change.seconds[at] ?? 0] : []))),
      total,
      mean: ratio(total, changes.length),
      share: ratio(total, whole),
      accurate: isJudge(name) ? judged[name] : null,
    }
  })
  const work = totalOf(changes.map(activeSeconds))
  const leads = changes.map(({ leadSeconds }) => leadSeconds)
  const judges = JUDGES.filter((judge) => judged[judge].n > 0)
  const known = changes.filter(({ returns }) => JUDGES.some((judge) => returns[judge] !== null))
  const passed = known.filter(({ returns }) => JUDGES.every((judge) => (returns[judge]?.length ?? 0) === 0)).length
  const verified = changes.filter(({ verifiedSeconds }) => verifiedSeconds !== null)
  return {
    stages,
    totals: {
      n: changes.length,
      lead: { ...taken(leads), mean: ratio(whole, changes.length) },
      activeMean: ratio(work, changes.length),
      flowEfficiency: ratio(work, whole),
      rolled: {
        value: judges.length === 0 ? null : judges.reduce((product, judge) => product * (judged[judge].value ?? 1), 1),
        judges,
      },
      straight: { n: known.length, passed, value: ratio(passed, known.length) },
      verified: taken(verified.map(({ verifiedSeconds }) => verifiedSeconds ?? 0)),
      untilVerified: taken(verified.map(({ leadSeconds, verifiedSeconds }) => leadSeconds + (verifiedSeconds ?? 0))),
    },
  }
}

export function activeSeconds({ seconds, active }: Pick<StreamChange, 'seconds' | 'active'>): number {
  return STAGES.reduce((sum, name, at) => (active.includes(name) ? sum + (seconds[at] ?? 0) : sum), 0)
}

export function isJudge(name: string): name is Judge {
  return (JUDGES as readonly string[]).includes(name)
}

/** What happened to an incident after it began, in order. */
export const RECOVERY_STAGES = ['detect', 'acknowledge', 'repair'] as const
export type RecoveryStage = (typeof RECOVERY_STAGES)[number]

/** A resolved incident. The stages add up to the time to restore; an absent event gives its time to the stage that follows. */
export type Recovery = {
  service: string
  source: string
  id: string
  seconds: number[]
  observed: boolean[]
  restoreSeconds: number
}

type IncidentTimes = {
  startedAt: number
  detectedAt: number | null
  acknowledgedAt: number | null
  resolvedAt: number
}

/** Boundaries are clamped as those of a change are; the repair is observed always, because its end is. */
export function recoveryStages(
  { startedAt, detectedAt, acknowledgedAt, resolvedAt }: IncidentTimes,
  seconds: (from: number, to: number) => number,
): Pick<Recovery, 'seconds' | 'observed' | 'restoreSeconds'> {
  let from = startedAt
  const until = [detectedAt, acknowledgedAt, resolvedAt].map((event) => {
    const to = event === null ? from : Math.min(Math.max(event, from), resolvedAt)
    const took = seconds(from, to)
    from = to
    return took
  })
  return {
    seconds: until,
    observed: [detectedAt !== null, acknowledgedAt !== null, true],
    restoreSeconds: seconds(startedAt, resolvedAt),
  }
}

export type RecoveryStream = {
  stages: (Taken & { name: RecoveryStage; mean: number | null })[]
  /** Time to restore: the incidents resolved in the window, as `sg metrics` has them. */
  restore: Taken & { mean: number | null }
}

export function recoveryStreamOf(incidents: readonly Recovery[]): RecoveryStream {
  const all = incidents.map(({ restoreSeconds }) => restoreSeconds)
  return {
    stages: RECOVERY_STAGES.map((name, at) => ({
      name,
      ...taken(incidents.flatMap((one) => (one.observed[at] ? [one.seconds[at] ?? 0] : []))),
      mean: ratio(totalOf(incidents.map((one) => one.seconds[at] ?? 0)), incidents.length),
    })),
    restore: { ...taken(all), mean: ratio(totalOf(all), all.length) },
  }
}
