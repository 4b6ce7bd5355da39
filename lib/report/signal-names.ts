// Where the word beside a signal's ring stands, so that it stands on nothing else.
import { textWidth } from './lettering'

type Point = { x: number; y: number }
type Box = { left: number; right: number; top: number; bottom: number }

export const SIGNAL = { words: 'signal', size: 12, weight: 600 } as const
const WIDTH = textWidth(SIGNAL.words, SIGNAL.size, SIGNAL.weight)
/** Above and below its base line. */
const [RISE, FALL] = [10, 3]
/** From the middle of a ring, and of a dot. */
const [RING, DOT] = [8, 4]

/** Left end and base line of each name: above its ring if it can be, else below, right or left of it, else nowhere. */
export function signalNames(
  rings: (Point & { isNamed: boolean })[],
  dots: readonly Point[],
  inside: Box,
): (Point & { box: Box })[] {
  const taken = [...rings.map((ring) => around(ring, RING)), ...dots.map((dot) => around(dot, DOT))]
  const names: (Point & { box: Box })[] = []
  for (const { x, y, isNamed } of rings) {
    if (!isNamed) continue
    const places = [
      { x: x - WIDTH / 2, y: y - 12 },
      { x: x - WIDTH / 2, y: y + 21 },
      { x: x + 12, y: y + 4 },
      { x: x - 12 - WIDTH, y: y + 4 },
    ].map((place) => ({ ...place, box: boxOf(place) }))
    const free = places.find(({ box }) => isInside(box, inside) && !taken.some((other) => overlap(box, other)))
    if (!free) continue
    names.push(free)
    taken.push(free.box)
  }
  return names
}

function boxOf({ x, y }: Point): Box {
  return { left: x - 1, right: x + WIDTH + 1, top: y - RISE, bottom: y + FALL }
}

function around({ x, y }: Point, radius: number): Box {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }
}

function isInside(box: Box, { left, right, top, bottom }: Box): boolean {
  return box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}
