import { expect, test } from 'vitest'
import { StreamgaugeError } from '../../errors'
import type { ServiceSummary } from '../../store/services'
import { factsWith } from '../../testing/facts'
import { findReportScope } from './scope'

const summary = (name: string, slug: string, team: string | null): ServiceSummary => ({
  ...factsWith({ service: { name, slug, team } }).service,
  configured: true,
  deployed: { count: 1, firstAt: 0, lastAt: 0 },
  version: '1',
  derivedAt: 0,
  previousRule: null,
  ruleSince: null,
})
const ALL = [
  summary('Shop', 'shop', 'Storefront'),
  summary('shop', 'shop-2', 'Storefront'),
  summary('gate', 'gate', null),
]
const namesOf = (asked: Parameters<typeof findReportScope>[1]) =>
  findReportScope(ALL, asked).services.map(({ slug }) => slug)

test('a service is found by its slug before its name, a team in any case, and nothing asked is all', () => {
  expect(namesOf({ service: 'shop' })).toEqual(['shop'])
  expect(namesOf({ service: 'Shop' })).toEqual(['shop'])
  expect(namesOf({ team: ' STOREFRONT ' })).toEqual(['shop', 'shop-2'])
  expect(findReportScope(ALL, { team: 'storefront' }).scope).toEqual({ kind: 'team', name: 'Storefront' })
  expect(namesOf({})).toHaveLength(3)
  expect(findReportScope([], {})).toEqual({ scope: { kind: 'organisation' }, services: [] })
})

test.each([
  [{ service: 'till' }, ALL, 'There is no service named "till".', 'Known services: Shop, shop, gate.'],
  [{ team: 'web' }, ALL, 'There is no team named "web".', 'Known teams: Storefront.'],
  [{ team: '' }, [], 'There is no team named "".', 'No service belongs to a team.'],
  [{ service: 'a' }, [], 'There is no service named "a".', 'Nothing is measured yet.'],
])('%j is missing, in words', (asked, services, message, hint) => {
  try {
    findReportScope(services, asked)
    expect.unreachable()
  } catch (error) {
    if (!(error instanceof StreamgaugeError)) throw error
    expect([error.kind, error.message, error.hint]).toEqual(['not-found', message, hint])
  }
})
