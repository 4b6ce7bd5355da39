import { formatInstantIn, formatRange } from '../../lib/format'
import { readWindow, resolveWindow, windowAsked } from '../../lib/insights/page-window'
import { windowWords } from '../../lib/insights/window-words'
import { dayKey } from '../../lib/time'
import styles from './printed.module.css'
import { PrintedAddress } from './printed-address'

type Props = { host: string; path: string; search: string; zone: string | null; now: number }

/** On paper alone: what a reader must know who has no address bar, of which window it is, as of when, on whose clock. */
export function Printed({ host, path, search, zone, now }: Props) {
  const clock = zone ?? 'UTC'
  const window = windowOf(path, search, clock, now)
  return (
    <div className={styles.printed}>
      <p>
        <b>Streamgauge</b>
        {window !== null && `, ${window}`}; as of {formatInstantIn(now, clock)} ({dayKey(now, clock).slice(0, 4)}) in{' '}
        {clock}
      </p>
      <PrintedAddress first={`${host}${path}${search}`} />
    </div>
  )
}

const WINDOWED = /^\/(?:$|services\/|metrics\/|quality$|teams\/[^/]+\/(?:stream|flow)$)/

/** Null where a page has no window, or cannot show the one that is asked. */
function windowOf(path: string, search: string, zone: string, now: number): string | null {
  if (!WINDOWED.test(path)) return null
  const query = new URLSearchParams(search)
  const asked = readWindow(windowAsked((name) => query.get(name) || undefined))
  if (!asked.ok) return null
  const { name } = windowWords(asked.choice)
  if (asked.choice.kind === 'all' || asked.choice.kind === 'dates') return name
  const { from, to } = resolveWindow(asked.choice, zone, now, null).window
  return `${name} (${formatRange(from, to, zone)})`
}
