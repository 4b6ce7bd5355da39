import { describe, expect, it } from 'vitest'
import { METRICS } from '../metrics/registry'
import { delivered, deployment, type FactRows, factsWith, incident, windowOf } from '../testing/facts'
import { at } from '../testing/scenario'
import { trendLimits, weeklyTrend } from './metric-trend'

const HOUR = 3600
const lead = METRICS['lead-time']

/** Three weeks of the story, seen on the Wednesday of the third. */
const WEEKS = windowOf('Mon 00:00', 'Mon+3w 00:00', { now: 'Wed+2w 12:00' })
const trend = (rows: FactRows, metric: (typeof METRICS)[keyof typeof METRICS] = lead) =>
  weeklyTrend(metric, [{ facts: factsWith(rows), window: WEEKS }])

const deployments = [deployment('d1', 'Mon 10:00')]
const changes = (week: string, hours: number[]) =>
  hours.map((took, index) => {
    const end = at(`Fri${week} 12:00`)
    return delivered(`pr:${week}${index}`, end - took * 3_600_000, end)
  })

describe('weekly points', () => {
  it('are medians of five or more, single values of fewer, and gaps', () => {
    const rows = { deployments, changes: [...changes('', [1, 2, 3, 4, 20]), ...changes('+2w', [])] }
    expect(trend(rows)).toMatchObject([
      { week: '2026-W10', value: 3 * HOUR, n: 5, middle: [2 * HOUR, 4 * HOUR], few: [], partial: false },
      { week: '2026-W11', value: null, n: 0, middle: null, few: [], partial: false },
      { week: '2026-W12', value: null, n: 0, partial: true },
    ])
    const [first] = trend({ deployments, changes: changes('', [9, 1]) })
    expect(first).toMatchObject({ value: null, n: 2, middle: null })
    expect(first?.few.map(({ value }) => value / HOUR).sort()).toEqual([1, 9])
  })

  it('count deployments, 0 where there were none', () => {
    const two = [deployment('d1', 'Mon 10:00'), deployment('d2', 'Tue 10:00')]
    expect(trend({ deployments: two }, METRICS['deployment-frequency']).map(({ value }) => value)).toEqual([2, 0, 0])
  })

  it('begin with the first deployment, or with the first row where that came earlier', () => {
    const late = [deployment('d1', 'Tue+1w 10:00')]
    expect(trend({ deployments: late }, METRICS['deployment-frequency']).map(({ value }) => value)).toEqual([1, 0])
    const early = { deployments: late, incidents: [incident('i', 'Mon 10:00', 'Mon 11:00')] }
    expect(trend(early, METRICS['time-to-restore']).map(({ n }) => n)).toEqual([1, 0, 0])
  })

  it('of several services hold the rows of all, in the dates of each one’s zone', () => {
    const kathmandu = { service: { timeZone: 'Asia/Kathmandu' }, deployments, changes: changes('', [5, 6]) }
    const window = windowOf(at('Mon 00:00') - 5.75 * 3_600_000, at('Mon+1w 00:00') - 5.75 * 3_600_000, {
      now: WEEKS.now,
      timeZone: 'Asia/Kathmandu',
    })
    const weeks = weeklyTrend(lead, [
      {
        facts: factsWith({ deployments, changes: changes('', [1, 2, 3]) }),
        window: windowOf('Mon 00:00', 'Mon+1w 00:00'),
      },
      { facts: factsWith(kathmandu), window },
    ])
    expect(weeks).toMatchObject([
      { week: '2026-W10', start: at('Mon 00:00'), end: at('Mon+1w 00:00'), value: 3 * HOUR, n: 5 },
    ])
  })
})

describe('limits', () => {
  const week = (index: number, value: number | null, partial = false) => ({
    week: '',
    start: index,
    end: index + 1,
    partial,
    value,
    n: 10,
    part: value === null ? null : value * 10,
    middle: null,
    few: [],
  })

  it('leave out weeks that are not whole, and need eight', () => {
    const values = [10, 12, 11, 13, 10, 12, 11, 25]
    const weeks = [...values.map((value, at) => week(at, value)), week(8, 900, true)]
    const limits = trendLimits({ unit: 'seconds', interval: 'bootstrap' }, weeks)
    expect(limits).toMatchObject({
      centre: 13,
      changing: false,
      signals: [{ index: 7, rule: 'outside', side: 'above' }],
    })
    expect(limits?.weeks[0]?.lower).toBeCloseTo(3.5, 9)
    expect(limits?.weeks[0]?.upper).toBeCloseTo(22.5, 9)
    expect(limits?.weeks[8]).toBeNull()
    expect(trendLimits({ unit: 'seconds', interval: 'bootstrap' }, weeks.slice(1))).toBeNull()
  })

  it('of shares are those of a p-chart, of other rates never above 1', () => {
    const weeks = Array.from({ length: 8 }, (_, at) => week(at, at % 2 === 0 ? 0.1 : 0.9))
    expect(trendLimits({ unit: 'rate', interval: 'wilson' }, weeks)).toMatchObject({ centre: 0.5, changing: true })
    expect(trendLimits({ unit: 'rate', interval: null }, weeks)?.weeks[0]).toEqual({ lower: 0, upper: 1 })
  })
})
