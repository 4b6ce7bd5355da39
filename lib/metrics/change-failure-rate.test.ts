import { describe, expect, it } from 'vitest'
import { deployment, factsWith, failure, WEEK, windowOf } from '../testing/facts'
import { at } from '../testing/scenario'
import { changeFailureRate, isProvisional } from './change-failure-rate'

const ATTEMPT = { succeeded: false }

const of = (deployments: ReturnType<typeof deployment>[], window = WEEK) =>
  changeFailureRate.compute(factsWith({ deployments }), window)

describe('change failure rate', () => {
  it('follows the worked example: 3 of 49', () => {
    const deployments = Array.from({ length: 49 }, (_, at) =>
      deployment(`d${at}`, 'Tue 10:00', { failed: at < 3, incidents: at < 3 ? ['i1', 'i2'] : [] }),
    )
    const { value, n, parts } = of(deployments)
    expect(value).toBeCloseTo(0.0612, 4)
    expect(n).toBe(49)
    expect(parts.failed).toBe(3)
    expect(parts.ci?.[0]).toBeCloseTo(0.021, 3)
    expect(parts.ci?.[1]).toBeCloseTo(0.165, 3)
    expect(parts.band).toBe('medium')
  })

  it('of nothing is null, never 0', () => {
    const nothing = { failed: 0, total: 0, ci: null, band: null, provisional: 0 }
    expect(of([])).toEqual({ value: null, n: 0, spread: null, parts: nothing, excluded: [] })
  })

  it('of one is 0 or 1', () => {
    expect(of([deployment('d1', 'Mon 10:00')])).toMatchObject({ value: 0, n: 1, parts: { band: 'elite' } })
    expect(of([failure('d1', 'Mon 10:00')])).toMatchObject({ value: 1, n: 1, parts: { band: null } })
  })

  it('counts a failed attempt only if it failed by an incident', () => {
    const quiet = deployment('d2', 'Mon 11:00', ATTEMPT)
    const loud = failure('d3', 'Mon 12:00', null, ATTEMPT)
    const good = deployment('d1', 'Mon 10:00')
    expect(of([good, quiet])).toMatchObject({ value: 0, parts: { failed: 0, total: 1 } })
    expect(of([good, quiet, loud])).toMatchObject({ value: 0.5, parts: { failed: 1, total: 2 } })
    expect(of([quiet]).value).toBeNull()
    expect(of([loud]).value).toBe(1)
  })

  it('counts what finished in the window: from its start, up to its end', () => {
    const deployments = [
      failure('d1', 'Sun-1w 23:59:59'),
      failure('d2', 'Mon 00:00'),
      deployment('d3', 'Sun 23:59:59'),
      failure('d4', 'Mon+1w 00:00'),
      failure('d5', 'Mon+1w 00:00', null, ATTEMPT),
    ]
    expect(of(deployments).parts).toMatchObject({ failed: 1, total: 2 })
  })

  it('is provisional for less than a day, not at exactly 24 h', () => {
    expect(isProvisional(at('Mon 10:00'), at('Tue 10:00'))).toBe(false)
    expect(isProvisional(at('Mon 10:00') + 1, at('Tue 10:00'))).toBe(true)
    const deployments = [
      deployment('d1', 'Mon 10:00'),
      deployment('d2', 'Mon 10:00:01'),
      failure('d3', 'Tue 09:00', null, ATTEMPT),
      deployment('d4', 'Tue 09:00', ATTEMPT), // never counted
      deployment('d5', 'Tue 12:00'), // `now` hides nothing
    ]
    const window = windowOf('Mon 00:00', 'Mon+1w 00:00', { now: 'Tue 10:00' })
    expect(of(deployments, window).parts).toMatchObject({ total: 4, provisional: 3 })
    expect(of(deployments).parts.provisional).toBe(0)
  })

  it('takes its band from the year asked for, and none without one', () => {
    const deployments = Array.from({ length: 10 }, (_, at) => deployment(`d${at}`, 'Mon 10:00', { failed: at === 0 }))
    expect(of(deployments, { ...WEEK, bandYear: 2023 }).parts.band).toBe('high')
    expect(of(deployments, { ...WEEK, bandYear: 2024 }).parts.band).toBe('medium')
    expect(of(deployments, { ...WEEK, bandYear: null }).parts.band).toBeNull()
  })

  it('does not look at bots or units', () => {
    const deployments = [failure('d1', 'Mon 10:00'), deployment('d2', 'Mon 11:00')]
    expect(of(deployments, { ...WEEK, bots: 'only', unit: 'commit' })).toEqual(of(deployments))
  })
})
