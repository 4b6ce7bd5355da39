import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dayBuckets,
  dayKey,
  formatInstant,
  isLocalDate,
  isoWeekKey,
  isoWeekStart,
  isTimeZone,
  localDateStart,
  parseInstant,
  parseWindowBound,
  previousWindow,
  weekBuckets,
  wholeWeekSpan,
} from './time'

const HOUR = 3_600_000

function at(text: string): number {
  const ms = parseInstant(text)
  if (ms === null) throw new Error(`not an instant: ${text}`)
  return ms
}

function starts(date: string, zone: string): string {
  return formatInstant(localDateStart(date, zone))
}

describe('parseInstant', () => {
  it.each([
    ['2026-03-01T09:00:00Z', Date.UTC(2026, 2, 1, 9)],
    ['2026-03-01t09:00:00z', Date.UTC(2026, 2, 1, 9)],
    ['2026-03-01T09:00:00+05:45', Date.UTC(2026, 2, 1, 3, 15)],
    ['2026-03-01T09:00:00-00:00', Date.UTC(2026, 2, 1, 9)],
    ['2026-03-01T09:00:00.5Z', Date.UTC(2026, 2, 1, 9, 0, 0, 500)],
    ['2026-03-01T09:00:00.123999Z', Date.UTC(2026, 2, 1, 9, 0, 0, 123)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
    ['2017-01-01T00:59:60+01:00', Date.UTC(2017, 0, 1)],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['0050-06-01T00:00:00Z', new Date('0050-06-01T00:00:00Z').getTime()],
  ])('reads %s', (text, ms) => expect(parseInstant(text)).toBe(ms))

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T09:60:00Z',
    '2026-03-01T09:00:60Z',
    '2026-03-01T09:00:00',
    '2026-03-01T09:00:00+0100',
    '2026-03-01T09:00:00+24:00',
    '2026-03-01 09:00:00Z',
    '2026-03-01T09:00Z',
    '2026-03-01T09:00:00.Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '2026-03-01',
    ' 2026-03-01T09:00:00Z',
    '2026-03-01T09:00:00Z\n',
    '',
  ])('refuses %j', (text) => expect(parseInstant(text)).toBeNull())

  it('reads back what formatInstant writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (ms) => {
        expect(parseInstant(formatInstant(ms))).toBe(ms)
      }),
    )
  })
})

it('formatInstant shows milliseconds only when there are some', () => {
  expect(formatInstant(Date.UTC(2026, 2, 1, 9))).toBe('2026-03-01T09:00:00Z')
  expect(formatInstant(Date.UTC(2026, 2, 1, 9, 0, 0, 120))).toBe('2026-03-01T09:00:00.120Z')
})

it('isTimeZone knows zones and nothing else', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5']) {
    expect(isTimeZone(zone), zone).toBe(true)
  }
  for (const zone of ['', 'Mars/Base', '+01:00', 'Europe/Berlin ', '__proto__'])
    expect(isTimeZone(zone), zone).toBe(false)
  expect(() => dayKey(0, 'Mars/Base')).toThrow(RangeError)
})

