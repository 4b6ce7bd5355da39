// Owns process limits: what a trend does by itself, and which points call for a reason.

/** `outside`: beyond a limit. `run`: one of eight or more in a row on one side of the centre. */
export type Signal = { index: number; rule: 'outside' | 'run'; side: 'above' | 'below' }
export type Limits = { lower: number; upper: number }
export type XmrChart = Limits & { centre: number; movingRange: number; signals: Signal[] }
export type PChart = { centre: number; limits: (Limits | null)[]; signals: Signal[] }

const FEWEST_POINTS = 8
const RUN_LENGTH = 8
/** 3 / d2 for ranges of two, d2 = 2 / √π, to the two decimals in which the chart is published. */
const XMR_FACTOR = 2.66
/** Equal values must not signal because their mean was rounded. */
const ROUNDING = 1e-9

/**
 * The XmR chart (individuals and moving range) of a series.
 *
 * Definition: the centre is the mean; the limits are where a process that only varies as it did from point to point
 * would stay. A signal is a point outside the limits, or each of eight or more in a row on one side of the centre.
 * Formula: mean ± 2.66 · mean of |xᵢ − xᵢ₋₁|; the lower limit is not under 0.
 * Unit: that of the points, which must be amounts (never negative). `index` counts from 0 in the list as given.
 * Edge cases: null under 8 points. A null is a gap: it is no point, its neighbours stand next to each other, and it
 * neither breaks nor lengthens a run. A point on the centre breaks a run. Equal points never signal.
 * Source: Wheeler (1993), Understanding Variation; 2.66 = 3 / 1.128.
 * Example: 10, 12, 11, 13, 10, 12, 11, 25: mean 13, mean moving range 25/7 = 3.571, limits 3.5 and 22.5; 25 is a signal.
 */
export function xmr(points: readonly (number | null)[]): XmrChart | null {
  const known = knownPoints(points)
  if (known.length < FEWEST_POINTS) return null
  let sum = 0
  let moved = 0
  for (const [place, point] of known.entries()) {
    sum += point.value
    const previous = known[place - 1]
    if (previous) moved += Math.abs(point.value - previous.value)
  }
  const centre = sum / known.length
  const movingRange = moved / (known.length - 1)
  const upper = centre + XMR_FACTOR * movingRange
  const lower = Math.max(0, centre - XMR_FACTOR * movingRange)
  const judged = known.map((point) => ({ ...point, lower, upper }))
  return { centre, movingRange, lower, upper, signals: findSignals(judged, centre) }
}

/**
 * The p-chart of a series of rates.
 *
 * Definition: as the XmR chart, for shares of a counted total: the limits are those of a constant rate, and are wider
 * where the total is smaller.
 * Formula: p̄ = Σ failed / Σ total; p̄ ± 3·√(p̄(1 − p̄) / totalᵢ), kept within 0 to 1.
 * Unit: rates, 0 to 1; `failed` and `total` are counts. `index` counts from 0 in the list as given.
 * Edge cases: null under 8 points with a total; a point with total 0 is a gap (limits null), as in `xmr`.
 * Source: Shewhart (1931), Economic Control of Quality of Manufactured Product; NIST/SEMATECH e-Handbook 6.3.3.2.
 * Example: eight weeks of 20, failed 2, 2, 2, 2, 2, 2, 2 and 10: p̄ = 24/160 = 0.15, limits 0 and 0.3895; 0.5 signals.
 */
export function pChart(points: readonly { failed: number; total: number }[]): PChart | null {
  const known = knownPoints(points.map(({ failed, total }) => (total > 0 ? failed / total : null)))
  if (known.length < FEWEST_POINTS) return null
  let failed = 0
  let total = 0
  for (const point of points) {
    failed += point.failed
    total += point.total
  }
  const centre = failed / total
  const limits = points.map((point): Limits | null => {
    if (point.total <= 0) return null
    const reach = 3 * Math.sqrt((centre * (1 - centre)) / point.total)
    return { lower: Math.max(0, centre - reach), upper: Math.min(1, centre + reach) }
  })
  const judged = known.map((point) => ({ ...point, ...(limits[point.index] ?? { lower: 0, upper: 1 }) }))
  return { centre, limits, signals: findSignals(judged, centre) }
}

type Point = { index: number; value: number }

function knownPoints(points: readonly (number | null)[]): Point[] {
  const known: Point[] = []
  for (const [index, value] of points.entries()) if (value !== null) known.push({ index, value })
  return known
}

function findSignals(points: readonly (Point & Limits)[], centre: number): Signal[] {
  const slack = ROUNDING * Math.max(Math.abs(centre), Number.MIN_VALUE)
  const sides = points.map(({ value }) => (value > centre + slack ? 'above' : value < centre - slack ? 'below' : null))
  const signals: Signal[] = []
  for (const [place, point] of points.entries()) {
    const side = sides[place] ?? null
    if (side === null) continue
    const outside = point.value > point.upper + slack || point.value < point.lower - slack
    if (outside) signals.push({ index: point.index, rule: 'outside', side })
    else if (runLength(sides, place) >= RUN_LENGTH) signals.push({ index: point.index, rule: 'run', side })
  }
  return signals
}

/** How many neighbours in a row, this place included, are on its side. */
function runLength(sides: readonly ('above' | 'below' | null)[], place: number): number {
  let first = place
  let last = place
  while (sides[first - 1] === sides[place]) first -= 1
  while (sides[last + 1] === sides[place]) last += 1
  return last - first + 1
}
