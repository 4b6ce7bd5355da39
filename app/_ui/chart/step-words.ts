// The steps of a distribution in words.
import { formatCount, formatRate } from '../../../lib/format'
import type { PointUnit } from '../../../lib/insights/metric-points'

const SPACE = '\u00a0'
const UNITS: [seconds: number, name: string][] = [
  [7 * 86_400, 'w'],
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
]

/** A whole number of the largest unit that makes one, as bounds are. */
function bound(seconds: number): string {
  const [size, name] = UNITS.find(([one]) => seconds >= one && seconds % one === 0) ?? [1, 's']
  return `${formatCount(seconds / size)}${SPACE}${name}`
}

/** "1 h to 4 h"; the first step is "under", the last one has no end. */
export function stepWords(unit: PointUnit, from: number, to: number | null): string {
  if (unit === 'count') {
    if (to === null) return `${formatCount(from)} or more`
    return to - from === 1 ? formatCount(from) : `${formatCount(from)} to ${formatCount(to - 1)}`
  }
  const show = unit === 'seconds' ? bound : formatRate
  if (to === null) return `${show(from)} or more`
  return from === 0 ? `under ${show(to)}` : `${show(from)} to ${show(to)}`
}
