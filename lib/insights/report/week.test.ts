import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayPeriod, monthPeriod, weekPeriod } from '../../period'
import { factsWith } from '../../testing/facts'
import {
  dayKey,
  dayNumber,
  dayStart,
  formatInstant,
  isoWeekKey,
  parseDay,
  parseInstant,
  parseIsoWeek,
} from '../../time'
import { firstDay, windowsOf } from './figures'
import { datesOf, lastWeeks, lastWholeWeek, readReportWeek } from './week'

const instant = (text: string) => parseInstant(text) ?? Number.NaN
const NOW = instant('2026-03-10T12:00:00Z')

describe('a week as it is written', () => {
  it.each([
    ['2026-W10', '2026-03-02'],
    ['2020-W53', '2020-12-28'],
    ['2026-W01', '2025-12-29'],
    ['2024-W01', '2024-01-01'],
  ])('%s begins on %s', (text, from) => {
    const read = readReportWeek(text, ['UTC'], NOW)
    expect(read.ok && datesOf(read.week).from).toBe(from)
  })

  it.each(['2025-W53', '2026-W00', '2026-W54', '2026-W1', 'W10', '2026-10', '', '2026-W10 ', '٢٠٢٦-W10'])(
    '%j is none',
    (text) => {
      expect(parseIsoWeek(text)).toBeNull()
      expect(readReportWeek(text, ['UTC'], NOW).ok).toBe(false)
    },
  )

  it('has weeks before it, across the years too', () => {
    const week = lastWholeWeek(['UTC'], instant('2021-01-14T00:00:00Z'))
    expect(lastWeeks(week, 3).map(({ key }) => key)).toEqual(['2021-W01', '2020-W53', '2020-W52'])
  })

  it('reads back as what it was written for, in every week', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-05'), max: new Date('2999-12-28'), noInvalidDate: true }),
        (date) => {
          const monday = parseIsoWeek(isoWeekKey(date.getTime(), 'UTC')) ?? Number.NaN
          const days = Math.floor(date.getTime() / 86_400_000) - monday
          expect(days).toBeGreaterThanOrEqual(0)
          expect(days).toBeLessThan(7)
        },
      ),
    )
  })
})

describe('why a week has no report', () => {
  const messageOf = (text: string, zones = ['UTC']) => {
    const read = readReportWeek(text, zones, NOW)
    return read.ok ? null : [read.message.replaceAll('\u00a0', ' '), read.hint]
  }
  const HINT = 'The last whole week is 2026-W10.'
  it.each([
    ['2025-W53', 'There is no week 2025-W53: 2025 has 52 weeks.'],
    ['2020-W54', 'There is no week 2020-W54: 2020 has 53 weeks.'],
    ['2026-W12', 'The week 2026-W12 has not begun yet.'],
    ['2026-W11', 'The week 2026-W11 is not over: it ends Mon 16 Mar, 00:00 (UTC).'],
    ['last', '"last" is not a week. Write an ISO week, such as 2026-W10.'],
  ])('%s', (text, message) => {
    expect(messageOf(text)).toEqual([message, HINT])
  })

  it('is not over before it is over everywhere', () => {
    const zones = ['Pacific/Auckland', 'Europe/Berlin', 'America/Los_Angeles']
    const sunday = instant('2026-03-08T23:30:00Z') // Monday in Auckland and in Berlin
    expect(lastWholeWeek(['Pacific/Auckland'], sunday).key).toBe('2026-W10')
    expect(lastWholeWeek(zones, sunday).key).toBe('2026-W09')
    const read = readReportWeek('2026-W10', zones, sunday)
    expect(!read.ok && read.message).toContain('(America/Los_Angeles)')
  })
})

describe('the windows of a week', () => {
  const hoursOf = (zone: string, week: string) => {
    const monday = parseIsoWeek(week) ?? 0
    const facts = factsWith({ service: { timeZone: zone } })
    const { period: own, before, usual, trend } = windowsOf(facts, weekPeriod(monday), NOW)
    expect(before.to).toBe(own.from)
    expect(usual.to).toBe(own.from)
    expect([trend.from, trend.to]).toEqual([usual.from, own.to])
    expect(dayStart(monday - 84, zone)).toBe(usual.from)
    return { hours: (own.to - own.from) / 3_600_000, from: formatInstant(own.from) }
  }
  it.each([
    ['Europe/Berlin', '2026-W13', 167, '2026-03-22T23:00:00Z'],
    ['Europe/Berlin', '2026-W43', 169, '2026-10-18T22:00:00Z'],
    ['America/New_York', '2026-W10', 167, '2026-03-02T05:00:00Z'],
    ['Australia/Lord_Howe', '2026-W14', 168.5, '2026-03-29T13:00:00Z'],
    ['Pacific/Auckland', '2026-W14', 169, '2026-03-29T11:00:00Z'],
    ['Pacific/Chatham', '2026-W39', 167, '2026-09-20T11:15:00Z'],
    ['Asia/Kathmandu', '2026-W10', 168, '2026-03-01T18:15:00Z'],
  ])('in %s %s has %s hours', (zone, week, hours, from) => {
    expect(hoursOf(zone, week)).toEqual({ hours, from })
  })
})

describe('the windows of a day and of a month', () => {
  const datesIn = (period: Parameters<typeof windowsOf>[1]) => {
    const windows = windowsOf(factsWith({ service: { timeZone: 'Asia/Kathmandu' } }), period, NOW)
    const day = (at: number) => dayKey(at, 'Asia/Kathmandu')
    const first = Math.min(windows.usual.from, windows.trend.from, windows.before.from)
    expect(dayNumber(first, 'Asia/Kathmandu')).toBe(firstDay(period))
    return Object.fromEntries(Object.entries(windows).map(([name, { from, to }]) => [name, [day(from), day(to)]]))
  }
  it('a day is held against the one before and twelve weeks, beside the weeks that are over', () => {
    expect(datesIn(dayPeriod(parseDay('2026-03-04') ?? 0))).toEqual({
      period: ['2026-03-04', '2026-03-05'],
      before: ['2026-03-03', '2026-03-04'],
      usual: ['2025-12-10', '2026-03-04'],
      trend: ['2025-12-01', '2026-03-02'],
    })
    expect(datesIn(dayPeriod(parseDay('2026-03-08') ?? 0)).trend).toEqual(['2025-12-08', '2026-03-09'])
  })

  it('a month is held against the one before and twelve months', () => {
    expect(datesIn(monthPeriod(parseDay('2026-02-14') ?? 0))).toEqual({
      period: ['2026-02-01', '2026-03-01'],
      before: ['2026-01-01', '2026-02-01'],
      usual: ['2025-02-01', '2026-02-01'],
      trend: ['2025-11-24', '2026-02-23'],
    })
  })
})
