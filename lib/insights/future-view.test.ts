import { beforeAll, describe, expect, test } from 'vitest'
import type { ServiceFacts } from '../facts/service'
import { ingest } from '../store/ingest'
import { loadServiceFacts } from '../store/measured'
import { useTestDatabase } from '../testing/database'
import { at, story } from '../testing/scenario'
import { deriveStale } from './derive-stale'
import { changesStages, EDIT_PARAMETERS, editSentence, editWords, futureQuery, readFuture } from './future-edits'
import { futureView } from './future-view'
import { futureHeadline, gainWords, limitHeadline, loadWords } from './future-words'
import { measureService, windowOf } from './measure'

const HOUR = 3600
const asked = (query: Record<string, string>) => readFuture((name) => query[name]).asked

describe('edits', () => {
  test('are read from an address and written to one, each alike', () => {
    const query = {
      'keep-pickup': '50',
      'most-review': '4 h',
      'keep-merge': '0',
      batch: '25',
      limit: '6',
    }
    expect(futureQuery(asked(query))).toEqual(query)
    expect(editWords(asked(query))).toEqual([
      'half of pickup',
      'review at most 4.0\u00a0h',
      'no merge',
      '25\u00a0% of the batch',
      'at most 6 in progress',
    ])
    expect(Object.keys(query).every((name) => EDIT_PARAMETERS.includes(name))).toBe(true)
  })

  test('that change nothing are none', () => {
    expect(futureQuery(asked({ 'keep-review': '100 %', batch: '100' }))).toEqual({})
    expect(editSentence(asked({}))).toBe('nothing changed')
    expect(changesStages(asked({ limit: '3' }))).toBe(false)
  })

  test('that nobody understands are said and left out', () => {
    const wrong = { 'keep-review': 'half', 'keep-build': '401', 'most-merge': '4', batch: '0', limit: '0' }
    const { asked: left, problems } = readFuture((name) => ({ ...wrong, 'keep-coding': '80' })[name])
    expect(Object.keys(problems).sort()).toEqual(Object.keys(wrong).sort())
    expect(futureQuery(left)).toEqual({ 'keep-coding': '80' })
  })
})

describe('a future state', () => {
  useTestDatabase()
  const question = { from: at('Mon 00:00'), to: at('Mon+6w 00:00'), now: at('Tue+6w 00:00') }
  let facts: ServiceFacts
  beforeAll(async () => {
    const shop = story('shop').commit('root', 'Sun-1w 09:00').deployed('root', 'Sun-1w 10:00')
    // Five a week, each 2 h until merged and 4 h until deployed; the Friday one waits over the weekend, three days and 1 h.
    for (let week = 0; week < 6; week += 1) {
      for (const [on, day] of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'].entries()) {
        const number = week * 5 + on + 1
        const landing = `m${number}`
        const when = (hour: string) => `${day}+${week}w ${hour}`
        shop.commit(landing, when('10:00')).pullRequest(number, {
          opened: when('08:00'),
          merged: when('10:00'),
          landing,
          by: 'ann',
          commits: { [`c${number}`]: when('08:00') },
        })
        const start = day === 'Fri' ? `Mon+${week + 1}w 11:00` : when('14:00')
        const done = day === 'Fri' ? `Mon+${week + 1}w 11:00` : when('14:00')
        shop.deployed(landing, done, { started: start })
      }
    }
    await ingest(shop.records(), { now: new Date(question.now) })
    await deriveStale()
    facts = (await loadServiceFacts('shop')) as ServiceFacts // sound: it was just told
  })
  const view = (query: Record<string, string>) => futureView(facts, windowOf(facts, question), asked(query))

  test('without edits is the measured stream of sg metrics', () => {
    const { n, stream, stages } = view({})
    const sg = measureService(facts, question)
    expect([n, stream.today.median.value, stream.today.mean.value]).toEqual([
      sg.leadTime.n,
      sg.leadTime.median,
      sg.leadTime.mean,
    ])
    expect(stream.today.flowEfficiency.value).toBeCloseTo(sg.flowEfficiency.value ?? 0, 9)
    expect(stream.future).toEqual(stream.today)
    for (const [at, { name, n, median }] of stages.entries()) {
      expect({ name, n, median: median.today }).toEqual({
        name: sg.stages[at]?.name,
        n: sg.stages[at]?.n,
        median: sg.stages[at]?.median,
      })
    }
  })

  test('bounds the long release and leaves the short ones', () => {
    const { stream } = view({ 'most-release': '5 h' })
    // 29 delivered: 24 of 6 h, and five that were 75 h and are 2 + 5 h.
    expect([stream.today.leads.at(-1), stream.future.leads.at(-1)]).toEqual([75 * HOUR, 7 * HOUR])
    expect(stream.future.median.value).toBe(6 * HOUR)
    expect(futureHeadline(view({ 'keep-release': '50' }), 'these weeks')).toBe(
      'Half of 29 changes took 6.0\u00a0h or less from the first commit to production. With half of release it would have been 4.0\u00a0h, 4.0\u00a0h to 4.0\u00a0h.',
    )
  })

  test('counts what is in progress, and Little’s law agrees with it', () => {
    const { flow } = view({})
    // 24 × 6 h and 5 × 75 h in six weeks, and the 64 h of the last Friday's until they end.
    const hours = 24 * 6 + 5 * 75 + 64
    expect(flow?.inProgress).toBeCloseTo(hours / (6 * 7 * 24), 5)
    expect(flow?.little).toBeCloseTo((24 * 6 + 5 * 75) / (6 * 7 * 24), 5)
    expect(flow?.perWeek.value).toBeCloseTo(29 / 6)
  })

  test('a limit that is never reached changes nothing, one that is too low is said to be', () => {
    const { flow } = view({ limit: '5' })
    expect(flow?.limited).toEqual(flow?.free)
    expect(flow?.limited?.little).toBeCloseTo(flow?.limited?.inProgress ?? 0, 1)
    const slow = view({ limit: '1', 'keep-coding': '400', 'keep-merge': '400', 'keep-release': '400' }).flow
    if (!slow) throw new Error('there are weeks')
    expect(limitHeadline(slow, 1)).toMatch(/^At most 1 in progress is too few here: \d/)
    // Monday's begin with Friday's in progress, two; the others with none but themselves.
    expect(loadWords(slow)).toMatch(/^About as many|^Changes that began with 1 in progress/)
  })
})

test('a gain is said with its ends, and what is sure without', () => {
  expect(gainWords({ value: -4 * HOUR, interval: [-6 * HOUR, 0] })).toBe('4.0\u00a0h less (6.0\u00a0h less to nothing)')
  expect(gainWords({ value: -HOUR, interval: [-HOUR, -HOUR] })).toBe('1.0\u00a0h less')
  expect(gainWords({ value: 0, interval: [0, 0] })).toBe('no difference')
  expect(gainWords({ value: 0, interval: [-HOUR, 2 * HOUR] })).toBe(
    'no difference (1.0\u00a0h less to 2.0\u00a0h more)',
  )
})
