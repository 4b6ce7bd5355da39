import { expect, it } from 'vitest'
import { stepWords } from './step-words'

it.each([
  ['seconds', 0, 300, 'under 5 min'],
  ['seconds', 3600, 14_400, '1 h to 4 h'],
  ['seconds', 345_600, 604_800, '4 d to 1 w'],
  ['seconds', 9_676_800, null, '16 w or more'],
  ['rate', 0, 0.1, 'under 10 %'],
  ['rate', 0.9, null, '90 % or more'],
  ['count', 0, 1, '0'],
  ['count', 2, 11, '2 to 10'],
  ['count', 101, null, '101 or more'],
] as const)('a step of %s from %s to %s', (unit, from, to, words) => {
  expect(stepWords(unit, from, to).replaceAll('\u00a0', ' ')).toBe(words)
})
