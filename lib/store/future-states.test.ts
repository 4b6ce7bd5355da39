import { beforeEach, expect, test } from 'vitest'
import { query } from '../db'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { addFutureState, loadFutureStates, MOST_STATES, type NewFutureState, removeFutureState } from './future-states'

const day = (date: number) => new Date(Date.UTC(2026, 2, date))
const quicker: NewFutureState = {
  name: 'Quicker reviews',
  reasons: 'Reviews wait for <one> person.',
  edits: 'keep-pickup=50&limit=4',
  windowFrom: day(1).getTime() - 86_400_000,
  windowTo: day(1).getTime(),
  changes: 30,
  todaySeconds: 79_200.5,
  medianSeconds: 57_600,
  lowSeconds: 50_000,
  highSeconds: null,
  flowEfficiency: 0.25,
}

describeOnEachServer('saved future states', (server) => {
  useTestDatabase(server)
  beforeEach(() => query('delete from future_states'))

  test('are one service’s, dated, whole, and stay in its history when they are removed', async () => {
    const added = await addFutureState('shop', quicker, day(1))
    if (typeof added === 'string') throw new Error(added)
    await addFutureState('till', quicker, day(1))
    await addFutureState('shop', { ...quicker, name: 'Later' }, day(2))
    const { current } = await loadFutureStates('shop')
    expect(current.map(({ name }) => name)).toEqual(['Later', 'Quicker reviews'])
    expect(current[1]).toEqual({ ...quicker, id: added.id, savedAt: day(1).getTime(), removedAt: null })
    expect(await removeFutureState('till', added.id, day(5))).toBe(false)
    expect(await removeFutureState('shop', `'; drop table future_states; --`, day(5))).toBe(false)
    expect(await removeFutureState('shop', added.id, day(5))).toBe(true)
    expect(await removeFutureState('shop', added.id, day(6))).toBe(false)
    expect((await loadFutureStates('shop')).past).toMatchObject([
      { name: 'Quicker reviews', removedAt: day(5).getTime() },
    ])
    expect((await loadFutureStates('till')).current).toHaveLength(1)
  })

  test('have one name each, and are not without end, also when many come at once', async () => {
    await addFutureState('shop', quicker, day(1))
    expect(await addFutureState('shop', { ...quicker, name: 'QUICKER reviews' }, day(1))).toBe('taken')
    const many = Array.from({ length: 14 }, (_, at) => addFutureState('shop', { ...quicker, name: `No ${at}` }, day(2)))
    const answers = await Promise.all(many)
    expect(answers.filter((answer) => answer === 'full')).toHaveLength(14 - (MOST_STATES - 1))
    expect((await loadFutureStates('shop')).current).toHaveLength(MOST_STATES)
  })
})
