import { describe, expect, it } from 'vitest'
import { workingSeconds } from '../calendar'
import { excludedIds, factsWith, incident, WEEK } from '../testing/facts'
import { timeToRestore } from './time-to-restore'

const HOUR = 3600

const of = (incidents: ReturnType<typeof incident>[], window = WEEK) =>
  timeToRestore.compute(factsWith({ incidents }), window)

describe('time to restore', () => {
  it('follows the worked example: 30 min and 90 min', () => {
    const result = of([incident('i1', 'Mon 10:00', 'Mon 10:30'), incident('i2', 'Tue 10:00', 'Tue 11:30')])
    expect(result).toMatchObject({ value: 3600, n: 2, parts: { open: 0 }, excluded: [] })
    expect(result.spread).toEqual({ median: 3600, p75: 4500, p90: 5040, mean: 3600 })
  })

  it('of nothing is null, never 0', () => {
    const spread = { median: null, p75: null, p90: null, mean: null }
    expect(of([])).toEqual({ value: null, n: 0, spread, parts: { open: 0 }, excluded: [] })
    expect(of([incident('i1', 'Mon 10:00')])).toMatchObject({ value: null, n: 0, parts: { open: 1 } })
  })

  it('of one is that one, linked to a deployment or not', () => {
    expect(of([incident('i1', 'Mon 10:00', 'Mon 10:00')]).value).toBe(0)
    const linked = incident('i1', 'Mon 10:00', 'Mon 12:00')
    linked.links.push({ service: 'shop', source: 'import', deployment: 'd1', link: 'inferred' })
    expect(of([linked])).toEqual(of([incident('i1', 'Mon 10:00', 'Mon 12:00')]))
  })

  it('belongs to the window in which it was resolved: from its start, up to its end', () => {
    const incidents = [
      incident('i1', 'Sun-1w 20:00', 'Sun-1w 23:59:59'),
      incident('i2', 'Sun-1w 22:00', 'Mon 00:00'),
      incident('i3', 'Sun 22:00', 'Sun 23:59:59'),
      incident('i4', 'Sun 18:00', 'Mon+1w 00:00'),
    ]
    const result = of(incidents)
    expect(result.n).toBe(2)
    expect(result.spread?.mean).toBe(2 * HOUR - 0.5)
  })

  it('is open if it started before the end of the window and was not resolved before it', () => {
    const incidents = [
      incident('i1', 'Sun-1w 20:00'), // open since before
      incident('i2', 'Sun 23:59:59'),
      incident('i3', 'Mon+1w 00:00'), // not yet
      incident('i4', 'Wed 20:00', 'Mon+1w 00:00'),
      incident('i5', 'Wed 20:00', 'Sun 23:59:59'),
    ]
    expect(of(incidents).parts.open).toBe(3)
  })

  it('leaves out a resolution before the start as a clock anomaly', () => {
    const incidents = [incident('i1', 'Mon 10:00', 'Mon 09:59:59'), incident('i2', 'Mon 10:00', 'Mon 12:00')]
    const result = of(incidents)
    expect(result).toMatchObject({ value: 2 * HOUR, n: 1, parts: { open: 0 } })
    expect(excludedIds(factsWith({ incidents }), result.excluded)).toEqual([{ id: 'i1', reason: 'clock' }])
  })

  it('on a working clock counts working hours and knows an anomaly by the wall clock', () => {
    const hours: [string, string][] = [['09:00', '17:00']]
    const calendar = { days: [1, 2, 3, 4, 5], hours, holidays: [], timeZone: 'UTC' }
    const seconds = (from: number, to: number) => workingSeconds(from, to, calendar)
    const incidents = [
      incident('i1', 'Mon 16:00', 'Tue 11:00'),
      incident('i2', 'Mon 20:00', 'Mon 23:00'), // nobody worked
      incident('i3', 'Mon 23:00', 'Mon 22:00'),
    ]
    const result = of(incidents, { ...WEEK, seconds })
    expect(result).toMatchObject({ value: 1.5 * HOUR, n: 2 })
    expect(excludedIds(factsWith({ incidents }), result.excluded)).toEqual([{ id: 'i3', reason: 'clock' }])
  })
})
