import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { delivered, deployment, factsWith, failure } from '../testing/facts'
import { at } from '../testing/scenario'
import { serviceMetric } from './metric-page'
import { overview } from './overview'
import { JUDGED, type Judged, variationOf } from './signals'

const WEEK = 7 * 86_400_000
/** A Monday, so that the weeks of the window are whole ones. */
const START = at('Mon 00:00')
const NOW = START + 12 * WEEK
const CHOICE = { kind: 'dates', from: '2026-03-02', to: '2026-05-25' } as const

/** As many deployments and failures in each week as told, and changes of as many hours. */
function service(weeks: { deployments: number; failed: number; hours: number[] }[]) {
  const moment = (week: number, index: number) => START + week * WEEK + (index + 1) * 3_600_000
  return factsWith({
    deployments: weeks.flatMap(({ deployments, failed }, week) =>
      Array.from({ length: deployments }, (_, index) =>
        index < failed
          ? failure(`d${week}-${index}`, moment(week, index), moment(week, index) + 60_000)
          : deployment(`d${week}-${index}`, moment(week, index)),
      ),
    ),
    changes: weeks.flatMap(({ hours }, week) =>
      hours.map((length, index) =>
        delivered(`c${week}-${index}`, moment(week, index) - length * 3_600_000, moment(week, index), {
          hours: { coding: 1, review: 1 },
        }),
      ),
    ),
  })
}

function rowOf(facts: ReturnType<typeof service>) {
  const listed = [{ ...facts.service, deployed: facts.deployed }]
  const asked = { choice: CHOICE, now: NOW, sort: { column: 'name', descending: false }, grouped: true } as const
  const found = overview(listed, new Map([[facts.service.name, facts]]), { ...asked, page: 1, size: 10 })
  return found.groups[0]?.rows[0]
}
const variations = (facts: ReturnType<typeof service>) => rowOf(facts)?.variations

describe('the mark of a cell', () => {
  test('is a signal where a week lies beyond its limits, and says on which side', () => {
    const facts = service(
      Array.from({ length: 12 }, (_, week) => ({
        deployments: week === 6 ? 30 : 5 + (week % 2),
        failed: week === 4 ? 5 : 0,
        hours: [],
      })),
    )
    expect(variations(facts)?.deployments).toMatchObject({ kind: 'signal', words: '1 week above the limits' })
    expect(variations(facts)?.failed).toMatchObject({ kind: 'signal', words: '1 week above its limits' })
  })

  test('is routine where the weeks only vary, and nothing where fewer than eight have a point', () => {
    const facts = service(
      Array.from({ length: 12 }, (_, week) => ({
        deployments: 5 + (week % 2),
        failed: 0,
        hours: week < 7 ? [1, 2, 3, 4, 5 + week] : [1],
      })),
    )
    expect(variations(facts)?.deployments).toEqual({ kind: 'routine' })
    expect(variations(facts)?.leadTime).toBeNull()
    expect(variations(facts)?.restore).toBeNull()
  })

  test('counts the weeks of a run', () => {
    const weeks = Array.from({ length: 20 }, (_, index) => ({
      ...{ week: `w${index}`, start: index, end: index + 1, partial: false, n: 9, part: null, middle: null, few: [] },
      value: 10,
    }))
    const signals = Array.from({ length: 8 }, (_, index) => ({ index, rule: 'run' as const, side: 'below' as const }))
    const limits = { centre: 12, weeks: weeks.map(() => ({ lower: 0, upper: 20 })), signals, changing: false }
    expect(variationOf(weeks, limits)).toEqual({ kind: 'signal', words: '8 weeks below the mean', size: 1 })
  })

  test('never disagrees with the metric’s page', () => {
    const week = fc.record({
      deployments: fc.nat({ max: 9 }),
      failed: fc.nat({ max: 3 }),
      hours: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 9 }),
    })
    fc.assert(
      fc.property(fc.array(week, { minLength: 12, maxLength: 12 }), (weeks) => {
        const facts = service(weeks)
        if (facts.deployed.count === 0) return
        const row = rowOf(facts)
        const marks = row?.variations
        for (const id of Object.keys(JUDGED) as Judged[]) {
          const { limits, figure, weeks: drawn } = serviceMetric(JUDGED[id], facts, CHOICE, NOW)
          const expected = limits === null ? undefined : limits.signals.length > 0 ? 'signal' : 'routine'
          // What is marked is drawn, from the same weeks.
          if (marks?.[id]) expect(row?.trends[id]?.map(({ value }) => value)).toEqual(drawn.map(({ value }) => value))
          if (id !== 'flow' || figure.value !== null) expect(marks?.[id]?.kind, id).toBe(expected)
        }
      }),
      { numRuns: 60 },
    )
  })
})
