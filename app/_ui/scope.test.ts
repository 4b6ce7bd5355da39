import { describe, expect, it } from 'vitest'
import type { ServiceSummary } from '../../lib/store/services'
import { scopeOf } from './scope'

const SERVICES = [
  { name: 'shop', slug: 'shop', team: 'Storefront', timeZone: 'UTC' },
  { name: 'ledger', slug: 'ledger', team: null, timeZone: 'Asia/Kathmandu' },
] as ServiceSummary[] // sound: the scope reads nothing else

const scope = (path: string, search = '') => scopeOf(path, search, SERVICES)

describe('what is taken along to other pages', () => {
  it.each([
    ['/', '', '', ''],
    ['/', '?window=4w&sort=name&q=x', 'window=4w', 'window=4w'],
    [
      '/',
      '?team=Storefront&from=2026-01-05&to=2026-01-12',
      'from=2026-01-05&to=2026-01-12',
      'team=Storefront&from=2026-01-05&to=2026-01-12',
    ],
    ['/metrics/lead-time', '?team=storefront', '', 'team=Storefront'],
    ['/services/shop', '?window=all', 'window=all', 'service=shop&window=all'],
    ['/metrics/lead-time', '?service=ledger&window=12w', '', 'service=ledger'],
    ['/services/gone', '?window=7y', '', ''],
    ['/metrics/lead-time', '?team=nobody', '', ''],
  ])('%s%s', (path, search, window, metric) => {
    expect(scope(path, search).kept).toEqual({ window, metric })
  })

  it('a page of a service, and a record on it, stand below the service', () => {
    const names = (path: string) => scope(path, '?window=4w').crumbs.map(({ name }) => name)
    expect(names('/services/shop/pipelines')).toEqual(['All services', 'Storefront', 'shop', 'Pipelines'])
    expect(names('/services/shop/deployments/git/v1%2F2').slice(2)).toEqual(['shop', 'Deployments', 'v1/2'])
    expect(
      scope('/services/shop/deployments/git/v1', '?window=4w')
        .crumbs.map(({ href }) => href)
        .slice(3),
    ).toEqual(['/services/shop/deployments?window=4w', '/services/shop/deployments/git/v1?window=4w'])
  })

  it('a page of a team stands below the team, as it is called', () => {
    const { crumbs, kept } = scope('/teams/STOREFRONT/stream', '?window=4w')
    expect(crumbs.map(({ name }) => name)).toEqual(['All services', 'Storefront', 'Value stream'])
    expect(crumbs.at(-1)?.href).toBe('/teams/STOREFRONT/stream?window=4w')
    expect(kept.metric).toBe('team=Storefront&window=4w')
    expect(scope('/teams/nobody/stream').crumbs).toHaveLength(1)
    expect(scope('/teams/Storefront/retros/1f', '?window=4w').crumbs.map(({ name, href }) => [name, href])).toEqual([
      ['All services', '/?window=4w'],
      ['Storefront', '/?team=Storefront&window=4w'],
      ['Retros', '/teams/Storefront/retros?window=4w'],
      ['Retro', '/teams/Storefront/retros/1f?window=4w'],
    ])
  })

  it('has the time zone of all that is meant, and none where theirs differ', () => {
    const zones = ['/', '/?team=Storefront', '/services/ledger', '/teams/Storefront/stream'].map((address) => {
      const [path = '', search] = address.split('?')
      return scope(path, search).zone
    })
    expect(zones).toEqual([null, 'UTC', 'Asia/Kathmandu', 'UTC'])
  })

  it('is in every crumb', () => {
    expect(scope('/metrics/lead-time', '?service=shop&window=4w').crumbs.map(({ href }) => href)).toEqual([
      '/?window=4w',
      '/?team=Storefront&window=4w',
      '/services/shop?window=4w',
      '/metrics/lead-time?service=shop&window=4w',
    ])
  })
})
