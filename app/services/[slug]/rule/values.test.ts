import { describe, expect, it } from 'vitest'
import { askedField, EMPTY, previewAddress, readRecord, readValues, type Values } from './values'

const SHOP: Values = { ...EMPTY, name: 'shop', from: 'tag' }
const read = (given: Partial<Values>) => readRecord({ ...SHOP, ...given }, 'acme/shop')

describe('the record that a form says', () => {
  it('holds what was filled in', () => {
    const { record, problems } = read({
      ...{ team: 'Storefront', from: 'job', match: '^deploy', environment: 'live' },
      ...{ production: '^live$\n\n  ^prod', paths: 'shop/**' },
    })
    expect(problems).toEqual({})
    expect(record).toEqual({
      type: 'service',
      source: 'pages',
      name: 'shop',
      repository: 'acme/shop',
      team: 'Storefront',
      deployments: { from: 'job', match: '^deploy', environment: 'live' },
      productionEnvironments: ['^live$', '^prod'],
      paths: ['shop/**'],
      unset: [],
    })
  })

  it('clears what is empty', () => {
    expect(read({}).record).toMatchObject({
      deployments: { from: 'tag' },
      unset: ['team', 'productionEnvironments', 'paths'],
    })
  })

  it('holds no pattern for merges', () => {
    expect(read({ from: 'merge', match: 'deploy' }).record?.deployments).toEqual({ from: 'merge' })
  })
})

describe('what is wrong is told by field', () => {
  it.each<[Partial<Values>, keyof Values, RegExp]>([
    [{ match: '(' }, 'match', /is not a usable pattern: missing closing/],
    [{ match: '(?=a)b' }, 'match', /lookahead and lookbehind are not supported/],
    [{ match: 'x'.repeat(100_000) }, 'match', /longer than 1000 characters/],
    [{ match: 'a\u0000b' }, 'match', /contains a NUL character/],
    [{ from: '__proto__' }, 'from', /is not one of deployment, pipeline_run/],
    [{ environment: 'e'.repeat(600) }, 'environment', /longer than 512 bytes/],
    [{ production: 'ok\n[' }, 'production', /line 2 is not a usable pattern/],
    [{ production: 'a\n'.repeat(101) }, 'production', /more than 100 lines/],
    [{ paths: '\ud800' }, 'paths', /line 1 is not well-formed Unicode/],
    [{ team: 't'.repeat(600) }, 'team', /longer than 512 bytes/],
    [{ name: '' }, 'name', /is empty/],
  ])('%j', (given, field, expected) => {
    const { record, problems } = read(given)
    expect(record).toBeNull()
    expect(problems[field]).toMatch(expected)
  })
})

describe('values in an address', () => {
  it('come back as they went', () => {
    const values = { ...SHOP, from: 'job', match: 'a&b=c #%', paths: 'a/**\nb/**' }
    const address = previewAddress('shop & co', values, 'window=4w') ?? ''
    expect(address).toMatch(/^\/services\/shop%20%26%20co\/rule\?/)
    const query = new URLSearchParams(address.slice(address.indexOf('?')))
    expect(readValues((name) => askedField(Object.fromEntries(query), name), EMPTY)).toEqual(values)
    expect([query.get('window'), query.get('from')]).toEqual(['4w', null])
  })

  it('say the rule as they did before, which no window’s first day is', () => {
    expect(askedField({ from: 'job' }, 'from')).toBe('job')
    expect(askedField({ from: '2026-01-05', rule: 'tag' }, 'from')).toBe('tag')
    expect(askedField({ from: '2026-01-05' }, 'from')).toBeUndefined()
  })

  it('are the stored ones where the address does not name them, and never too long', () => {
    const stored = { ...SHOP, team: 'Storefront', paths: 'shop/**' }
    const given: Partial<Values> = { from: 'job', paths: '' }
    expect(readValues((name) => given[name], stored)).toEqual({ ...stored, ...given })
    expect(previewAddress('shop', { ...SHOP, match: 'x'.repeat(9000) }, '')).toBeNull()
  })
})
