import { describe, expect, it } from 'vitest'
import { sha } from '../../testing/github/model'
import { world } from '../../testing/github/world'

const instant = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`
const START = Date.parse('2025-07-01T00:00:00Z')
const HOUR = 3_600_000

describe('what a collection costs', () => {
  const here = world()

  it('an idle repository: one request, whatever it holds', async () => {
    here.shop.commit()
    here.shop.pull({ createdAt: '2026-05-01T10:00:00Z' })
    here.shop.run({ created_at: '2026-05-01T10:00:00Z' })
    await here.collect()
    here.fake.taken()
    await here.collect()
    const { requests, charged } = here.fake.taken()
    expect({ requests, charged }).toEqual({ requests: 2, charged: 1 })
  })

  it('a hundred idle repositories: two requests that count', async () => {
    for (let number = 0; number < 99; number += 1) here.fake.repository(`acme/idle-${number}`)
    await here.collect({ repositories: ['acme/*'] })
    here.fake.taken()
    await here.collect({ repositories: ['acme/*'] })
    expect(here.fake.taken()).toMatchObject({ requests: 102, charged: 2 })
  }, 180_000)

  it('a thousand pull requests with their commits and reviews', async () => {
    for (let number = 0; number < 1_000; number += 1) {
      const createdAt = instant(START + number * 7 * HOUR)
      const commits = [1, 2, 3].map((one) => ({ oid: sha(`${number} ${one}`), authoredDate: createdAt }))
      const pull = here.shop.pull({ createdAt, updatedAt: createdAt, commits })
      for (const state of ['COMMENTED', 'APPROVED']) here.shop.review(pull, state, createdAt)
    }
    await here.collect()
    expect([here.sink.of('pull_request').length, here.sink.of('review').length]).toEqual([1_000, 2_000])
    expect(here.fake.taken().requests).toBe(42)
  }, 180_000)

  it('ten thousand runs, through the thousand that a list may have', async () => {
    for (let number = 0; number < 10_000; number += 1) {
      // Busy by day, idle at night, ten times as busy in the last month.
      const at = START + (number < 5_000 ? number * 1.4 * HOUR : 5_000 * 1.4 * HOUR + (number - 5_000) * 0.13 * HOUR)
      here.shop.run({ created_at: instant(at) })
    }
    await here.collect()
    const runs = here.sink.of('pipeline_run')
    expect(runs).toHaveLength(10_000)
    expect(here.fake.taken().requests).toBe(109)
    const order = here.sink.pages.filter(({ stream }) => stream.startsWith('runs')).flatMap(({ records }) => records)
    const times = order.map((record) => Date.parse(String((record as { queuedAt?: string }).queuedAt)))
    expect(times.every((time, at) => at === 0 || time <= (times[at - 1] ?? 0))).toBe(true)
  }, 180_000)

  it('two hundred and thirty deployments with their statuses', async () => {
    for (let number = 0; number < 230; number += 1) {
      const createdAt = instant(START + number * HOUR)
      const deployment = here.shop.deploy({ createdAt })
      for (const state of ['QUEUED', 'IN_PROGRESS', 'SUCCESS', 'INACTIVE'])
        here.shop.status(deployment, state, createdAt)
    }
    await here.collect()
    expect(here.sink.of('deployment')).toHaveLength(230)
    expect(here.fake.taken().requests).toBe(8)
  })
})
