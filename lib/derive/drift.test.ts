import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commitsAhead } from './drift'

/** a ← b ← c ← d, and x beside b that d merges. */
const HISTORY = [
  { sha: 'a', parents: [] },
  { sha: 'b', parents: ['a'] },
  { sha: 'x', parents: ['a'] },
  { sha: 'c', parents: ['b'] },
  { sha: 'd', parents: ['c', 'x'] },
]
const ahead = (sha: string, ...bases: string[]) => {
  const found = commitsAhead(HISTORY, sha, bases)
  return typeof found === 'string' ? found : found.toSorted().join('')
}

test.each([
  ['d', ['b'], 'cdx'],
  ['d', ['b', 'x'], 'cd'],
  ['b', ['d'], ''],
  ['d', ['d'], ''],
  ['x', ['c'], 'x'],
  // After a rollback to a, what was in production before stays delivered.
  ['c', ['a', 'c'], ''],
])('%s is ahead of %s by "%s"', (sha, bases, expected) => {
  expect(ahead(sha, ...bases)).toBe(expected)
})

test('a commit that is not in the history is told as such, and so is a production of which none is', () => {
  expect(ahead('nowhere', 'a')).toBe('here')
  expect(ahead('b', 'nowhere')).toBe('production')
  expect(ahead('b', 'nowhere', 'a')).toBe('b')
})

test('more of production never leaves more ahead of it', () => {
  const shas = fc.subarray(['a', 'b', 'c', 'd', 'x'], { minLength: 1 })
  fc.assert(
    fc.property(fc.constantFrom('a', 'b', 'c', 'd', 'x'), shas, shas, (sha, some, more) => {
      const few = new Set(ahead(sha, ...some))
      for (const commit of ahead(sha, ...some, ...more)) expect(few.has(commit)).toBe(true)
    }),
  )
})
