// sg flow and sg stream of a team as their user meets them: what the team's pages show of the same window.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deriveStale } from '../../lib/insights/derive-stale'
import { teamFlowJson } from '../../lib/insights/flow-json'
import { flowView } from '../../lib/insights/flow-view'
import { measureService } from '../../lib/insights/measure'
import { teamStreamJson } from '../../lib/insights/stream-json'
import { streamView } from '../../lib/insights/stream-view'
import { chosenWindows, loadTeamFlow, loadTeamStream } from '../../lib/insights/team-load'
import { ingest } from '../../lib/store/ingest'
import { currentServices, loadServiceFacts } from '../../lib/store/measured'
import { runCommand } from '../../lib/testing/command'
import { useTestDatabase } from '../../lib/testing/database'
import { instant, story } from '../../lib/testing/scenario'
import { localDateStart } from '../../lib/time'

const now = instant('Tue+1w 12:00')
const WEEK = { from: '2026-03-02', to: '2026-03-09' }
const AUCKLAND = 'Pacific/Auckland'

/** As it comes out of a file. */
const plain = (json: unknown): unknown => JSON.parse(JSON.stringify(json))

/** A change on each of these days, reviewed and deployed the same day; one more is left lying. */
function told(service: string, timeZone: string, starts: string[]) {
  const one = story(service, { team: 'Storefront', timeZone })
    .commit('root', 'Sat-2w 09:00')
    .deployed('root', 'Sat-2w 10:00', { id: `${service} 0` })
  for (const [at, day] of starts.entries()) {
    const number = at + 1
    one.commit(`landing ${number}`, `${day} 12:00`)
    one.pullRequest(number, {
      opened: `${day} 08:00`,
      by: 'ann',
      commits: { [`own ${number}`]: `${day} 07:00` },
      merged: `${day} 12:00`,
      landing: `landing ${number}`,
      title: ['feat: one', 'fix: two', 'three'][at % 3] ?? '',
    })
    one.reviewed(number, `${day} 10:00`, 'approved', 'ben')
    one.deployed(`landing ${number}`, `${day} 13:00`, { id: `${service} ${number}` })
  }
  return one.pullRequest(99, { opened: 'Wed 08:00', by: 'ann', commits: { lying: 'Wed 07:00' } }).records()
}

describe('the pages of a team, asked on the command line', () => {
  const database = useTestDatabase()
  let home = ''
  const sg = (...args: string[]) =>
    runCommand([...args, '--now', now], { env: { STREAMGAUGE_HOME: home, DATABASE_URL: database.url() } })
  const json = async (...args: string[]) => {
    const { code, out, err } = await sg(...args, '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    return JSON.parse(out)
  }
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'streamgauge-team-'))
    // 13:00 on Sunday in UTC is Monday in Auckland, in whose week it is.
    const days = ['Sun-1w', 'Mon', 'Wed', 'Thu']
    await ingest([...told('shop', 'UTC', days), ...told('cart', AUCKLAND, days)], { now: new Date(now) })
    const other = story('other').commit('root', 'Mon 09:00').deployed('root', 'Mon 10:00', { id: 'other 0' })
    await ingest(other.records(), { now: new Date(now) })
    await deriveStale()
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  test('say what the pages say, of each service in its own days', { timeout: 180_000 }, async () => {
    const window = ['--from', WEEK.from, '--to', WEEK.to]
    const [flow, stream] = await Promise.all([
      json('flow', '--team', ' storefront', ...window),
      json('stream', '--team', 'Storefront', ...window),
    ])
    const services = (await currentServices()).filter(({ team }) => team === 'Storefront')
    const windows = chosenWindows(services, { kind: 'dates', ...WEEK }, Date.parse(now))
    const [{ parts, before, range, against, zone }, drawn] = await Promise.all([
      loadTeamFlow(windows),
      loadTeamStream(windows),
    ])
    const [team, span] = [
      { name: 'Storefront', services },
      { ...range, timeZone: zone },
    ]
    expect(flow).toEqual(plain(teamFlowJson(team, span, flowView(parts, before), against)))
    expect(stream).toEqual(plain(teamStreamJson(team, span, streamView(drawn.parts))))
    expect(drawn).toMatchObject({ range, zone })
    // As `sg metrics` counts them one by one.
    const counts = await Promise.all(
      [['shop', 'UTC'] as const, ['cart', AUCKLAND] as const].map(async ([name, zone]) => {
        const facts = await loadServiceFacts(name)
        if (!facts) throw new Error('no facts')
        const [from, to] = [localDateStart(WEEK.from, zone), localDateStart(WEEK.to, zone)]
        return measureService(facts, { from, to, now: Date.parse(now) }).leadTime.n
      }),
    )
    expect(counts).toEqual([3, 4])
    expect(flow).toMatchObject({
      team: 'Storefront',
      services: ['cart', 'shop'],
      timeZone: 'UTC',
      velocity: { n: 7 },
      load: { end: 2 },
      before: { velocity: { n: 1 } },
    })
    expect(stream).toMatchObject({ services: ['cart', 'shop'], totals: { n: 7 }, inProgress: 2 })
  })

  test('are text without --json; one of a service and a team is named, and a team that is there', {
    timeout: 180_000,
  }, async () => {
    const [flow, stream, both, none, unknown] = await Promise.all([
      sg('flow', '--team', 'Storefront'),
      sg('stream', '--team', 'Storefront', '--from', WEEK.from, '--to', WEEK.to),
      sg('flow', '--team', 'Storefront', '--service', 'shop'),
      sg('stream'),
      sg('stream', '--team', 'Platform'),
    ])
    expect(flow).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Storefront \(cart, shop\), .*velocity +[\d.]+ \/ week, n 8/s),
    })
    expect(stream).toMatchObject({ code: 0, out: expect.stringMatching(/^Storefront \(cart, shop\), .*changes +7/s) })
    const words = 'Give either --service NAME or --team NAME.'
    expect(both).toMatchObject({ code: 2, out: '', err: expect.stringContaining(words) })
    expect(none).toMatchObject({ code: 2, out: '', err: expect.stringContaining(words) })
    expect(unknown).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/There is no team named "Platform".*Known teams: Storefront\./s),
    })
  })
})
