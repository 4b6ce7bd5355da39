// Owns the offset of a time zone from UTC, fast enough to be asked once per record. Leaves calendar dates to time.ts.

const DAY = 86_400_000

/** A stretch of time with one offset: `[from, to)`, `local = instant + offset`, all in milliseconds. */
export type OffsetSpan = { from: number; to: number; offset: number }

type Zone = { format: Intl.DateTimeFormat; edges: Map<number, number>; days: Map<number, OffsetSpan[]> }

const zones = new Map<string, Zone>()

/** Whether the runtime knows this IANA time zone. A fixed offset such as `+01:00` is not a zone. */
export function isTimeZone(name: string): boolean {
  if (zones.has(name)) return true
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Milliseconds to add to an instant to get the local clock of the zone. Throws RangeError for an unknown zone. */
export function offsetAt(ms: number, zone: string): number {
  const spans = offsetSpans(Math.floor(ms / DAY), zone)
  for (const span of spans) if (ms < span.to) return span.offset
  return spans.at(-1)?.offset ?? 0
}

/** The first instant at which the local clock shows `local` (milliseconds, as if UTC) or, where it was skipped, more. */
export function instantOfLocal(local: number, zone: string): number {
  // NOTE: no offset exceeds 16 hours, so a day either side is certain to hold the answer.
  for (let day = Math.floor(local / DAY) - 1; ; day += 1) {
    for (const span of offsetSpans(day, zone)) {
      const instant = Math.max(span.from, local - span.offset)
      if (instant < span.to) return instant
    }
  }
}

/** The offsets in force during one UTC day: one span, or two around a clock change. */
function offsetSpans(utcDay: number, zone: string): OffsetSpan[] {
  const { format, edges, days } = zoneOf(zone)
  const known = days.get(utcDay)
  if (known) return known
  const from = utcDay * DAY
  const to = from + DAY
  const before = edgeOffset(from, format, edges)
  const after = edgeOffset(to, format, edges)
  const spans: OffsetSpan[] = []
  if (before === after) spans.push({ from, to, offset: before })
  else {
    const change = findChange(from, to, before, format)
    spans.push({ from, to: change, offset: before }, { from: change, to, offset: after })
  }
  days.set(utcDay, spans)
  return spans
}

function findChange(from: number, to: number, before: number, format: Intl.DateTimeFormat): number {
  let low = from / 1000
  let high = to / 1000
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (readOffset(middle * 1000, format) === before) low = middle
    else high = middle
  }
  return high * 1000
}

function edgeOffset(ms: number, format: Intl.DateTimeFormat, edges: Map<number, number>): number {
  const known = edges.get(ms)
  if (known !== undefined) return known
  const offset = readOffset(ms, format)
  edges.set(ms, offset)
  return offset
}

// NOTE: not @date-fns/tz tzOffset: it loses the sign of offsets such as -00:44:30 (Monrovia until 1972).
function readOffset(ms: number, format: Intl.DateTimeFormat): number {
  const match = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(format.format(ms))
  if (!match) return 0
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0)
  return (match[1] === '-' ? -seconds : seconds) * 1000
}

function zoneOf(name: string): Zone {
  const known = zones.get(name)
  if (known) return known
  if (!isTimeZone(name)) throw new RangeError(`Unknown time zone "${name}"`)
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  const zone = { format, edges: new Map<number, number>(), days: new Map<number, OffsetSpan[]>() }
  zones.set(name, zone)
  return zone
}
