import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ServiceFacts } from '../facts/service'
import { changeFailureRate } from '../metrics/change-failure-rate'
import { deploymentFrequency } from '../metrics/deployment-frequency'
import { flowEfficiency } from '../metrics/flow-efficiency'
import { leadTime } from '../metrics/lead-time'
import { recoveryTime } from '../metrics/recovery-time'
import { median } from '../metrics/stats'
import { timeToRestore } from '../metrics/time-to-restore'
import { delivered, deployment, type FactRows, factsWith, failure, incident, undelivered } from '../testing/facts'
import { at } from '../testing/scenario'
import { windowOf } from './measure'
import { earliest, matching, type OverviewAsked, overview } from './overview'
import { Sample } from './sample'

const NOW = at('Mon+2w 00:00')
const CHOICE = { kind: 'dates', from: '2026-03-09', to: '2026-03-16' } as const
const ASKED: OverviewAsked = {
  choice: CHOICE,
  now: NOW,
  sort: { column: 'name', descending: false },
  grouped: true,
  page: 1,
  size: 100,
}

/** One service of the story's second week; `hours` are the lead times of its changes. */
function service(name: string, team: string | null, hours: number[], rows: FactRows = {}): ServiceFacts {
  return factsWith({
    service: { name, slug: name, team },
    deployments: [deployment('d1', 'Tue+1w 12:00')],
    changes: hours.map((length, index) =>
      delivered(`c${index}`, at('Tue+1w 12:00') - length * 3_600_000, 'Tue+1w 12:00', {
        hours: { coding: length / 2, pickup: length / 4 },
      }),
    ),
    ...rows,
  })
}

function show(services: ServiceFacts[], asked: Partial<OverviewAsked> = {}) {
  const listed = services.map((facts) => ({ ...facts.service, deployed: facts.deployed }))
  return overview(listed, new Map(services.map((facts) => [facts.service.name, facts])), { ...ASKED, ...asked })
}

const names = (found: ReturnType<typeof show>) => found.groups.map((group) => group.rows.map((row) => row.name))

describe('a service’s figures', () => {
  const hour = fc.integer({ min: 0, max: 600 })
  const moment = hour.map((hours) => at('Mon 00:00') + hours * 3_600_000)
  const rows = fc.record({
    changes: fc.array(fc.tuple(moment, fc.integer({ min: 1, max: 90 }), fc.boolean(), fc.boolean()), { maxLength: 20 }),
    deployments: fc.array(fc.tuple(moment, fc.boolean(), fc.boolean(), fc.option(hour)), { maxLength: 20 }),
    incidents: fc.array(fc.tuple(moment, fc.option(fc.integer({ min: -5, max: 50 }))), { maxLength: 12 }),
  })

  test('are those of the metrics', () => {
    fc.assert(
      fc.property(rows, ({ changes, deployments, incidents }) => {
        const facts = factsWith({
          changes: changes.map(([start, hours, bot, waits], index) =>
            waits
              ? undelivered(`c${index}`, start, start + hours * 3_600_000, { bot })
              : delivered(`c${index}`, start, start + hours * 3_600_000, { bot, hours: { coding: 1, review: 2 } }),
          ),
          deployments: deployments.map(([finished, succeeded, failed, recovery], index) =>
            failed
              ? failure(`d${index}`, finished, recovery === null ? null : finished + recovery * 60_000, { succeeded })
              : deployment(`d${index}`, finished, { succeeded }),
          ),
          incidents: incidents.map(([started, hours], index) =>
            incident(`i${index}`, started, hours === null ? null : started + hours * 3_600_000),
          ),
        })
        const [row] = show([{ ...facts, deployed: { ...facts.deployed, count: 1 } }]).all
        const window = windowOf(facts, { from: at('Mon+1w 00:00'), to: at('Mon+2w 00:00'), now: NOW })
        const of = (metric: { compute: typeof leadTime.compute | typeof recoveryTime.compute }) => {
          const { value, n } = metric.compute(facts, window)
          return { value, n }
        }
        const failures = changeFailureRate.compute(facts, window)
        const flow = flowEfficiency.compute(facts, window)
        expect(row?.current).toMatchObject({
          leadTime: of(leadTime),
          deployments: {
            value: deploymentFrequency.compute(facts, window).value,
            n: deploymentFrequency.compute(facts, window).n,
          },
          failed: { value: failures.value, n: failures.n, failed: failures.parts.failed },
          recovery: { ...of(recoveryTime), open: recoveryTime.compute(facts, window).parts.open },
          restore: {
            value: timeToRestore.compute(facts, window).value,
            open: timeToRestore.compute(facts, window).parts.open,
          },
          flow: { value: flow.value === null ? null : expect.closeTo(flow.value, 9), n: flow.n },
        })
        expect(row?.current.failed.provisional).toBe(failures.parts.provisional)
      }),
      { numRuns: 150 },
    )
  })

  test('flow efficiency is not observed where git alone tells of the changes', () => {
    const changes = [delivered('c', 'Mon+1w 08:00', 'Tue+1w 12:00', { hours: { coding: 1, release: 2 } })]
    const [row] = show([service('git', null, [], { changes })]).all
    expect(row?.current.flow).toEqual({ value: null, n: 0, unseen: 1 })
  })
})

