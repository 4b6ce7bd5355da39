import { expect, test } from 'vitest'
import { findPlaces, placesOf } from './places'

const service = (name: string, team: string | null = null) => ({ name, slug: name, team, repository: `acme/${name}` })
const places = placesOf([
  service('shop', 'Storefront'),
  service('web-shop', 'Storefront'),
  service('workshop'),
  service('shopping-list'),
  service('Übersicht'),
])
const found = (text: string, limit = 10) => findPlaces(places, text, limit)

test('the whole name first, then beginnings, words, and anywhere', () => {
  expect(found('shop').places.map((place) => place.name)).toEqual(['shop', 'shopping-list', 'web-shop', 'workshop'])
})

test('services, teams, metrics and pages are found without regard to case and accents', () => {
  expect(found('STORE').places[0]).toEqual({
    kind: 'team',
    name: 'Storefront',
    href: '/?team=Storefront',
    note: '2 services',
  })
  expect(found('uber').places[0]?.name).toBe('Übersicht')
  expect(found('flow').places[0]).toMatchObject({ kind: 'metric', href: '/metrics/flow-efficiency' })
  expect(found('value stream').places).toMatchObject([{ kind: 'page', href: '/teams/Storefront/stream' }])
  expect(found('overview').places[0]).toMatchObject({ kind: 'page', href: '/' })
})

test('no more than asked for, and how many there are', () => {
  expect(found('shop', 2)).toMatchObject({ places: [{}, {}], total: 4 })
  expect(found('', 3).places[0]?.name).toBe('Overview')
  expect(found('nothing like it')).toEqual({ places: [], total: 0 })
})

test('the window is kept on the way', () => {
  const service = { name: 'shop', slug: 'shop', team: 'A&B', repository: 'acme/shop' }
  const hrefs = placesOf([service], 'window=4w').map(({ href }) => href)
  expect(hrefs).toEqual(expect.arrayContaining(['/?window=4w', '/?team=A%26B&window=4w', '/services/shop?window=4w']))
})
