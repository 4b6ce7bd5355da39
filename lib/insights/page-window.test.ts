import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOfLocal } from '../zone-offset'
import { askedWindow, readWindow, resolveWindow, unequalDays, windowQuery, withQuery } from './page-window'

describe('readWindow', () => {
  test('says what it was asked for', () => {
    expect(readWindow({})).toEqual({ ok: true, choice: { kind: 'preset', preset: '12w' } })
    expect(readWindow({ window: '52w' })).toEqual({ ok: true, choice: { kind: 'preset', preset: '52w' } })
    expect(readWindow({ window: 'all' })).toEqual({ ok: true, choice: { kind: 'all' } })
    const dates = { from: '2026-03-01', to: '2026-03-08' }
    expect(readWindow(dates)).toEqual({ ok: true, choice: { kind: 'dates', ...dates } })
  })

  test.each([
    [{ window: '3w' }, 'no window “3w”'],
    [{ window: 'constructor' }, 'no window'],
    [{ window: 'x'.repeat(500) }, '…'],
    [{ from: '2026-03-01' }, 'last date is missing'],
    [{ to: '2026-03-01' }, 'first date is missing'],
    [{ from: '2026-02-29', to: '2026-03-01' }, 'not a date'],
    [{ from: '2026-03-01', to: '2026-03-01' }, 'no length'],
    [{ from: '2026-03-02', to: '2026-03-01' }, 'before it begins'],
    [{ from: '1926-03-01', to: '2026-03-01' }, 'about 100 years'],
    [{ from: '0001-01-01', to: '0001-02-01' }, 'before 1970'],
    [{ window: '4w', from: '2026-03-01', to: '2026-03-02' }, 'not both'],
  ])('%j is refused', (asked, words) => {
    expect(readWindow(asked)).toMatchObject({ ok: false, message: expect.stringContaining(words) })
  })
})

describe('resolveWindow', () => {
  const now = Date.UTC(2026, 2, 29, 15, 30)

  test('weeks are whole days up to the end of today, the same number before', () => {
    const { window, previous } = resolveWindow({ kind: 'preset', preset: '4w' }, 'UTC', now, null)
    expect(window).toEqual({ from: Date.UTC(2026, 2, 2), to: Date.UTC(2026, 2, 30) })
    expect(previous).toEqual({ from: Date.UTC(2026, 1, 2), to: Date.UTC(2026, 2, 2) })
  })

  test('days are the service’s own, also when the clock goes forward', () => {
    const { window } = resolveWindow(
      { kind: 'dates', from: '2026-03-29', to: '2026-03-30' },
      'Europe/Berlin',
      now,
      null,
    )
    expect(window.to - window.from).toBe(23 * 3_600_000)
    expect(window.from).toBe(instantOfLocal(Date.UTC(2026, 2, 29), 'Europe/Berlin'))
  })

  test('all begins on the day of the first deployment and has nothing before it', () => {
    const resolved = resolveWindow({ kind: 'all' }, 'UTC', now, Date.UTC(2020, 5, 5, 12))
    expect(resolved).toEqual({ window: { from: Date.UTC(2020, 5, 5), to: Date.UTC(2026, 2, 30) }, previous: null })
  })
})

test('a choice survives its query string', () => {
  for (const query of ['', 'window=4w', 'window=all', 'from=2026-03-01&to=2026-03-08']) {
    const read = readWindow(Object.fromEntries(new URLSearchParams(query)))
    expect(read.ok && windowQuery(read.choice)).toBe(query)
  }
})

test('a window is taken along to other addresses, one that cannot be shown is not', () => {
  expect(askedWindow('?from=2026-03-01&to=2026-03-08&sort=name')).toBe('from=2026-03-01&to=2026-03-08')
  for (const search of ['', '?window=12w', '?window=', '?window=7y', '?from=2026-03-01']) {
    expect(askedWindow(search)).toBe('')
  }
  expect(withQuery('/', '')).toBe('/')
  expect(withQuery('/', 'window=4w')).toBe('/?window=4w')
  expect(withQuery('/?team=A', 'window=4w')).toBe('/?team=A&window=4w')
})

