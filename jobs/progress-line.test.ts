import { expect, test } from 'vitest'
import { progressLine } from './progress-line'

const scope = { id: '1', title: 'acme/shop' }
const base = { stream: 'commits', pages: 0, records: 0, ended: 0, known: 1 }
const budget = { remaining: 4312, limit: 5000, resetAt: new Date(0) }

test.each([
  [{}, 'commits: 0 records'],
  [{ pages: 1, records: 1200 }, 'commits: 1,200 records'],
  [{ note: 'receiving objects, 45 %' }, 'commits: receiving objects, 45 %'],
  [{ scope, pages: 12, records: 1200 }, 'commits of acme/shop: 12 pages, 1,200 records'],
  // Too few have ended to tell how long the others take.
  [{ scope, pages: 1, records: 5, ended: 2, known: 40 }, 'commits of acme/shop: 5 records; 2 of 40 streams done'],
  [
    { scope, pages: 1, records: 5, ended: 10, known: 40 },
    'commits of acme/shop: 5 records; 10 of 40 streams done; about 5 min left',
  ],
  [{ ended: 40, known: 40, records: 5 }, 'commits: 5 records; 40 of 40 streams done'],
])('%j after 100 s', (given, line) => {
  const plain = progressLine({ ...base, ...given }, 100).replaceAll(/\s/g, ' ')
  expect(plain).toBe(line)
})

test('says what the source still answers', () => {
  expect(progressLine({ ...base, records: 5 }, 0, budget)).toBe('commits: 5 records; 4,312 of 5,000 requests left')
})
