// How the weeks after a saved state come out against it: a told story of 10 h a change that becomes 4 h in its fourth week.
import { beforeAll, describe, expect, test } from 'vitest'
import type { ServiceFacts } from '../facts/service'
import type { FutureState } from '../store/future-states'
import { ingest } from '../store/ingest'
import { loadServiceFacts } from '../store/measured'
import { useTestDatabase } from '../testing/database'
import { at, story } from '../testing/scenario'
import { deriveStale } from './derive-stale'
import { evolutionOf, evolutionWords, readTarget } from './future-target'
import { measureService } from './measure'

const HOUR = 3600
const state = (savedAt: number): FutureState => ({
  id: 'x',
  name: 'Quicker',
  reasons: 'Because.',
  edits: 'keep-release=50',
  windowFrom: 0,
  windowTo: savedAt,
  changes: 20,
  todaySeconds: 10 * HOUR,
  medianSeconds: 5 * HOUR,
  lowSeconds: 4.5 * HOUR,
  highSeconds: 6 * HOUR,
  flowEfficiency: 0.5,
  savedAt,
  removedAt: null,
})

describe('the evolution', () => {
  useTestDatabase()
  const now = at('Wed+6w 12:00')
  let facts: ServiceFacts
  beforeAll(async () => {
    const shop = story('shop').commit('root', 'Sun-1w 09:00').deployed('root', 'Sun-1w 10:00')
    for (let week = 0; week < 6; week += 1) {
      for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']) {
        const name = `${day}${week}`
        shop.commit(name, `${day}+${week}w 08:00`).deployed(name, `${day}+${week}w ${week < 3 ? '18' : '12'}:00`)
      }
    }
    await ingest(shop.records(), { now: new Date(now) })
    await deriveStale()
    facts = (await loadServiceFacts('shop')) as ServiceFacts // sound: it was just told
  })

  test('has the weeks before and after, and counts from the day after it was saved, as sg metrics does', () => {
    const evolution = evolutionOf(facts, state(at('Sun+1w 15:00')), now)
    // Week 2 of 10 h, weeks 3 to 5 of 4 h.
    expect(evolution.whole).toEqual({ n: 4, reached: 3 })
    expect(evolution.weeks.map(({ value }) => value && value / HOUR)).toEqual([null, 10, 10, 10, 4, 4, 4, null])
    const { from, to, n, median } = evolution.since
    expect(from).toBe(at('Mon+2w 00:00'))
    const { leadTime } = measureService(facts, { from, to, now })
    expect({ n, median }).toEqual({ n: leadTime.n, median: leadTime.median })
    expect(evolutionWords(state(at('Sun+1w 15:00')), evolution)).toBe(
      'The median of 20 changes since is 4.0\u00a0h (4.0\u00a0h to 4.0\u00a0h); 5.0\u00a0h was wished for, from 10\u00a0h. 3 of 4 whole weeks since reached it.',
    )
  })

  test('of too little since says so', () => {
    const words = (savedAt: number) => evolutionWords(state(savedAt), evolutionOf(facts, state(savedAt), now))
    expect(words(now)).toBe(
      'No change has been delivered since: too little data to tell. 5.0\u00a0h was wished for, from 10\u00a0h.',
    )
    expect(words(at('Wed+5w 15:00'))).toMatch(/^2 changes have been delivered since: too little data/)
    expect(words(at('Fri+4w 15:00'))).toMatch(/^The median of 5 changes since is 4\.0\sh, too few for an interval;/)
  })
})

test('name and reasons are read as they were meant', () => {
  expect(readTarget({ name: ' Two\u202e\nlines ', reasons: 'First.\r\nSecond.\u0007' })).toEqual({
    ok: true,
    text: { name: 'Two lines', reasons: 'First.\nSecond.' },
  })
  expect(readTarget({ name: 'x'.repeat(61), reasons: 'y'.repeat(1001) })).toMatchObject({
    ok: false,
    problems: { name: expect.any(String), reasons: expect.any(String) },
  })
})
