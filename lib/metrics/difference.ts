// The interval of a difference between two independent figures, of any kind, that have intervals of their own.
import type { Interval } from './stats'

/** A figure with its 95 % interval. */
export type Estimate = { value: number; interval: Interval }

/**
 * The 95 % interval of `after − before`.
 *
 * Formula (MOVER, the method of variance estimates recovery): with d = a − b,
 * [d − √((a − lₐ)² + (u_b − b)²), d + √((uₐ − a)² + (b − l_b)²)]. Of two Wilson intervals it is Newcombe's method 10.
 * Unit: that of the values. Edge cases: intervals without width give one without width.
 * Source: Newcombe (1998), Statistics in Medicine 17:873-890; Zou and Donner (2008), Statistics in Medicine 27:1693-1702.
 * Example: 56/70 − 48/80 (Newcombe's table II, a) → 0.2, interval 0.0524 to 0.3339.
 */
export function differenceInterval(after: Estimate, before: Estimate): Interval {
  const difference = after.value - before.value
  return [
    difference - Math.hypot(after.value - after.interval[0], before.interval[1] - before.value),
    difference + Math.hypot(after.interval[1] - after.value, before.value - before.interval[0]),
  ]
}
