// sg flow, stream and forecast as their user meets them: the figures of the pages, of `sg metrics` and of `sg changes`, in one window.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deriveStale } from '../../lib/insights/derive-stale'
import { loadServiceFlow } from '../../lib/insights/flow-load'
import { flowView } from '../../lib/insights/flow-view'
import { forecastView } from '../../lib/insights/forecast-view'
import { measureService, windowOf } from '../../lib/insights/measure'
import { changesWanted, listChanges } from '../../lib/insights/rows'
import { loadServiceStream } from '../../lib/insights/stream-load'
import { streamView } from '../../lib/insights/stream-view'
import { loadFactRows } from '../../lib/store/fact-rows'
import { ingest } from '../../lib/store/ingest'
import { loadServiceFacts } from '../../lib/store/measured'
import { runCommand } from '../../lib/testing/command'
import { useTestDatabase } from '../../lib/testing/database'
import { at, instant, story } from '../../lib/testing/scenario'
import { dayNumber } from '../../lib/time'

const WEEKS = 10
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']
const now = instant(`Mon+${WEEKS}w 00:00`)
const window = { from: '2026-03-02', to: '2026-05-11' }

/** A change on each working day, sooner deployed from week to week; some are left lying. */
function told() {
  const shop = story('shop').commit('root', 'Sun-1w 09:00').deployed('root', 'Sun-1w 10:00')
  let number = 0
  for (let week = 0; week < WEEKS; week += 1) {
    for (const day of DAYS) {
      number += 1
      const hour = (time: string) => `${day}+${week}w ${time}`
      const opened = { opened: hour('08:00'), by: 'ann', commits: { [`own ${number}`]: hour('07:00') } }
      const title = ['feat: one', 'fix: two', 'three'][number % 3] ?? ''
      if (number % 9 === 0) {
        shop.pullRequest(number, { ...opened, title })
        continue
      }
      const landing = `landing ${number}`
      shop.commit(landing, hour('12:00'))
      shop.pullRequest(number, { ...opened, merged: hour('12:00'), landing, title })
      shop.reviewed(number, hour('10:00'), 'approved', 'ben')
      shop.deployed(landing, hour(`${22 - week}:00`), { started: hour(`${22 - week}:00`), id: `ship ${number}` })
    }
  }
  return shop.records()
}

describe('the pages of a service, asked on the command line', () => {
  const database = useTestDatabase()
  let home = ''
  const sg = (...args: string[]) =>
    runCommand([args[0] ?? '', '--service', 'shop', '--now', now, ...args.slice(1)], {
      env: { STREAMGAUGE_HOME: home, DATABASE_URL: database.url() },
    })
  const json = async (...args: string[]) => {
    const { code, out, err } = await sg(...args, '--from', window.from, '--to', window.to, '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    return JSON.parse(out)
  }

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'streamgauge-pages-'))
    await ingest(told(), { now: new Date(now) })
    await deriveStale()
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  test('say what the pages say, and agree with each other', { timeout: 180_000 }, async () => {
    const facts = await loadServiceFacts('shop')
    if (!facts) throw new Error('no facts')
    const question = { from: at('Mon 00:00'), to: at(`Mon+${WEEKS}w 00:00`), now: Date.parse(now) }
    const asked = windowOf(facts, question)
    const [flow, stream, forecast] = await Promise.all([
      json('flow'),
      json('stream'),
      json('forecast', '--until', '2026-05-24', '--count', '12'),
    ])
    // As `sg metrics --json` and `sg changes --json` print them.
    const metrics = measureService(facts, question)
    const changes = listChanges(facts, question, await loadFactRows('shop', changesWanted(facts, question)))
    const page = flowView([await loadServiceFlow(facts, asked)], null)
    expect(flow).toMatchObject({
      velocity: { n: changes.changes.length, perWeek: page.now.velocity.perWeek },
      time: { n: metrics.leadTime.n, median: metrics.leadTime.median, p75: metrics.leadTime.p75 },
      efficiency: metrics.flowEfficiency,
      load: { end: changes.waiting.length, average: page.now.load.average },
      before: { velocity: { n: 0 } },
      littlesLaw: page.law,
    })
    expect(Object.entries(flow.distribution)).toEqual(
      Object.entries(page.now.items).map(([item, n]) => [item, { n, share: n / page.now.velocity.n }]),
    )
    expect(flow.cumulative.points).toHaveLength(WEEKS * 7 + 1)
    expect(flow.cumulative.points.at(-1)).toMatchObject({
      delivered: changes.changes.length,
      inProgress: changes.waiting.length,
      verified: null,
    })
    const map = streamView([await loadServiceStream(facts, asked)])
    expect(stream.stages).toMatchObject(
      metrics.stages.map(({ name, n, median, p90, share }) => ({
        name,
        n,
        median,
        p90,
        share,
      })),
    )
    expect(stream.totals).toMatchObject({ n: metrics.leadTime.n, lead: { mean: metrics.leadTime.mean } })
    expect(stream).toMatchObject({ totals: { flowEfficiency: map.totals.flowEfficiency }, inProgress: map.waiting })
    const { levels, base } = forecastView(facts, asked, { until: dayNumber(at('Sun+11w 00:00'), 'UTC'), count: 12 })
    expect(forecast).toMatchObject({ until: '2026-05-24', base: { weeks: WEEKS, delivered: base.delivered } })
    expect(forecast.levels.map((one: { atLeast: number }) => one.atLeast)).toEqual(levels.map(({ count }) => count))
    expect(levels.length).toBeGreaterThan(2)
  })

  test('are text without --json; half a window is wrong usage', { timeout: 180_000 }, async () => {
    const [text, half] = await Promise.all([sg('flow'), sg('stream', '--from', window.from)])
    expect(text).toMatchObject({ code: 0, out: expect.stringMatching(/velocity +[\d.]+ \/ week, n \d+/) })
    expect(half).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Give both --from and --to') })
  })
})
