import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePeriod, periodBefore } from './period'
import { LATEST_MS, lastOver, latestDue, nextDue, type Rhythm } from './rhythm'
import { dayKey, dayNumber } from './time'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MONDAY_AT_NINE: Rhythm = { every: 'week', day: 1, hour: 9 }
const at = (text: string) => Date.parse(text)
const always = { zones: [] as string[], since: 0 }
const due = (rhythm: Rhythm, zone: string, now: string, given: Partial<typeof always> = {}) => {
  const found = latestDue(rhythm, zone, { ...always, ...given, now: at(now) })
  return found && `${found.period.key} ${new Date(found.at).toISOString().slice(0, 16)}`
}

describe('a report is due on its reader’s clock', () => {
  test.each<[Rhythm, string, string, string]>([
    [MONDAY_AT_NINE, 'Europe/Berlin', '2026-03-09T08:00:00Z', '2026-W10 2026-03-09T08:00'],
    [MONDAY_AT_NINE, 'Europe/Berlin', '2026-03-30T07:00:00Z', '2026-W13 2026-03-30T07:00'],
    [MONDAY_AT_NINE, 'America/New_York', '2026-03-09T13:00:00Z', '2026-W10 2026-03-09T13:00'],
    [MONDAY_AT_NINE, 'Asia/Kathmandu', '2026-03-09T03:15:00Z', '2026-W10 2026-03-09T03:15'],
    [MONDAY_AT_NINE, 'Pacific/Chatham', '2026-04-05T21:00:00Z', '2026-W14 2026-04-05T20:15'],
    [MONDAY_AT_NINE, 'Australia/Lord_Howe', '2026-10-04T22:30:00Z', '2026-W40 2026-10-04T22:00'],
    [{ every: 'week', day: 5, hour: 16 }, 'UTC', '2026-03-06T16:00:00Z', '2026-W09 2026-03-06T16:00'],
    [{ every: 'day', hour: 0 }, 'UTC', '2026-01-01T00:00:00Z', '2025-12-31 2026-01-01T00:00'],
    [{ every: 'month', day: 1, hour: 7 }, 'UTC', '2026-03-01T07:00:00Z', '2026-02 2026-03-01T07:00'],
    [{ every: 'month', day: 'last', hour: 7 }, 'UTC', '2024-02-29T07:00:00Z', '2024-01 2024-02-29T07:00'],
    [{ every: 'month', day: 'last', hour: 7 }, 'UTC', '2026-04-30T08:00:00Z', '2026-03 2026-04-30T07:00'],
  ])('%j in %s at %s', (rhythm, zone, now, expected) => {
    expect(due(rhythm, zone, now)).toBe(expected)
    expect(due(rhythm, zone, new Date(at(`${expected.slice(-16)}:00Z`) - 1).toISOString())).not.toBe(expected)
  })

  test.each<[string, string, number, string]>([
    ['the hour that spring skips', 'America/New_York', 2, '2026-03-08T07:00'],
    ['and half of one', 'Australia/Lord_Howe', 2, '2026-10-03T15:30'],
    ['the first of an hour that comes twice', 'America/New_York', 1, '2026-11-01T05:00'],
    ['and in the south', 'Australia/Sydney', 2, '2026-04-04T15:00'],
  ])('%s', (_, zone, hour, expected) => {
    const day = at(`${expected}:00Z`)
    const rhythm: Rhythm = { every: 'day', hour }
    expect(latestDue(rhythm, zone, { ...always, now: day })?.at).toBe(day)
    expect(latestDue(rhythm, zone, { ...always, now: day - 1 })?.at).toBeLessThan(day)
    expect(nextDue(rhythm, zone, day - 1)).toBe(day)
  })
})