describe('localDateStart', () => {
  it.each([
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00Z'], // 23 hours
    ['2026-03-09', 'America/New_York', '2026-03-09T04:00:00Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00Z'], // 25 hours
    ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00Z'],
    ['2026-04-05', 'Australia/Lord_Howe', '2026-04-04T13:00:00Z'], // 24.5 hours
    ['2026-04-06', 'Australia/Lord_Howe', '2026-04-05T13:30:00Z'],
    ['2026-10-04', 'Australia/Lord_Howe', '2026-10-03T13:30:00Z'],
    ['2026-10-05', 'Australia/Lord_Howe', '2026-10-04T13:00:00Z'],
    ['2026-04-05', 'Pacific/Chatham', '2026-04-04T10:15:00Z'],
    ['2026-04-06', 'Pacific/Chatham', '2026-04-05T11:15:00Z'],
    ['2026-03-08', 'Asia/Kathmandu', '2026-03-07T18:15:00Z'],
    ['2024-02-29', 'Europe/Berlin', '2024-02-28T23:00:00Z'],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'], // midnight skipped: 01:00 local
    ['2024-11-03', 'America/Havana', '2024-11-03T04:00:00Z'], // midnight comes twice
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00Z'], // the whole date was skipped
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['1960-01-01', 'Africa/Monrovia', '1960-01-01T00:44:30Z'], // offset -00:44:30
  ])('%s in %s is %s', (date, zone, instant) => expect(starts(date, zone)).toBe(instant))

  it('throws for text that is not a date', () => {
    for (const date of ['2026-02-30', '2026-3-8', '', '2026-03-08T00:00:00Z']) {
      expect(() => localDateStart(date, 'UTC')).toThrow(RangeError)
      expect(isLocalDate(date)).toBe(false)
    }
    expect(isLocalDate('2024-02-29')).toBe(true)
  })

  it('is the first instant of its date and never after any instant of it', () => {
    const zones = ['America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Asia/Kathmandu', 'America/Sao_Paulo']
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), fc.constantFrom(...zones), (ms, zone) => {
        const start = localDateStart(dayKey(ms, zone), zone)
        expect(start).toBeLessThanOrEqual(ms)
        expect(dayKey(start, zone)).toBe(dayKey(ms, zone))
        expect(dayKey(start - 1, zone)).not.toBe(dayKey(ms, zone))
      }),
    )
  })
})

describe('dayKey', () => {
  it('agrees with the runtime', () => {
    const zones = [
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Chatham',
      'Asia/Kathmandu',
      'Europe/Dublin',
      'UTC',
    ]
    fc.assert(
      fc.property(fc.integer({ min: -2e12, max: 4e12 }), fc.constantFrom(...zones), (ms, zone) => {
        const expected = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(ms)
        expect(dayKey(ms, zone)).toBe(expected)
      }),
    )
  })
})

it('parseWindowBound reads dates in the zone and instants as they are', () => {
  expect(parseWindowBound('2026-03-08', 'America/New_York')).toBe(at('2026-03-08T05:00:00Z'))
  expect(parseWindowBound('2026-03-08T00:00:00Z', 'America/New_York')).toBe(at('2026-03-08T00:00:00Z'))
  for (const text of ['2026-02-30', '2026-03-08T00:00:00', 'yesterday']) {
    expect(parseWindowBound(text, 'UTC')).toBeNull()
  }
})

