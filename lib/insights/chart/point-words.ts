// What one week of a chart says, the same for pointer, keyboard, touch and table.
import { formatCount, formatDuration, formatRange } from '../../format'
import { dayKey } from '../../time'
import type { TrendSignal, TrendWeek } from '../metric-trend'
import { countWords, formatFigure } from '../service-figures'

type Asked = {
  unit: 'seconds' | 'rate' | 'per-day'
  counts: [string, string]
  zone: string
  signal: TrendSignal | null
}

export function signalWords({ rule, side }: TrendSignal): string {
  if (rule === 'run') return `one of eight or more in a row ${side} the mean`
  return side === 'above' ? 'above the upper limit' : 'below the lower limit'
}

export function weekWords({ start, end }: TrendWeek, zone: string): string {
  const words = formatRange(start, end, zone)
  return /\d{4}$/.test(words) ? words : `${words} ${dayKey(start, zone).slice(0, 4)}`
}

export function pointWords(
  week: TrendWeek,
  { unit, counts, zone, signal }: Asked,
): {
  when: string
  value: string
  detail: string
} {
  const { value, n, part, middle, few, partial } = week
  const details: string[] = []
  if (few.length > 0) details.push(few.map((one) => formatDuration(one.value)).join(', '))
  if (middle) details.push(`middle half ${formatDuration(middle[0])} to ${formatDuration(middle[1])}`)
  if (unit !== 'per-day' && n > 0) {
    details.push(part === null ? countWords(n, counts) : `${formatCount(part)} of ${countWords(n, counts)}`)
  }
  if (signal) details.push(`signal: ${signalWords(signal)}`)
  if (partial) details.push('not a whole week')
  return {
    when: weekWords(week, zone),
    value: valueWords(unit, value, n, counts, few.length),
    detail: details.join(' · '),
  }
}

function valueWords(
  unit: Asked['unit'],
  value: number | null,
  n: number,
  counts: [string, string],
  few: number,
): string {
  if (unit === 'per-day') return value === null ? 'not known yet' : countWords(value, counts)
  if (value !== null) return unit === 'seconds' ? `median ${formatDuration(value)}` : formatFigure(unit, value)
  if (few > 0) return few === 1 ? 'one value' : 'too few for a median'
  return n === 0 ? `no ${counts[0]}` : 'no data'
}
