import { describe, expect, test } from 'vitest'
import type { Held } from '../../../../lib/insights/agreements'
import { dayStart, parseDay } from '../../../../lib/time'
import { exceptionPath, type Places } from './exception-path'

const zone = 'Pacific/Auckland'
const places: Places = {
  team: 'Store/front',
  days: { from: '2026-03-02', to: '2026-03-30' },
  services: [
    { name: 'Shop', slug: 'shop', timeZone: zone },
    { name: 'Search', slug: 'search', timeZone: 'UTC' },
  ],
  repositories: [
    { repository: 'acme/shop', slug: 'shop' },
    { repository: 'acme/gone', slug: 'gone' },
  ],
}
const start = (day: string) => dayStart(parseDay(day) ?? 0, zone)
const held = (fields: Partial<Held>): Held => ({ at: 0, value: 1, service: 'Shop', what: 'pr:4', ...fields })
const asked = (path: string | null) => new URL(path ?? 'none:', 'http://here')

describe('an exception leads to what it speaks of', () => {
  test('a review to the row of its change in the days that were read', () => {
    expect(exceptionPath('first-review', held({}), places)).toBe(
      '/services/shop?from=2026-03-02&to=2026-03-30&open=pr%3A4#change-pr:4',
    )
  })

  test('a pull request to its row among what waited when its week ended, in its service’s days', () => {
    const path = exceptionPath('open-age', held({ at: start('2026-03-09') - 1 }), places)
    expect(path).toBe('/services/shop?from=2026-03-02&to=2026-03-09&tab=waiting&open=pr%3A4#change-pr:4')
    // Looked at in the middle of a day: the window goes on until that day ends.
    expect(exceptionPath('open-age', held({ at: start('2026-03-11') + 3_600_000 }), places)).toContain('to=2026-03-12&')
  })

  test('a deployment to its page, and by its id alone where its source was not kept', () => {
    const deployed = held({ what: 'run/7', source: 'acme-ci' })
    expect(exceptionPath('batch', deployed, places)).toBe('/services/shop/deployments/acme-ci/run%2F7')
    expect(exceptionPath('batch', held({ what: 'run/7' }), places)).toBe('/deployments/run%2F7')
  })

  test('a red mainline to the failed runs of its pipeline, from the day before until it was green', () => {
    const red = held({ at: start('2026-03-10') + 60_000, value: 25 * 60, service: 'acme/shop', what: 'CI & more' })
    const { pathname, searchParams, hash } = asked(exceptionPath('red-mainline', red, places))
    expect({ pathname, hash, ...Object.fromEntries(searchParams) }).toEqual({
      pathname: '/services/shop/pipelines',
      hash: '#runs',
      from: '2026-03-09',
      to: '2026-03-12',
      show: 'failed',
      pipeline: 'CI & more',
    })
  })

  test('a day’s work in progress to the work of the whole team when that day ended', () => {
    const day = held({ at: start('2026-03-16') - 1, service: null, what: null })
    expect(exceptionPath('in-progress', day, places)).toBe(
      '/teams/Store%2Ffront/flow?from=2026-03-02&to=2026-03-16&show=progress#changes',
    )
  })

  test('nowhere where its service is the team’s no more', () => {
    expect(exceptionPath('open-age', held({ service: 'Gone' }), places)).toBeNull()
    expect(exceptionPath('red-mainline', held({ service: 'acme/gone' }), places)).toBeNull()
    // A repository is no service's name.
    expect(exceptionPath('red-mainline', held({ service: 'Shop' }), places)).toBeNull()
  })
})
