// Which point of a chart a pointer or a key chooses.

/** The point nearest to a place along the width, 0 to 1. */
export function nearest(points: readonly { x: number }[], x: number): number {
  let best = 0
  for (const [at, point] of points.entries()) {
    if (Math.abs(point.x - x) < Math.abs((points[best]?.x ?? 0) - x)) best = at
  }
  return best
}

/** As a slider's keys do, a page being four weeks; null: the key is not for the chart. */
export function afterKey(key: string, current: number, count: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: 4,
    PageDown: -4,
    Home: -count,
    End: count,
  }
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined
  return step === undefined ? null : Math.min(count - 1, Math.max(0, current + step))
}
