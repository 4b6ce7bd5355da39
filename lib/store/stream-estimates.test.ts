import { beforeEach, expect, test } from 'vitest'
import { query } from '../db'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import {
  addEstimate,
  loadEstimates,
  MOST_ESTIMATES,
  moveEstimate,
  type NewEstimate,
  removeEstimate,
  replaceEstimate,
} from './stream-estimates'

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

  test('are estimated anew where they stand, the old word kept; and only while they are in force', async () => {
    const names = async () => (await loadEstimates(shop)).current.map(({ name }) => name)
    for (const [at, name] of ['Idea', 'Refinement', 'Design'].entries()) {
      await addEstimate(shop, { ...refinement, name }, day(at + 1))
    }
    const id = (await loadEstimates(shop)).current[1]?.id ?? ''
    expect(await replaceEstimate(shop, id, { ...refinement, name: 'Design' }, day(4))).toBe('taken')
    expect(await replaceEstimate({ ...shop, owner: 'till' }, id, refinement, day(4))).toBe('gone')
    expect(await replaceEstimate(shop, id, { ...refinement, activeSeconds: 60 }, day(4))).toBe('replaced')
    expect(await replaceEstimate(shop, id, refinement, day(5))).toBe('gone')
    const { current, past } = await loadEstimates(shop)
    expect(await names()).toEqual(['Idea', 'Refinement', 'Design'])
    expect(current[1]).toMatchObject({ activeSeconds: 60, estimatedAt: day(4).getTime() })
    expect(past).toMatchObject([{ id, activeSeconds: 7200, removedAt: day(4).getTime() }])
  })

  test('are put in another order among those at the same end', async () => {
    const order = async () => (await loadEstimates(shop)).current.map(({ name }) => name)
    const idOf = async (wanted: string) =>
      (await loadEstimates(shop)).current.find(({ name }) => name === wanted)?.id ?? ''
    const staged: [string, NewEstimate['place']][] = [
      ['Idea', 'before'],
      ['Roll-out', 'after'],
      ['Design', 'before'],
    ]
    for (const [name, place] of staged) await addEstimate(shop, { ...refinement, name, place }, day(1))
    // As they stood before they had an order: equal ones.
    await query('update stream_estimates set position = 0, estimated_at = $1', [day(1)])
    await query(`update stream_estimates set estimated_at = $1 where name = 'Design'`, [day(2)])
    await query(`update stream_estimates set estimated_at = $1 where name = 'Roll-out'`, [
      new Date(day(1).getTime() + 1),
    ])
    expect(await order()).toEqual(['Idea', 'Roll-out', 'Design'])
    expect(await moveEstimate(shop, await idOf('Design'), -1)).toBe(true)
    expect(await order()).toEqual(['Design', 'Roll-out', 'Idea'])
    expect(await moveEstimate(shop, await idOf('Design'), -1)).toBe(false)
    expect(await moveEstimate(shop, await idOf('Roll-out'), 1)).toBe(false)
    expect(await moveEstimate(shop, 'nobody', 1)).toBe(false)
    expect(await moveEstimate(shop, await idOf('Design'), 1)).toBe(true)
    await addEstimate(shop, { ...refinement, name: 'Last' }, day(3))
    expect(await order()).toEqual(['Idea', 'Roll-out', 'Design', 'Last'])
  })

  test('no other stream’s can be removed, and nothing that has no such id', async () => {
    await addEstimate(shop, refinement, day(1))
    const [first] = (await loadEstimates(shop)).current
    expect(await removeEstimate({ about: 'service', owner: 'till' }, first?.id ?? '', day(2))).toBe(false)
    expect(await removeEstimate(shop, `'; drop table stream_estimates; --`, day(2))).toBe(false)
    expect((await loadEstimates(shop)).current).toHaveLength(1)
  })
})
