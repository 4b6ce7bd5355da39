import { describe, expect, test } from 'vitest'
import { instantOfLocal } from '../zone-offset'
import { askedWindow, readWindow, resolveWindow, windowQuery, withQuery } from './page-window'

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
