import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factsOf } from '../testing/engine'
import { delivered, factsWith, undelivered } from '../testing/facts'
import { organisation } from '../testing/organisation'
import { cutTable, FACT_KINDS, joinTable, OPEN_SEGMENT, segmentOf } from './segments'

const SORTED_BY = { changes: 'endedAt', deployments: 'finishedAt', incidents: 'endedAt', quality: 'at' } as const

describe('the quarter of an instant', () => {
  it('turns at midnight in UTC', () => {
    const first = segmentOf(Date.parse('2026-01-01T00:00:00Z'))
    expect(segmentOf(Date.parse('2026-03-31T23:59:59.999Z'))).toBe(first)
    expect(segmentOf(Date.parse('2026-04-01T00:00:00Z'))).toBe(first + 1)
    expect(segmentOf(Date.parse('2027-01-01T00:00:00Z'))).toBe(first + 4)
  })

  it('is before all for what never waited, and after all for what is under way', () => {
    expect(segmentOf(Number.NEGATIVE_INFINITY)).toBe(0)
    expect(segmentOf(Number.POSITIVE_INFINITY)).toBe(OPEN_SEGMENT)
    expect(segmentOf(Date.parse('9999-12-31T23:59:59Z'))).toBeLessThan(OPEN_SEGMENT)
  })

  it('never goes back as time goes on', () => {
    const instant = fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true })
    fc.assert(fc.property(instant, instant, (a, b) => segmentOf(Math.min(a, b)) <= segmentOf(Math.max(a, b))))
  })
})

describe('tables cut by quarters', () => {
  it('are whole again when they are joined, and every row is in its own quarter', () => {
    fc.assert(
      fc.property(organisation(), (records) => {
        for (const { facts } of factsOf(records).values()) {
          for (const kind of FACT_KINDS) {
            const table = facts[kind]
            const segments = cutTable(kind, table, [])
            expect(segments.map(({ segment }) => segment)).toEqual(
              [...new Set(segments.map(({ segment }) => segment))].sort((a, b) => a - b),
            )
            const cores = segments.map(({ core }) => core)
            const details = segments.map((segment) => segment.details)
            expect(joinTable(kind, cores, details)).toMatchObject(table)
            expect(joinTable(kind, cores, null)).toEqual({ ...table, details: null })
            for (const { segment, core } of segments) {
              const part = joinTable(kind, [core], null) as unknown as Record<string, Float64Array>
              for (const at of part[SORTED_BY[kind]] ?? []) expect(segmentOf(at)).toBe(segment)
            }
          }
        }
      }),
      { numRuns: 50 },
    )
  })

  it('say until when a change matters that ended before it was merged', () => {
    const late = delivered('pr:1', 'Mon 09:00', 'Tue 09:00', {
      mergedAt: Date.parse('2026-08-01T00:00:00Z'),
      reachedAt: Date.parse('2026-09-01T00:00:00Z'),
    })
    const { changes } = factsWith({ changes: [late, undelivered('pr:2', 'Mon 09:00', 'Tue 09:00')] })
    expect(cutTable('changes', changes, []).map(({ lateUntil }) => lateUntil)).toEqual([
      Date.parse('2026-09-01T00:00:00Z'),
      null,
    ])
  })

  it('are the same bytes for the same facts, others for others', () => {
    const digest = (title: string, mergedAt: string) => {
      const change = delivered('pr:1', 'Mon 09:00', 'Tue 09:00', { title, mergedAt: Date.parse(mergedAt) })
      return cutTable('changes', factsWith({ changes: [change] }).changes, [JSON.stringify(change)])[0]?.digest
    }
    const one = digest('One', '2026-03-03T08:00:00Z')
    expect(digest('One', '2026-03-03T08:00:00Z')).toEqual(one)
    expect(digest('Two', '2026-03-03T08:00:00Z')).not.toEqual(one)
    expect(digest('One', '2026-03-03T08:00:01Z')).not.toEqual(one)
  })
})
