// That a report says of a team's actions and agreements what the pages of the team say, as of the week's end.
import { beforeAll, describe, expect, it } from 'vitest'
import { saveLimits } from '../../store/agreements'
import { ingest } from '../../store/ingest'
import { currentServices } from '../../store/measured'
import { addAction } from '../../store/retro-board'
import { closeRetro, openRetro } from '../../store/retros'
import { useTestDatabase } from '../../testing/database'
import { at, story } from '../../testing/scenario'
import { deriveStale } from '../derive-stale'
import { loadPack } from '../retro-pack'
import { loadReportMaterial } from './material'
import type { ReportScope } from './scope'
import { readReportWeek } from './week'

const TEAM = 'Storefront'
const WEEK = { from: '2026-03-02', to: '2026-03-09' }
const NEXT = { from: '2026-03-09', to: '2026-03-16' }
const now = at('Mon+3w 00:00')
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** A pull request a day for three weeks, each reviewed after so many hours of its week. */
function told(hours: number[]) {
  const shop = story('shop', { team: TEAM })
    .commit('root', 'Sun-1w 09:00')
    .deployed('root', 'Sun-1w 10:00', { id: 'root' })
  for (const [week, pickup] of hours.entries()) {
    for (const [index, day] of DAYS.entries()) {
      const number = week * DAYS.length + index + 1
      const hour = (time: string) => `${day}${week === 0 ? '' : `+${week}w`} ${time}`
      const landing = `landing ${number}`
      shop.commit(landing, hour('19:00')).pullRequest(number, {
        opened: hour('08:00'),
        merged: hour('19:00'),
        landing,
        by: 'ann',
        commits: { [`own ${number}`]: hour('07:00') },
      })
      shop.reviewed(number, hour(`${String(8 + pickup).padStart(2, '0')}:00`), 'approved', 'ben')
      shop.deployed(landing, hour('20:00'), { id: `d${number}` })
    }
  }
  return shop
}

describe('the practices of a report', () => {
  useTestDatabase()
  const team = async () => ({ name: TEAM, services: await currentServices() })
  const practices = async (week: string, scope: ReportScope = { kind: 'team', name: TEAM }) => {
    const { services } = await team()
    const read = readReportWeek(week, ['UTC'], now)
    if (!read.ok) throw new Error(read.message)
    return (await loadReportMaterial(scope, services, read.week, now)).practices
  }

  beforeAll(async () => {
    await ingest(told([8, 2, 9]).records(), { now: new Date(now) })
    expect((await deriveStale()).failed).toEqual([])
    await saveLimits(TEAM, { 'first-review': 5, batch: 3 }, new Date(now))
    const { id } = await openRetro(TEAM, { ...WEEK, pack: await loadPack(await team(), WEEK, now) }, new Date(now))
    const action = { text: 'Review before noon', ownerRole: 'on call', due: NEXT.to, measure: 'stage:pickup' }
    const expected = { side: 'at-most' as const, value: 4 * 3600 }
    for (const weeks of [1, 2]) {
      await addAction({ team: TEAM, id }, { ...action, ...expected, weeks }, new Date(at('Sun 12:00') + weeks))
    }
    await closeRetro(TEAM, id, new Date(at('Sun 13:00')))
  })

  it('judge an action as its retro’s page does, by what had happened until the week was over', async () => {
    const { actions } = await practices('2026-W11')
    const pack = await loadPack(await team(), { from: NEXT.to, to: '2026-03-23' }, at('Mon+2w 00:00'))
    expect(actions.map(({ outcome }) => outcome)).toEqual(pack.lastActions.map(({ outcome }) => outcome))
    // Pickups of 2 h in the week that is over; the next one's of 9 h are not known yet.
    expect(actions.map(({ weeks, course, outcome }) => [weeks, course, outcome?.after])).toMatchObject([
      [1, 'held', { n: 6, value: 2 * 3600 }],
      [2, 'on', { n: 6, value: 2 * 3600 }],
    ])
    const later = await practices('2026-W12')
    expect(later.actions.map(({ course, outcome }) => [course, outcome?.after.n])).toEqual([
      ['held', 6],
      ['missed', 12],
    ])
    expect(JSON.stringify(actions)).not.toContain('on call')
  })

  it('show an action from the end of the week on in which it was decided', async () => {
    expect((await practices('2026-W09')).actions).toEqual([])
    expect((await practices('2026-W10')).actions.map(({ course }) => course)).toEqual(['early', 'early'])
  })

  it('hold agreements against the week as the pack of a retro does', async () => {
    const pack = await loadPack(await team(), WEEK, now)
    const { agreements } = await practices('2026-W10')
    expect(agreements).toEqual({ zone: 'UTC', readings: pack.agreements })
    expect(agreements?.readings.map(({ id, n, kept }) => [id, n, kept])).toEqual([
      ['first-review', 6, 0],
      ['batch', 6, 6],
    ])
  })

  it('of several teams are counts, of a service nothing', async () => {
    const none = { actions: [], agreements: null }
    expect(await practices('2026-W11', { kind: 'organisation' })).toMatchObject({
      ...none,
      teamActions: [{ team: TEAM, courses: { on: 1, held: 1, off: 0, early: 0, missed: 0, few: 0 } }],
      teamAgreements: [{ team: TEAM, agreed: 2, broken: 0, exceptions: 0 }],
    })
    const [week] = [await practices('2026-W10', { kind: 'organisation' })]
    expect(week.teamAgreements).toEqual([{ team: TEAM, agreed: 2, broken: 1, exceptions: 6 }])
    const service = await practices('2026-W11', { kind: 'service', name: 'shop', slug: 'shop' })
    expect(service).toEqual({ ...none, teamActions: [], teamAgreements: [] })
  })
})
