import { beforeEach, expect, test } from 'vitest'
import { query } from '../db'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { addEstimate, loadEstimates, MOST_ESTIMATES, type NewEstimate, removeEstimate } from './stream-estimates'

const shop = { about: 'service', owner: 'shop' } as const
const day = (date: number) => new Date(Date.UTC(2026, 2, date))
const refinement: NewEstimate = {
  place: 'before',
  name: 'Refinement',
  activeSeconds: 7200,
  waitSeconds: 86_400,
  completeAccurate: null,
}

describeOnEachServer('estimated stages', (server) => {
  useTestDatabase(server)
  beforeEach(() => query('delete from stream_estimates'))

  test('are one stream’s, dated, and stay in its history when they are removed', async () => {
    expect(await addEstimate(shop, refinement, day(1))).toBe('added')
    expect(await addEstimate({ about: 'team', owner: 'shop' }, refinement, day(1))).toBe('added')
    const [first] = (await loadEstimates(shop)).current
    expect(first).toMatchObject({ ...refinement, estimatedAt: day(1).getTime(), removedAt: null })
    expect(await removeEstimate(shop, first?.id ?? '', day(5))).toBe(true)
    expect(await removeEstimate(shop, first?.id ?? '', day(6))).toBe(false)
    expect(await addEstimate(shop, { ...refinement, activeSeconds: 3600 }, day(5))).toBe('added')
    const { current, past } = await loadEstimates(shop)
    expect(current).toMatchObject([{ activeSeconds: 3600, estimatedAt: day(5).getTime() }])
    expect(past).toMatchObject([{ activeSeconds: 7200, removedAt: day(5).getTime() }])
  })

  test('have one name each at their place, and are not without end, also when many come at once', async () => {
    await addEstimate(shop, refinement, day(1))
    expect(await addEstimate(shop, { ...refinement, name: 'REFINEMENT' }, day(1))).toBe('taken')
    expect(await addEstimate(shop, { ...refinement, place: 'after' }, day(1))).toBe('added')
    const many = Array.from({ length: 8 }, (_, at) => addEstimate(shop, { ...refinement, name: `Stage ${at}` }, day(2)))
    const answers = await Promise.all(many)
    expect(answers.filter((answer) => answer === 'added')).toHaveLength(MOST_ESTIMATES - 2)
    expect(answers.filter((answer) => answer === 'full')).toHaveLength(8 - (MOST_ESTIMATES - 2))
  })

  test('no other stream’s can be removed, and nothing that has no such id', async () => {
    await addEstimate(shop, refinement, day(1))
    const [first] = (await loadEstimates(shop)).current
    expect(await removeEstimate({ about: 'service', owner: 'till' }, first?.id ?? '', day(2))).toBe(false)
    expect(await removeEstimate(shop, `'; drop table stream_estimates; --`, day(2))).toBe(false)
    expect((await loadEstimates(shop)).current).toHaveLength(1)
  })
})
