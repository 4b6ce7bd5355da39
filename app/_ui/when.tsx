import { formatInstantIn } from '../../lib/format'
import { dayKey, formatInstant } from '../../lib/time'

/** `Tue 3 Mar, 14:20` in the service's zone, with the year where it is another one; the exact instant in the tooltip. */
export function When({ at, zone, now }: { at: number; zone: string; now: number }) {
  const exact = formatInstant(at)
  const year = dayKey(at, zone).slice(0, 4)
  return (
    <time dateTime={exact} title={exact} className="number">
      {formatInstantIn(at, zone)}
      {year !== dayKey(now, zone).slice(0, 4) && ` (${year})`}
    </time>
  )
}
