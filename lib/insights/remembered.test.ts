import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { METRICS, type Registry } from '../metrics/registry'
import { factsOf } from '../testing/engine'
import { delivered, deployment, factsWith, undelivered, WEEK } from '../testing/facts'
import { organisationAndQuestion } from '../testing/organisation'
import { DAY } from '../testing/organisation-drafts'
import { windowOf } from './measure'
import { CLOCKLESS, rememberedOf, rememberedPage, rememberingMetrics } from './remembered'

const sample = () =>
  factsWith({ deployments: [deployment('d1', 'Tue 09:00')], changes: [delivered('pr:1', 'Mon 09:00', 'Tue 09:00')] })

/** Counts how often each metric computes. */
function counted() {
  const computed: string[] = []
  const registry = Object.fromEntries(
    Object.entries(METRICS as Registry).map(([id, metric]) => [
      id,
      {
        ...metric,
        compute: (...given: Parameters<typeof metric.compute>) => {
          computed.push(id)
          return metric.compute(...given)
        },
      },
    ]),
  )
  return { registry, computed }
}

describe('remembered figures', () => {
  it('are those that would be computed, at every moment', () => {
    fc.assert(
      fc.property(
        organisationAndQuestion(),
        fc.array(fc.integer({ min: -30, max: 60 }), { maxLength: 4 }),
        (asked, days) => {
          const { records, question } = asked
          const found = factsOf(records, question.environment).get(question.service)
          if (!found) throw new Error(`no service ${question.service}`)
          for (const day of [0, ...days]) {
            const window = windowOf(found.facts, { ...question, now: question.now + day * DAY })
            const remembered = rememberingMetrics(found.facts)
            for (const [id, metric] of Object.entries(METRICS as Registry)) {
              expect(remembered[id]?.compute(found.facts, window), id).toEqual(metric.compute(found.facts, window))
              expect(remembered[id]?.rows(found.facts, window), id).toEqual(metric.rows(found.facts, window))
            }
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('are computed once in a page; what no clock bears on stays for the next one', () => {
    const facts = sample()
    const { registry, computed } = counted()
    for (const now of [WEEK.from + DAY, WEEK.from + 2 * DAY]) {
      const metrics = rememberingMetrics(facts, registry)
      for (let times = 0; times < 3; times += 1)
        for (const metric of Object.values(metrics)) metric.compute(facts, { ...WEEK, now })
    }
    for (const id of Object.keys(METRICS))
      expect(computed.filter((one) => one === id).length, id).toBe(CLOCKLESS.includes(id) ? 1 : 2)
  })

  it('of a window that is over stay, and are forgotten with their facts', () => {
    const { registry, computed } = counted()
    const over = { ...WEEK, now: WEEK.to + DAY }
    const facts = sample()
    rememberingMetrics(facts, registry)['change-failure-rate']?.compute(facts, over)
    rememberingMetrics(facts, registry)['change-failure-rate']?.compute(facts, { ...over, now: over.now + DAY })
    expect(computed).toEqual(['change-failure-rate'])
    const others = sample()
    rememberingMetrics(others, registry)['change-failure-rate']?.compute(others, over)
    expect(computed).toHaveLength(2)
  })
})

describe('a remembered page', () => {
  it('stays for a minute, unless something else is asked or the facts are others', () => {
    const facts = factsWith({ changes: [undelivered('pr:1', 'Mon 09:00', 'Tue 09:00')] })
    const made: [string, number][] = []
    const ask = (of: typeof facts, asked: string, now: number) =>
      rememberedPage(of, asked, now, (then) => {
        made.push([asked, then])
        return { as: then }
      })
    expect(ask(facts, '12w', 1000)).toEqual({ as: 1000 })
    expect(ask(facts, '12w', 60_999)).toEqual({ as: 1000 })
    expect(ask(facts, '4w', 2000)).toEqual({ as: 1000 })
    expect(ask(facts, '12w', 61_000)).toEqual({ as: 61_000 })
    expect(ask(facts, '12w', 500)).toEqual({ as: 500 })
    expect(ask(factsWith(), '12w', 700)).toEqual({ as: 700 })
    expect(made).toHaveLength(5)
  })

  it('is kept of so many questions and no more, the others are answered all the same', () => {
    const made: string[] = []
    const of = {}
    const ask = (asked: string) =>
      rememberedOf(
        of,
        asked,
        1000,
        () => {
          made.push(asked)
          return { asked }
        },
        2,
      )
    for (const asked of ['a', 'b', 'c', 'a', 'b', 'c']) expect(ask(asked)).toEqual({ asked })
    expect(made).toEqual(['a', 'b', 'c', 'c'])
  })
})
