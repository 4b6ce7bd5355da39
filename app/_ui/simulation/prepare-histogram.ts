// Decides how simulated values are drawn as bars: how wide a bar is, where its axis begins and ends, what is marked on it. Places are
// shares of the plot: x from its left, y from its foot.

export type HistogramBar = { from: number; to: number; high: number }
export type HistogramMark = { x: number; label: string; row: number }
export type PreparedHistogram = {
  bars: HistogramBar[]
  /** The outline of the values it is compared with; empty without any. */
  outline: { x: number; y: number }[]
  xMarks: { x: number; label: string }[]
  marks: HistogramMark[]
  /** The share of the values beyond the end of the axis. */
  beyond: number
}

export type HistogramAsked = {
  /** Ascending. What is infinite lies beyond every axis. */
  values: ArrayLike<number>
  compared?: ArrayLike<number>
  /** Values that have a line and words. */
  marks: { value: number; label: string }[]
  /** Words of a value at the axis. */
  words: (value: number) => string
  /** Only whole numbers occur: a bar is never narrower than one. */
  whole?: boolean
  /** The axis begins at 0, else just before the least value. */
  fromZero?: boolean
}

const MOST_BARS = 48
const AXIS_MARKS = 4
/** The longest few would make all others one bar. */
const SHOWN = 0.98

/** Null where nothing is finite. */
export function prepareHistogram(asked: HistogramAsked): PreparedHistogram | null {
  const { values, compared = [], whole = false, fromZero = true, words } = asked
  const low = fromZero ? 0 : Math.max(0, (values[0] ?? 0) - 1)
  if (!Number.isFinite(low) || values.length === 0) return null
  const end = Math.max(
    shownEnd(values),
    shownEnd(compared),
    ...asked.marks.map(({ value }) => (Number.isFinite(value) ? value : 0)),
  )
  const span = Math.max(end - low + (whole ? 1 : 0), whole ? 1 : 1e-9)
  const width = whole ? Math.ceil(span / MOST_BARS) : span / MOST_BARS
  const count = Math.max(1, Math.ceil(span / width - 1e-9))
  const x = (value: number) => (value - low) / (width * count)
  const shares = sharesOf(values, low, width, count)
  const others = sharesOf(compared, low, width, count)
  const most = Math.max(...shares.inside, ...others.inside) || 1
  const bars = shares.inside.map((share, at) => ({ from: at / count, to: (at + 1) / count, high: share / most }))
  const step = axisStep(width * count, whole)
  const xMarks: PreparedHistogram['xMarks'] = []
  const last = low + width * count - (whole ? 1 : 0)
  for (let value = Math.ceil(low / step) * step; value <= last + 1e-9; value += step) {
    xMarks.push({ x: x(value + (whole ? 0.5 : 0)), label: words(value) })
  }
  const marks = asked.marks
    .filter(({ value }) => Number.isFinite(value))
    .map(({ value, label }, row) => ({ x: x(value + (whole ? 0.5 : 0)), label, row }))
  const outline =
    compared.length === 0
      ? []
      : others.inside.flatMap((share, at) => [
          { x: at / count, y: share / most },
          { x: (at + 1) / count, y: share / most },
        ])
  return { bars: bars.filter(({ high }) => high > 0), outline, xMarks, marks, beyond: shares.beyond }
}

function shownEnd(values: ArrayLike<number>): number {
  for (let at = Math.ceil(values.length * SHOWN) - 1; at >= 0; at -= 1) {
    const value = values[at] ?? 0
    if (Number.isFinite(value)) return value
  }
  return 0
}

function sharesOf(values: ArrayLike<number>, low: number, width: number, count: number) {
  const inside = Array.from({ length: count }, () => 0)
  let beyond = 0
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0
    const bar = Math.floor((value - low) / width + 1e-9)
    // What stands at the very end is in the last bar.
    const place = value - low <= width * count ? Math.min(bar, count - 1) : count
    if (place >= 0 && place < count) inside[place] = (inside[place] ?? 0) + 1 / values.length
    else beyond += 1 / values.length
  }
  return { inside, beyond }
}

const NICE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
const NICE_SECONDS = [
  60, 300, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800, 432_000, 864_000, 2_592_000,
]

function axisStep(span: number, whole: boolean): number {
  const steps = whole ? NICE : NICE_SECONDS
  return steps.find((step) => span / step <= AXIS_MARKS + 1) ?? Math.ceil(span / AXIS_MARKS)
}
