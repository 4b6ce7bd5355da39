import { describe, expect, it } from 'vitest'
import { workingSeconds } from '../calendar'
import { STAGES } from '../facts/stage'
import { delivered, excludedIds, factsWith, undelivered, WEEK } from '../testing/facts'
import { flowEfficiency } from './flow-efficiency'

const HOUR = 3600

const of = (rows: Parameters<typeof factsWith>[0] & object, window = WEEK) =>
  flowEfficiency.compute(factsWith(rows), window)

/** 10 h of which 1 h is active, and 2 h of which 2 h are. */
const EXAMPLE = [
  delivered('pr:1', 'Mon 00:00', 'Mon 10:00', { hours: { coding: 1, pickup: 3, merge: 4, release: 2 } }),
  delivered('pr:2', 'Tue 00:00', 'Tue 02:00', { hours: { coding: 1, review: 0.5, build: 0.25, deploy: 0.25 } }),
]

describe('flow efficiency', () => {
  it('follows the worked example: a ratio of sums, not a mean of ratios', () => {
    const result = of({ changes: EXAMPLE })
    expect(result).toMatchObject({ value: 0.25, n: 2, parts: { active: 3 * HOUR, total: 12 * HOUR } })
  })

  it('of nothing is null, never 0, in every stage', () => {
    const result = of({})
    expect(result).toMatchObject({ value: null, n: 0, parts: { active: null, total: null }, excluded: [] })
    const nothing = { n: 0, total: null, median: null, p90: null, share: null }
    expect(result.parts.stages).toEqual(
      STAGES.map((name) => ({ name, active: ['coding', 'review', 'build', 'deploy'].includes(name), ...nothing })),
    )
  })

  it('of changes that took no time is null', () => {
    const result = of({ changes: [delivered('pr:1', 'Mon 10:00', 'Mon 10:00')] })
    expect(result).toMatchObject({ value: null, n: 1, parts: { active: 0, total: 0 } })
    expect(result.parts.stages[0]).toMatchObject({ n: 1, total: 0, median: 0, share: null })
  })

  it('gives each stage over the changes in which it was observed, and its share over all', () => {
    const { stages } = of({ changes: EXAMPLE }).parts
    const stage = (name: string) => stages.find((one) => one.name === name)
    expect(stage('coding')).toEqual({
      name: 'coding',
      active: true,
      n: 2,
      total: 2 * HOUR,
      median: HOUR,
      p90: HOUR,
      share: 1 / 6,
    })
    expect(stage('pickup')).toMatchObject({ active: false, n: 1, total: 3 * HOUR, median: 3 * HOUR, share: 0.25 })
    expect(stage('queue')).toMatchObject({ n: 0, total: 0, median: null, p90: null, share: 0 })
  })

  it('adds the time of an unobserved stage to the total, not to the median', () => {
    const change = delivered('pr:1', 'Mon 00:00', 'Mon 04:00', { hours: { coding: 1 } })
    const deploy = of({ changes: [change] }).parts.stages.at(-1)
    expect(deploy).toMatchObject({ name: 'deploy', n: 0, total: 3 * HOUR, median: null, share: 0.75 })
  })

  it('takes the active stages of the service', () => {
    expect(of({ changes: EXAMPLE, service: { active: ['pickup'] } }).value).toBe(0.25)
    expect(of({ changes: EXAMPLE, service: { active: STAGES } }).value).toBe(1)
    expect(of({ changes: EXAMPLE, service: { active: [] } })).toMatchObject({ value: 0, parts: { active: 0 } })
  })

  it.each([
    ['exclude', 1, 1],
    ['include', 2, 0.5],
    ['only', 1, 0],
  ] as const)('with bots: %s counts %d', (bots, n, value) => {
    const changes = [
      delivered('pr:1', 'Mon 08:00', 'Mon 10:00', { bot: true, hours: { release: 2 } }),
      delivered('pr:2', 'Mon 08:00', 'Mon 10:00'),
    ]
    expect(of({ changes }, { ...WEEK, bots })).toMatchObject({ n, value })
  })

  it('counts what was delivered in the window and not left out, by change even where lead time is by commit', () => {
    const changes = [
      delivered('pr:1', 'Sun-1w 08:00', 'Sun-1w 23:59:59'),
      delivered('pr:2', 'Sun-1w 23:00', 'Mon 00:00', { commits: [] }),
      delivered('pr:3', 'Sun 22:59:59', 'Sun 23:59:59'),
      delivered('pr:4', 'Sun 08:00', 'Mon+1w 00:00'),
      delivered('pr:5', 'Tue 08:00', 'Tue 09:00', { excluded: 'baseline' }),
      undelivered('pr:6', 'Tue 08:00', 'Tue 09:00'),
    ]
    const result = of({ changes }, { ...WEEK, unit: 'commit' })
    expect(result).toMatchObject({ n: 2, parts: { total: 2 * HOUR } })
    expect(excludedIds(factsWith({ changes }), result.excluded)).toEqual([{ id: 'pr:5', reason: 'baseline' }])
  })

  it('on a working clock adds up too', () => {
    const hours: [string, string][] = [['09:00', '17:00']]
    const calendar = { days: [1, 2, 3, 4, 5], hours, holidays: [], timeZone: 'UTC' }
    const seconds = (from: number, to: number) => workingSeconds(from, to, calendar)
    // Mon 16:00 to Tue 11:00: coding until 20:00 is 1 h of work, release the 2 h of Tuesday
    const changes = [delivered('pr:1', 'Mon 16:00', 'Tue 11:00', { hours: { coding: 4, release: 15 } })]
    const { value, parts } = of({ changes }, { ...WEEK, seconds })
    expect(parts).toMatchObject({ active: HOUR, total: 3 * HOUR })
    expect(value).toBe(1 / 3)
  })
})
