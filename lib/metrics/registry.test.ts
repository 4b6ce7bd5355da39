// What is true of every metric, whatever the facts.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { workingSeconds } from '../calendar'
import type { ChangeFact } from '../facts/change'
import type { ServiceFacts } from '../facts/service'
import {
  delivered,
  deployment,
  excludedIds,
  type FactRows,
  factsWith,
  incident,
  undelivered,
  windowOf,
} from '../testing/facts'
import { type AnyMetric, wallSeconds } from './contract'
import { flowEfficiency } from './flow-efficiency'
import { leadTime } from './lead-time'
import { deliveredChanges } from './population'
import { METRICS } from './registry'
import { summarise } from './summary'

const HOUR = 3_600_000
const FROM = Date.UTC(2026, 2, 2)
const TO = FROM + 7 * 24 * HOUR

const hours: [string, string][] = [['09:00', '17:00']]
const calendar = { days: [1, 2, 3, 4, 5], hours, holidays: ['2026-03-04'], timeZone: 'UTC' }
const working = (from: number, to: number) => workingSeconds(from, to, calendar)

/** Ten-minute steps, so that edges and ties are common and seconds add up without rounding. */
const instant = fc.integer({ min: -100, max: 1200 }).map((steps) => FROM + steps * 600_000)
const reached = fc.option(instant, { nil: null })

const change = fc
  .record({
    start: instant,
    took: fc.nat(300),
    cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 }),
    observed: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    bot: fc.boolean(),
    excluded: fc.option(fc.constantFrom('baseline', 'aggregate', 'clock'), { nil: null, freq: 3 }),
    isDelivered: fc.boolean(),
    reachedAt: reached,
    commits: fc.array(instant, { maxLength: 3 }),
  })
  .map(({ start, took, cuts, isDelivered, commits, ...fields }): Omit<ChangeFact, 'id'> => {
    const stop = start + took * 600_000
    const inner = cuts.map((cut) => start + Math.round(cut * took) * 600_000).sort((a, b) => a - b)
    const own = commits.map((authoredAt, index) => ({ sha: `c${index}`, authoredAt }))
    if (!isDelivered) return undelivered('', start, stop, { ...fields, observed: null, commits: own })
    return delivered('', start, stop, { ...fields, boundaries: [start, ...inner, stop], commits: own })
  })

const release = fc.record({
  finishedAt: instant,
  succeeded: fc.boolean(),
  failed: fc.boolean(),
  recoveredAt: reached,
  rework: fc.boolean(),
})

/** Rows of one service; tables are made of them. */
const facts = fc
  .record({
    changes: fc.array(change, { maxLength: 12 }),
    deployments: fc.array(release, { maxLength: 12 }),
    incidents: fc.array(fc.tuple(instant, reached), { maxLength: 8 }),
  })
  .map(({ changes, deployments, incidents }) => ({
    changes: changes.map((fields, index) => ({ ...fields, id: `pr:${index}` })),
    deployments: deployments.map((fields, index) => deployment(`d${index}`, fields.finishedAt, fields)),
    incidents: incidents.map(([start, end], index) => incident(`i${index}`, start, end)),
  }))

const window = fc
  .record({
    unit: fc.constantFrom('pr', 'commit'),
    bots: fc.constantFrom('exclude', 'include', 'only'),
    seconds: fc.constantFrom(wallSeconds, working),
    now: instant,
  })
  .map((settings) => windowOf(FROM, TO, settings))

type AnyWindow = ReturnType<typeof windowOf>

function answers(rows: FactRows, asked: AnyWindow) {
  const given = factsWith(rows)
  return Object.values(METRICS).map(({ id, compute }) => {
    const answer = compute(given, asked)
    return { id, ...answer, excluded: excludedIds(given, answer.excluded) }
  })
}

