import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SubscriptionScope } from '../../store/report-subscriptions'
import { FIELDS, readSubscription, readValues, storedValues, type Values } from './subscription-form'

const services = [
  { name: 'Shop', slug: 'shop', team: 'Storefront' },
  { name: 'Search', slug: 'search', team: null },
]
const GIVEN: Values = {
  name: 'Storefront, weekly',
  about: 'team:Storefront',
  services: '',
  every: 'week',
  weekday: '1',
  monthDay: '1',
  hour: '8',
  timeZone: 'Europe/Berlin',
  channel: 'email',
  recipients: 'ann@example.org\nben@EXAMPLE.org, ann@example.org;\n\n',
  url: '',
  waitHours: '12',
}
const read = (given: Partial<Values>, stored: Parameters<typeof readSubscription>[1]['stored'] = null) =>
  readSubscription({ ...GIVEN, ...given }, { services, stored })
const problemsOf = (given: Partial<Values>) => {
  const answer = read(given)
  return answer.ok ? null : answer.problems
}

describe('the form of a subscription', () => {
  it('is read into settings; recipients one a line, each once', () => {
    expect(read({})).toEqual({
      ok: true,
      draft: {
        name: 'Storefront, weekly',
        scope: { kind: 'team', name: 'Storefront' },
        rhythm: { every: 'week', day: 1, hour: 8 },
        timeZone: 'Europe/Berlin',
        channel: { kind: 'email' },
        recipients: ['ann@example.org', 'ben@example.org'],
        waitHours: 12,
      },
    })
    expect(read({ every: 'month', monthDay: 'last', weekday: 'x' })).toMatchObject({
      draft: { rhythm: { every: 'month', day: 'last', hour: 8 } },
    })
    expect(read({ about: 'services', services: 'search\nShop\nShop' })).toMatchObject({
      draft: { scope: { kind: 'services', name: 'Storefront, weekly', services: ['Search', 'Shop'] } },
    })
  })

  it.each<[Partial<Values>, object]>([
    [{ name: ' ' }, { name: 'is empty' }],
    [{ name: 'x'.repeat(121) }, { name: 'has at most 120 characters' }],
    [{ about: 'team:Nobody' }, { about: 'is neither everything nor a team or a service that is known' }],
    [{ about: 'person:Ann' }, { about: 'is neither everything nor a team or a service that is known' }],
    [{ about: 'services' }, { services: 'are missing: write at least one' }],
    [{ about: 'services', services: 'Shop\nNope' }, { services: 'name “Nope”, which is not known' }],
    [{ every: 'hour' }, { every: 'is not one of the list' }],
    [{ weekday: '8' }, { weekday: 'is not a day of the week' }],
    [{ every: 'month', monthDay: '29' }, { monthDay: 'is 1 to 28, or the last' }],
    [{ hour: '24' }, { hour: 'is not an hour of the day' }],
    [{ timeZone: 'Berlin' }, { timeZone: 'is not one such as Europe/Berlin' }],
    [{ channel: 'file' }, { channel: 'is not one of the list' }],
    [{ channel: 'slack' }, { url: 'is missing' }],
    [{ recipients: '' }, { recipients: 'are missing: write at least one address' }],
    [
      { recipients: 'ann@example.org\nBcc: x@example.org' },
      { recipients: 'name “Bcc: x@example.org”, which is not an e-mail address' },
    ],
    [{ waitHours: '' }, { waitHours: 'is a whole number of hours from 0 to 48' }],
    [
      { waitHours: '49', name: '' },
      { waitHours: 'is a whole number of hours from 0 to 48', name: 'is empty' },
    ],
  ])('says beside its field what is wrong: %j', (given, problems) => {
    expect(problemsOf(given)).toEqual(problems)
  })

  it('keeps the webhook that is stored where none is written, of the same kind alone', () => {
    const stored = { kind: 'slack' as const, url: { $secret: 'sealed' } }
    expect(read({ channel: 'slack', recipients: '' }, stored)).toMatchObject({
      draft: { channel: 'keep', recipients: [] },
    })
    const url = 'https://hooks.example.org/x'
    expect(read({ channel: 'slack', url }, stored)).toMatchObject({ draft: { channel: { kind: 'slack', url } } })
    expect(read({ channel: 'markdown' }, stored)).toMatchObject({ problems: { url: 'is missing' } })
  })

  it('reads back what it was filled with, and never fills in the address of a webhook', () => {
    const rhythms = fc.oneof(
      fc.record({
        every: fc.constant('week' as const),
        day: fc.integer({ min: 1, max: 7 }),
        hour: fc.integer({ min: 0, max: 23 }),
      }),
      fc.record({ every: fc.constant('day' as const), hour: fc.integer({ min: 0, max: 23 }) }),
      fc.record({
        every: fc.constant('month' as const),
        day: fc.oneof(fc.integer({ min: 1, max: 28 }), fc.constant('last' as const)),
        hour: fc.integer({ min: 0, max: 23 }),
      }),
    )
    const scopes = fc.constantFrom<SubscriptionScope>(
      { kind: 'organisation' },
      { kind: 'team', name: 'Storefront' },
      { kind: 'service', name: 'Search' },
      { kind: 'services', name: 'Ours', services: ['Search', 'Shop'] },
    )
    fc.assert(
      fc.property(rhythms, scopes, fc.boolean(), (rhythm, scope, isMail) => {
        const channel = isMail ? { kind: 'email' as const } : { kind: 'markdown' as const, url: { $secret: 'sealed' } }
        const settings = { name: 'Ours', scope, rhythm, timeZone: 'UTC', channel, waitHours: 0 }
        const values = storedValues({ ...settings, paused: false, declared: false }, isMail ? ['ann@example.org'] : [])
        expect(JSON.stringify(values)).not.toContain('sealed')
        expect(readSubscription(values, { services, stored: channel })).toEqual({
          ok: true,
          draft: { ...settings, channel: isMail ? channel : 'keep', recipients: isMail ? ['ann@example.org'] : [] },
        })
      }),
    )
  })

  it('takes any text without harm', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }), { minLength: FIELDS.length, maxLength: FIELDS.length }),
        (all) => {
          const values = readValues((name) => all[FIELDS.indexOf(name)])
          expect(readSubscription(values, { services, stored: null }).ok).toBe(false)
        },
      ),
    )
    expect(readValues(() => undefined)).toEqual(Object.fromEntries(FIELDS.map((name) => [name, ''])))
  })
})
