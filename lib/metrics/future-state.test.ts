import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_ACTIVE, STAGES, type Stage } from '../facts/stage'
import { editedSeconds, futureStream, NO_EDITS, type StreamEdits, type TimedChange } from './future-state'
import { quantile } from './stats'

const HOUR = 3600
const change = (hours: Partial<Record<Stage, number>>): TimedChange => ({
  seconds: STAGES.map((name) => (hours[name] ?? 0) * HOUR),
  active: DEFAULT_ACTIVE,
})
const times = (n: number, one: TimedChange) => Array.from({ length: n }, () => one)
const edit = (stages: StreamEdits['stages'], batch = 1): StreamEdits => ({ stages, batch })
const without = (stage: Stage) => edit({ [stage]: { share: 0, most: null } })
const hours = (seconds: number | null | undefined) => (seconds == null ? null : seconds / HOUR)
const span = (interval: readonly number[] | null) => interval?.map((one) => one / HOUR)

describe('changes that are all alike leave nothing to chance', () => {
  const alike = times(30, change({ coding: 2, pickup: 6, review: 1, release: 3 }))

  test('as they are', () => {
    const { today, future, difference, n, runs } = futureStream(alike, NO_EDITS)
    expect([n, runs]).toEqual([30, 10_000])
    expect([hours(today.median.value), span(today.median.interval)]).toEqual([12, [12, 12]])
    expect(today.flowEfficiency).toEqual({ value: 0.25, interval: [0.25, 0.25] })
    expect(future).toEqual(today)
    expect(difference.median).toEqual({ value: 0, interval: [0, 0] })
  })

  test('a wait halved, a stage bounded, one removed, batches of a third', () => {
    const { future, difference } = futureStream(
      alike,
      edit({ pickup: { share: 0.5, most: 2 * HOUR }, review: { share: 0, most: null } }, 1 / 3),
    )
    // Coding 2 h, pickup 3 h but at most 2 h, release 1 h.
    expect([hours(future.median.value), span(future.p85.interval)]).toEqual([5, [5, 5]])
    expect(future.flowEfficiency.value).toBeCloseTo(0.4)
    expect(span(difference.median.interval)).toEqual([-7, -7])
  })

  test('a stream of no time at all has no flow efficiency', () => {
    const { today } = futureStream(times(30, change({})), NO_EDITS)
    expect(today.median.value).toBe(0)
    expect(today.flowEfficiency).toEqual({ value: null, interval: null })
  })
})

test('stages stay together: those slow to write were quick to release', () => {
  const changes = [...times(50, change({ coding: 10 })), ...times(50, change({ release: 10 }))]
  const { today, future } = futureStream(changes, without('release'))
  // Nobody ever waited 0 or 20 h, as stages drawn on their own would have it.
  expect(new Set(today.leads)).toEqual(new Set([10 * HOUR]))
  expect(span(today.mean.interval)).toEqual([10, 10])
  // Half take 10 h and half none; totals scaled by what release takes on the whole would all be 5 h.
  expect([quantile([...future.leads], 0.25), hours(quantile([...future.leads], 0.75))]).toEqual([0, 10])
  expect(span(future.median.interval)).toEqual([0, 10])
  expect(future.flowEfficiency.value).toBe(1)
})

test('an interval is as wide as chance makes it: half of the changes 0 h, half 1 h', () => {
  const { today } = futureStream([...times(50, change({})), ...times(50, change({ coding: 1 }))], NO_EDITS)
  // The mean of 100 tosses: 0.5 ± 1.96 · 0.05.
  const [lo, hi] = span(today.mean.interval) ?? []
  expect(lo).toBeCloseTo(0.402, 1)
  expect(hi).toBeCloseTo(0.598, 1)
})

test('of many changes fewer are drawn, and the interval is as narrow as that of all', () => {
  const { today } = futureStream([...times(5000, change({})), ...times(5000, change({ coding: 1 }))], NO_EDITS)
  // 0.5 ± 1.96 · 0.005.
  const [lo = 0, hi = 0] = span(today.mean.interval) ?? []
  expect(hi - lo).toBeCloseTo(0.0196, 3)
})

test('today’s and the future’s draws are the same changes, so a steady gain is sure where both are not', () => {
  const changes = Array.from({ length: 40 }, (_, at) => change({ coding: at, pickup: 4 }))
  const { today, difference } = futureStream(changes, without('pickup'))
  const [lo = 0, hi = 0] = span(today.median.interval) ?? []
  expect(hi - lo).toBeGreaterThan(5)
  expect(span(difference.median.interval)).toEqual([-4, -4])
})

test('the same seed gives the same, another one others; few changes are not drawn', () => {
  const changes = Array.from({ length: 25 }, (_, at) => change({ coding: at * at }))
  expect(futureStream(changes, NO_EDITS)).toEqual(futureStream(changes, NO_EDITS))
  expect(futureStream(changes, NO_EDITS).today.mean).not.toEqual(
    futureStream(changes, NO_EDITS, { seed: 2 }).today.mean,
  )
  const few = futureStream(changes.slice(0, 19), NO_EDITS)
  expect([few.runs, few.today.median.value, few.today.median.interval]).toEqual([0, 81 * HOUR, null])
  expect(futureStream([], NO_EDITS).today.median).toEqual({ value: null, interval: null })
})

test('of any changes: the values are those of the changes, the order does not matter, and less time is never more', () => {
  const some = fc.array(fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(some, fc.constantFrom(...STAGES), fc.double({ min: 0, max: 1, noNaN: true }), (lists, stage, share) => {
      const changes = lists.map((seconds): TimedChange => ({ seconds, active: DEFAULT_ACTIVE }))
      const edits = edit({ [stage]: { share, most: null } })
      const found = futureStream(changes, edits, { runs: 40 })
      const leads = lists.map((list) => list.reduce((sum, one) => sum + one, 0))
      expect(found.today.median.value).toBe(quantile(leads, 0.5))
      expect(found.today.p85.value).toBe(quantile(leads, 0.85))
      expect(found.future.median.value ?? 0).toBeLessThanOrEqual((found.today.median.value ?? 0) + 1e-9)
      const turned = futureStream([...changes].reverse(), edits, { runs: 40 })
      expect(turned.future.leads).toEqual(found.future.leads)
      for (const one of [found.today.median, found.future.p85]) {
        const [lo, hi] = one.interval ?? [0, Number.POSITIVE_INFINITY]
        expect(lo).toBeLessThanOrEqual(hi)
      }
      for (const [at, one] of editedSeconds(changes[0] ?? { seconds: [] }, NO_EDITS).entries()) {
        expect(one).toBe(lists[0]?.[at])
      }
    }),
    { numRuns: 100 },
  )
})
