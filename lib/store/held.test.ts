import { describe, expect, it } from 'vitest'
import * as build from '../testing/build'
import { useTestDatabase } from '../testing/database'
import { heldKeys } from './held'
import { ingest } from './ingest'

async function all(batches: ReturnType<typeof heldKeys>) {
  const found = []
  for await (const keys of batches) found.push(keys)
  return found
}

describe('the keys that a source holds', () => {
  useTestDatabase()

  it('come in batches, of one source, type and repository', async () => {
    const numbers = [1, 2, 3, 10, 20]
    const own = { source: 'forge', repository: 'acme/shop', author: undefined }
    await ingest(
      [
        ...numbers.map((number) => build.pullRequest({ ...own, number })),
        build.pullRequest({ ...own, number: 4, source: 'other' }),
        build.pullRequest({ ...own, number: 5, repository: 'acme/else' }),
        ...numbers.map((number) => build.tag({ ...own, name: `v${number}` })),
        build.tag({ ...own, name: 'v3', source: 'other' }),
        build.tag({ ...own, name: 'v4', source: 'other' }),
        { type: 'tag', ...own, name: 'v20', deleted: true },
      ],
      { now: new Date() },
    )
    const pulls = await all(heldKeys('forge', 'pull_request', 'acme/shop', 2))
    expect(pulls.map((keys) => keys.map(({ number }) => number))).toEqual([[1, 2], [3, 10], [20]])
    const tags = await all(heldKeys('forge', 'tag', 'acme/shop', 2))
    expect(tags.flat()).toHaveLength(4)
    expect(tags.flat()).toEqual(
      expect.arrayContaining([1, 2, 3, 10].map((number) => ({ repository: 'acme/shop', name: `v${number}` }))),
    )
  })
})