describe('periods', () => {
  const now = Date.UTC(2026, 4, 20, 12)
  const resolve = (query: string) => {
    const read = readWindow(Object.fromEntries(new URLSearchParams(query)))
    if (!read.ok) throw new Error(read.message)
    const { window, previous } = resolveWindow(read.choice, 'UTC', now, now)
    const words = (at: { from: number; to: number } | null) =>
      at && [at.from, at.to].map((ms) => new Date(ms).toISOString().slice(0, 10)).join(' ')
    return [words(window), words(previous), unequalDays(read.choice, 'UTC', now)]
  }

  test.each([
    ['window=quarter', ['2026-04-01 2026-05-21', '2026-01-01 2026-04-01', [50, 90]]],
    ['window=last-quarter', ['2026-01-01 2026-04-01', '2025-10-01 2026-01-01', [90, 92]]],
    ['window=quarter&against=year', ['2026-04-01 2026-05-21', '2025-04-01 2025-05-21', null]],
    ['window=iteration.2026-01-05.14', ['2026-05-11 2026-05-21', '2026-04-27 2026-05-11', [10, 14]]],
    ['window=last-iteration.2026-01-05.14', ['2026-04-27 2026-05-11', '2026-04-13 2026-04-27', null]],
    // An iteration that begins later counts backwards.
    ['window=iteration.2027-01-04.7', ['2026-05-18 2026-05-21', '2026-05-11 2026-05-18', [3, 7]]],
    ['window=4w&against=year', ['2026-04-23 2026-05-21', '2025-04-24 2025-05-22', null]],
    ['from=2024-02-29&to=2024-03-31&against=year', ['2024-02-29 2024-03-31', '2023-03-01 2023-03-31', [31, 30]]],
    ['window=4w&against=none', ['2026-04-23 2026-05-21', null, null]],
    [
      'window=4w&against-from=2026-05-01&against-to=2026-05-11',
      ['2026-04-23 2026-05-21', '2026-05-01 2026-05-11', [28, 10]],
    ],
    [
      'window=all&against-from=2026-05-01&against-to=2026-05-11',
      ['2026-05-20 2026-05-21', '2026-05-01 2026-05-11', null],
    ],
  ] as const)('%s', (query, expected) => {
    expect(resolve(query)).toEqual(expected)
    expect(askedWindow(query)).toBe(query)
  })

  test('days are those of the zone: in Auckland it is tomorrow already', () => {
    const { window } = resolveWindow({ kind: 'quarter', back: 0 }, 'Pacific/Auckland', Date.UTC(2026, 2, 31, 12), null)
    expect(window.from).toBe(instantOfLocal(Date.UTC(2026, 3, 1), 'Pacific/Auckland'))
  })

  test.each([
    ['against=luck', 'nothing named “luck”'],
    ['window=all&against=year', 'no window a year before'],
    ['against=year&against-from=2026-01-01', 'not both'],
    ['against-from=2026-01-01', 'last date is missing'],
    ['window=iteration.2026-02-30.14', 'no window'],
    ['window=iteration.2026-02-20.0', 'no window'],
    ['window=iteration.2026-02-20.400', 'no window'],
  ])('%s is refused', (query, words) => {
    const read = readWindow(Object.fromEntries(new URLSearchParams(query)))
    expect(read).toMatchObject({ ok: false, message: expect.stringContaining(words) })
  })

  test('any choice begins before it ends, and a named comparison ends no later than the window', () => {
    const kinds = ['quarter', 'last-quarter', '4w', '52w', 'iteration.2026-01-05.14', 'last-iteration.2026-01-05.21']
    const day = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2060, 0, 1) })
    fc.assert(
      fc.property(day, fc.constantFrom(...kinds), fc.constantFrom('before', 'year'), (at, window, against) => {
        const read = readWindow({ window, against })
        if (!read.ok) throw new Error(read.message)
        const resolved = resolveWindow(read.choice, 'Europe/Berlin', at, null)
        expect(resolved.window.from).toBeLessThan(resolved.window.to)
        expect(resolved.previous?.from).toBeLessThan(resolved.previous?.to ?? 0)
        expect(resolved.previous?.to).toBeLessThan(resolved.window.to)
      }),
    )
  })
})
