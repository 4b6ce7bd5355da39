import type { PointUnit } from '../../../lib/insights/metric-points'

/** What across and up mean where every row is a dot. */
export const HEIGHT: Record<PointUnit, string> = {
  seconds: 'Across: when it ended. Up: how long it took. Dashed: so many in a hundred took no longer.',
  rate: 'Across: when it was delivered. Up: the share of its lead time in which it was worked on.',
  count: 'Across: when it finished. Up: how many changes it brought.',
}

/** By what rows are divided into steps. */
export const SPREAD: Record<PointUnit, string> = {
  seconds: 'By how long it took.',
  rate: 'By the share of lead time that was work.',
  count: 'By the number of changes in a deployment.',
}
