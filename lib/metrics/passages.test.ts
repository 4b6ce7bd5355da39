import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import type { ChangeFact } from '../facts/change'
import { delivered, factsWith, undelivered, windowOf } from '../testing/facts'
import { at } from '../testing/scenario'
import { dayBuckets } from '../time'
import type { Window } from './contract'
import { addSums, countsAt, FLOW_LINES, flowSums, littlesLaw, passagesOf } from './passages'
import { waitingChanges } from './population'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MONDAY = at('Mon 00:00')

/** Any change that facts can hold: open, closed, merged, an aggregate, direct, delivered before its merge, never on the branch. */
const Change: fc.Arbitrary<ChangeFact> = fc
  .record({
    start: fc.integer({ min: -100, max: 400 }),
    steps: fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 3, maxLength: 3 }),
    fate: fc.constantFrom(
      'open',
      'closed',
      'merged',
      'aggregate',
      'delivered',
      'early',
      'direct',
      'unreached',
      'baseline',
    ),
    bot: fc.boolean(),
  })
  .map(({ start, steps: [one = 0, two = 0, three = 0], fate, bot }) => {
    const hour = (after: number) => MONDAY + (start + after) * HOUR
    const id = `${fate} ${start} ${one} ${two} ${three}`
    const [created, merged, deployed] = [hour(one), hour(one + two), hour(one + two + three)]
    const waits = { ...undelivered(id, hour(0), merged), createdAt: created, mergedAt: merged, closedAt: merged, bot }
    const done = { ...waits, ...pick(delivered(id, hour(0), deployed)), createdAt: created, bot }
    const direct = { createdAt: null, mergedAt: null, closedAt: null }
    switch (fate) {
      case 'open':
        return { ...waits, mergedAt: null, closedAt: null, reachedAt: null }
      case 'closed':
        return { ...waits, mergedAt: null, reachedAt: null }
      case 'aggregate':
        return { ...waits, aggregate: true }
      case 'delivered':
        return done
      case 'early':
        return { ...done, mergedAt: deployed + 5 * HOUR, closedAt: deployed + 5 * HOUR, reachedAt: deployed + 5 * HOUR }
      case 'direct':
        return { ...done, ...direct }
      case 'unreached':
        return { ...done, ...direct, reachedAt: null }
      case 'baseline':
        return { ...done, excluded: 'baseline' as const, boundaries: null, observed: null }
      default:
        return waits
    }
  })

function pick({ deployment, deployedAt, boundaries, observed }: ChangeFact) {
  return { deployment, deployedAt, boundaries, observed }
}

const instantsOf = ({ from, to, now }: Window) => [
  from,
  ...dayBuckets(from, Math.min(to, now), 'UTC', now).map(({ end }) => end),
]

test('lines never cross and never fall; their distance is the work in progress of every day, and of the sums', () => {
  fc.assert(
    fc.property(
      fc.array(Change, { maxLength: 25 }),
      fc.integer({ min: -3, max: 10 }),
      fc.integer({ min: 1, max: 9 }),
      (changes, first, days) => {
        const facts = factsWith({ changes: changes.map((change, index) => ({ ...change, id: `pr:${index}` })) })
        const from = MONDAY + first * DAY
        const window = windowOf(from, from + days * DAY, { now: MONDAY + 12 * DAY })
        const passages = passagesOf(facts, window)
        const instants = instantsOf(window)
        const counts = countsAt(passages, instants)
        for (const [index, now] of counts.entries()) {
          const load = waitingChanges(facts, { ...window, to: instants[index] ?? 0 }).length
          expect(now.opened - now.left).toBe(load)
          expect(now.left).toBe(now.delivered + now.closed + now.apart)
          for (const [place, line] of FLOW_LINES.entries()) {
            const above = FLOW_LINES[place - 1]
            if (above) expect(now[line]).toBeLessThanOrEqual(now[above])
            expect(now[line]).toBeGreaterThanOrEqual(counts[index - 1]?.[line] ?? 0)
          }
        }
        const sums = flowSums(passages, window)
        const [start, end] = [counts[0], counts.at(-1)]
        expect(sums.before.n).toBe((start?.opened ?? 0) - (start?.left ?? 0))
        expect(sums.after.n).toBe((end?.opened ?? 0) - (end?.left ?? 0))
        expect(sums.arrived).toBe((end?.opened ?? 0) - (start?.opened ?? 0))
        expect(sums.departed).toBe(end?.left)
        // What makes Little's law fail in a finite window: the work in progress got older.
        expect(sums.progress).toBeCloseTo(sums.stay + sums.after.age - sums.before.age, 3)
      },
    ),
    { numRuns: 150 },
  )
})

