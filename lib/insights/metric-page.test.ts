import { describe, expect, it } from 'vitest'
import { METRICS, type MetricId } from '../metrics/registry'
import { delivered, deployment, type FactRows, factsWith } from '../testing/facts'
import { at } from '../testing/scenario'
import { knownRange, serviceMetric, severalMetric } from './metric-page'
import type { WindowChoice } from './page-window'

const NOW = at('Mon+1w 00:00')
const WEEK: WindowChoice = { kind: 'dates', from: '2026-03-02', to: '2026-03-09' }

function failing(name: string, failed: number, total: number): FactRows {
  return {
    service: { name, slug: name, team: 'Storefront' },
    deployments: Array.from({ length: total }, (_, index) =>
      deployment(`${name}${index}`, at('Tue 10:00') + index * 60_000, { failed: index < failed }),
    ),
  }
}
function several(id: MetricId, rows: FactRows[]) {
  const members = rows.map((one) => ({ facts: factsWith(one), slug: one.service?.slug ?? '' }))
  return severalMetric(METRICS[id], members, WEEK, NOW)
}

describe('several services', () => {
  it('stand side by side, and pool their rows rather than average their values', () => {
    const { services, pooled } = several('change-failure-rate', [failing('a', 1, 2), failing('b', 0, 8)])
    expect(services).toMatchObject([
      { name: 'a', value: 0.5, n: 2, part: 1 },
      { name: 'b', value: 0, n: 8, part: 0 },
    ])
    expect(pooled).toMatchObject({ value: 0.1, n: 10, part: 1, change: { kind: 'new' } })
  })

  it('add up their frequencies', () => {
    const { services, pooled, weeks } = several('deployment-frequency', [failing('a', 0, 2), failing('b', 0, 5)])
    expect(services.map(({ value }) => value)).toEqual([2 / 7, 5 / 7])
    expect(pooled).toMatchObject({ value: 1, n: 7 })
    expect(weeks).toMatchObject([{ value: 7 }])
  })

  it('say the dates that each one has on its own calendar', () => {
    const zoned = (name: string, timeZone: string) => ({
      ...failing(name, 0, 1),
      service: { name, slug: name, timeZone },
    })
    const { settings } = several('lead-time', [zoned('a', 'Europe/Berlin'), zoned('b', 'America/New_York')])
    expect(settings.find(({ label }) => label === 'Window')?.words).toBe('2-8\u00a0Mar 2026, up to now')
  })

  it('have no value where none has', () => {
    expect(several('lead-time', [failing('a', 0, 0), failing('b', 0, 1)]).pooled).toMatchObject({ value: null, n: 0 })
  })
})

describe('one service', () => {
  const hours: [string, string][] = [['09:00', '17:00']]
  const rows: FactRows = {
    service: { calendar: { days: [1, 2, 3, 4, 5], hours, holidays: [] } },
    deployments: [deployment('d1', 'Mon 10:00')],
    changes: [delivered('pr:1', 'Mon 08:00', 'Mon 10:00')],
  }

  it('has its value on the working clock beside, where that makes a difference', () => {
    expect(serviceMetric(METRICS['lead-time'], factsWith(rows), WEEK, NOW)).toMatchObject({
      figure: { value: 7200 },
      clock: 'elapsed',
      otherClock: { clock: 'working', value: 3600 },
      before: null,
    })
    expect(serviceMetric(METRICS['deployment-frequency'], factsWith(rows), WEEK, NOW).otherClock).toBeNull()
  })

  it('says every setting that applied', () => {
    const labels = (id: MetricId) =>
      serviceMetric(METRICS[id], factsWith(rows), WEEK, NOW).settings.map(({ label, words }) => `${label}: ${words}`)
    expect(labels('flow-efficiency')).toEqual([
      'Definitions: streamgauge, version 1',
      'Window: 2-8\u00a0Mar 2026',
      'Time zone: UTC',
      'Deployments: deployments as the source reports them',
      'Active stages: coding, review, build, deploy',
      'Bots’ changes: left out',
      'Clock: elapsed time',
      'Working hours: Mon to Fri, 09:00–17:00, UTC',
    ])
    expect(labels('deployment-frequency').at(-1)).toBe(
      'Bands: Accelerate State of DevOps 2024, as reported by Octopus Deploy',
    )
    expect(labels('time-to-restore').some((words) => words.startsWith('Deployments'))).toBe(false)
  })

  it('knows where its rows begin and end', () => {
    expect(knownRange(METRICS['lead-time'], [factsWith(rows)], NOW)).toEqual({
      from: at('Mon 10:00'),
      to: at('Mon 10:00'),
    })
    expect(knownRange(METRICS['time-to-restore'], [factsWith(rows)], NOW)).toBeNull()
  })
})
