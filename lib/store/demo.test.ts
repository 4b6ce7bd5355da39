import { expect, test } from 'vitest'
import type { SourceRecord } from '../records/record'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { demoDay, holdsAnything, replaceDemo } from './demo'
import { listServices } from './services'

describeOnEachServer('the mark of a demo', (server) => {
  useTestDatabase(server)

  const now = new Date('2026-03-04T12:00:00Z')
  const named = (name: string): SourceRecord => ({ type: 'repository', source: 'import', name })
  const first = { day: '2026-03-04', edition: 1 }
  const never = () => {
    throw new Error('The demo that is there is told again.')
  }

  test('a database is nobody’s, then a demo’s, and shows one demo at a time', async () => {
    expect(await demoDay()).toBeNull()
    expect(await holdsAnything()).toBe(false)
    expect(await replaceDemo(first, () => [named('acme/shop')], { now })).toBe(true)
    expect(await demoDay()).toBe('2026-03-04')
    expect(await holdsAnything()).toBe(true)

    expect(await replaceDemo(first, never, { now })).toBe(false)
    expect(await replaceDemo({ ...first, day: '2026-03-05' }, () => [named('acme/till')], { now })).toBe(true)
    expect(await demoDay()).toBe('2026-03-05')
    expect(await replaceDemo({ day: '2026-03-05', edition: 2 }, () => [named('acme/till')], { now })).toBe(true)
    const { deriveStale } = await import('../insights/derive-stale')
    await deriveStale()
    expect((await listServices()).map(({ name }) => name)).toEqual(['acme/till'])
  })

  test('two at once make it once, and one that fails leaves the older one', async () => {
    const mark = { day: '2026-03-06', edition: 2 }
    const made = await Promise.all([1, 2].map(() => replaceDemo(mark, () => [named('acme/shop')], { now })))
    expect(made.sort()).toEqual([false, true])
    const broken = replaceDemo({ ...mark, day: '2026-03-07' }, never, { now })
    await expect(broken).rejects.toThrow('told again')
    expect(await demoDay()).toBe('2026-03-06')
    expect(await holdsAnything()).toBe(true)
  })
})
