import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EVERY, readWall, type WallAsked, wallQuery } from './wall-query'

const read = (text: string) => {
  const query = new URLSearchParams(text)
  return readWall((name) => query.get(name) || undefined)
}

test('without anything: everybody, the last 12 weeks, from the first, every 20 seconds', () => {
  const asked: WallAsked = {
    choice: { kind: 'preset', preset: '12w' },
    every: 20,
    team: null,
    services: null,
    service: null,
    paused: false,
  }
  expect(read('')).toEqual({ ok: true, asked })
  expect(wallQuery(asked, null)).toBe('')
})

test.each(['every=4', 'every=301', 'every=5.5', 'every=-20', 'every=soon', 'every=99999'])('%s is refused', (text) => {
  expect(read(text)).toEqual({ ok: false, message: expect.stringContaining('5 to 300 seconds') })
})

test('what contradicts itself or names nothing is said', () => {
  expect(read('team=A&services=b')).toMatchObject({ ok: false, message: expect.stringContaining('not both') })
  expect(read('services=,%20,')).toMatchObject({ ok: false, message: expect.stringContaining('empty') })
  expect(read('window=7y')).toMatchObject({ ok: false, message: expect.stringContaining('7y') })
})

test('a list keeps its order, and each comes once', () => {
  expect(read('services=b,%20a,b')).toMatchObject({ asked: { services: ['b', 'a'] } })
})

test('what is written is read again', () => {
  const word = fc.string({ minLength: 1 }).filter((text) => text.trim() === text && !text.includes(','))
  const asked = fc.record({
    choice: fc.constantFrom(
      { kind: 'all' as const },
      { kind: 'preset' as const, preset: '4w' as const },
      { kind: 'dates' as const, from: '2026-03-01', to: '2026-03-08' },
    ),
    every: fc.integer({ min: EVERY.least, max: EVERY.most }),
    about: fc.oneof(
      fc.record({ team: word, services: fc.constant(null) }),
      fc.record({ team: fc.constant(null), services: fc.uniqueArray(word, { minLength: 1 }) }),
      fc.constant({ team: null, services: null }),
    ),
    service: fc.option(word),
  })
  fc.assert(
    fc.property(asked, ({ about, ...rest }) => {
      const whole: WallAsked = { ...rest, ...about, paused: false }
      expect(read(wallQuery(whole, whole.service))).toEqual({ ok: true, asked: whole })
    }),
  )
})
