import { describe, expect, it } from 'vitest'
import {
  accessibleText,
  formatChange,
  formatCount,
  formatDuration,
  formatInstantIn,
  formatPer,
  formatPerWeek,
  formatRange,
  formatRate,
} from './format'
import { localDateStart } from './time'

const NO_BREAK = '\u00a0'

function plain(text: string): string {
  return text.replaceAll(NO_BREAK, ' ')
}

it.each([
  [null, '–'],
  [0, '0 s'],
  [0.4, '<1 s'],
  [45, '45 s'],
  [59.4, '59 s'],
  [59.5, '1 min'],
  [2280, '38 min'],
  [3569, '59 min'],
  [3570, '1.0 h'],
  [14_400, '4.0 h'],
  [18_360, '5.1 h'],
  [35_819, '9.9 h'],
  [35_820, '10 h'],
  [79_200, '22 h'],
  [219_600, '61 h'],
  [257_399, '71 h'],
  [257_400, '3.0 d'],
  [276_480, '3.2 d'],
  [864_000, '10 d'],
  [86_400_000, '1,000 d'],
  [-2280, '−38 min'],
])('formatDuration(%s) is %s', (seconds, text) => expect(plain(formatDuration(seconds))).toBe(text))

it.each([
  [null, '–'],
  [0, '0 %'],
  [0.0625, '6.3 %'],
  [0.06, '6 %'],
  [0.125, '12.5 %'],
  [0.24, '24 %'],
  [1, '100 %'],
  [0.0001, '<0.1 %'],
  [0.9999, '>99.9 %'],
])('formatRate(%s) is %s', (rate, text) => expect(plain(formatRate(rate))).toBe(text))

it.each([
  [null, '–'],
  [0, '0 / week'],
  [4.1 / 7, '4.1 / week'],
  [1 / 7, '1.0 / week'],
  [6, '42 / week'],
  [0.0394, '1.2 / month'],
  [0.001, '<0.1 / month'],
])('formatPerWeek(%s) is %s', (perDay, text) => expect(plain(formatPerWeek(perDay))).toBe(text))

it.each([
  [0, 'day', '0 / day'],
  [0.012, 'day', '<0.1 / day'],
  [2.42, 'day', '2.4 / day'],
  [0.06, 'week', '0.4 / week'],
  [2, 'week', '14 / week'],
  [0.001, 'month', '<0.1 / month'],
  [2, 'month', '61 / month'],
] as const)('formatPer(%s, %s) is %s', (perDay, period, text) => expect(plain(formatPer(perDay, period))).toBe(text))

it.each([
  [null, '–'],
  [0, '0'],
  [999, '999'],
  [1440, '1,440'],
  [1_234_567, '1,234,567'],
  [-1440, '-1,440'],
])('formatCount(%s) is %s', (count, text) => expect(formatCount(count)).toBe(text))

it('keeps a number and its unit together', () => {
  for (const text of [formatDuration(2280), formatRate(0.06), formatPerWeek(1)]) {
    expect(text).toContain(NO_BREAK)
    expect(text).not.toContain(' ')
  }
})

it('has words for nothing', () => {
  expect(accessibleText(formatDuration(null))).toBe('no data')
  expect(accessibleText('22 h')).toBe('22 h')
})

describe('dates', () => {
  it('are on the clock of the zone', () => {
    const instant = Date.UTC(2026, 2, 3, 13, 20)
    expect(plain(formatInstantIn(instant, 'Europe/Berlin'))).toBe('Tue 3 Mar, 14:20')
    expect(plain(formatInstantIn(instant, 'Asia/Kathmandu'))).toBe('Tue 3 Mar, 19:05')
    expect(plain(formatInstantIn(Date.UTC(2026, 0, 1), 'America/New_York'))).toBe('Wed 31 Dec, 19:00')
    expect(formatInstantIn(null, 'UTC')).toBe('–')
  })

  it.each([
    ['2026-03-03', '2026-03-10', '3-9 Mar'],
    ['2026-03-03', '2026-03-04', '3 Mar'],
    ['2026-03-03', '2026-03-03', '3 Mar'],
    ['2026-02-28', '2026-03-07', '28 Feb - 6 Mar'],
    ['2025-12-29', '2026-01-05', '29 Dec 2025 - 4 Jan 2026'],
  ])('from %s to before %s is %s', (from, to, text) => {
    const zone = 'America/New_York'
    expect(plain(formatRange(localDateStart(from, zone), localDateStart(to, zone), zone))).toBe(text)
  })
})

it.each([
  [22, 31, 'down', '29 %'],
  [31, 22, 'up', '41 %'],
  [1001, 1000, 'up', '<1 %'],
  [5, 5, 'same', 'no change'],
  [0, 0, 'same', 'no change'],
  [0, 4, 'down', '100 %'],
  [4, 0, 'new', 'new'],
  [4, null, 'new', 'new'],
  [0, null, 'new', 'new'],
  [null, 4, 'none', '–'],
  [null, null, 'none', '–'],
  [20, 1, 'up', '1,900 %'],
  [-2, -4, 'up', '50 %'],
])('formatChange(%s, %s) is %s, %s', (now, before, direction, text) => {
  const change = formatChange(now, before)
  expect([change.direction, plain(change.text)]).toEqual([direction, text])
})
