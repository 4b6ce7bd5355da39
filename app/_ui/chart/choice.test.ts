import { expect, it } from 'vitest'
import { afterKey, nearest } from './choice'

const points = [{ x: 0.1 }, { x: 0.3 }, { x: 0.9 }]

it.each([
  [-1, 0],
  [0.19, 0],
  [0.21, 1],
  [0.7, 2],
  [5, 2],
])('a pointer at %d is nearest to point %d', (x, expected) => expect(nearest(points, x)).toBe(expected))

it.each([
  ['ArrowRight', 3, 4],
  ['ArrowUp', 3, 4],
  ['ArrowLeft', 3, 2],
  ['ArrowLeft', 0, 0],
  ['PageUp', 3, 7],
  ['PageUp', 8, 9],
  ['PageDown', 3, 0],
  ['Home', 5, 0],
  ['End', 5, 9],
  ['Tab', 5, null],
  ['toString', 5, null],
])('%s at point %d leads to %d of ten', (key, current, expected) => expect(afterKey(key, current, 10)).toBe(expected))
