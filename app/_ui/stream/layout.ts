// Where things of a value stream map stand, in the units of its drawing. Pure.

export type Mark = {
  key: string
  shape: 'box' | 'triangle'
  origin: 'measured' | 'estimate'
  name: string
  /** The time in big letters, a line each; empty: not observed. */
  time: string[]
  /** What kind of time it is: "median". */
  note: string
  /** What stands beneath, a short line each. */
  facts: string[]
  /** In a triangle: how much waits. */
  inventory: string | null
  /** Where it leads; null: nothing is behind it. */
  href: string | null
  /** The whole of it in a sentence. */
  label: string
  /** On the ladder: waiting is high, work is low. */
  steps: { level: 'high' | 'low'; value: string }[]
}
export type Loop = { key: string; from: string; to: string; words: [string, string]; href: string; label: string }
export type Totals = { high: string; low: string }

export type Placed = Mark & { x: number; width: number; center: number }
export type PlacedLoop = Loop & { x1: number; x2: number; middle: number }
export type PlacedStep = { key: string; x: number; level: 'high' | 'low'; value: string }
export type Drawing = {
  width: number
  /** The most facts that any box has. */
  rows: number
  marks: Placed[]
  loops: PlacedLoop[]
  steps: PlacedStep[]
  /** Its measured part, and that of the estimates. */
  ladder: string
  guessed: string
  /** Where the last step of the ladder ends and its totals stand. */
  end: number
  /** The measured part, for the bracket above it. */
  measured: { from: number; to: number } | null
}

export const BOX = 118
export const TRIANGLE = 86
const GAP = 8
const MARGIN = 4
const TOTALS = 120
/** Half the width of a way back to the same stage. */
const TURN = 34
export const LADDER = { high: 262, low: 292 }

/** From left to right in the order given. */
export function layOut(marks: readonly Mark[], loops: readonly Loop[]): Drawing {
  let x = MARGIN
  const placed = marks.map((mark): Placed => {
    const width = mark.shape === 'box' ? BOX : TRIANGLE
    const here = { ...mark, x, width, center: x + width / 2 }
    x += width + GAP
    return here
  })
  const right = x - GAP
  const steps = placed.flatMap(({ key, x: left, width, origin, steps: own }) =>
    own.map((step, at) => ({
      key: `${key} ${at}`,
      left: left - GAP / 2,
      width: width + GAP,
      of: own.length,
      at,
      origin,
      ...step,
    })),
  )
  const edges = steps.map(({ left, width, of, at, ...step }) => ({
    ...step,
    from: left + (width * at) / of,
    to: left + (width * (at + 1)) / of,
  }))
  const centerOf = new Map(placed.map(({ key, center }) => [key, center]))
  const measured = placed.filter(({ origin }) => origin === 'measured')
  const [first, last] = [measured[0], measured.at(-1)]
  const end = edges.at(-1)?.to ?? right
  return {
    width: Math.max(right + MARGIN, end + TOTALS),
    rows: Math.max(0, ...marks.map(({ shape, facts }) => (shape === 'box' ? facts.length : 0))),
    marks: placed,
    loops: loops.flatMap((loop): PlacedLoop[] => {
      const [from, to] = [centerOf.get(loop.from), centerOf.get(loop.to)]
      if (from === undefined || to === undefined) return []
      const [x1, x2] = from === to ? [from + TURN, from - TURN] : [from, to]
      return [{ ...loop, x1, x2, middle: (x1 + x2) / 2 }]
    }),
    steps: edges.map(({ key, from, to, level, value }) => ({ key, x: (from + to) / 2, level, value })),
    ladder: pathOf(edges, 'measured'),
    guessed: pathOf(edges, 'estimate'),
    end,
    measured: first && last ? { from: first.x, to: last.x + last.width } : null,
  }
}

type Edge = { from: number; to: number; level: 'high' | 'low'; origin: Mark['origin'] }

/** A line through the steps of one origin; it comes from the step before, whosever that is. */
function pathOf(edges: readonly Edge[], origin: Edge['origin']): string {
  return edges
    .map((edge, at) => {
      if (edge.origin !== origin) return ''
      const before = edges[at - 1]
      const joins = before?.to === edge.from
      const start = joins
        ? before.origin === origin
          ? ''
          : `M${edge.from} ${LADDER[before.level]}`
        : `M${edge.from} ${LADDER[edge.level]}`
      return `${start}${joins ? `V${LADDER[edge.level]}` : ''}H${edge.to}`
    })
    .join('')
}

/** From which width of the page on a drawing can be read; below it, the same is a list. */
export function sizeOf(width: number): 'small' | 'middle' | 'large' {
  return width <= 1150 ? 'small' : width <= 1400 ? 'middle' : 'large'
}

/** Values in as few lines as have room beneath each other: two to a line. */
export function linesOf(values: readonly string[]): string[] {
  if (values.length < 3) return [...values]
  const lines: string[] = []
  for (let at = 0; at < values.length; at += 2) lines.push(values.slice(at, at + 2).join(', '))
  return lines
}

/** At most as many characters as have room; the whole name is in the label and in the table. */
export function shortened(text: string, most: number): string {
  const letters = [...text]
  return letters.length <= most
    ? text
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}