describe('the batch size', () => {
  test('is the median over the deployments that brought changes; what is unknown is no batch of 0', () => {
    const sizes = [1, 4, 2, 0, 9, 7].map((changes, index) =>
      deployment(`d${index}`, at('Tue+1w 12:00') + index * 60_000, {
        changes,
        succeeded: index !== 4,
        baseline: index === 5,
      }),
    )
    const deployments = [...sizes, deployment('by hand', 'Wed+1w 12:00', { shaKnown: false })]
    const found = show([
      service('a', 'One', [], { deployments }),
      service('b', 'One', [], { deployments: [deployment('x', 'Wed+1w 12:00', { changes: 3 })] }),
      service('c', null, [], { deployments: [deployment('y', 'Wed+1w 12:00')] }),
    ])
    expect(found.all.map(({ current }) => current.batch)).toEqual([
      { value: 2, n: 3 },
      { value: 3, n: 1 },
      { value: null, n: 0 },
    ])
    expect(found.groups[0]?.pooled?.current.batch).toEqual({ value: 2.5, n: 4 })
  })
})

describe('a team’s and everybody’s figures', () => {
  test('are over all events together, never means of the services’', () => {
    const found = show([
      service('a', 'One', [1, 1, 1, 1, 1, 1, 1, 1, 20], {
        deployments: [failure('x', 'Tue+1w 12:00', 'Tue+1w 13:00')],
        incidents: [incident('i', 'Tue+1w 10:00', 'Tue+1w 12:00')],
      }),
      service('b', 'One', [40], {
        deployments: ['Tue', 'Wed', 'Thu'].map((day, index) => deployment(`d${index}`, `${day}+1w 12:00`)),
      }),
      service('c', 'Two', [], {
        changes: [delivered('c', 'Fri 08:00', 'Tue+1w 12:00', { hours: { coding: 100, review: 0 } })],
      }),
    ])
    const [one, two] = found.groups
    expect(one?.pooled?.current.leadTime).toEqual({ value: 3600, n: 10 })
    expect(one?.pooled?.current.failed).toMatchObject({ value: 1 / 4, n: 4, failed: 1 })
    expect(two?.pooled?.current.leadTime).toEqual({ value: 360_000, n: 1 })
    expect(found.pooled.current.leadTime).toEqual({ value: 3600, n: 11 })
    expect(found.pooled.current.failed).toMatchObject({ value: 1 / 5, n: 5, failed: 1 })
    expect(found.pooled.current.recovery).toEqual({ value: 3600, n: 1, open: 0 })
    expect(found.pooled.current.restore).toEqual({ value: 7200, n: 1, open: 0 })
    expect(found.pooled.current.deployments.value).toBeCloseTo(5 / 7, 9)
    expect(found.pooled.current.flow.value).toBeCloseTo((0.75 * 68 + 100) / 168, 9)
  })

  test('medians of runs are those of their values, whatever the order', () => {
    const values = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 })
    fc.assert(
      fc.property(fc.array(values, { maxLength: 6 }), (runs) => {
        const sample = new Sample()
        const spans = runs.map((run) => {
          const from = sample.length
          for (const value of run) sample.add(value)
          return { run, from, to: sample.length }
        })
        for (const { run, from, to } of spans) expect(sample.median(from, to)).toBe(median(run))
        expect(sample.median(0, sample.length)).toBe(median(runs.flat()))
      }),
    )
  })
})

