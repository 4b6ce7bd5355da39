// What a drawing of a trend has that needs a word: the same on the page and in its picture.
import type { PreparedChart } from '../../../lib/insights/chart/prepare'

export type KeyEntry = { sign: 'line' | 'band' | 'single' | 'dashed' | 'ring'; words: string }

/** Says only what this drawing has. */
export function keyOf(chart: PreparedChart): KeyEntry[] {
  const hasMiddle = chart.bands.length + chart.bars.length > 0
  const entries: [KeyEntry['sign'], string, boolean][] = [
    ['line', 'weekly median', hasMiddle],
    ['band', 'middle half', hasMiddle],
    ['single', 'single value, in weeks of fewer than five', chart.singles.length > 0],
    ['dashed', 'week that is not whole', chart.dashes.length > 0 || chart.dots.some((dot) => dot.hollow)],
    ['ring', 'signal', chart.rings.length > 0],
  ]
  return entries.flatMap(([sign, words, shown]) => (shown ? [{ sign, words }] : []))
}
