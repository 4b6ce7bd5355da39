import { describe, expect, it } from 'vitest'
import { deployment, factsWith, WEEK } from '../testing/facts'
import { reworkRate } from './rework-rate'

const REWORK = { rework: true }

const of = (deployments: ReturnType<typeof deployment>[], window = WEEK) =>
  reworkRate.compute(factsWith({ deployments }), window)

describe('deployment rework rate', () => {
  it('follows the worked example: 2 of 40', () => {
    const deployments = Array.from({ length: 40 }, (_, at) => deployment(`d${at}`, 'Mon 10:00', { rework: at < 2 }))
    const { value, n, parts } = of(deployments)
    expect(value).toBe(0.05)
    expect(n).toBe(40)
    expect(parts).toMatchObject({ rework: 2, total: 40 })
    expect(parts.ci?.[0]).toBeCloseTo(0.0138, 4)
    expect(parts.ci?.[1]).toBeCloseTo(0.165, 4)
  })

  it('of nothing is null, never 0', () => {
    const nothing = { rework: 0, total: 0, ci: null }
    expect(of([])).toEqual({ value: null, n: 0, spread: null, parts: nothing, excluded: [] })
    expect(of([deployment('d1', 'Mon 10:00', { succeeded: false })]).value).toBeNull()
  })

  it('of one is 0 or 1', () => {
    expect(of([deployment('d1', 'Mon 10:00')]).value).toBe(0)
    expect(of([deployment('d1', 'Mon 10:00', REWORK)]).value).toBe(1)
  })

  it('counts successful deployments only, failed ones among them', () => {
    const deployments = [
      deployment('d1', 'Mon 10:00', { failed: true }),
      deployment('d2', 'Mon 11:00', REWORK),
      deployment('d3', 'Mon 12:00', { succeeded: false, failed: true }),
    ]
    expect(of(deployments)).toMatchObject({ value: 0.5, parts: { rework: 1, total: 2 } })
  })

  it('counts what finished in the window: from its start, up to its end', () => {
    const deployments = [
      deployment('d1', 'Sun-1w 23:59:59', REWORK),
      deployment('d2', 'Mon 00:00', REWORK),
      deployment('d3', 'Sun 23:59:59'),
      deployment('d4', 'Mon+1w 00:00', REWORK),
    ]
    expect(of(deployments).parts).toMatchObject({ rework: 1, total: 2 })
  })
})
