import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnsOf, layMarks, MOST_COLUMNS, MOST_ROWS, rowsOfSpans, type TimelineEvent } from './timeline'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const OUTCOMES = ['fine', 'recovered', 'failed', 'attempt'] as const
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu']

const asked = fc
  .record({
    from: fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2026-01-01') }),
    hours: fc.integer({ min: 1, max: 24 * 366 * 4 }),
    zone: fc.constantFrom(...ZONES),
    events: fc.array(
      fc.record({ share: fc.double({ min: 0, max: 0.999, noNaN: true }), outcome: fc.constantFrom(...OUTCOMES) }),
      {
        maxLength: 200,
      },
    ),
  })
  .map(({ from, hours, zone, events }) => {
    const window = { from, to: from + hours * HOUR }
    return {
      window,
      zone,
      events: events.map(
        ({ share, outcome }, at): TimelineEvent => ({
          source: 'import',
          id: `d${at}`,
          at: Math.floor(from + share * hours * HOUR),
          outcome,
        }),
      ),
    }
  })

test('every deployment is in exactly one mark of its outcome and within the mark’s time', () => {
  fc.assert(
    fc.property(asked, ({ window, zone, events }) => {
      const marks = layMarks(events, window, zone)
      const ids = marks.flatMap((mark) => mark.events.map(({ id }) => id))
      expect(ids.toSorted()).toEqual(events.map(({ id }) => id).toSorted())
      for (const { events: held, outcome, from, to, x } of marks) {
        expect(held.every((event) => event.outcome === outcome && event.at >= from && event.at < to)).toBe(true)
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x).toBeLessThanOrEqual(1)
      }
    }),
  )
})

test('a lane never has more marks of one outcome than columns', () => {
  fc.assert(
    fc.property(asked, ({ window, zone, events }) => {
      const fine = layMarks(events, window, zone).filter(({ outcome }) => outcome === 'fine')
      expect(fine.length).toBeLessThanOrEqual(MOST_COLUMNS)
      expect(columnsOf(window, zone).of(window.to - 1)).toBeLessThan(MOST_COLUMNS)
    }),
  )
})

test('eight weeks have a column a day, by the days of the zone; half a year one for three days', () => {
  const from = Date.parse('2026-03-01T00:00:00-05:00')
  // In New York the clocks go forward on 8 March: midnight is an hour earlier from then on.
  const weeks = columnsOf({ from, to: from + 56 * DAY - HOUR }, 'America/New_York')
  expect(weeks.days).toBe(1)
  expect(weeks.of(Date.parse('2026-03-09T03:30:00Z'))).toBe(7)
  expect(weeks.of(Date.parse('2026-03-09T04:30:00Z'))).toBe(8)
  expect(columnsOf({ from, to: from + 182 * DAY }, 'America/New_York').days).toBe(3)
  expect(columnsOf({ from, to: from + DAY }, 'UTC').days).toBeNull()
})

test('one deployment stands at its own time, not at its column’s', () => {
  const window = { from: 0, to: 100 * DAY }
  const [mark] = layMarks([{ source: 's', id: 'a', at: 50.4 * DAY, outcome: 'fine' }], window, 'UTC')
  expect(mark?.x).toBeCloseTo(0.504)
})

test('several of one column stand in its middle, each outcome apart', () => {
  const window = { from: 0, to: 60 * DAY }
  const event = (id: string, hour: number, outcome: TimelineEvent['outcome']) => {
    return { source: 's', id, at: 30 * DAY + hour * HOUR, outcome }
  }
  const marks = layMarks([event('a', 1, 'fine'), event('b', 20, 'fine'), event('c', 3, 'failed')], window, 'UTC')
  expect(marks.map(({ outcome, events }) => [outcome, events.map(({ id }) => id)])).toEqual([
    ['fine', ['a', 'b']],
    ['failed', ['c']],
  ])
  expect(marks[0]).toMatchObject({ x: 30.5 / 60, from: 30 * DAY, to: 31 * DAY })
})

test('spans of one row do not touch until the last row is full', () => {
  const spans = fc
    .array(fc.record({ from: fc.integer({ min: 0, max: 1000 }), length: fc.integer({ min: 0, max: 100 }) }), {
      maxLength: 60,
    })
    .map((list) => list.map(({ from, length }) => ({ from, to: from + length })).sort((a, b) => a.from - b.from))
  fc.assert(
    fc.property(spans, (list) => {
      const rows = rowsOfSpans(list, 5)
      expect(rows).toHaveLength(list.length)
      for (const [at, row] of rows.entries()) {
        if (row === MOST_ROWS - 1) continue
        const before = list.slice(0, at).filter((_, place) => rows[place] === row)
        expect(before.every(({ to }) => to + 5 <= (list[at]?.from ?? 0))).toBe(true)
      }
      expect(Math.max(0, ...rows)).toBeLessThan(MOST_ROWS)
    }),
  )
})
