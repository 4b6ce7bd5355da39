// How a value stands against the previous window's: a direction and a size, or why there is neither.

import { wilson } from '../metrics/stats'

export type Comparison =
  | { kind: 'rise' | 'fall'; by: number; unit: 'share' | 'points' }
  /** Less than a twentieth away, or for rates less than one percentage point. */
  | { kind: 'same' }
  /** Nothing to compare with: there was none before. */
  | { kind: 'new' }
  /** Fewer than five on one side: the difference says nothing. */
  | { kind: 'few' }
  | { kind: 'none' }

export type Compared = { value: number | null; n: number }

const FEWEST = 5

/** A duration or a count per time: relative size. */
export function compareAmounts(now: Compared, before: Compared | null): Comparison {
  const early = withoutSize(now, before)
  if (early || before === null) return early ?? { kind: 'none' }
  const [value, earlier] = [now.value ?? 0, before.value ?? 0]
  if (earlier === 0) return value === 0 ? { kind: 'same' } : { kind: 'new' }
  const by = value / earlier - 1
  if (Math.abs(by) < 0.05) return { kind: 'same' }
  return { kind: by > 0 ? 'rise' : 'fall', by: Math.abs(by), unit: 'share' }
}

/** A rate from 0 to 1: the difference in percentage points, as a rate. */
export function compareRates(now: Compared, before: Compared | null): Comparison {
  const early = withoutSize(now, before)
  if (early || before === null) return early ?? { kind: 'none' }
  const by = (now.value ?? 0) - (before.value ?? 0)
  if (Math.abs(by) < 0.01) return { kind: 'same' }
  return { kind: by > 0 ? 'rise' : 'fall', by: Math.abs(by), unit: 'points' }
}

function withoutSize(now: Compared, before: Compared | null): Comparison | null {
  if (now.value === null || before === null) return { kind: 'none' }
  if (before.value === null || before.n === 0) return now.n === 0 ? { kind: 'none' } : { kind: 'new' }
  return now.n < FEWEST || before.n < FEWEST ? { kind: 'few' } : null
}

export type Failures = { value: number | null; n: number; failed: number }

/** Whether the 95 % interval of the difference lies above 0: Newcombe (1998), method 10, from two Wilson intervals. */
export function clearlyRose(now: Failures, before: Failures): boolean {
  const [interval, earlier] = [wilson(now.failed, now.n), wilson(before.failed, before.n)]
  if (!interval || !earlier || now.value === null || before.value === null) return false
  const reach = Math.hypot(now.value - interval[0], earlier[1] - before.value)
  return now.value - before.value - reach > 0
}
