// The flow of one story worked out by hand, and that its figures are those of `sg changes` and of its own JSON.
import { beforeAll, describe, expect, it } from 'vitest'
import { passagesOf } from '../metrics/passages'
import { loadFactRows } from '../store/fact-rows'
import { ingest } from '../store/ingest'
import { loadServiceFacts } from '../store/measured'
import { useTestDatabase } from '../testing/database'
import { at, instant, story } from '../testing/scenario'
import { deriveStale } from './derive-stale'
import { flowEntries, flowPage, readFlowAsked } from './flow-list'
import { loadServiceFlow, type ServiceFlow } from './flow-load'
import { loadAt } from './flow-series'
import { flowView } from './flow-view'
import { flowHeadline, lawWords, seriesWords } from './flow-words'
import { type Question, windowOf } from './measure'
import { changesWanted, listChanges } from './rows'

const HOUR = 3600
const week: Question = { from: at('Mon 00:00'), to: at('Mon+1w 00:00'), now: at('Mon+2w 00:00') }

function told() {
  const shop = story('shop', { team: 'Storefront' }).commit('root', 'Sun-1w 09:00').deployed('root', 'Sun-1w 10:00')
  const pull = (number: number, day: string, title: string, labels: string[] = []) => {
    shop.commit(`m${number}`, `${day} 14:00`).pullRequest(number, {
      opened: `${day} 10:00`,
      merged: `${day} 14:00`,
      landing: `m${number}`,
      by: 'ann',
      commits: { [`c${number}`]: `${day} 08:00` },
      title,
      labels,
    })
  }
  const ship = (number: number, day: string) =>
    shop.deployed(`m${number}`, `${day} 18:00`, { started: `${day} 17:00`, id: `ship ${number}` })
  pull(1, 'Mon', 'feat(cart): pay later')
  ship(1, 'Mon')
  shop.add({ type: 'verification', deployment: 'ship 1', name: 'smoke', status: 'success', at: instant('Mon 18:05') })
  pull(2, 'Tue', 'Pay later', ['kind/bug'])
  ship(2, 'Tue')
  pull(3, 'Wed', 'Tidy up')
  pull(4, 'Wed', 'chore: raise a log level')
  ship(4, 'Wed')
  // Closed without a merge, and still open.
  shop.pullRequest(5, { opened: 'Mon 12:00', closed: 'Thu 12:00', by: 'ann', commits: { x: 'Mon 11:00' } })
  shop.pullRequest(6, { opened: 'Fri 12:00', by: 'ann', commits: { y: 'Fri 11:00' }, title: 'Wait for me' })
  return shop.records()
}

