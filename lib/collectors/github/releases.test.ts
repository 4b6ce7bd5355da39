import { describe, expect, it } from 'vitest'
import { world } from '../../testing/github/world'

const at = '2026-05-01T10:00:00Z'
const later = '2026-05-02T10:00:00Z'

describe('releases', () => {
  const here = world()

  it('add to their tag what only they know; without them the tag stays', async () => {
    const oid = here.shop.commit({ at })
    here.shop.release('v1', { createdAt: later, isPrerelease: true }, { oid })
    here.shop.release('v2', { createdAt: later }, { oid, taggedAt: '2026-05-01T12:00:00+02:00' })
    here.shop.release('v3', { createdAt: later, isDraft: true }, { oid })
    here.shop.tags.delete('v3')
    await here.collect()
    const tags = () =>
      here.sink
        .of('tag')
        .map(({ name, createdAt, publishedAt, prerelease }) => [name, createdAt, publishedAt, prerelease])
    expect(tags()).toEqual(
      expect.arrayContaining([
        ['v1', at, later, true],
        ['v2', at, later, false],
      ]),
    )
    here.shop.releases.splice(0, 1)
    await here.collect()
    expect(tags()).toEqual(expect.arrayContaining([['v1', at, undefined, undefined]]))
  })

  it('are read again when an older one was edited, and cost nothing while none was', async () => {
    const oid = here.shop.commit({ at })
    const old = here.shop.release('v1', { createdAt: at, isPrerelease: true }, { oid })
    here.shop.release('v2', { createdAt: later }, { oid })
    await here.collect()
    here.fake.taken()
    await here.collect()
    expect(here.fake.taken().charged).toBe(1)
    here.shop.edit(old, { isPrerelease: false })
    await here.collect()
    expect(here.sink.of('tag').find(({ name }) => name === 'v1')).toMatchObject({ prerelease: false })
  })
})
