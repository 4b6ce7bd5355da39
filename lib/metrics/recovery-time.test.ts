import { describe, expect, it } from 'vitest'
import { workingSeconds } from '../calendar'
import { deployment, excludedIds, factsWith, failure, WEEK } from '../testing/facts'
import { wallSeconds } from './contract'
import { recoverySeconds, recoveryTime } from './recovery-time'

const HOUR = 3600

const of = (deployments: ReturnType<typeof deployment>[], window = WEEK) =>
  recoveryTime.compute(factsWith({ deployments }), window)

describe('failed deployment recovery time', () => {
  it('follows the worked example: failed Mon 10:00, restored Mon 11:30', () => {
    const result = of([failure('d1', 'Mon 10:00', 'Mon 11:30'), deployment('d2', 'Mon 12:00')])
    expect(result).toMatchObject({ value: 5400, n: 1, parts: { open: 0, band: 'high' }, excluded: [] })
    expect(result.spread).toEqual({ median: 5400, p75: 5400, p90: 5400, mean: 5400 })
  })

  it('of nothing is null, never 0', () => {
    const spread = { median: null, p75: null, p90: null, mean: null }
    const nothing = { value: null, n: 0, spread, parts: { open: 0, band: null }, excluded: [] }
    expect(of([])).toEqual(nothing)
    expect(of([deployment('d1', 'Mon 10:00')])).toEqual(nothing)
  })

  it('is the median of all, attempts included; open ones are counted, not dropped', () => {
    const deployments = [
      failure('d1', 'Mon 10:00', 'Mon 11:00'),
      failure('d2', 'Tue 10:00', 'Tue 14:00', { succeeded: false }),
      failure('d3', 'Wed 10:00', 'Wed 19:00'),
      failure('d4', 'Thu 10:00'),
      deployment('d5', 'Fri 10:00', { succeeded: false }),
    ]
    expect(of(deployments)).toMatchObject({ value: 4 * HOUR, n: 3, spread: { p90: 8 * HOUR }, parts: { open: 1 } })
  })

  it('is 0 for a recovery at the finish, and leaves one before it out as a clock anomaly', () => {
    const deployments = [failure('d1', 'Mon 10:00', 'Mon 10:00'), failure('d2', 'Mon 11:00', 'Mon 10:59:59')]
    const result = of(deployments)
    expect(result).toMatchObject({ value: 0, n: 1, parts: { open: 0 } })
    expect(excludedIds(factsWith({ deployments }), result.excluded)).toEqual([{ id: 'd2', reason: 'clock' }])
    expect(deployments.map((one) => recoverySeconds(one, wallSeconds))).toEqual([0, null])
  })

  it('belongs to the window of the failure, not of its recovery', () => {
    const deployments = [
      failure('d1', 'Sun-1w 23:59:59', 'Mon 12:00'),
      failure('d2', 'Mon 00:00', 'Mon 01:00'),
      failure('d3', 'Sun 23:59:59', 'Mon+1w 02:59:59'),
      failure('d4', 'Mon+1w 00:00', 'Mon+1w 01:00'),
      failure('d5', 'Mon+1w 00:00'),
    ]
    expect(of(deployments)).toMatchObject({ value: 2 * HOUR, n: 2, parts: { open: 0 } })
  })

  it('on a working clock counts working hours, knows an anomaly by the wall clock, and has no band', () => {
    const hours: [string, string][] = [['09:00', '17:00']]
    const calendar = { days: [1, 2, 3, 4, 5], hours, holidays: ['2026-03-03'], timeZone: 'UTC' }
    const seconds = (from: number, to: number) => workingSeconds(from, to, calendar)
    const deployments = [
      failure('d1', 'Mon 16:00', 'Wed 10:00'), // Tuesday is a holiday
      failure('d2', 'Wed 22:00', 'Wed 21:00'), // both outside hours: nothing worked between them, and still an anomaly
    ]
    const result = of(deployments, { ...WEEK, seconds, bandYear: null })
    expect(result).toMatchObject({ value: 2 * HOUR, n: 1, parts: { band: null } })
    expect(excludedIds(factsWith({ deployments }), result.excluded)).toEqual([{ id: 'd2', reason: 'clock' }])
  })
})