describe('every metric', () => {
  it('says nothing about nothing, and carries its words', () => {
    for (const answer of answers({}, windowOf(FROM, TO))) expect(answer).toMatchObject({ value: null, n: 0 })
    for (const [id, metric] of Object.entries(METRICS)) {
      expect(metric.id).toBe(id)
      for (const words of [metric.title, metric.question, metric.definition]) expect(words).not.toBe('')
    }
  })

  it('has a value exactly where it counted something, frequency apart', () => {
    fc.assert(
      fc.property(facts, window, (given, asked) => {
        for (const { id, value, n } of answers(given, asked)) {
          if (id === 'deployment-frequency' || id === 'flow-efficiency') continue
          expect(value === null, id).toBe(n === 0)
        }
      }),
    )
  })

  it('does not depend on the order of rows', () => {
    const shuffled = fc
      .tuple(facts, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }))
      .map(([given, order]): [FactRows, FactRows] => {
        const shuffle = <Row>(rows: Row[]) =>
          rows
            .map((row, index) => ({ row, rank: order[index] ?? 0 }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ row }) => row)
        return [given, { ...given, changes: shuffle(given.changes), incidents: shuffle(given.incidents) }]
      })
    fc.assert(
      fc.property(shuffled, window, ([given, other], asked) => {
        expect(answers(other, asked)).toEqual(answers(given, asked))
      }),
    )
  })

  it('does not see what lies outside the window', () => {
    const outside = fc.constantFrom(FROM - 600_000, FROM - 1, TO, TO + 1, TO + 600_000)
    fc.assert(
      fc.property(
        facts,
        window,
        change,
        outside,
        fc.option(outside, { nil: null }),
        (given, asked, extra, stop, on) => {
          const late = { ...extra, id: 'pr:x', deployedAt: extra.deployedAt === null ? null : stop, reachedAt: on }
          const closed = incident('x', FROM - HOUR, FROM - 1)
          const next = deployment('x', TO, { failed: true, rework: true })
          const more = {
            ...given,
            changes: [...given.changes, late],
            incidents: [...given.incidents, closed, incident('y', TO)],
            deployments: [...given.deployments, next],
          }
          expect(answers(more, asked)).toEqual(answers(given, asked))
        },
      ),
    )
  })

  it('is the summary of its own rows, which lie in its table and in the window', () => {
    fc.assert(
      fc.property(facts, window, (rows, asked) => {
        const given = factsWith(rows)
        const until = Math.min(asked.to, asked.now)
        for (const metric of Object.values<AnyMetric>(METRICS)) {
          const own = metric.rows(given, asked)
          const { value, n } = metric.compute(given, asked)
          const days = given.deployed.firstAt !== null && given.deployed.firstAt < asked.to
          const elapsed = days ? (until - asked.from) / 86_400_000 : null
          const summary = summarise(metric, own, elapsed)
          expect(summary.n, metric.id).toBe(n)
          if (value === null) expect(summary.value, metric.id).toBeNull()
          else expect(summary.value, metric.id).toBeCloseTo(value, 9)
          for (const { row, at } of own) {
            expect(row).toBeLessThan(given[metric.table].length)
            expect(at >= asked.from && at < asked.to).toBe(true)
          }
        }
      }),
    )
  })

  it('has its own keys in the JSON', () => {
    const given = factsWith()
    const keys = Object.values<AnyMetric>(METRICS).flatMap((metric) =>
      Object.keys(metric.json(metric.compute(given, windowOf(FROM, TO)))),
    )
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('needs only the core columns for its value on the wall clock', () => {
    fc.assert(
      fc.property(facts, window, (rows, settings) => {
        const asked = { ...settings, unit: 'pr', seconds: wallSeconds } as const
        const whole = factsWith(rows)
        const core: ServiceFacts = { ...whole, changes: { ...whole.changes, details: null } }
        for (const { compute } of Object.values(METRICS)) {
          const [light, full] = [compute(core, asked), compute(whole, asked)]
          expect(light.n).toBe(full.n)
          if (full.value === null) expect(light.value).toBeNull()
          else expect(light.value).toBeCloseTo(full.value, 9)
        }
      }),
    )
  })

  it('changes nothing that it reads', () => {
    fc.assert(
      fc.property(facts, window, (rows, asked) => {
        const given = factsWith(rows)
        const before = structuredClone(given)
        for (const { compute } of Object.values(METRICS)) compute(given, asked)
        expect(given).toEqual(before)
      }),
      { numRuns: 30 },
    )
  })
})

describe('stages and flow efficiency', () => {
  it('add up to the sum of lead times, and lie between 0 and 1', () => {
    fc.assert(
      fc.property(facts, window, (rows, asked) => {
        const given = factsWith(rows)
        const { startAt, deployedAt } = given.changes
        const { value, parts } = flowEfficiency.compute(given, asked)
        const leadTimes = deliveredChanges(given, asked).map((row) =>
          asked.seconds(startAt[row] ?? 0, deployedAt[row] ?? 0),
        )
        const sum = leadTimes.reduce((total, seconds) => total + seconds, 0)
        expect(parts.total ?? 0).toBe(sum)
        expect(parts.stages.reduce((total, stage) => total + (stage.total ?? 0), 0)).toBe(sum)
        if (sum > 0) expect(parts.stages.reduce((total, stage) => total + (stage.share ?? 0), 0)).toBeCloseTo(1, 9)
        expect(value === null).toBe(sum === 0)
        if (value !== null) {
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1)
        }
        const mean = leadTime.compute(given, { ...asked, unit: 'pr' }).spread?.mean ?? 0
        expect(mean * leadTimes.length).toBeCloseTo(sum, 3)
      }),
    )
  })
})
