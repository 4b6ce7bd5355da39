import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { METRICS } from '../metrics/registry'
import { delivered, deployment, factsWith, failure, incident, WEEK } from '../testing/facts'
import { byBatchSize } from './metric-cuts'
import { distribution, percentileLines, pointId, pointsOf } from './metric-points'

const facts = factsWith({
  deployments: [
    deployment('d1', 'Mon 10:00', { changes: 2 }),
    failure('d2', 'Tue 10:00', 'Tue 11:00', { changes: 12 }),
    deployment('d3', 'Wed 10:00'),
  ],
  changes: [
    delivered('pr:1', 'Mon 08:00', 'Mon 10:00'),
    delivered('pr:2', 'Mon 06:00', 'Mon 10:00'),
    delivered('pr:3', 'Mon 10:00', 'Tue 10:00'),
  ],
  incidents: [incident('i1', 'Tue 10:10', 'Tue 10:40')],
})
const samples = [{ facts, window: WEEK }]

describe('points', () => {
  it('of durations stand at their seconds, by time', () => {
    const points = pointsOf(METRICS['lead-time'], samples)
    expect(points.map(({ value }) => value / 3600)).toEqual(expect.arrayContaining([2, 4, 24]))
    expect(points.at(-1)).toMatchObject({ value: 86_400, counts: false })
    const last = points.at(-1)
    expect(last && pointId(METRICS['lead-time'], facts, last)).toBe('pr:3')
  })

  it('of deployments stand at what they brought; those that a rate counts are marked', () => {
    const points = pointsOf(METRICS['change-failure-rate'], samples)
    expect(points.map(({ value, counts }) => [value, counts])).toEqual([
      [2, false],
      [12, true],
      [0, false],
    ])
    expect(pointsOf(METRICS['deployment-frequency'], samples).some(({ counts }) => counts)).toBe(false)
    expect(points[1] && pointId(METRICS['change-failure-rate'], facts, points[1])).toBe('d2')
  })

  it('of divided times stand at their share; what took no time has none', () => {
    const idle = delivered('pr:4', 'Wed 10:00', 'Wed 10:00')
    const all = factsWith({
      deployments: [deployment('d3', 'Wed 10:00', { changes: 2 })],
      changes: [delivered('pr:1', 'Wed 00:00', 'Wed 10:00', { hours: { coding: 1, pickup: 9 } }), idle],
    })
    const points = pointsOf(METRICS['flow-efficiency'], [{ facts: all, window: WEEK }])
    expect(points.map(({ value }) => value)).toEqual([0.1])
  })
})

describe('by batch size', () => {
  const sizes = (id: keyof typeof METRICS) =>
    byBatchSize(METRICS[id], samples)?.map(({ words, rows }) => [words, rows.length])

  it('a change is where its deployment is, a deployment where it is itself', () => {
    expect(sizes('lead-time')).toEqual([
      ['2–10', 2],
      ['11–50', 1],
    ])
    expect(sizes('change-failure-rate')).toEqual([
      ['none of its own', 1],
      ['2–10', 1],
      ['11–50', 1],
    ])
  })

  it('incidents have none', () => expect(byBatchSize(METRICS['time-to-restore'], samples)).toBeNull())

  it('two deployments of one instant cannot be told apart', () => {
    const twice = factsWith({
      deployments: [deployment('d1', 'Mon 10:00', { changes: 1 }), deployment('d2', 'Mon 10:00', { changes: 30 })],
      changes: [delivered('pr:1', 'Mon 08:00', 'Mon 10:00')],
    })
    const groups = byBatchSize(METRICS['lead-time'], [{ facts: twice, window: WEEK }])
    expect(groups?.map(({ words }) => words)).toEqual([null])
  })
})

describe('lines and steps', () => {
  it('need five values', () => {
    expect(percentileLines([1, 2, 3, 4])).toEqual([])
    expect(percentileLines([1, 2, 3, 4, 5])).toMatchObject([
      { percent: 50, value: 3 },
      {},
      {},
      { percent: 95, value: 4.8 },
    ])
  })

  it('steps hold what begins them and not what ends them', () => {
    const steps = distribution([0, 299, 300, 3600], 'seconds')
    expect(steps.map(({ from, to, n }) => [from, to, n])).toEqual([
      [0, 300, 2],
      [300, 900, 1],
      [900, 3600, 0],
      [3600, 14_400, 1],
    ])
    expect(distribution([1, 2, 10, 11, 1000], 'count').map(({ n }) => n)).toEqual([1, 2, 1, 0, 1])
    expect(distribution([], 'rate')).toEqual([])
  })

  it('lose no value', () => {
    const values = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(values, fc.constantFrom('seconds' as const, 'rate' as const, 'count' as const), (all, unit) => {
        const steps = distribution(all, unit)
        expect(steps.reduce((sum, { n }) => sum + n, 0)).toBe(all.length)
        expect(steps.at(-1)?.upTo).toBe(1)
      }),
    )
  })
})
