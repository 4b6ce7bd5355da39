import { describe, expect, it } from 'vitest'
import { world } from '../../testing/github/world'

const now = (time: string) => ({ now: new Date(time) })

describe('what is touched twice within a second', () => {
  const here = world()

  it('is seen although the collection came between', async () => {
    here.fake.now = '2026-05-20T10:00:00Z'
    const pull = here.shop.pull({ createdAt: '2026-05-20T10:00:00Z' })
    const issue = here.shop.issue({ createdAt: '2026-05-20T10:00:00Z' })
    await here.collect({}, now('2026-05-20T10:00:00.400Z'))
    here.shop.edit(pull, { title: 'Another title' })
    here.shop.edit(issue, { closedAt: here.fake.now })
    await here.collect({}, now('2026-05-20T10:10:00Z'))
    expect(here.sink.of('pull_request')).toMatchObject([{ title: 'Another title' }])
    expect(here.sink.of('incident')).toMatchObject([{ resolvedAt: here.fake.now }])
    here.fake.taken()
    await here.collect({}, now('2026-05-20T10:20:00Z'))
    expect(here.fake.taken().charged).toBe(1)
  })
})
