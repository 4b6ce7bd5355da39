import { describe, expect, it } from 'vitest'
import { workingSeconds } from '../calendar'
import { delivered, excludedIds, factsWith, undelivered, WEEK, windowOf } from '../testing/facts'
import { at } from '../testing/scenario'
import { leadTime } from './lead-time'

const HOUR = 3600
const DAY = 24 * HOUR

const of = (changes: Parameters<typeof factsWith>[0] & object, window = WEEK) =>
  leadTime.compute(factsWith(changes), window)

describe('lead time for changes', () => {
  it('follows the worked example: 2 h, 4 h and 9 h', () => {
    const changes = [
      delivered('pr:1', 'Mon 08:00', 'Mon 10:00'),
      delivered('pr:2', 'Tue 08:00', 'Tue 12:00'),
      delivered('pr:3', 'Wed 08:00', 'Wed 17:00'),
    ]
    const result = of({ changes })
    expect(result.value).toBe(14_400)
    expect(result.n).toBe(3)
    expect(result.spread).toEqual({ median: 4 * HOUR, p75: 6.5 * HOUR, p90: 8 * HOUR, mean: 5 * HOUR })
    expect(result.parts).toEqual({ medianWithWaiting: 4 * HOUR, waiting: 0, ci: null, band: 'elite' })
  })

  it('of nothing is null, never 0', () => {
    const result = of({})
    expect(result).toEqual({
      value: null,
      n: 0,
      spread: { median: null, p75: null, p90: null, mean: null },
      parts: { medianWithWaiting: null, waiting: 0, ci: null, band: null },
      excluded: [],
    })
  })

  it('of one is that one, and 0 where it took no time', () => {
    expect(of({ changes: [delivered('pr:1', 'Mon 08:00', 'Tue 08:00')] })).toMatchObject({
      value: DAY,
      n: 1,
      spread: { p75: DAY, p90: DAY, mean: DAY },
      parts: { band: 'high' },
    })
    expect(of({ changes: [delivered('pr:1', 'Mon 08:00', 'Mon 08:00')] })).toMatchObject({
      value: 0,
      parts: { medianWithWaiting: 0 },
    })
  })

  it('has an interval from 20 changes on', () => {
    const changes = Array.from({ length: 20 }, (_, at) => delivered(`pr:${at}`, 'Mon 08:00', 'Mon 10:00'))
    expect(of({ changes }).parts.ci).toEqual([2 * HOUR, 2 * HOUR])
    expect(of({ changes: changes.slice(1) }).parts.ci).toBeNull()
  })

  it('belongs to the window in which the deployment finished: from its start, up to its end', () => {
    const changes = [
      delivered('pr:1', 'Sun-1w 12:00', 'Sun-1w 23:59:59'),
      delivered('pr:2', 'Sun-1w 12:00', 'Mon 00:00'),
      delivered('pr:3', 'Sun 22:00', 'Sun 23:59:59'),
      delivered('pr:4', 'Sun 22:00', 'Mon+1w 00:00'),
    ]
    const result = of({ changes })
    expect(result.n).toBe(2)
    expect(result.spread?.mean).toBe((12 * HOUR + 2 * HOUR - 1) / 2)
  })

  it('leaves out baseline, aggregate and clock, and says so in order', () => {
    const changes = [
      delivered('pr:3', 'Wed 12:00', 'Wed 10:00', { excluded: 'clock' }),
      delivered('pr:2', 'Tue 08:00', 'Tue 12:00', { excluded: 'aggregate' }),
      delivered('pr:1', 'Mon 08:00', 'Mon 10:00', { excluded: 'baseline' }),
      delivered('pr:4', 'Mon 08:00', 'Mon 09:00'),
      delivered('pr:5', 'Mon 08:00', 'Mon+1w 09:00', { excluded: 'aggregate' }),
      undelivered('pr:6', 'Mon 08:00', 'Tue 09:00', { excluded: 'aggregate' }),
    ]
    const result = of({ changes })
    expect(result).toMatchObject({ value: HOUR, n: 1, parts: { waiting: 0, medianWithWaiting: HOUR } })
    expect(excludedIds(factsWith({ changes }), result.excluded)).toEqual([
      { id: 'pr:1', reason: 'baseline' },
      { id: 'pr:2', reason: 'aggregate' },
      { id: 'pr:3', reason: 'clock' },
    ])
  })

  it.each([
    ['exclude', 4 * HOUR, 1],
    ['include', 3 * HOUR, 2],
    ['only', 2 * HOUR, 1],
  ] as const)('with bots: %s is %d', (bots, value, n) => {
    const changes = [
      delivered('pr:1', 'Mon 08:00', 'Mon 10:00', { bot: true }),
      delivered('pr:2', 'Tue 08:00', 'Tue 12:00'),
      undelivered('pr:3', 'Tue 08:00', 'Tue 12:00', { bot: true }),
    ]
    const result = of({ changes }, { ...WEEK, bots })
    expect(result).toMatchObject({ value, n, parts: { waiting: bots === 'exclude' ? 0 : 1 } })
  })

  describe('by commit', () => {
    const window = { ...WEEK, unit: 'commit' } as const
    const commits = [
      { sha: 'a', authoredAt: at('Mon 08:00') },
      { sha: 'b', authoredAt: at('Mon 09:00') },
      { sha: 'c', authoredAt: at('Mon 10:00') },
    ]

    it('times each own commit to the stop of its pull request', () => {
      const changes = [delivered('pr:1', 'Mon 08:00', 'Mon 10:00', { commits })]
      expect(of({ changes }, window)).toMatchObject({ value: HOUR, n: 3, spread: { mean: HOUR, p90: 1.8 * HOUR } })
      expect(of({ changes })).toMatchObject({ value: 2 * HOUR, n: 1 })
    })

    it('leaves out a commit that was written after its delivery, not its neighbours', () => {
      const changes = [delivered('pr:1', 'Mon 08:00', 'Mon 09:59:59', { commits })]
      const result = of({ changes }, window)
      expect(result.n).toBe(2)
      expect(result.excluded).toEqual([{ table: 'changes', row: 0, reason: 'clock' }])
      expect(of({ changes }).excluded).toEqual([])
    })

    it('counts every waiting commit', () => {
      const changes = [undelivered('pr:1', 'Mon 08:00', 'Mon 11:00', { commits })]
      expect(of({ changes }, window)).toMatchObject({ value: null, n: 0, parts: { waiting: 3 } })
    })
  })

  describe('with waiting changes', () => {
    it('counts what reached the default branch in the window and was not delivered by its end', () => {
      const changes = [
        undelivered('pr:1', 'Sun-1w 08:00', 'Sun-1w 23:59:59'), // reached it before
        undelivered('pr:2', 'Sun-1w 08:00', 'Mon 00:00'),
        undelivered('pr:3', 'Sun 08:00', 'Mon+1w 00:00'), // after
        undelivered('pr:4', 'Sun 08:00', 'Sun 09:00', { reachedAt: null }), // never
        delivered('pr:5', 'Sun 08:00', 'Mon+1w 00:00', { reachedAt: at('Sun 09:00') }), // too late for this window
        delivered('pr:6', 'Sun 08:00', 'Sun 23:59:59'),
      ]
      expect(of({ changes }).parts.waiting).toBe(2)
    })

    it('moves the median, or hides it', () => {
      const done = [delivered('pr:1', 'Mon 08:00', 'Mon 09:00'), delivered('pr:2', 'Mon 08:00', 'Mon 10:00')]
      // S(1 h) = 2/3, S(2 h) = 1/3
      const one = [undelivered('pr:3', 'Mon 08:00', 'Mon 09:00')]
      expect(of({ changes: [...done, ...one] })).toMatchObject({
        value: 1.5 * HOUR,
        parts: { medianWithWaiting: 2 * HOUR, waiting: 1 },
      })
      // S(1 h) = 4/5, S(2 h) = 3/5, and then nothing more is known
      const three = ['pr:3', 'pr:4', 'pr:5'].map((id) => undelivered(id, 'Mon 08:00', 'Mon 09:00'))
      expect(of({ changes: [...done, ...three] }).parts).toMatchObject({ medianWithWaiting: null, waiting: 3 })
    })

    it('censors at the end of the window', () => {
      // Two waited for 1 h, so at 2 h one of one is done; in the longer window they waited for 3 h, and it is one of three.
      const late = undelivered('pr:2', 'Sun 23:00', 'Sun 23:30')
      const changes = [late, { ...late, id: 'pr:3' }, delivered('pr:1', 'Mon 08:00', 'Mon 10:00')]
      expect(of({ changes }).parts.medianWithWaiting).toBe(2 * HOUR)
      expect(of({ changes }, windowOf('Mon 00:00', 'Mon+1w 02:00')).parts.medianWithWaiting).toBeNull()
    })
  })

  it('on a working clock counts working hours and has no band', () => {
    const calendar = { days: [1, 2, 3, 4, 5], hours: [['09:00', '17:00'] as [string, string]], holidays: [] }
    const seconds = (from: number, to: number) => workingSeconds(from, to, { ...calendar, timeZone: 'UTC' })
    const changes = [
      delivered('pr:1', 'Fri 16:00', 'Mon+1w 10:00'),
      delivered('pr:2', 'Sat 10:00', 'Sun 10:00'), // a weekend of no working time is 0, not null
    ]
    const window = windowOf('Mon 00:00', 'Mon+2w 00:00', { seconds, bandYear: null })
    expect(of({ changes }, window)).toMatchObject({ value: HOUR, n: 2, parts: { band: null } })
    expect(of({ changes }, { ...window, seconds: WEEK.seconds }).value).toBe((66 + 24) * 0.5 * HOUR)
  })
})