/** One an hour, in progress for as many hours as `stay` says of the change at this place. */
function stream(count: number, stay: (index: number) => number) {
  const changes = Array.from({ length: count }, (_, index) => {
    const start = MONDAY + (index - 48) * HOUR
    return delivered(`pr:${index}`, start, start + stay(index) * HOUR)
  })
  return factsWith({ changes })
}

it('holds on a stationary stream: one change an hour that stays three hours', () => {
  const window = windowOf('Mon 00:00', 'Thu 00:00')
  const law = littlesLaw(
    flowSums(
      passagesOf(
        stream(200, () => 3),
        window,
      ),
      window,
    ),
  )
  expect(law).toEqual({ averageLoad: 3, throughputPerDay: 24, expected: 3 * 3600, measured: 3 * 3600, holds: true })
})

it('does not hold where work piles up, and the difference is the age that the pile gained', () => {
  const window = windowOf('Mon 00:00', 'Thu 00:00')
  const sums = flowSums(
    passagesOf(
      stream(200, (index) => 3 + index),
      window,
    ),
    window,
  )
  const { holds, expected, measured } = littlesLaw(sums)
  expect(holds).toBe(false)
  expect((expected ?? 0) - (measured ?? 0)).toBeCloseTo((sums.after.age - sums.before.age) / sums.departed, 6)
})

it('says nothing of nothing, of few, and of a window without length', () => {
  const window = windowOf('Mon 00:00', 'Thu 00:00')
  const none = { averageLoad: 0, throughputPerDay: 0, expected: null, measured: null, holds: null }
  expect(littlesLaw(flowSums([], window))).toEqual(none)
  expect(
    littlesLaw(
      flowSums(
        passagesOf(
          stream(51, () => 1),
          window,
        ),
        window,
      ),
    ).holds,
  ).toBeNull()
  const ahead = windowOf('Mon+4w 00:00', 'Mon+5w 00:00')
  expect(littlesLaw(flowSums([], ahead))).toEqual({ ...none, averageLoad: null, throughputPerDay: null })
})

it('adds services of one window up, and keeps its length', () => {
  const window = windowOf('Mon 00:00', 'Thu 00:00')
  const one = flowSums(
    passagesOf(
      stream(200, () => 3),
      window,
    ),
    window,
  )
  const both = littlesLaw(addSums([one, one]))
  expect(both).toMatchObject({ averageLoad: 6, throughputPerDay: 48, expected: 3 * 3600, holds: true })
})

it('counts a check after the delivery, and never before it', () => {
  const facts = factsWith({
    changes: [delivered('pr:1', 'Mon 08:00', 'Mon 12:00'), undelivered('pr:2', 'Mon 09:00', 'Mon 10:00')],
  })
  const window = windowOf('Mon 00:00', 'Tue 00:00')
  const verified = (after: number | null) =>
    passagesOf(facts, window, () => (after === null ? null : at('Mon 12:00') + after)).map((one) => one.at.verified)
  expect(verified(60_000)).toEqual([at('Mon 12:01'), Number.POSITIVE_INFINITY])
  expect(verified(-60_000)[0]).toBe(at('Mon 12:00'))
  expect(verified(null)[0]).toBe(Number.POSITIVE_INFINITY)
})
