// Where the time of one deployment's changes went: the stages of METRICS section 3, over these changes alone.
import { STAGES, type Stage } from '../facts/stage'
import { quantileOfSorted, sorted } from '../metrics/stats'
import type { StageFigure } from './measure'
import type { ChangeRow } from './service-rows'

/** Bots' changes and those left out do not count; empty where none counts. Seconds. */
export function stageSplit(changes: ChangeRow[], active: readonly Stage[]): StageFigure[] {
  const counted = changes.filter(({ bot, stages }) => !bot && stages.length === STAGES.length)
  if (counted.length === 0) return []
  const whole = counted.reduce((sum, change) => sum + change.leadSeconds, 0)
  return STAGES.map((name, at) => {
    const parts = counted.flatMap(({ stages }) => stages[at] ?? [])
    const seen = sorted(parts.filter(({ observed }) => observed).map(({ seconds }) => seconds))
    const total = parts.reduce((sum, { seconds }) => sum + seconds, 0)
    return {
      name,
      active: active.includes(name),
      n: seen.length,
      total,
      median: quantileOfSorted(seen, 0.5),
      p90: quantileOfSorted(seen, 0.9),
      share: whole === 0 ? null : total / whole,
    }
  })
}