describe('the order', () => {
  const services = [
    service('slow', 'B', [30]),
    service('quick', 'B', [2]),
    service('middle', 'A', [9]),
    service('none', 'A', []),
    service('alone', null, [12]),
    service('even', 'B', [2]),
  ]

  test('by team and name, without a team last', () => {
    const found = show(services)
    expect(found.groups.map((group) => group.team)).toEqual(['A', 'B', null])
    expect(names(found)).toEqual([['middle', 'none'], ['even', 'quick', 'slow'], ['alone']])
  })

  test('within teams when grouped, across all when flat; no value last in both directions, equals by name', () => {
    const longest = { column: 'lead-time', descending: true } as const
    const shortest = { ...longest, descending: false }
    expect(names(show(services, { sort: longest }))).toEqual([['middle', 'none'], ['slow', 'even', 'quick'], ['alone']])
    expect(names(show(services, { sort: longest, grouped: false }))).toEqual([
      ['slow', 'alone', 'middle', 'even', 'quick', 'none'],
    ])
    expect(names(show(services, { sort: shortest, grouped: false }))).toEqual([
      ['even', 'quick', 'middle', 'alone', 'slow', 'none'],
    ])
  })

  test('the order in which services come changes nothing', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(services, { minLength: services.length }), fc.boolean(), (shuffled, grouped) => {
        const sort = { column: 'deployments', descending: true } as const
        expect(names(show(shuffled, { grouped, sort }))).toEqual(names(show(services, { grouped, sort })))
      }),
    )
  })

  test('without any team there is nothing to group', () => {
    const found = show([service('b', null, [1]), service('a', null, [2])])
    expect(found.hasTeams).toBe(false)
    expect(found.groups).toMatchObject([{ team: null, pooled: null }])
  })
})

describe('the page', () => {
  const services = ['a', 'b', 'c'].map((name) => service(name, 'One', [1])).concat(service('z', 'Two', [1]))

  test('a team that goes on, and one that began before, say so', () => {
    const [first] = show(services, { size: 2 }).groups
    expect(first).toMatchObject({ team: 'One', services: 3, begun: false, goesOn: true })
    const [rest, next] = show(services, { size: 2, page: 2 }).groups
    expect(rest).toMatchObject({ team: 'One', services: 3, begun: true, goesOn: false })
    expect(rest?.pooled?.current.leadTime.n).toBe(3)
    expect(next).toMatchObject({ team: 'Two', begun: false, goesOn: false })
  })

  test('sentences and totals are about all that match, not about the page', () => {
    const found = show(services, { size: 1, page: 3 })
    expect(found).toMatchObject({ page: 3, pages: 4, total: 4 })
    expect(found.all).toHaveLength(4)
    expect(found.pooled.current.leadTime.n).toBe(4)
  })

  test('what was never deployed is counted apart', () => {
    const found = show([service('a', null, [1]), service('idle', null, [], { deployments: [] })])
    expect(found.all.map((row) => row.name)).toEqual(['a'])
    expect(found.withoutDeployment.map((one) => one.name)).toEqual(['idle'])
  })
})

test('a filter finds parts of names of services and of teams, a team only itself', () => {
  const services = [
    { name: 'Checkout', team: 'Storefront' },
    { name: 'store', team: 'Platform' },
    { name: 'lone', team: null },
  ]
  const found = (text: string, team: string | null = null) => matching(services, { text, team }).map(({ name }) => name)
  expect(found(' STORE ')).toEqual(['Checkout', 'store'])
  expect(found('', 'Platform')).toEqual(['store'])
  expect(found('check', 'Platform')).toEqual([])
  expect(found('')).toHaveLength(3)
})

test('facts are asked for from the earliest zone’s window before on', () => {
  const zones = ['UTC', 'Pacific/Auckland', 'America/New_York'].map((timeZone) => ({ timeZone }))
  expect(earliest(zones, CHOICE, NOW)).toBe(Date.UTC(2026, 2, 1, 11))
  expect(earliest(zones, { kind: 'all' }, NOW)).toBe(Number.NEGATIVE_INFINITY)
})
