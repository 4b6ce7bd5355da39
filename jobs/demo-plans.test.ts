import { describe, expect, test } from 'vitest'
import { deriveStale } from '../lib/insights/derive-stale'
import { loadLimits } from '../lib/store/agreements'
import { loadFutureStates } from '../lib/store/future-states'
import { ingest } from '../lib/store/ingest'
import { useTestDatabase } from '../lib/testing/database'
import { at, story } from '../lib/testing/scenario'
import { fillDemoPlans } from './demo-plans'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

describe('the plans of the demo', () => {
  useTestDatabase()

  test('limits are of the team of the story, and a state is simulated from what was known when it was saved', async () => {
    const now = at('Mon+8w 12:00')
    await fillDemoPlans(now)
    expect(await loadLimits('Storefront')).toEqual([])
    const shop = story('shop', { team: 'Storefront' }).commit('root', 'Mon 08:00').deployed('root', 'Mon 09:00')
    for (const week of ['', '+4w']) {
      for (const day of DAYS) {
        shop.commit(`${day}${week}`, `${day}${week} 10:00`).deployed(`${day}${week}`, `${day}${week} 20:00`)
      }
    }
    await ingest(shop.records(), { now: new Date(now) })
    await deriveStale()
    await fillDemoPlans(now)
    expect(await loadLimits('Storefront')).toContainEqual({ agreement: 'batch', limit: 3, since: at('Mon 12:00') })
    const { current } = await loadFutureStates('shop')
    expect(current).toMatchObject([{ changes: 6, savedAt: at('Mon+2w 10:00'), edits: expect.stringContaining('keep') }])
    expect(current[0]?.medianSeconds).toBeLessThan(current[0]?.todaySeconds ?? 0)
  })
})
