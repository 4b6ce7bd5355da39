import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { DEFAULT_ACTIVE, STAGES } from '../facts/stage'
import { at } from '../testing/scenario'
import { wallSeconds } from './contract'
import { recoveryStages, recoveryStreamOf, type StreamChange, streamOf } from './stream'

const HOUR = 3600
const once = { at: at('Mon 10:00'), backAt: at('Mon 12:00') }

/** Hours in each stage that was observed. */
function change(
  hours: Partial<Record<(typeof STAGES)[number], number>>,
  fields: Partial<StreamChange> = {},
): StreamChange {
  const seconds = STAGES.map((name) => (hours[name] ?? 0) * HOUR)
  return {
    service: 'shop',
    id: 'pr:1',
    deployedAt: at('Tue 00:00'),
    leadSeconds: seconds.reduce((sum, one) => sum + one, 0),
    seconds,
    observed: STAGES.map((name) => hours[name] !== undefined),
    active: DEFAULT_ACTIVE,
    returns: { review: null, build: null, deploy: [] },
    verifiedSeconds: null,
    ...fields,
  }
}
const stream = (...changes: StreamChange[]) => streamOf(changes, DEFAULT_ACTIVE, wallSeconds)

describe('the stream of changes', () => {
  it('has means that add up and medians that need not: by hand', () => {
    const { stages, totals } = stream(
      change({ coding: 1, release: 9 }),
      change({ coding: 2 }),
      change({ coding: 6, release: 0 }),
    )
    const [coding, , , , , , release] = stages
    expect(coding).toMatchObject({
      kind: 'active',
      n: 3,
      median: 2 * HOUR,
      mean: 3 * HOUR,
      raw: [HOUR, 2 * HOUR, 6 * HOUR],
    })
    expect(release).toMatchObject({ kind: 'wait', n: 2, median: 4.5 * HOUR, mean: 3 * HOUR })
    expect(totals.lead).toMatchObject({ median: 6 * HOUR, mean: 6 * HOUR })
    expect(totals.activeMean).toBe(3 * HOUR)
    expect(totals.flowEfficiency).toBe(0.5)
  })

  it('rolls %C&A as a product, and counts change by change beside it', () => {
    const { totals, stages } = stream(
      change({}, { returns: { review: [once], build: [once], deploy: [] } }),
      change({}, { returns: { review: [], build: [], deploy: [] } }),
      change({}, { returns: { review: null, build: null, deploy: [] } }),
      change({}, { returns: { review: null, build: null, deploy: null } }),
    )
    expect(stages.map(({ accurate }) => accurate?.value ?? null)).toEqual([null, null, 0.5, null, null, 0.5, null, 1])
    expect(totals.rolled).toEqual({ value: 0.25, judges: ['review', 'build', 'deploy'] })
    expect(totals.straight).toEqual({ n: 3, passed: 2, value: 2 / 3 })
  })

  it('says nothing of nothing', () => {
    const { stages, totals } = stream()
    expect(
      stages.every(
        ({ n, median, mean, total, share }) => n === 0 && [median, mean, total, share].every((one) => one === null),
      ),
    ).toBe(true)
    expect(totals).toMatchObject({ n: 0, activeMean: null, flowEfficiency: null, rolled: { value: null, judges: [] } })
    expect(totals.straight).toEqual({ n: 0, passed: 0, value: null })
    expect(stages.map(({ kind }) => kind)).toEqual([
      'active',
      'wait',
      'active',
      'wait',
      'wait',
      'active',
      'wait',
      'active',
    ])
  })

  it('takes what services say is work, and says where they differ', () => {
    const { stages, totals } = stream(change({ review: 1 }), change({ review: 3 }, { active: ['coding'] }))
    expect(stages[2]?.kind).toBe('both')
    expect(totals.flowEfficiency).toBe(0.25)
  })

  it('is verified where a check passed', () => {
    const { totals } = stream(change({ coding: 1 }, { verifiedSeconds: 600 }), change({ coding: 5 }))
    expect(totals.verified).toMatchObject({ n: 1, median: 600 })
    expect(totals.untilVerified).toMatchObject({ n: 1, median: HOUR + 600 })
  })
})

test('stages add up to the lead time, active time to the flow efficiency, in any order of the changes', () => {
  const hours = fc.record(Object.fromEntries(STAGES.map((name) => [name, fc.integer({ min: 0, max: 50 })])))
  fc.assert(
    fc.property(fc.array(hours, { minLength: 1, maxLength: 12 }), (drafts) => {
      const changes = drafts.map((draft) => change(draft))
      const { stages, totals } = stream(...changes)
      const sum = stages.reduce((all, { mean }) => all + (mean ?? 0), 0)
      expect(sum).toBeCloseTo(totals.lead.mean ?? Number.NaN, 6)
      if (totals.flowEfficiency !== null) {
        expect(totals.flowEfficiency * sum).toBeCloseTo(totals.activeMean ?? Number.NaN, 6)
      }
      expect(stream(...[...changes].reverse())).toEqual({ stages, totals })
    }),
  )
})

describe('the recovery of incidents', () => {
  const course = (detected: string | null, acknowledged: string | null) =>
    recoveryStages(
      {
        startedAt: at('Mon 10:00'),
        detectedAt: detected === null ? null : at(detected),
        acknowledgedAt: acknowledged === null ? null : at(acknowledged),
        resolvedAt: at('Mon 12:00'),
      },
      wallSeconds,
    )

  it('adds up to the time to restore; what nobody told falls to the stage that follows', () => {
    expect(course('Mon 10:10', 'Mon 10:30')).toEqual({
      seconds: [600, 1200, 5400],
      observed: [true, true, true],
      restoreSeconds: 7200,
    })
    expect(course(null, 'Mon 10:30')).toMatchObject({ seconds: [0, 1800, 5400], observed: [false, true, true] })
    expect(course(null, null)).toMatchObject({ seconds: [0, 0, 7200], observed: [false, false, true] })
    expect(course('Mon 09:00', 'Mon 13:00')).toMatchObject({ seconds: [0, 7200, 0] })
  })

  it('has medians over what was observed and means over all', () => {
    const of = (id: string, own: ReturnType<typeof course>) => ({ service: 'shop', source: 'pager', id, ...own })
    const { stages, restore } = recoveryStreamOf([
      of('a', course('Mon 10:10', 'Mon 10:30')),
      of('b', course(null, null)),
    ])
    expect(stages.map(({ n, median, mean }) => [n, median, mean])).toEqual([
      [1, 600, 300],
      [1, 1200, 600],
      [2, 6300, 6300],
    ])
    expect(restore).toMatchObject({ n: 2, median: 7200, mean: 7200 })
  })
})
