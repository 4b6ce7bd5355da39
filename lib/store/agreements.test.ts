import { expect, test } from 'vitest'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { loadLimits, saveLimits } from './agreements'

const day = (date: number) => new Date(Date.UTC(2026, 2, date))
const TEAM = 'Store/front 🛒'

describeOnEachServer('working agreements', (server) => {
  useTestDatabase(server)

  test('are a team’s own, whatever its case; a limit that stays keeps its date, one that is not given ends', async () => {
    await saveLimits(TEAM, { batch: 10, 'open-age': 5 }, day(1))
    await saveLimits('Platform', { batch: 3 }, day(1))
    await saveLimits(` ${TEAM.toUpperCase()} `, { batch: 10, 'red-mainline': 10 }, day(2))
    expect(await loadLimits(TEAM)).toEqual([
      { agreement: 'batch', limit: 10, since: day(1).getTime() },
      { agreement: 'red-mainline', limit: 10, since: day(2).getTime() },
    ])
    await saveLimits(TEAM, { batch: 8 }, day(3))
    expect(await loadLimits(TEAM)).toEqual([{ agreement: 'batch', limit: 8, since: day(3).getTime() }])
    await saveLimits(TEAM, {}, day(4))
    expect(await loadLimits(TEAM)).toEqual([])
    expect(await loadLimits('Platform')).toHaveLength(1)
  })

  test('survive being saved by two at once', async () => {
    const both = [
      { batch: 1, 'open-age': 2 },
      { 'open-age': 3, batch: 4 },
    ]
    await Promise.all(both.map((limits) => saveLimits(TEAM, limits, day(5))))
    const limits = (await loadLimits(TEAM)).map(({ limit }) => limit)
    expect([
      [1, 2],
      [4, 3],
    ]).toContainEqual(limits)
  })
})
