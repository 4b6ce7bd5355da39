// The pack of one story, worked out by hand; that its figures are those of `sg metrics --json`; and whether actions held.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ingest } from '../store/ingest'
import { currentServices } from '../store/measured'
import { addAction } from '../store/retro-board'
import { closeRetro, openRetro } from '../store/retros'
import { runCommand } from '../testing/command'
import { useTestDatabase } from '../testing/database'
import { at, instant, story } from '../testing/scenario'
import { dayKey } from '../time'
import { deriveStale } from './derive-stale'
import { dayAfter } from './retro-days'
import { failureStory } from './retro-failures'
import { loadPack, type RetroPack, readPack } from './retro-pack'

const HOUR = 3600
const MONDAY = dayKey(at('Mon 00:00'), 'UTC')
const WEEK = { from: MONDAY, to: dayAfter(MONDAY, 7) }
const NEXT = { from: WEEK.to, to: dayAfter(MONDAY, 14) }
const now = at('Mon+3w 00:00')
const TEAM = 'Store/front 🛒'

type Change = { day: string; pickup: number; title?: string; labels?: string[] }

/** A pull request a day, opened at 08:00, reviewed after `pickup` hours, merged and deployed at 20:00. */
function told(service: string, changes: Change[]) {
  const told = story(service, { team: TEAM })
    .commit('root', 'Sun-1w 09:00')
    .deployed('root', 'Sun-1w 10:00', { id: `${service} root` })
  for (const [index, { day, pickup, title, labels }] of changes.entries()) {
    const number = index + 1
    const landing = `${service} ${number}`
    const [name, week = ''] = day.split(/(?=\+)/)
    const hour = (time: string) => `${name}${week} ${time}`
    told.commit(landing, hour('19:00')).pullRequest(number, {
      opened: hour('08:00'),
      merged: hour('19:00'),
      landing,
      by: 'ann',
      commits: { [`${landing} own`]: hour('07:00') },
      ...(title === undefined ? {} : { title }),
      ...(labels === undefined ? {} : { labels }),
    })
    told.reviewed(number, hour(`${String(8 + pickup).padStart(2, '0')}:00`), 'approved', 'ben')
    told.ran(`${number}`, landing, 'CI', hour('19:05'), {
      started: hour('19:06'),
      finished: hour('19:20'),
      status: number === 2 ? 'failure' : 'success',
      branch: 'main',
    })
    told.deployed(landing, hour('20:00'), { started: hour('19:50'), id: `${service}-${number}` })
  }
  return told
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

describe('the pack of a retro', () => {
  const database = useTestDatabase()
  let home = ''
  let pack: RetroPack
  const team = async () => ({
    name: TEAM,
    services: (await currentServices()).filter((service) => service.team === TEAM),
  })

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'streamgauge-retro-'))
    const shop = told('shop', [
      { day: 'Mon', pickup: 8, title: 'feat: pay later' },
      { day: 'Tue', pickup: 9, title: 'fix(cart): keep it' },
      { day: 'Wed', pickup: 8, title: 'Anything', labels: ['type: security'] },
      { day: 'Thu', pickup: 7, title: 'chore: tidy' },
      { day: 'Fri', pickup: 8, title: 'Anything' },
      { day: 'Sat', pickup: 8, title: 'feat: pay never' },
      ...DAYS.map((day) => ({ day: `${day}+1w`, pickup: 2 })),
    ])
      .add({
        type: 'incident',
        id: 'I-1',
        service: 'shop',
        startedAt: instant('Wed 20:30'),
        causedBy: { deployment: 'shop-3' },
        title: '<b>Orders</b> are slow',
        detectedAt: instant('Wed 20:40'),
        resolvedAt: instant('Wed 22:30'),
        fixedBy: { deployment: 'shop-4' },
      })
      .add({ type: 'annotation', id: 'a1', team: TEAM, at: instant('Thu 00:00'), text: 'Release freeze' })
    shop.add({
      type: 'deployment',
      id: 'shop-lost',
      service: 'shop',
      environment: 'production',
      sha: 'f00',
      status: 'success',
      startedAt: instant('Tue 21:00'),
      finishedAt: instant('Tue 21:10'),
    })
    const till = told('till', [{ day: 'Wed', pickup: 1, title: 'docs: say it' }])
    await ingest([...shop.records(), ...till.records()], { now: new Date(now) })
    expect((await deriveStale()).failed).toEqual([])
    pack = await loadPack(await team(), WEEK, now)
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  it('says what was delivered, by flow item', () => {
    expect(pack.delivered).toMatchObject({ total: 7, bots: 0 })
    expect(Object.fromEntries(pack.delivered.items.map(({ item, count }) => [item, count]))).toEqual({
      feature: 2,
      defect: 1,
      risk: 1,
      debt: 2,
      unclassified: 1,
    })
    expect(pack.delivered.items[0]?.changes.map(({ title }) => title)).toEqual(['feat: pay never', 'feat: pay later'])
  })

  it('says where it waited longest, with the changes', () => {
    const [longest, second, third] = pack.waits
    // pickup: 8 + 9 + 8 + 7 + 8 + 8 hours of the shop, 1 of the till.
    expect(longest).toMatchObject({ stage: 'pickup', totalSeconds: 49 * HOUR, n: 7, median: 8 * HOUR })
    expect(longest?.share).toBeCloseTo(49 / (7 * 13))
    expect(longest?.changes.map(({ label, seconds }) => [label, seconds])).toEqual([
      ['#2', 9 * HOUR],
      ['#1', 8 * HOUR],
      ['#3', 8 * HOUR],
    ])
    expect([second?.stage, third?.stage]).toEqual(['merge', 'release'])
    expect(pack.waiting).toEqual({ count: 0, oldest: [] })
  })

  it('tells the story of what failed', () => {
    expect(pack.failures.total).toBe(1)
    const [failure] = pack.failures.shown
    expect(failure).toMatchObject({ id: 'shop-3', count: 1, recoverySeconds: 2.5 * HOUR })
    expect(failure && failureStory(failure).map((sentence) => sentence.replaceAll('\u00a0', ' '))).toEqual([
      'It reached production and failed: an incident names it as its cause.',
      'Incident “<b>Orders</b> are slow”, noticed after 10 min, resolved after 2.0 h.',
      'It was fixed by shop-4.',
      'Recovered after 2.5 h.',
    ])
  })

  it('says what hurt in pipelines, what was noted, and what to bear in mind', () => {
    const shop = pack.pipelines.find(({ repository }) => repository === 'acme/shop')
    expect(shop).toMatchObject({ runs: 6, failed: { part: 1, n: 6 } })
    // Red from Tuesday 19:20 to Wednesday 19:20.
    expect(shop?.red).toEqual({ n: 1, median: 24 * HOUR, longest: 24 * HOUR, inTime: 0, open: 0 })
    expect(pack.annotations).toMatchObject([{ text: 'Release freeze', about: TEAM }])
    expect(pack.caveats).toMatchObject([{ service: 'shop', code: 'unknown_sha', count: 1 }])
  })

  it('is what sg metrics --json says of the same days, and its figures are of the same rows', async () => {
    const env = { STREAMGAUGE_HOME: home, DATABASE_URL: database.url() }
    for (const measurement of pack.measurements) {
      const asked = [
        '--service',
        measurement.service,
        '--from',
        WEEK.from,
        '--to',
        WEEK.to,
        '--now',
        instant('Mon+3w 00:00'),
      ]
      const { code, out } = await runCommand(['metrics', ...asked, '--json'], { env })
      expect(code).toBe(0)
      expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(measurement)))
    }
    const [shop, till] = ['shop', 'till'].map((name) => pack.measurements.find(({ service }) => service === name))
    if (!shop || !till) throw new Error('both were told')
    const figure = (id: string) => pack.figures.find((one) => one.id === id)
    expect(pack.delivered.total).toBe(shop.leadTime.n + till.leadTime.n)
    expect(figure('lead-time')).toMatchObject({ n: 7, value: 13 * HOUR })
    expect(figure('deployment-frequency')?.n).toBe(shop.deploymentFrequency.count + till.deploymentFrequency.count)
    expect(figure('deployment-frequency')?.value).toBeCloseTo(8 / 7)
    expect(figure('change-failure-rate')).toMatchObject({ part: 1, n: 8, value: 1 / 8 })
    expect(figure('recovery-time')).toMatchObject({ value: 2.5 * HOUR, n: 1, few: [2.5 * HOUR] })
    expect(figure('rework-rate')).toMatchObject({ part: 1, n: 8 })
    const { active, total } = shop.flowEfficiency
    const other = till.flowEfficiency
    expect(figure('flow-efficiency')?.value).toBeCloseTo(
      ((active ?? 0) + (other.active ?? 0)) / ((total ?? 0) + (other.total ?? 0)),
    )
    expect(figure('lead-time')?.earlier).toHaveLength(5)
    expect(figure('lead-time')?.earlier[4]).toMatchObject({ to: WEEK.from, n: 0, value: null })
    const one = await loadPack({ name: TEAM, services: (await team()).services.slice(0, 1) }, WEEK, now)
    const lead = one.figures.find(({ id }) => id === 'lead-time')
    expect(lead).toMatchObject({ value: shop.leadTime.median, n: shop.leadTime.n, interval: shop.leadTime.ci })
  })

  it('survives being stored, and days without anything are empty, not 0', async () => {
    expect(readPack(JSON.parse(JSON.stringify(pack)))).toEqual(pack)
    expect(readPack({ version: 2 })).toBeNull()
    const empty = await loadPack(await team(), { from: '2020-01-06', to: '2020-01-20' }, now)
    expect(empty.figures.map(({ value }) => value)).toEqual([null, null, null, null, null, null, null])
    expect(empty).toMatchObject({ delivered: { total: 0 }, waits: [], failures: { total: 0 }, pipelines: [] })
    const nobody = await loadPack({ name: 'Nobody', services: [] }, WEEK, now)
    expect(nobody).toMatchObject({ services: [], figures: [{ value: null }, {}, {}, {}, {}, {}, {}], zone: 'UTC' })
  })

  describe('with actions of the one before', () => {
    const expectation = { measure: 'stage:pickup', side: 'at-most' as const, value: 4 * HOUR, weeks: 1 }
    const draft = { text: 'Review before noon', ownerRole: 'on call', due: NEXT.to, ...expectation }
    beforeEach(async () => {
      const { id, isNew } = await openRetro(TEAM, { ...WEEK, pack }, new Date(at('Sun 12:00')))
      if (!isNew) return
      const retro = { team: TEAM, id }
      await addAction(retro, draft, new Date(at('Sun 12:00')))
      await addAction(retro, { ...draft, value: HOUR }, new Date(at('Sun 12:01')))
      await addAction(retro, { ...draft, measure: 'recovery-time' }, new Date(at('Sun 12:02')))
      await addAction(retro, { ...draft, weeks: 4 }, new Date(at('Sun 12:03')))
      // Nothing that was decided in an open retro counts yet.
      expect((await loadPack(await team(), NEXT, now)).lastActions).toEqual([])
      await closeRetro(TEAM, id, new Date(at('Sun 13:00')))
    })

    it('says from data whether each held, before and after, and what nobody can say yet', async () => {
      const { lastActions } = await loadPack(await team(), NEXT, now)
      expect(lastActions.map(({ outcome }) => outcome?.verdict)).toEqual(['held', 'missed', 'few', 'running'])
      const outcome = lastActions[0]?.outcome
      expect(outcome).toMatchObject({
        days: NEXT,
        before: { value: 8 * HOUR, n: 7 },
        after: { value: 2 * HOUR, n: 6 },
        difference: { by: -6 * HOUR, interval: null },
        sure: false,
      })
      expect(lastActions[3]?.outcome).toMatchObject({ elapsedDays: 14, days: { to: dayAfter(NEXT.from, 28) } })
    })

    it('tells a verdict once, and looks again at what went on', async () => {
      const second = await loadPack(await team(), NEXT, now)
      await openRetro(TEAM, { ...NEXT, pack: second }, new Date(now))
      const third = { from: NEXT.to, to: dayAfter(NEXT.to, 7) }
      const { lastActions } = await loadPack(await team(), third, now)
      expect(lastActions.map(({ weeks, outcome }) => [weeks, outcome?.verdict])).toEqual([[4, 'running']])
    })
  })
})
