import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Calendar, parseCalendar, workingSeconds, type ZonedCalendar } from './calendar'
import { dayKey, parseWindowBound } from './time'

const HOUR = 3600

function calendar(input: unknown, timeZone = 'UTC'): ZonedCalendar {
  const parsed = parseCalendar(input)
  if (!parsed.ok) throw new Error(parsed.reason)
  return { timeZone, ...parsed.calendar }
}

function worked(from: string, to: string, clock: ZonedCalendar): number {
  const ends = [parseWindowBound(from, clock.timeZone), parseWindowBound(to, clock.timeZone)]
  return workingSeconds(ends[0] ?? Number.NaN, ends[1] ?? Number.NaN, clock) / HOUR
}

describe('parseCalendar', () => {
  const week = [1, 2, 3, 4, 5]
  const nine: [string, string][] = [['09:00', '17:00']]
  const split: [string, string][] = [
    ['09:00', '12:00'],
    ['13:00', '17:00'],
  ]
  it.each<[unknown, Calendar]>([
    [{}, { days: week, hours: nine, holidays: [] }],
    [
      { days: null, hours: null, holidays: null },
      { days: week, hours: nine, holidays: [] },
    ],
    [{ days: ['Fri', 'monday', 1, '3'] }, { days: [1, 3, 5], hours: nine, holidays: [] }],
    [{ hours: ['09:00', '17:00'] }, { days: week, hours: nine, holidays: [] }],
    [{ hours: ['13:00-17:00', '09:00-12:00'] }, { days: week, hours: split, holidays: [] }],
    [{ hours: split }, { days: week, hours: split, holidays: [] }],
    [{ hours: { from: '9:00', to: '17:00' } }, { days: week, hours: nine, holidays: [] }],
    [{ hours: [{ start: '09:00', end: '17:00' }] }, { days: week, hours: nine, holidays: [] }],
    [{ hours: '00:00-24:00' }, { days: week, hours: [['00:00', '24:00']], holidays: [] }],
    [
      { holidays: ['2026-12-25', '2026-01-01', '2026-12-25'] },
      { days: week, hours: nine, holidays: ['2026-01-01', '2026-12-25'] },
    ],
    [{ timeZone: 'Asia/Kathmandu' }, { days: week, hours: nine, holidays: [], timeZone: 'Asia/Kathmandu' }],
  ])('reads %j', (input, expected) => {
    expect(parseCalendar(input)).toEqual({ ok: true, calendar: expected })
    expect(parseCalendar(expected)).toEqual({ ok: true, calendar: expected })
  })

  it.each([
    [null, 'object'],
    ['09:00-17:00', 'object'],
    [{ holiday: [] }, '"holiday"'],
    [{ days: [] }, 'at least one'],
    [{ days: [0] }, '0'],
    [{ days: ['m'] }, '"m"'],
    [{ days: 'Mon-Fri' }, 'list'],
    [{ hours: '17:00-09:00' }, 'ends before'],
    [{ hours: '09:00-09:00' }, 'ends before'],
    [{ hours: '09:00-24:01' }, 'not a span'],
    [{ hours: '9-17' }, 'not a span'],
    [{ hours: [] }, 'at least one'],
    [{ hours: ['09:00-12:00', '11:00-17:00'] }, '11:00 is in two spans'],
    [{ holidays: ['2026-02-30'] }, '2026-02-30'],
    [{ holidays: '2026-02-03' }, 'list'],
    [{ timeZone: 'Mars/Base' }, 'Mars/Base'],
  ])('refuses %j', (input, reason) => {
    const parsed = parseCalendar(input)
    expect(parsed.ok ? '' : parsed.reason).toContain(reason)
  })
})