describe('a period is due', () => {
  test('not before it is over where it was measured', () => {
    const zones = ['America/Los_Angeles', 'Europe/Berlin']
    // Of the week before it is too late by then.
    expect(due(MONDAY_AT_NINE, 'Pacific/Auckland', '2026-03-09T06:59:00Z', { zones })).toBeNull()
    expect(due(MONDAY_AT_NINE, 'Pacific/Auckland', '2026-03-09T07:00:00Z', { zones })).toBe('2026-W10 2026-03-09T07:00')
  })

  test('not if it was to be sent before there was a subscription, and not days late', () => {
    const since = at('2026-03-09T08:00:01Z')
    expect(due(MONDAY_AT_NINE, 'Europe/Berlin', '2026-03-09T09:00:00Z', { since })).toBeNull()
    expect(due(MONDAY_AT_NINE, 'Europe/Berlin', '2026-03-09T09:00:00Z', { since: since - 1000 })).not.toBeNull()
    expect(due(MONDAY_AT_NINE, 'Europe/Berlin', '2026-03-12T08:00:00Z')).not.toBeNull()
    expect(due(MONDAY_AT_NINE, 'Europe/Berlin', '2026-03-12T08:00:01Z')).toBeNull()
    expect(due({ every: 'day', hour: 8 }, 'UTC', '2026-03-12T09:00:00Z')).toBe('2026-03-11 2026-03-12T08:00')
  })

  const zone = fc.constantFrom(
    ...['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Chatham', 'Australia/Lord_Howe'],
    ...['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/Santiago', 'Africa/Casablanca'],
  )
  const rhythm: fc.Arbitrary<Rhythm> = fc.oneof(
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

  test('each once and in order, in any zones, whatever the clocks do', () => {
    const start = fc.integer({ min: at('2025-01-01T00:00:00Z') / HOUR, max: at('2027-01-01T00:00:00Z') / HOUR })
    fc.assert(
      fc.property(rhythm, zone, fc.array(zone, { maxLength: 2 }), start, (told, reader, zones, hour) => {
        const seen: string[] = []
        for (let now = hour * HOUR; now < hour * HOUR + 40 * DAY; now += HOUR) {
          const found = latestDue(told, reader, { zones, since: 0, now })
          if (!found) continue
          expect(found.at).toBeLessThanOrEqual(now)
          expect(now - found.at).toBeLessThanOrEqual(LATEST_MS)
          expect(parsePeriod(found.period.key)).toEqual(found.period)
          if (seen.at(-1) === found.period.key) continue
          // Nothing is left out: what was due before it is the period before it.
          if (seen.length > 0) expect(periodBefore(found.period).key).toBe(seen.at(-1))
          seen.push(found.period.key)
        }
        expect(new Set(seen).size).toBe(seen.length)
        expect(seen.length).toBeGreaterThanOrEqual(told.every === 'day' ? 38 : told.every === 'week' ? 5 : 1)
      }),
      { numRuns: 20 },
    )
  })

  test('next at an instant after now that is its hour there, unless the clock skips that', () => {
    fc.assert(
      fc.property(rhythm, zone, fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }), (told, reader, seconds) => {
        const next = nextDue(told, reader, seconds * 1000)
        expect(next).toBeGreaterThan(seconds * 1000)
        expect(next - seconds * 1000).toBeLessThan(33 * DAY)
        expect(latestDue(told, reader, { ...always, now: next })?.at).toBe(next)
        const day = dayNumber(next, reader)
        if (told.every === 'week') expect(((day + 3) % 7) + 1).toBe(told.day)
        if (told.every === 'month' && told.day !== 'last') expect(Number(dayKey(next, reader).slice(-2))).toBe(told.day)
      }),
      { numRuns: 60 },
    )
  })
})

test('the last period that is over is so in every zone', () => {
  const now = at('2026-03-01T06:00:00Z')
  expect(lastOver(MONDAY_AT_NINE, [], now).key).toBe('2026-W08')
  expect(lastOver(MONDAY_AT_NINE, ['Pacific/Auckland', 'UTC'], at('2026-03-01T12:00:00Z')).key).toBe('2026-W08')
  expect(lastOver({ every: 'day', hour: 1 }, ['Asia/Tokyo'], now).key).toBe('2026-02-28')
  expect(lastOver({ every: 'month', day: 1, hour: 1 }, ['UTC'], now).key).toBe('2026-02')
  expect(lastOver({ every: 'month', day: 1, hour: 1 }, ['UTC', 'America/New_York'], now).key).toBe('2026-02')
  expect(lastOver({ every: 'month', day: 1, hour: 1 }, ['UTC', 'Pacific/Pago_Pago'], now).key).toBe('2026-01')
})

test.each(['2026-W54', '2025-W53', '2026-13', '2026-02-30', '2026', '', '2026-W1', 'x2026-03'])(
  '%j is no period',
  (key) => {
    expect(parsePeriod(key)).toBeNull()
  },
)
