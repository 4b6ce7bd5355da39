// Decides the marks of a time axis: weeks, months or years, few enough to be read.
import { formatRange } from '../../format'
import { dayNumber, dayStart } from '../../time'

export type TimeMark = {
  at: number
  label: string /** One of every two: left out where there is little room. */
  minor: boolean
}

const DAY = 86_400_000
const MOST = 9
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const WEEKS_SHOWN = 18

/** Marks of `[from, to)`; `starts` are the first instants of its weeks. */
export function timeMarks(starts: readonly number[], from: number, to: number, zone: string): TimeMark[] {
  const marks = (to - from) / (7 * DAY) <= WEEKS_SHOWN ? weekMarks(starts, zone) : monthMarks(from, to, zone)
  return marks.map((mark, at) => ({ ...mark, minor: marks.length > 4 && at % 2 === 1 }))
}

function weekMarks(starts: readonly number[], zone: string) {
  const [first = 0, second] = starts
  // A first week of few days has no room for its date.
  const shown = second !== undefined && second - first < 5 * DAY ? starts.slice(1) : starts
  const step = Math.ceil(shown.length / MOST)
  return shown.flatMap((at, index) => (index % step === 0 ? [{ at, label: formatRange(at, at + 1, zone) }] : []))
}

function monthMarks(from: number, to: number, zone: string) {
  const months = (to - from) / (30.4 * DAY)
  const step = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((size) => months / size <= MOST) ?? 1200
  const first = new Date(dayNumber(from, zone) * DAY)
  const marks: { at: number; label: string }[] = []
  let month = first.getUTCFullYear() * 12 + first.getUTCMonth()
  month = Math.ceil(month / step) * step
  for (;;) {
    const at = dayStart(Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY, zone)
    if (at >= to) return marks
    const year = String(Math.floor(month / 12))
    const isYear = month % 12 === 0
    if (at >= from) marks.push({ at, label: isYear ? year : step >= 12 ? year : (MONTHS[month % 12] ?? '') })
    month += step
  }
}
