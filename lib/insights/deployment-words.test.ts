import { expect, test } from 'vitest'
import { STAGES } from '../facts/stage'
import { batchBand } from './batch-band'
import { checksOf, runOf } from './deployment-page'
import { batchesWords, batchWords, outcomeWords } from './deployment-words'
import { timelineWords } from './deployments-page'
import type { ChangeRow } from './service-rows'
import { stageSplit } from './stage-split'
import type { TimelineEvent } from './timeline'

const FINE = {
  succeeded: true,
  failed: false,
  reasons: [],
  recoverySeconds: null,
  recoveredAt: null,
  rework: false,
  provisional: false,
}
const reason = { kind: 'rollback' as const, confidence: 'inferred' as const, evidence: ['d2'] }

test.each([
  [FINE, 'It reached production, and no failure is known.'],
  [{ ...FINE, provisional: true }, 'so far; it is younger than a day, so that may change.'],
  [{ ...FINE, rework: true }, 'It repaired another one.'],
  [{ ...FINE, succeeded: false }, 'It never reached production: a failed attempt'],
  [
    { ...FINE, failed: true, reasons: [reason] },
    'and failed: the next deployment went back to an earlier commit. It has not recovered',
  ],
  [
    { ...FINE, failed: true, reasons: [reason], recoveredAt: 1, recoverySeconds: 5400 },
    'It recovered after 1.5\u00a0h.',
  ],
  [{ ...FINE, failed: true, reasons: [reason], recoveredAt: 1 }, 'a clock was wrong'],
])('an outcome in words: %#', (row, words) => {
  expect(outcomeWords(row)).toContain(words)
})

test.each([
  [0, null],
  [1, '1'],
  [2, '2 to 10'],
  [10, '2 to 10'],
  [11, '11 to 50'],
  [50, '11 to 50'],
  [51, '51 to 100'],
  [100, '51 to 100'],
  [101, 'more than 100'],
])('%d changes are in the group %s', (changes, group) => {
  expect(batchBand(changes)).toBe(group)
})

test('a batch that is not known is not nothing', () => {
  const known = { baseline: false, shaKnown: true, succeeded: true, changes: 0, lines: null }
  expect(batchWords(known)).toContain('Nothing new')
  expect(batchWords({ ...known, baseline: true })).toContain('Unknown')
  expect(batchWords({ ...known, shaKnown: false })).toContain('Unknown')
  expect(batchWords({ ...known, succeeded: false })).toContain('never reached production')
  expect(batchWords({ ...known, changes: 12, lines: null })).toContain('12 changes, how many lines is not known')
})

test('the run in an id that a rule made', () => {
  expect(runOf('run:42/1')).toBe('42')
  expect(runOf('run:a/b/2')).toBe('a/b')
  expect(runOf('job:42/1/42-1-3')).toBe('42')
  expect(runOf('tag:v1.0.0')).toBeNull()
})

test('a check counts from the finish on, for thirty minutes, inclusively', () => {
  const check = (at: number, status: 'success' | 'failure' = 'success') => ({
    source: 's',
    name: 'smoke',
    status,
    at,
    url: null,
  })
  const HALF_HOUR = 1_800_000
  expect(checksOf([check(1000 + HALF_HOUR)], 1000).inTime).not.toBeNull()
  expect(checksOf([check(1001 + HALF_HOUR)], 1000).inTime).toBeNull()
  expect(checksOf([check(999), check(1500, 'failure')], 1000).inTime).toBeNull()
  expect(checksOf([check(1500)], null).inTime).toBeNull()
})

test('the timeline in words: nothing, one, failed only, attempts apart', () => {
  const events = (...outcomes: TimelineEvent['outcome'][]) =>
    outcomes.map((outcome, at) => ({ source: 's', id: String(at), at, outcome }))
  expect(timelineWords([], 'March')).toBe('Nothing reached production in March.')
  expect(timelineWords(events('attempt'), 'March')).toBe(
    'Nothing reached production in March. 1 attempt never reached it.',
  )
  expect(timelineWords(events('fine'), 'March')).toBe(
    '1 deployment reached production in March; none is known to have failed.',
  )
  expect(timelineWords(events('failed', 'recovered'), 'March')).toBe(
    '2 deployments reached production in March; all of them failed, 1 not recovered yet.',
  )
  expect(timelineWords(events('fine', 'failed', 'attempt', 'attempt'), 'March')).toBe(
    '2 deployments reached production in March; 1 failed, not recovered yet. 2 attempts never reached it.',
  )
})

test('the split of stages adds up to the lead times, without bots and what is left out', () => {
  const change = (seconds: number[], more: Partial<ChangeRow> = {}): ChangeRow => ({
    id: 'pr:1',
    label: '#1',
    title: '',
    url: null,
    bot: false,
    startAt: 0,
    createdAt: 0,
    mergedAt: 0,
    deployedAt: 0,
    deployment: 'd',
    leadSeconds: seconds.reduce((sum, one) => sum + one, 0),
    stages: STAGES.map((name, at) => {
      return { name, active: false, from: 0, to: 0, seconds: seconds[at] ?? 0, observed: (seconds[at] ?? 0) > 0 }
    }),
    hotfix: false,
    commits: [],
    additions: null,
    deletions: null,
    excluded: null,
    ...more,
  })
  const split = stageSplit(
    [change([60, 0, 30, 0, 0, 0, 0, 10]), change([20]), change([999], { bot: true }), change([], { stages: [] })],
    ['coding'],
  )
  expect(split.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1)
  expect(split[0]).toMatchObject({ name: 'coding', active: true, n: 2, total: 80, median: 40 })
  expect(split[1]).toMatchObject({ name: 'pickup', n: 0, total: 0, median: null, share: 0 })
  expect(stageSplit([change([9], { bot: true })], [])).toEqual([])
})

test.each([
  [[], null],
  [[1], 'Batch size: 1 change in the one deployment that brought any.'],
  [[4, 1, 2], 'Batch size: 1, 2, 4 changes in the 3 deployments that brought any.'],
  [
    [9, 1, 1, 2, 3],
    'a median of 2 changes, over the 5 deployments that brought any, in DORA’s group “2 to 10” of 2025.',
  ],
  [[1, 1, 1, 2, 2, 9], 'a median of 1.5 changes, over the 6 deployments that brought any.'],
])('the batch size of %j in words', (sizes, words) => {
  if (words === null) expect(batchesWords(sizes)).toBeNull()
  else expect(batchesWords(sizes)).toContain(words)
})
