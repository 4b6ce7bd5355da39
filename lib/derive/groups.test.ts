import fc from 'fast-check'
import { expect, it } from 'vitest'
import { groupsOf } from './groups'

it('groups items in their order and leaves out what has no group', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: 6 })), (keys) => {
      const items = keys.map((key, at) => ({ key, at }))
      const groups = groupsOf(items, 7, ({ key }) => key)
      for (let key = 0; key < 7; key += 1) expect(groups(key)).toEqual(items.filter((item) => item.key === key))
    }),
  )
})
