import { beforeAll, expect, it } from 'vitest'
import { BUILD_TIME, pullRequest, review } from '../testing/build'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { ingest } from './ingest'
import { loadUnderReview } from './under-review'

describeOnEachServer('pull requests under review', (server) => {
  useTestDatabase(server)

  beforeAll(async () => {
    const records = [
      pullRequest({ number: 1, readyAt: '2026-03-03T09:00:00Z' }),
      pullRequest({ number: 1, source: 'mirror', url: 'https://git.example/1' }),
      pullRequest({ number: 2 }),
      pullRequest({ number: 1, repository: 'acme/other', title: 'Elsewhere' }),
      review({ id: 'late', state: 'approved', submittedAt: '2026-03-05T09:00:00Z' }),
      review({ id: 'early', state: 'commented', author: 'check[bot]', submittedAt: '2026-03-04T09:00:00Z' }),
      review({ id: 'other', pullRequest: 2 }),
      review({ id: 'elsewhere', repository: 'acme/other' }),
    ]
    await ingest(records, { now: new Date(BUILD_TIME), people: { key: 'a people key of this test', bots: [] } })
  })

  it('come in every source’s version, with their reviews by time, and nobody else’s', async () => {
    const { pulls, reviews } = await loadUnderReview('acme/shop', [1])
    expect(pulls.map(({ source, number, readyAt, url }) => [source, number, readyAt, url])).toEqual([
      ['import', 1, Date.parse('2026-03-03T09:00:00Z'), null],
      ['mirror', 1, null, 'https://git.example/1'],
    ])
    expect(reviews.map(({ state, bot }) => [state, bot])).toEqual([
      ['commented', true],
      ['approved', false],
    ])
  })

  it('are none where none is asked for', async () => {
    expect(await loadUnderReview('acme/shop', [])).toEqual({ pulls: [], reviews: [] })
  })
})
