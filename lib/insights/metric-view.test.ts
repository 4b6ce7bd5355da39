// What a metric's page loads: scope, rows and annotations, from a real database.
import { beforeAll, describe, expect, it } from 'vitest'
import { ingest } from '../store/ingest'
import * as build from '../testing/build'
import { useTestDatabase } from '../testing/database'
import { deriveStale } from './derive-stale'
import { loadMetricView, type MetricAsked, type MetricView } from './metric-view'

const NOW = Date.parse('2026-04-01T00:00:00Z')
const MARCH = { from: '2026-03-01', to: '2026-04-01' }

const service = (name: string, team: string | null) =>
  build.service({ name, repository: `acme/${name}`, ...(team === null ? {} : { team }) })
const deployed = (name: string, day: number) =>
  build.deployment({
    id: `${name}-${day}`,
    service: name,
    sha: build.sha(name),
    finishedAt: `2026-03-${day}T10:00:00Z`,
  })

describe('the view of a metric', () => {
  useTestDatabase()
  beforeAll(async () => {
    const records = [
      service('shop', 'Storefront'),
      service('checkout', 'Storefront'),
      service('ledger', null),
      deployed('shop', 10),
      deployed('shop', 12),
      deployed('checkout', 11),
      build.annotation({ id: 'all', at: '2026-03-05T00:00:00Z', text: 'of all' }),
      build.annotation({ id: 'team', team: 'Storefront', at: '2026-03-04T00:00:00Z', text: 'of the team' }),
      build.annotation({
        id: 'own',
        service: 'shop',
        at: '2026-02-01T00:00:00Z',
        until: '2026-03-02T00:00:00Z',
        text: 'of the shop',
      }),
      build.annotation({ id: 'other', service: 'ledger', at: '2026-03-05T00:00:00Z', text: 'of the ledger' }),
      build.annotation({ id: 'late', at: '2026-04-01T00:00:00Z', text: 'after' }),
    ]
    await ingest(records, { now: new Date(NOW) })
    expect((await deriveStale()).failed).toEqual([])
  })

  const load = (asked: MetricAsked, id = 'deployment-frequency') => loadMetricView(id, { ...MARCH, ...asked }, NOW)
  const of = <Kind extends MetricView['kind']>(view: MetricView, kind: Kind) => {
    expect(view.kind).toBe(kind)
    return view as Extract<MetricView, { kind: Kind }>
  }

  it('of a service has its rows, and the annotations that are about it', async () => {
    const view = of(await load({ service: 'shop' }), 'one')
    expect(view.page.figure).toMatchObject({ n: 2 })
    expect(view.behind.rows.map(({ id }) => id)).toEqual(['shop-12', 'shop-10'])
    expect(view.annotations.map(({ id }) => id)).toEqual(['own', 'team', 'all'])
    expect(view.annotations[0]).toMatchObject({ at: Date.parse('2026-02-01'), until: Date.parse('2026-03-02') })
    expect(view.known).toBeNull()
  })

  it('of a team has its services, whatever the case of its name', async () => {
    const view = of(await load({ team: 'storefront' }), 'several')
    expect(view.team).toBe('Storefront')
    expect(view.page.services.map(({ name }) => name)).toEqual(['checkout', 'shop'])
    expect(view.page.pooled.n).toBe(3)
  })

  it('of nobody in particular has all services and everybody’s annotations', async () => {
    const view = of(await load({}), 'several')
    expect([view.team, view.page.services.length, view.annotations.length]).toEqual([null, 3, 4])
  })

  it('says when there is something, where the window has nothing', async () => {
    const empty = { from: '2026-01-01', to: '2026-01-08' }
    const view = of(await load({ service: 'shop', ...empty }), 'one')
    expect(view.known).toEqual({ from: Date.parse('2026-03-10T10:00:00Z'), to: Date.parse('2026-03-12T10:00:00Z') })
    expect(of(await load({ service: 'ledger' }, 'lead-time'), 'one').known).toBeNull()
  })

  it('says what is wrong with the question', async () => {
    of(await load({}, 'velocity'), 'no-metric')
    of(await load({}, 'toString'), 'no-metric')
    expect(of(await load({ service: 'nobody' }), 'no-service').known).toHaveLength(3)
    expect(of(await load({ team: 'Nobody' }), 'no-team').known).toEqual(['Storefront'])
    expect(of(await load({ service: 'shop', team: 'Storefront' }), 'problem').message).toContain('not both')
    expect(of(await load({ from: '2026-03-01', to: '2026-03-01' }), 'problem').message).toContain('no length')
  })
})
