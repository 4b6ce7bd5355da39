import { describe, expect, it } from 'vitest'
import { mergeRecord, type StoredRecord } from '../../store/merge'
import { world } from '../../testing/github/world'

const now = (time: string) => ({ now: new Date(time) })

describe('what is touched twice within a second', () => {
  const here = world()

  it.each([
    ['', '2026-05-20T10:00:00.400Z'],
    [', by a clock that is minutes behind', '2026-05-20T09:55:00.400Z'],
  ])('is seen although the collection came between%s', async (_, first) => {
    here.fake.now = '2026-05-20T10:00:00Z'
    const pull = here.shop.pull({ createdAt: '2026-05-20T10:00:00Z' })
    const issue = here.shop.issue({ createdAt: '2026-05-20T10:00:00Z' })
    await here.collect({}, now(first))
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

describe('what was deleted', () => {
  const here = world()

  it('is removed also by a clock that is hours behind', async () => {
    const issue = here.shop.issue({ createdAt: '2026-06-01T02:00:00Z' })
    await here.collect()
    here.shop.issues.splice(0, 1)
    here.sink.pages.splice(0)
    await here.collect()
    const removals = here.sink.taken().filter((record) => record.deleted)
    const fields = { source: 'test', id: `acme/shop#${issue.number}` }
    const live: StoredRecord = { fields, sources: ['test'], deleted: false, updatedAt: issue.updatedAt, authorRank: 0 }
    let stored: StoredRecord | null = live
    for (const removal of removals) stored = mergeRecord(stored, removal).stored
    expect(stored).toMatchObject({ deleted: true, updatedAt: issue.updatedAt })
  })
})
