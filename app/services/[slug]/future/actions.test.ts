import { describe, expect, test, vi } from 'vitest'
import { deriveStale } from '../../../../lib/insights/derive-stale'
import { loadFutureStates } from '../../../../lib/store/future-states'
import { ingest } from '../../../../lib/store/ingest'
import { putSetting } from '../../../../lib/store/settings'
import { useTestDatabase } from '../../../../lib/testing/database'
import { story } from '../../../../lib/testing/scenario'
import { dropFuture, type SaveState, saveFuture } from './actions'

// There is no page to draw again here.
vi.mock('next/cache', () => ({ revalidatePath: () => {} }))

const blank: SaveState = { saved: null, problem: null, problems: {}, values: { name: '', reasons: '' } }
const form = (fields: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}
const typed = { service: 'shop', asked: 'window=all&keep-release=50', name: 'Daily\0', reasons: 'Waits for nothing.' }

describe('a future state that is sent', () => {
  useTestDatabase()

  test('is simulated here, not believed; nothing is saved of what cannot be', async () => {
    expect(await saveFuture(blank, form(typed))).toMatchObject({ problem: 'There is no such service any more.' })
    const shop = story('shop').commit('root', 'Sun-1w 09:00').deployed('root', 'Sun-1w 10:00')
    for (const [at, day] of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'].entries()) {
      shop.commit(`c${at}`, `${day} 08:00`).deployed(`c${at}`, `${day} 10:00`)
    }
    await ingest(shop.records(), { now: new Date() })
    await deriveStale()
    const send = (fields: Record<string, string>) => saveFuture(blank, form({ ...typed, ...fields }))
    expect(await send({ asked: '' })).toMatchObject({ problem: expect.stringMatching(/^Nothing is changed yet/) })
    expect(await send({ asked: 'window=7y&keep-release=50' })).toMatchObject({
      problem: expect.stringMatching(/^There is no window/),
    })
    expect(await send({ asked: 'window=4w&keep-release=50' })).toMatchObject({
      problem: expect.stringMatching(/^Too few changes/),
    })
    expect(await send({ asked: 'window=all&limit=2' })).toMatchObject({ problem: expect.stringMatching(/^Too few/) })
    const empty = await send({ name: ' ', reasons: '' })
    expect(Object.keys(empty.problems)).toEqual(['name', 'reasons'])
    expect(await loadFutureStates('shop')).toEqual({ current: [], past: [] })

    expect(await send({ medianSeconds: '1' })).toMatchObject({ saved: 'Daily', problem: null })
    const { current } = await loadFutureStates('shop')
    // Direct commits of 2 h in release; five are too few for an interval.
    expect(current).toMatchObject([
      {
        name: 'Daily',
        edits: 'keep-release=50',
        changes: 5,
        todaySeconds: 7200,
        medianSeconds: 3600,
        lowSeconds: null,
      },
    ])
    expect((await send({ name: 'daily' })).problems).toEqual({ name: 'is there already; give it another one' })
    await dropFuture(form({ service: 'shop', id: current[0]?.id ?? '' }))
    expect((await loadFutureStates('shop')).past).toHaveLength(1)
  })

  test('the demonstration says that it keeps none', async () => {
    await putSetting('demo', { day: '2026-03-02', edition: 1 })
    const answer = await saveFuture(blank, form(typed))
    expect(answer.problem).toMatch(/^The demonstration keeps no future states/)
    expect(answer.values.name).toBe('Daily')
  })
})
