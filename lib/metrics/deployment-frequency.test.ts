import { describe, expect, it } from 'vitest'
import { workingSeconds } from '../calendar'
import { deployment, factsWith, WEEK, windowOf } from '../testing/facts'
import { localDateStart } from '../time'
import { deploymentFrequency } from './deployment-frequency'

const HOUR = 3600
const DAY_MS = 86_400_000

const of = (deployments: ReturnType<typeof deployment>[], window = WEEK) =>
  deploymentFrequency.compute(factsWith({ deployments }), window)

const at = (...moments: (string | number)[]) => moments.map((moment, index) => deployment(`d${index}`, moment))

describe('deployment frequency', () => {
  it('follows the worked example: 6 in 14 days', () => {
    const six = at('Mon 10:00', 'Tue 10:00', 'Wed 10:00', 'Mon+1w 10:00', 'Tue+1w 10:00', 'Wed+1w 10:00')
    const { value, n, parts } = of(six, windowOf('Mon 00:00', 'Mon+2w 00:00'))
    expect(value).toBeCloseTo(0.4286, 4)
    expect(n).toBe(6)
    expect(parts).toEqual({
      count: 6,
      attemptsFailed: 0,
      days: 6,
      medianDaysPerWeek: 3,
      medianInterval: 24 * HOUR,
      band: 'high',
    })
  })

  it('is unknown before the first successful deployment, and 0 in a window without any afterwards', () => {
    const unknown = { count: 0, attemptsFailed: 0, days: 0, medianDaysPerWeek: null, medianInterval: null, band: null }
    expect(of([])).toEqual({ value: null, n: 0, spread: null, parts: unknown, excluded: [] })
    expect(of(at('Mon+1w 00:00'))).toMatchObject({ value: null, parts: unknown }) // the first is after the window
    const attempt = deployment('a', 'Sun-1w 10:00', { succeeded: false })
    expect(of([attempt])).toMatchObject({ value: null, parts: unknown })
    expect(of(at('Sun-1w 10:00'))).toMatchObject({ value: 0, n: 0, parts: { ...unknown, medianDaysPerWeek: 0 } })
  })

  it('of one has no interval', () => {
    const { value, parts } = of(at('Mon 10:00'))
    expect(value).toBe(1 / 7)
    expect(parts).toMatchObject({ count: 1, days: 1, medianDaysPerWeek: 1, medianInterval: null, band: 'high' })
  })

  it('counts failed attempts apart', () => {
    const attempt = deployment('a', 'Mon 11:00', { succeeded: false, failed: true })
    const { n, parts } = of([...at('Mon 10:00', 'Mon 12:00'), attempt])
    expect(n).toBe(2)
    expect(parts).toMatchObject({ count: 2, attemptsFailed: 1, days: 1, medianInterval: 2 * HOUR })
  })

  it('counts what finished in the window: from its start, up to its end', () => {
    const { parts } = of(at('Sun-1w 23:59:59', 'Mon 00:00', 'Sun 23:59:59', 'Mon+1w 00:00'))
    expect(parts).toMatchObject({ count: 2, days: 2, medianInterval: 7 * 24 * HOUR - 1 })
  })

  it('divides by the days that have passed, of a window that has not begun by none', () => {
    const halfWay = windowOf('Mon 00:00', 'Mon+1w 00:00', { now: 'Thu 12:00' })
    expect(of(at('Mon 10:00', 'Tue 10:00'), halfWay).value).toBe(2 / 3.5)
    expect(of(at('Sun-1w 10:00'), { ...WEEK, now: WEEK.from }).value).toBeNull()
    expect(of(at('Sun-1w 10:00'), { ...WEEK, now: WEEK.from - 1 }).value).toBeNull()
  })

  describe('median days per week', () => {
    it('counts weeks without any', () => {
      const window = windowOf('Mon 00:00', 'Mon+4w 00:00', { now: 'Mon+5w 00:00' })
      expect(of(at('Mon 10:00', 'Tue 10:00', 'Tue 11:00', 'Sun+3w 10:00'), window).parts.medianDaysPerWeek).toBe(0.5)
      expect(of(at('Mon 10:00', 'Tue 10:00'), window).parts.medianDaysPerWeek).toBe(0)
    })

    it('leaves out weeks that are cut by the window', () => {
      const cut = at('Mon 10:00', 'Tue 10:00', 'Wed 10:00', 'Mon+1w 10:00', 'Mon+2w 10:00', 'Tue+2w 10:00')
      const window = windowOf('Mon 00:00:01', 'Sun+2w 23:59:59', { now: 'Mon+5w 00:00' })
      expect(of(cut, window).parts.medianDaysPerWeek).toBe(1)
      expect(of(cut, windowOf('Mon 00:00:01', 'Sun 23:59:59')).parts.medianDaysPerWeek).toBeNull()
    })

    it('leaves out a week that has not ended, and takes it at the moment it ends', () => {
      const deployments = at('Mon 10:00', 'Tue 10:00', 'Mon+1w 10:00')
      const window = windowOf('Mon 00:00', 'Mon+2w 00:00', { now: 'Sun+1w 23:59:59' })
      expect(of(deployments, window).parts.medianDaysPerWeek).toBe(2)
      expect(of(deployments, { ...window, now: window.to }).parts.medianDaysPerWeek).toBe(1.5)
    })

    it.each([
      ['America/New_York', '2026-03-02', '2026-03-09', '2026-03-16', -60],
      ['America/New_York', '2026-10-26', '2026-11-02', '2026-11-09', 60],
      ['Australia/Lord_Howe', '2026-03-30', '2026-04-06', '2026-04-13', 30],
      ['Australia/Lord_Howe', '2026-09-28', '2026-10-05', '2026-10-12', -30],
      ['Pacific/Chatham', '2026-03-30', '2026-04-06', '2026-04-13', 60],
      ['Pacific/Chatham', '2026-09-21', '2026-09-28', '2026-10-05', -60],
      ['Asia/Kathmandu', '2026-03-02', '2026-03-09', '2026-03-16', 0],
    ])('in %s, the week of %s', (timeZone, first, second, end, minutes) => {
      const [monday, next, to] = [first, second, end].map((date) => localDateStart(date, timeZone))
      if (monday === undefined || next === undefined || to === undefined) throw new Error('three dates')
      expect(next - monday).toBe(7 * DAY_MS + minutes * 60_000)
      // The ends of the long or short week, twice on its last day, and the first moment of the week after it.
      const deployments = at(monday, next - 2, next - 1, next)
      const { value, parts } = of(deployments, windowOf(monday, to, { timeZone, now: to }))
      expect(parts).toMatchObject({ count: 4, days: 3, medianDaysPerWeek: 1.5 })
      expect(value).toBeCloseTo(4 / (14 + minutes / 1440), 12)
    })
  })

  it('counts days of the service’s time zone', () => {
    const night = at('Mon 04:59', 'Mon 05:00', 'Tue 04:59') // in New York Sunday 23:59, Monday 00:00 and 23:59
    expect(of(night, { ...WEEK, timeZone: 'America/New_York' }).parts.days).toBe(2)
    expect(of(night, { ...WEEK, timeZone: 'Asia/Kathmandu' }).parts.days).toBe(2)
    expect(of(at('Mon 18:14', 'Mon 18:15'), { ...WEEK, timeZone: 'Asia/Kathmandu' }).parts.days).toBe(2)
  })

  it('on a working clock measures intervals in working time and has no band', () => {
    const hours: [string, string][] = [['09:00', '17:00']]
    const calendar = { days: [1, 2, 3, 4, 5], hours, holidays: [], timeZone: 'UTC' }
    const seconds = (from: number, to: number) => workingSeconds(from, to, calendar)
    const window = windowOf('Mon 00:00', 'Mon+2w 00:00', { seconds, bandYear: null })
    const { value, parts } = of(at('Fri 16:00', 'Mon+1w 10:00'), window)
    expect(value).toBe(2 / 14)
    expect(parts).toMatchObject({ medianInterval: 2 * HOUR, band: null })
  })
})