describe('the flow of a service', () => {
  useTestDatabase()
  let own: ServiceFlow
  beforeAll(async () => {
    await ingest(told(), { now: new Date(week.now) })
    await deriveStale()
    const facts = await loadServiceFacts('shop')
    if (!facts) throw new Error('no facts')
    own = await loadServiceFlow(facts, windowOf(facts, week))
  })

  it('has velocity, time, efficiency, load and items as worked out by hand', () => {
    const { now, before, changes, weeks } = flowView([own], null)
    expect(now.velocity).toEqual({ n: 4, perWeek: 4 })
    expect(now.time).toMatchObject({ n: 4, few: [10, 10, 10, 10].map((hours) => hours * HOUR) })
    expect(now.load).toMatchObject({ start: 0, end: 1 })
    // Four changes for eight hours each, one for three days, one from Friday noon on; of seven days.
    expect(now.load.average).toBeCloseTo((4 * 8 + 72 + 60) / 168, 9)
    expect(now.items).toEqual({ feature: 1, defect: 1, risk: 0, debt: 1, unclassified: 1 })
    expect(now.efficiency.value).toBeCloseTo(
      own.facts.changes.activeMs.reduce((sum, ms) => sum + (Number.isNaN(ms) ? 0 : ms), 0) / 1000 / (4 * 10 * HOUR),
      9,
    )
    expect([before, changes.velocity.kind]).toEqual([null, 'none'])
    expect(weeks).toMatchObject([{ items: now.items, partial: false }])
  })

  it('says what decided, and gives examples of what nothing decides', () => {
    const { examples } = flowView([own], null)
    expect(examples.map(({ id, title }) => [id, title])).toEqual([['pr:3', 'Tidy up']])
    const decided = flowEntries([own], 'delivered').map(({ id, item, by }) => [id, item, by?.text ?? null])
    expect(decided).toEqual([
      ['pr:3', 'unclassified', null],
      ['pr:4', 'debt', 'chore:'],
      ['pr:2', 'defect', 'kind/bug'],
      ['pr:1', 'feature', 'feat(cart):'],
    ])
  })

  it('draws days whose arrivals, departures and distance are those of the lists of sg', async () => {
    const { facts, window } = own
    const { series } = flowView([own], null)
    const listed = async (question: Question) =>
      listChanges(facts, question, await loadFactRows('shop', changesWanted(facts, question)))
    expect(series).toMatchObject({ every: 'day', checked: true })
    expect(series.points).toHaveLength(8)
    for (const [index, point] of series.points.entries()) {
      const before = series.points[index - 1]
      const { waiting } = await listed({ ...week, to: point.at })
      expect(loadAt(point)).toBe(waiting.length)
      if (!before) continue
      const { changes } = await listed({ ...week, from: before.at, to: point.at })
      expect(point.counts.delivered - before.counts.delivered).toBe(changes.length)
    }
    expect(series.points.at(-1)?.counts).toMatchObject({ opened: 6, left: 5, delivered: 4, closed: 1, verified: 1 })
    expect(seriesWords(flowView([own], null), window.timeZone)).toBe(
      '6 changes were begun and 5 left: 4 delivered and 1 closed without a merge. Work in progress went from 0 to 1.',
    )
  })

  it('lists what is in progress with its title, and refuses what there is not', async () => {
    const entries = flowEntries([own], 'progress')
    const { rows } = await flowPage(entries, null, 50)
    expect(rows.map(({ id, title, label }) => [id, title, label])).toEqual([['pr:6', 'Wait for me', '#6']])
    expect(flowEntries([own], 'risk')).toEqual([])
    expect(readFlowAsked({})).toEqual({ ok: true, asked: null })
    expect(readFlowAsked({ show: 'debt', page: '2' })).toEqual({ ok: true, asked: { show: 'debt', page: 2 } })
    expect(readFlowAsked({ show: 'people' }).ok).toBe(false)
    expect(readFlowAsked({ show: 'debt', page: '0' }).ok).toBe(false)
  })

  it('pools services, carries what a later one begins with, and compares with before', () => {
    const view = flowView([own, own], [own])
    expect(view.now.velocity).toEqual({ n: 8, perWeek: 8 })
    expect(view.now.load.average).toBeCloseTo((2 * (4 * 8 + 72 + 60)) / 168, 9)
    expect(view.series.points.at(-1)?.counts.opened).toBe(12)
    expect(view.changes.velocity.kind).toBe('few')
    expect(flowHeadline(view, 'that week')).toContain('8 changes were completed in that week, 8 a week: 25\u00a0%')
    const window = { ...own.window, from: at('Thu 00:00') }
    const late = { ...own, window, passages: passagesOf(own.facts, window) }
    const { points } = flowView([own, late], null).series
    const alone = flowView([own], null).series.points
    expect(points.slice(0, 4)).toEqual(alone.slice(0, 4))
    expect(points.at(-1)?.counts).toMatchObject({ opened: 8, left: 6 })
  })

  it('says of the law that it does not hold where the week ends with something older than it began with', () => {
    const words = lawWords(flowView([own], null)).join(' ')
    expect(words).toContain('not stationary in this window: 6 came and 5 left')
    expect(words).toContain('older')
  })
})
