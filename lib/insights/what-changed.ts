// Which figure of which service a reader should hear of first.
import { clearlyRose } from './comparison'
import type { Figures } from './overview-figures'
import { JUDGED, type Judged, type Variation, type Variations } from './signals'

/** A service as it was measured, whether it is on the page or not. */
export type Measured = {
  name: string
  slug: string
  team: string | null
  current: Figures
  before: Figures | null
}

export type Move = {
  name: string
  slug: string
  figure: Judged
  current: Figures
  before: Figures | null
  /** The words of its signal; null: it only changed. */
  signal: string | null
}

const FIGURES = Object.keys(JUDGED) as Judged[] // sound: the keys of the record
/** Of as many on both sides a median has an interval. */
const ENOUGH = 20
/** How many services are looked at week by week. Of more, those that changed most against the window before. */
const LOOKED_AT = 40

/** The figure with the largest signal; where there is none, the one that changed most of those with enough behind them. */
export function largestMove(all: Measured[], judge: (row: Measured) => Variations | null): Move | null {
  const changed = all.map((row) => ({ row, ...mostChanged(row) })).sort((a, b) => b.by - a.by || bySlug(a.row, b.row))
  let found: { move: Move; size: number } | null = null
  for (const { row } of changed.slice(0, LOOKED_AT)) {
    const variations = judge(row)
    for (const figure of FIGURES) {
      const variation: Variation | null = variations?.[figure] ?? null
      if (variation?.kind !== 'signal' || variation.size <= (found?.size ?? 0)) continue
      found = { move: moveOf(row, figure, variation.words), size: variation.size }
    }
  }
  if (found) return found.move
  const [first] = changed
  return first?.figure ? moveOf(first.row, first.figure, null) : null
}

function moveOf({ name, slug, current, before }: Measured, figure: Judged, signal: string | null): Move {
  return { name, slug, figure, current, before, signal }
}

/** `by`: |ln(now / before)|, so that half as much is as far as twice as much; 0 where nothing can be said to have changed. */
function mostChanged({ current, before }: Measured): { figure: Judged | null; by: number } {
  let most: { figure: Judged | null; by: number } = { figure: null, by: 0 }
  if (!before) return most
  for (const figure of FIGURES) {
    const [now, earlier] = [current[figure], before[figure]]
    if (!now.value || !earlier.value || now.n < ENOUGH || earlier.n < ENOUGH) continue
    const by = Math.abs(Math.log(now.value / earlier.value))
    if (by > Math.max(most.by, LEAST) && !isChance(figure, current, before)) most = { figure, by }
  }
  return most
}

/** Under a twentieth nothing is called a change. */
const LEAST = Math.log(1.05)

/** A few failures more or fewer are no change yet. */
function isChance(figure: Judged, current: Figures, before: Figures): boolean {
  if (figure !== 'failed') return false
  return !clearlyRose(current.failed, before.failed) && !clearlyRose(before.failed, current.failed)
}

function bySlug(a: Measured, b: Measured): number {
  return a.slug < b.slug ? -1 : 1
}