describe('workingSeconds', () => {
  const office = calendar({ holidays: ['2026-04-06'] })

  it.each([
    ['2026-03-02T10:00:00Z', '2026-03-02T11:30:00Z', 1.5, 'within a day'],
    ['2026-03-02T07:00:00Z', '2026-03-02T20:00:00Z', 8, 'a whole day'],
    ['2026-03-06T16:00:00Z', '2026-03-09T10:00:00Z', 2, 'over a weekend'],
    ['2026-03-07T00:00:00Z', '2026-03-09T09:00:00Z', 0, 'a weekend'],
    ['2026-04-03T16:00:00Z', '2026-04-07T10:00:00Z', 2, 'over a weekend and a holiday'],
    ['2026-03-02T11:30:00Z', '2026-03-02T10:00:00Z', -1.5, 'backwards'],
    ['2026-03-02T10:00:00Z', '2026-03-02T10:00:00Z', 0, 'nothing'],
    ['2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z', 262 * 8, 'a leap year'],
  ])('%s to %s is %d h: %s', (from, to, hours, _) => expect(worked(from, to, office)).toBe(hours))

  it('leaves out the lunch break', () => {
    const lunch = calendar({ hours: ['09:00-12:00', '13:00-17:00'] })
    expect(worked('2026-03-02T11:30:00Z', '2026-03-02T13:30:00Z', lunch)).toBe(1)
    expect(worked('2026-03-02', '2026-03-09', lunch)).toBe(35)
  })

  it('follows the local clock across a change', () => {
    const newYork = calendar({}, 'America/New_York')
    // Fri 16:00 EST to Mon 10:00 EDT
    expect(worked('2026-03-06T21:00:00Z', '2026-03-09T14:00:00Z', newYork)).toBe(2)
    expect(worked('2026-03-02', '2026-03-16', newYork)).toBe(80)
    const kathmandu = calendar({}, 'Asia/Kathmandu')
    expect(worked('2026-03-02T03:15:00Z', '2026-03-02T11:15:00Z', kathmandu)).toBe(8)
  })

  it('counts the real length of a round-the-clock day', () => {
    const always = { days: [1, 2, 3, 4, 5, 6, 7], hours: '00:00-24:00' }
    const newYork = calendar(always, 'America/New_York')
    expect(worked('2026-03-08', '2026-03-09', newYork)).toBe(23)
    expect(worked('2026-11-01', '2026-11-02', newYork)).toBe(25)
    expect(worked('2026-04-05', '2026-04-06', calendar(always, 'Australia/Lord_Howe'))).toBe(24.5)
    expect(worked('2026-04-05', '2026-04-06', calendar(always, 'Pacific/Chatham'))).toBe(25)
    expect(worked('2011-12-29', '2012-01-01', calendar(always, 'Pacific/Apia'))).toBe(48)
  })

  it('loses what the clock skips of a night shift', () => {
    const night = calendar({ days: [7], hours: '02:30-05:00' }, 'America/New_York')
    expect(worked('2026-03-08', '2026-03-09', night)).toBe(2) // 03:00 to 05:00: 02:30 never came
    expect(worked('2026-03-15', '2026-03-16', night)).toBe(2.5)
  })

  const zones = ['America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Asia/Kathmandu', 'America/Sao_Paulo']
  const instant = fc.integer({ min: 1.5e12, max: 1.8e12 })

  it('adds up, changes its sign and never exceeds the wall clock', () => {
    const clocks = zones.map((zone) => calendar({ days: [1, 3, 6], hours: ['00:00-08:15', '22:00-24:00'] }, zone))
    fc.assert(
      fc.property(instant, instant, instant, fc.constantFrom(...clocks), (a, b, c, clock) => {
        expect(workingSeconds(a, c, clock)).toBeCloseTo(workingSeconds(a, b, clock) + workingSeconds(b, c, clock), 6)
        expect(workingSeconds(a, b, clock)).toBe(0 - workingSeconds(b, a, clock))
        expect(Math.abs(workingSeconds(a, b, clock))).toBeLessThanOrEqual(Math.abs(a - b) / 1000)
      }),
    )
  })

  it('agrees with counting minute by minute', () => {
    const minute = 60_000
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 6000 }), fc.constantFrom(...zones), (begin, minutes, zone) => {
        const from = Math.floor(begin / minute) * minute
        const clock = calendar({ holidays: ['2019-03-05', '2020-06-10'] }, zone)
        const format = new Intl.DateTimeFormat('en-GB', {
          timeZone: zone,
          weekday: 'short',
          timeStyle: undefined,
          hour: '2-digit',
          hourCycle: 'h23',
        })
        let count = 0
        for (let at = from; at < from + minutes * minute; at += 15 * minute) {
          const [weekday, hour] = format.format(at).split(/,? /)
          const open = !['Sat', 'Sun'].includes(weekday ?? '') && Number(hour) >= 9 && Number(hour) < 17
          if (open && !clock.holidays.includes(dayKey(at, zone))) count += 15
        }
        const quarter = Math.ceil(minutes / 15) * 15
        const aligned = Math.floor(from / (15 * minute)) * 15 * minute
        if (aligned === from) expect(workingSeconds(from, from + quarter * minute, clock)).toBe(count * 60)
        else
          expect(Math.abs(workingSeconds(from, from + quarter * minute, clock) - count * 60)).toBeLessThanOrEqual(1800)
      }),
      { numRuns: 40 },
    )
  })
})
