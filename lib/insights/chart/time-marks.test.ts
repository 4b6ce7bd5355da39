import { describe, expect, it } from 'vitest'
import { weekBuckets } from '../../time'
import { timeMarks } from './time-marks'

function marks(from: string, to: string, zone = 'UTC') {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const starts = weekBuckets(start, end, zone, end).map((week) => week.start)
  return timeMarks(starts, start, end, zone)
}
const words = (list: { label: string }[]) => list.map(({ label }) => label.replace('\u00a0', ' '))

describe('the marks of a time axis', () => {
  it('are weeks while there are few', () => {
    expect(words(marks('2026-03-02T00:00:00Z', '2026-03-30T00:00:00Z'))).toEqual(['2 Mar', '9 Mar', '16 Mar', '23 Mar'])
    const twelve = marks('2026-03-02T00:00:00Z', '2026-05-25T00:00:00Z')
    expect(words(twelve)).toEqual(['2 Mar', '16 Mar', '30 Mar', '13 Apr', '27 Apr', '11 May'])
    expect(twelve.map(({ minor }) => minor)).toEqual([false, true, false, true, false, true])
  })

  it('are months of the zone after that, with the year at its beginning', () => {
    const half = marks('2025-10-06T00:00:00Z', '2026-04-06T00:00:00Z', 'America/New_York')
    expect(words(half)).toEqual(['Nov', 'Dec', '2026', 'Feb', 'Mar', 'Apr'])
    expect(half[2]?.at).toBe(Date.parse('2026-01-01T05:00:00Z'))
    expect(half[5]?.at).toBe(Date.parse('2026-04-01T04:00:00Z'))
  })

  it('are years in a window of ten', () => {
    expect(words(marks('2016-11-21T00:00:00Z', '2026-11-21T00:00:00Z'))).toEqual([
      '2018',
      '2020',
      '2022',
      '2024',
      '2026',
    ])
  })

  it('leave out a first week of few days', () => {
    expect(words(marks('2026-03-07T00:00:00Z', '2026-03-23T00:00:00Z'))).toEqual(['9 Mar', '16 Mar'])
    expect(words(marks('2026-03-07T00:00:00Z', '2026-03-08T00:00:00Z'))).toEqual(['7 Mar'])
  })

  it('of one week are its beginning', () => {
    expect(words(marks('2026-03-02T00:00:00Z', '2026-03-09T00:00:00Z'))).toEqual(['2 Mar'])
  })
})
