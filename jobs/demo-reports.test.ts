import { describe, expect, test } from 'vitest'
import { deriveStale } from '../lib/insights/derive-stale'
import { ingest } from '../lib/store/ingest'
import { listArchive } from '../lib/store/report-archive'
import { listSendings } from '../lib/store/report-sendings'
import { listSubscriptions } from '../lib/store/report-subscriptions'
import { useTestDatabase } from '../lib/testing/database'
import { at, story } from '../lib/testing/scenario'
import { fillDemoReports } from './demo-reports'

describe('the reports of the demo', () => {
  useTestDatabase()

  test('are two, each with its last one as it would have been sent', async () => {
    const now = at('Tue+2w 08:00')
    const shop = story('shop', { team: 'Storefront' }).commit('root', 'Mon-3w 09:00').deployed('root', 'Mon-3w 10:00')
    await ingest(shop.records(), { now: new Date(now) })
    await deriveStale()
    await fillDemoReports(now, {})
    const subscriptions = await listSubscriptions()
    expect(subscriptions.map(({ name }) => name)).toEqual(['Everything, monthly', 'Storefront, weekly'])
    const sent = await listArchive({ limit: 10 })
    expect(sent.map(({ name, period, madeAt, byHand, sent: count }) => [name, period, madeAt, byHand, count])).toEqual([
      ['Storefront, weekly', '2026-W11', at('Mon+2w 08:00'), false, 2],
      ['Everything, monthly', '2026-02', at('Sun 08:00') - 7 * 86_400_000, false, 1],
    ])
    expect((await listSendings({ limit: 10 })).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
  })
})
