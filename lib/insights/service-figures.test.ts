import { describe, expect, it } from 'vitest'
import { describeMetrics } from '../../jobs/commands/describe'
import { defineMetric } from '../metrics/contract'
import { METRICS } from '../metrics/registry'
import { delivered, deployment, factsWith, failure, incident, undelivered, WEEK } from '../testing/facts'
import { at } from '../testing/scenario'
import { measureService } from './measure'
import { figureRemarks, serviceFigures } from './service-figures'

const BEFORE = { from: at('Mon-1w 00:00'), to: at('Mon 00:00') }

const facts = factsWith({
  deployments: [
    deployment('d0', 'Tue-1w 10:00'),
    failure('d1', 'Mon 10:00', 'Mon 12:00'),
    deployment('d2', 'Tue 10:00', { rework: true, lines: 40 }),
    deployment('d3', 'Wed 10:00', { succeeded: false }),
  ],
  changes: [delivered('pr:1', 'Mon 08:00', 'Mon 10:00'), undelivered('pr:2', 'Tue 08:00', 'Tue 20:00')],
  incidents: [incident('i1', 'Mon 10:30', 'Mon 12:00'), incident('i2', 'Sun 10:00')],
})

describe('the figures of a service', () => {
  const words = (id: string) => {
    const figure = serviceFigures(facts, WEEK, BEFORE).find((one) => one.id === id)
    return figure && figureRemarks(figure).map((remark) => remark.replaceAll('\u00a0', ' '))
  }

  it('are those of the registry, in its order', () => {
    expect(serviceFigures(facts, WEEK, BEFORE).map(({ id }) => id)).toEqual(Object.keys(METRICS))
  })

  it('say what belongs beside each', () => {
    expect(words('lead-time')).toEqual(['1 change', 'every value: 2.0 h', '2.0 h if waiting changes are counted in'])
    expect(words('deployment-frequency')).toEqual(['2 deployments', '1 failed attempt besides', 'DORA 2024: high'])
    expect(words('change-failure-rate')).toEqual(['1 of 2 deployments', '95 % interval 9.5 % to 90.5 %'])
    expect(words('recovery-time')).toEqual(['1 recovery', 'every value: 2.0 h'])
    expect(words('time-to-restore')).toEqual(['1 incident', 'every value: 1.5 h', '1 still open'])
    expect(words('rework-rate')).toEqual(['1 of 2 deployments', '95 % interval 9.5 % to 90.5 %'])
    expect(words('flow-efficiency')).toEqual(['1 change'])
  })

  it('are called elite or low only when they are of five or more', () => {
    const band = (count: number) => {
      const deployments = Array.from({ length: count }, (_, index) => deployment(`d${index}`, `Mon ${10 + index}:00`))
      const figures = serviceFigures(factsWith({ deployments }), WEEK, null)
      return figures.find(({ id }) => id === 'change-failure-rate')?.band
    }
    expect([band(4), band(5)]).toEqual([null, 'elite'])
  })

  it('compare amounts by size, rates by points, and nothing with too little', () => {
    const many = (week: string, count: number, failed: number) =>
      Array.from({ length: count }, (_, index) =>
        deployment(`${week}${index}`, `Mon${week} ${10 + index}:00`, { failed: index < failed }),
      )
    const busy = factsWith({ deployments: [...many('-1w', 5, 0), ...many('', 10, 5)] })
    const change = (id: string) => serviceFigures(busy, WEEK, BEFORE).find((figure) => figure.id === id)?.change
    expect(change('deployment-frequency')).toEqual({ kind: 'rise', by: 1, unit: 'share' })
    expect(change('change-failure-rate')).toEqual({ kind: 'rise', by: 0.5, unit: 'points' })
    expect(change('lead-time')).toEqual({ kind: 'none' })
    for (const figure of serviceFigures(busy, WEEK, null)) expect(figure.change).toEqual({ kind: 'none' })
  })
})

/** Lines changed per deployment: a metric that the program does not have. */
const deployedLines = defineMetric({
  id: 'deployed-lines',
  title: 'Lines per deployment',
  unit: 'seconds',
  better: 'neither',
  question: 'How large is a deployment?',
  definition: 'Median of the lines.',
  emptyBucket: null,
  counts: ['deployment', 'deployments'],
  table: 'deployments',
  interval: 'bootstrap',
  compute: () => ({ value: 40, n: 1, spread: null, parts: {}, excluded: [] }),
  rows: () => [{ row: 2, at: at('Tue 10:00'), value: 40, whole: 1 }],
  json: ({ value }) => ({ deployedLines: { median: value } }),
  beside: () => ({ remarks: ['tests not counted'] }),
})

describe('a metric that is added to the registry', () => {
  const registry = { ...METRICS, 'deployed-lines': deployedLines }

  it('is one more figure', () => {
    const figures = serviceFigures(facts, WEEK, BEFORE, registry)
    expect(figures.map(({ id }) => id)).toEqual([...Object.keys(METRICS), 'deployed-lines'])
    const figure = figures.at(-1)
    expect(figure).toMatchObject({ title: 'Lines per deployment', value: 40, n: 1, raw: [40] })
    expect(figure && figureRemarks(figure)).toContain('tests not counted')
  })

  it('is in the JSON after those that were published, and changes none of them', () => {
    const question = { from: WEEK.from, to: WEEK.to, now: WEEK.now }
    const [without, found] = [measureService(facts, question), measureService(facts, question, registry)]
    expect(found).toEqual({ ...without, deployedLines: { median: 40 } })
    const keys = Object.keys(found)
    expect(keys.indexOf('deployedLines')).toBe(keys.indexOf('reworkRate') + 1)
  })

  it('is a line of the terminal', () => {
    const text = describeMetrics(facts, { from: WEEK.from, to: WEEK.to, now: WEEK.now }, registry)
    expect(text).toMatch(/^Lines per deployment +40\u00a0s +n 1$/m)
  })
})
