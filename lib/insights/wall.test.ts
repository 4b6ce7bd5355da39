// What the wall shows of a service, and which services come one after another.
import { expect, test } from 'vitest'
import { formatInstantIn } from '../format'
import { ingest } from '../store/ingest'
import { currentServices } from '../store/measured'
import * as build from '../testing/build'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { deriveStale } from './derive-stale'
import { loadWall, wallMembers } from './wall'
import { readWall } from './wall-query'

const people = { key: 'a people key of thirty-two bytes', bots: [] }
const now = new Date('2026-03-10T00:00:00Z')

const member = (name: string, team: string | null, count = 1) => ({ name, slug: name, team, deployed: { count } })

test('all come by team and name, never by a figure; those without a deployment do not', () => {
  const all = [member('b', 'Two'), member('z', 'One'), member('a', null), member('idle', 'One', 0), member('a2', 'Two')]
  const names = (asked: { team: string | null; services: string[] | null }) => {
    const found = wallMembers(all, asked)
    return Array.isArray(found) ? found.map(({ name }) => name) : found.message
  }
  expect(names({ team: null, services: null })).toEqual(['z', 'a2', 'b', 'a'])
  expect(names({ team: 'two ', services: null })).toEqual(['a2', 'b'])
  expect(names({ team: null, services: ['b', 'idle', 'a'] })).toEqual(['b', 'idle', 'a'])
  expect(names({ team: null, services: ['b', '<i>'] })).toBe('There is no service “<i>”.')
  expect(names({ team: 'Three', services: null })).toBe('There is no team “Three”.')
})

describeOnEachServer('the wall', (server) => {
  useTestDatabase(server)

  async function wall(text: string) {
    const query = new URLSearchParams(text)
    const read = readWall((name) => query.get(name) || undefined)
    if (!read.ok) throw new Error(read.message)
    return await loadWall(await currentServices(), read.asked, now.getTime())
  }

  test('shows one service, with its neighbours in a circle', async () => {
    await ingest(
      [
        build.service({ team: 'Storefront' }),
        build.deployment({ id: 'd1', at: '2026-03-02T10:00:00Z' }),
        build.deployment({ id: 'd2', at: '2026-03-04T10:00:00Z' }),
        build.service({ name: 'pay', repository: 'acme/pay', team: 'Storefront' }),
        build.annotation({ id: 'all', at: '2026-03-03T00:00:00Z', text: 'Of all' }),
        build.annotation({ id: 'shop', at: '2026-03-03T00:00:00Z', service: 'shop', text: 'Of shop' }),
        build.annotation({
          id: 'team',
          at: '2026-02-20T00:00:00Z',
          until: '2026-02-22T00:00:00Z',
          team: 'Storefront',
          text: 'x'.repeat(10_000),
        }),
        build.deployment({ id: 'p1', at: '2026-03-04T10:00:00Z', service: 'pay' }),
      ],
      { now, people },
    )
    expect((await deriveStale()).failed).toEqual([])
    const answer = await wall('every=60&window=4w')
    if (!answer.ok) throw new Error(answer.message)
    const { view } = answer
    expect(view).toMatchObject({ name: 'pay', team: 'Storefront', place: 1, places: 2 })
    expect(view.asOf).toBe(formatInstantIn(now.getTime(), view.zone))
    expect(view.notes).toEqual([
      { at: Date.parse('2026-03-03'), until: null, when: expect.stringMatching(/^3\sMar 2026$/), text: 'Of all' },
      {
        at: Date.parse('2026-02-20'),
        until: Date.parse('2026-02-22'),
        when: expect.stringMatching(/^20-21\sFeb 2026$/),
        text: `${'x'.repeat(160)}…`,
      },
    ])
    expect(view.queries).toEqual({
      here: 'window=4w&every=60&service=pay',
      next: 'window=4w&every=60&service=shop',
      previous: 'window=4w&every=60&service=shop',
      start: 'window=4w&every=60',
    })
    const next = await wall(view.queries.next)
    expect(next).toMatchObject({ ok: true, view: { name: 'shop', place: 2, queries: { next: view.queries.here } } })
    const figure = (id: string) => next.ok && next.view.figures.find((one) => one.id === id)
    expect(figure('deployment-frequency')).toMatchObject({
      value: '2.3\u00a0/\u00a0month',
      remarks: ['2 deployments', expect.any(String)],
    })
    expect(figure('time-to-restore')).toMatchObject({ value: null, why: 'no data', points: [] })
    expect(await wall('service=gone')).toEqual({
      ok: false,
      message: '“gone” is not one of the services shown here.',
    })
  })

  test('a week outside its limits is named and ringed', async () => {
    // One deployment in each of eleven weeks, then twenty in the last whole one.
    const weekly = Array.from({ length: 11 }, (_, week) => Date.parse('2025-12-17T10:00:00Z') + week * 7 * 86_400_000)
    const burst = Array.from({ length: 20 }, (_, hour) => Date.parse('2026-03-04T00:00:00Z') + hour * 3_600_000)
    const lines = [...weekly, ...burst].map((at, number) =>
      build.deployment({ id: `s${number}`, at: new Date(at).toISOString(), service: 'search' }),
    )
    await ingest([build.service({ name: 'search', repository: 'acme/search' }), ...lines], { now, people })
    expect((await deriveStale()).failed).toEqual([])
    const answer = await wall('service=search')
    const figure = answer.ok ? answer.view.figures.find(({ id }) => id === 'deployment-frequency') : null
    // The weeks before are a run below the mean that the burst makes.
    expect(figure?.signals.at(-1)).toBe('2026-W10')
    expect(figure?.remarks.at(-1)?.replaceAll('\u00a0', ' ')).toBe('signal: the week of 2 Mar is above its limit')
  })
})