describe('ISO weeks', () => {
  it.each([
    ['2005-01-01T12:00:00Z', '2004-W53'],
    ['2007-01-01T12:00:00Z', '2007-W01'],
    ['2008-12-29T12:00:00Z', '2009-W01'],
    ['2010-01-03T12:00:00Z', '2009-W53'],
    ['2020-12-31T12:00:00Z', '2020-W53'],
    ['2026-01-01T12:00:00Z', '2026-W01'],
    ['2026-03-08T23:59:59Z', '2026-W10'],
    ['2027-01-01T00:00:00Z', '2026-W53'],
    ['1969-12-29T00:00:00Z', '1970-W01'],
  ])('%s is in %s', (instant, key) => expect(isoWeekKey(at(instant), 'UTC')).toBe(key))

  it('begin on Monday of the zone', () => {
    expect(formatInstant(isoWeekStart(at('2026-03-09T03:59:59Z'), 'America/New_York'))).toBe('2026-03-02T05:00:00Z')
    expect(formatInstant(isoWeekStart(at('2026-03-09T04:00:00Z'), 'America/New_York'))).toBe('2026-03-09T04:00:00Z')
  })

  it('are whole only inside the window', () => {
    const span = wholeWeekSpan(at('2026-03-02T00:00:01Z'), at('2026-03-23T00:00:00Z'), 'UTC')
    expect(span).toEqual({ count: 2, start: at('2026-03-09T00:00:00Z'), end: at('2026-03-23T00:00:00Z') })
    const one = wholeWeekSpan(at('2026-03-02T05:00:00Z'), at('2026-03-09T04:00:00Z'), 'America/New_York')
    expect([one.count, one.end - one.start]).toEqual([1, 167 * HOUR])
    expect(wholeWeekSpan(at('2026-03-03T00:00:00Z'), at('2026-03-08T00:00:00Z'), 'UTC').count).toBe(0)
    expect(wholeWeekSpan(at('2026-03-08T00:00:00Z'), at('2026-03-03T00:00:00Z'), 'UTC').count).toBe(0)
  })

  it('are counted as they are listed', () => {
    const instant = fc.integer({ min: Date.UTC(2011, 11, 1), max: Date.UTC(2012, 5, 1) })
    const zone = fc.constantFrom('UTC', 'Pacific/Apia', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu')
    fc.assert(
      fc.property(instant, instant, zone, (from, to, zone) => {
        const listed = weekBuckets(from, to, zone, Number.POSITIVE_INFINITY).filter((week) => !week.partial)
        const { count, start, end } = wholeWeekSpan(from, to, zone)
        expect(count).toBe(listed.length)
        if (listed.length > 0) expect([start, end]).toEqual([listed[0]?.start, listed.at(-1)?.end])
      }),
    )
  })
})

describe('buckets', () => {
  it('cut the window and mark what is cut or unfinished', () => {
    const buckets = weekBuckets(
      at('2026-03-04T00:00:00Z'),
      at('2026-03-25T00:00:00Z'),
      'UTC',
      at('2026-03-18T12:00:00Z'),
    )
    expect(buckets.map(({ key, start, partial }) => [key, formatInstant(start), partial])).toEqual([
      ['2026-W10', '2026-03-04T00:00:00Z', true],
      ['2026-W11', '2026-03-09T00:00:00Z', false],
      ['2026-W12', '2026-03-16T00:00:00Z', true],
      ['2026-W13', '2026-03-23T00:00:00Z', true],
    ])
  })

  it('give days their own length and skip a date that the zone skipped', () => {
    const zone = 'America/New_York'
    const to = localDateStart('2026-03-10', zone)
    const days = dayBuckets(localDateStart('2026-03-07', zone), to, zone, to)
    expect(days.map((day) => [day.key, (day.end - day.start) / HOUR, day.partial])).toEqual([
      ['2026-03-07', 24, false],
      ['2026-03-08', 23, false],
      ['2026-03-09', 24, false],
    ])
    const apia = 'Pacific/Apia'
    const keys = dayBuckets(localDateStart('2011-12-29', apia), localDateStart('2012-01-01', apia), apia, 0)
    expect(keys.map((day) => day.key)).toEqual(['2011-12-29', '2011-12-31'])
  })

  it('tile the window exactly', () => {
    const zones = ['America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Asia/Kathmandu']
    const instants = fc.integer({ min: 1.6e12, max: 1.9e12 })
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 5e9 }), fc.constantFrom(...zones), (from, length, zone) => {
        for (const make of [dayBuckets, weekBuckets]) {
          let edge = from
          for (const bucket of make(from, from + length, zone, from)) {
            expect(bucket.start).toBe(edge)
            expect(bucket.end).toBeGreaterThan(bucket.start)
            edge = bucket.end
          }
          expect(edge).toBe(from + length)
        }
      }),
    )
  })
})

describe('previousWindow', () => {
  it('has as many local days across a clock change', () => {
    const zone = 'America/New_York'
    const previous = previousWindow(localDateStart('2026-03-09', zone), localDateStart('2026-03-16', zone), zone)
    expect(previous).toEqual({ from: localDateStart('2026-03-02', zone), to: localDateStart('2026-03-09', zone) })
  })

  it('of a partial week is as many days', () => {
    const previous = previousWindow(at('2026-03-09T00:00:00Z'), at('2026-03-12T00:00:00Z'), 'UTC')
    expect(previous).toEqual({ from: at('2026-03-06T00:00:00Z'), to: at('2026-03-09T00:00:00Z') })
  })

  it('is as long to the millisecond when an end is inside a day', () => {
    const previous = previousWindow(at('2026-03-09T04:00:00Z'), at('2026-03-11T15:30:00Z'), 'America/New_York')
    expect(previous).toEqual({ from: at('2026-03-06T16:30:00Z'), to: at('2026-03-09T04:00:00Z') })
  })
})
