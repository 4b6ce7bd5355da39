// How long the mainline stood red (METRICS section 9, test 3): a failed run until the next successful one of that pipeline.
import type { MainlineVerdict } from '../records/runs'
import { median } from './stats'

/** `greenAt` null: still red when it was looked at. */
export type RedSpell = { source: string; pipeline: string; redAt: number; greenAt: number | null }

/** METRICS section 9: a red mainline is green again within ten minutes. */
export const RED_LIMIT_SECONDS = 600

/**
 * The spells in which a pipeline's last verdict on the mainline was a failure, that began in `[from, to)`.
 *
 * Definition: a spell begins with the finish of a failed run whose pipeline was not red, and ends with the finish of the next
 * successful run of that pipeline. Further failures in between belong to it.
 * Edge cases: verdicts of one instant count in their order. What was red before the first verdict is not known.
 * Example: failed 10:00, failed 10:20, succeeded 10:30 → one spell of 30 minutes.
 */
export function redSpells(
  verdicts: readonly MainlineVerdict[],
  { from, to }: { from: number; to: number },
): RedSpell[] {
  const current = new Map<string, RedSpell>()
  const all: RedSpell[] = []
  for (const { source, pipeline, succeeded, finishedAt } of [...verdicts].sort((a, b) => a.finishedAt - b.finishedAt)) {
    const key = JSON.stringify([source, pipeline])
    const red = current.get(key)
    if (succeeded && red) {
      red.greenAt = finishedAt
      current.delete(key)
    } else if (!succeeded && !red) {
      const spell: RedSpell = { source, pipeline, redAt: finishedAt, greenAt: null }
      current.set(key, spell)
      all.push(spell)
    }
  }
  return all.filter(({ redAt }) => redAt >= from && redAt < to)
}

export type RedFigures = {
  n: number
  /** Seconds, over the spells that ended. */
  median: number | null
  longest: number | null
  /** Green again within ten minutes. */
  inTime: number
  /** Still red. */
  open: number
}

/** A spell that lasts still counts with its age at `now` for the longest only. */
export function redFigures(spells: readonly RedSpell[], now: number): RedFigures {
  const ended = spells.flatMap(({ redAt, greenAt }) => (greenAt === null ? [] : [(greenAt - redAt) / 1000]))
  const all = spells.map(({ redAt, greenAt }) => ((greenAt ?? Math.max(now, redAt)) - redAt) / 1000)
  return {
    n: spells.length,
    median: median(ended),
    longest: all.length === 0 ? null : Math.max(...all),
    inTime: ended.filter((seconds) => seconds <= RED_LIMIT_SECONDS).length,
    open: spells.length - ended.length,
  }
}
