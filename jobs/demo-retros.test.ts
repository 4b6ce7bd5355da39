import { describe, expect, test } from 'vitest'
import { deriveStale } from '../lib/insights/derive-stale'
import { readPack } from '../lib/insights/retro-pack'
import { ingest } from '../lib/store/ingest'
import { loadNotes } from '../lib/store/retro-board'
import { findRetro, listRetros } from '../lib/store/retros'
import { useTestDatabase } from '../lib/testing/database'
import { at, record, story } from '../lib/testing/scenario'
import { fillDemoRetros } from './demo-retros'

describe('the retros of the demo', () => {
  useTestDatabase()

  test('the first retro decides, the next one says what came of it; nobody without iterations has any', async () => {
    const now = at('Tue+2w 08:00')
    await fillDemoRetros(now)
    const shop = story('shop', { team: 'Storefront' }).commit('root', 'Mon-3w 09:00').deployed('root', 'Mon-3w 10:00')
    await ingest(shop.records(), { now: new Date(now) })
    await deriveStale()
    await fillDemoRetros(now)
    expect(await listRetros('Storefront')).toEqual([])
    await ingest([record({ type: 'team', name: 'Storefront', iteration: { start: '2026-03-02', days: 7 } })], {
      now: new Date(now),
    })
    await fillDemoRetros(now)
    const [last, before] = await listRetros('Storefront')
    expect(last).toMatchObject({ from: '2026-03-09', to: '2026-03-16', closedAt: null, actions: 0 })
    expect(before).toMatchObject({ from: '2026-03-02', to: '2026-03-09', actions: 3 })
    expect(before?.closedAt).toBe(at('Mon+1w 12:00'))
    const pack = readPack((await findRetro('Storefront', last?.id ?? ''))?.pack)
    expect(pack?.lastActions.map(({ outcome }) => outcome?.verdict)).toEqual(['running', 'running', 'running'])
    expect((await loadNotes(last?.id ?? '', null))[0]).toMatchObject({ votes: 4, mine: false })
  })
})
