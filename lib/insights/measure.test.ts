// The shape of `sg metrics --json`, which other programs read: exactly these keys, and null where nothing is known.
import { describe, expect, it } from 'vitest'
import { STAGES } from '../facts/stage'
import { delivered, deployment, factsWith, failure, incident, undelivered } from '../testing/facts'
import { at } from '../testing/scenario'
import { measureService, type Question } from './measure'

const HOUR = 3600
const week: Question = { from: at('Mon 00:00'), to: at('Mon+1w 00:00'), now: at('Mon+2w 00:00') }

/** As another program reads it: what is undefined is not there. */
function json(rows: Parameters<typeof factsWith>[0] = {}, question: Partial<Question> = {}) {
  return JSON.parse(JSON.stringify(measureService(factsWith(rows), { ...week, ...question })))
}

const NOTHING = {
  deploymentFrequency: {
    count: 0,
    attemptsFailed: 0,
    perDay: null,
    days: 0,
    medianDaysPerWeek: null,
    medianInterval: null,
    band: null,
  },
  leadTime: {
    n: 0,
    median: null,
    p75: null,
    p90: null,
    mean: null,
    medianWithWaiting: null,
    waiting: 0,
    band: null,
    ci: null,
  },
  stages: STAGES.map((name) => ({
    name,
    active: ['coding', 'review', 'build', 'deploy'].includes(name),
    n: 0,
    total: null,
    median: null,
    p90: null,
    share: null,
  })),
  flowEfficiency: { n: 0, active: null, total: null, value: null },
  changeFailureRate: { failed: 0, total: 0, value: null, band: null, ci: null, provisional: 0 },
  recoveryTime: { n: 0, open: 0, median: null, p90: null, mean: null, band: null },
  timeToRestore: { n: 0, open: 0, median: null, p90: null, mean: null },
  reworkRate: { rework: 0, total: 0, value: null },
}

const CODES = {
  unknown_sha: 0,
  missing_finish: 0,
  unknown_paths: 0,
  baseline: 0,
  aggregate: 0,
  clock: 0,
  unlinked_incident: 0,
}

const hours: [string, string][] = [['09:00', '17:00']]
const calendar = { days: [1, 2, 3, 4, 5], hours, holidays: [] }

/** A week in which every figure has something to say. */
const BUSY = {
  deployments: [
    deployment('d0', 'Sun-1w 10:00'),
    failure('d1', 'Mon 10:00', 'Mon 12:00'),
    deployment('d2', 'Tue 10:00', { rework: true }),
    deployment('d3', 'Wed 10:00', { succeeded: false }),
  ],
  changes: [
    delivered('pr:1', 'Mon 08:00', 'Mon 10:00', { hours: { coding: 1, merge: 1 } }),
    undelivered('pr:2', 'Tue 08:00', 'Tue 20:00'),
  ],
  incidents: [incident('i1', 'Mon 10:30', 'Mon 12:00'), incident('i2', 'Sun 10:00')],
}

/** The keys of every object, however deep; of lists those of their first. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  if (typeof value !== 'object' || value === null) return null
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]))
}

describe('the measurement of a service', () => {
  it('of nothing has every key, counts of 0 and nulls', () => {
    expect(json()).toStrictEqual({
      service: 'shop',
      environment: 'production',
      from: '2026-03-02T00:00:00Z',
      to: '2026-03-09T00:00:00Z',
      timeZone: 'UTC',
      profile: { name: 'streamgauge', version: 1 },
      ...NOTHING,
      quality: CODES,
    })
  })

  it('has its keys in the published order', () => {
    const published = { ...json(), ...NOTHING, quality: CODES }
    expect(JSON.stringify(json())).toBe(JSON.stringify(published))
    const { working, ...wall } = json({ service: { calendar } })
    expect(JSON.stringify(wall)).toBe(JSON.stringify(published))
    expect(JSON.stringify(working)).toBe(JSON.stringify(NOTHING))
  })

  it('of a busy week has the same keys', () => {
    const found = json(BUSY)
    expect(found).toMatchObject({
      deploymentFrequency: { count: 2, attemptsFailed: 1, days: 2, medianInterval: 24 * HOUR, band: 'high' },
      leadTime: { n: 1, median: 2 * HOUR, waiting: 1, band: 'elite' },
      flowEfficiency: { n: 1, active: HOUR, total: 2 * HOUR, value: 0.5 },
      changeFailureRate: { failed: 1, total: 2, value: 0.5 },
      recoveryTime: { n: 1, open: 0, median: 2 * HOUR },
      timeToRestore: { n: 1, open: 1, median: 1.5 * HOUR },
      reworkRate: { rework: 1, total: 2, value: 0.5 },
    })
    const { ci, ...rate } = found.changeFailureRate
    expect(ci).toHaveLength(2)
    expect(shapeOf({ ...found, changeFailureRate: { ...rate, ci: null } })).toStrictEqual(shapeOf(json()))
    expect(found.stages.map((stage: { name: string }) => stage.name)).toEqual(STAGES)
  })

  it('has a working clock only with a calendar, in the same shape and without bands', () => {
    const without = json(BUSY)
    expect(without).not.toHaveProperty('working')
    const { working, ...wall } = json({ ...BUSY, service: { calendar } })
    expect(wall).toStrictEqual(without)
    expect(Object.keys(working)).toEqual(Object.keys(NOTHING))
    expect(shapeOf(working)).toStrictEqual(
      shapeOf(Object.fromEntries(Object.keys(NOTHING).map((key) => [key, without[key]]))),
    )
    // 08:00 to 10:00, of which 09:00 to 10:00 is worked; counts and rates are those of the wall clock
    expect(working.leadTime).toMatchObject({ n: 1, median: HOUR, waiting: 1, band: null })
    expect(working.deploymentFrequency).toMatchObject({ count: 2, perDay: 2 / 7, medianInterval: 8 * HOUR, band: null })
    expect(working.recoveryTime).toMatchObject({ median: 2 * HOUR, band: null })
    expect(working.changeFailureRate).toEqual({ ...without.changeFailureRate, band: null })
    expect(json({ service: { calendar } }).working).toStrictEqual(NOTHING)
  })

  it('measures the working clock in the time zone of the service', () => {
    // Monday 08:00 to 10:00 UTC is 13:45 to 15:45 in Kathmandu
    const { working } = json({ ...BUSY, service: { calendar, timeZone: 'Asia/Kathmandu' } })
    expect(working.leadTime.median).toBe(2 * HOUR)
  })

  it('answers what was asked: unit, bots and the year of the bands', () => {
    const commits = [
      { sha: 'a', authoredAt: at('Mon 08:00') },
      { sha: 'b', authoredAt: at('Mon 09:00') },
    ]
    const changes = [
      delivered('pr:1', 'Mon 08:00', 'Mon 10:00', { commits }),
      delivered('pr:2', 'Mon 08:00', 'Mon 12:00', { bot: true, commits: [] }),
    ]
    expect(json({ changes }).leadTime).toMatchObject({ n: 1, median: 2 * HOUR, band: 'elite' })
    expect(json({ changes }, { unit: 'commit' }).leadTime).toMatchObject({ n: 2, median: 1.5 * HOUR })
    expect(json({ changes }, { bots: 'include' }).leadTime).toMatchObject({ n: 2, median: 3 * HOUR })
    expect(json({ changes }, { bots: 'only' }).leadTime).toMatchObject({ n: 1, median: 4 * HOUR })
    expect(json({ changes }, { bandYear: 2021 }).leadTime.band).toBeNull() // a gap of that year's table
  })
})

describe('quality', () => {
  const quality = (rows: Parameters<typeof factsWith>[0], question = {}) => json(rows, question).quality

  it('counts what derivation noted, in the window or at no time, and rarer codes only where there are any', () => {
    const noted = [
      { code: 'missing_finish', record: 'd1', at: at('Mon 00:00') },
      { code: 'missing_finish', record: 'd2', at: at('Mon+1w 00:00') },
      { code: 'missing_finish', record: 'd3', at: null },
      { code: 'unknown_paths', record: 'c1', at: at('Sun-1w 23:59:59') },
      { code: 'parent_cycle', record: 'c2', at: null },
    ] as const
    expect(quality({ quality: [...noted] })).toStrictEqual({ ...CODES, missing_finish: 2, parent_cycle: 1 })
  })

  it('counts deployments of unknown commits, not failed attempts', () => {
    const unknown = { shaKnown: false }
    const deployments = [
      deployment('d1', 'Mon 10:00', unknown),
      deployment('d2', 'Mon 11:00', { ...unknown, succeeded: false }),
      deployment('d3', 'Mon+1w 00:00', unknown),
    ]
    expect(quality({ deployments })).toStrictEqual({ ...CODES, unknown_sha: 1 })
  })

  it('counts excluded changes of the deployments in the window', () => {
    const changes = [
      delivered('pr:1', 'Mon 08:00', 'Mon 10:00', { excluded: 'baseline' }),
      delivered('pr:2', 'Mon 08:00', 'Mon 10:00', { excluded: 'aggregate' }),
      delivered('pr:3', 'Mon 08:00', 'Mon 10:00', { excluded: 'aggregate' }),
      delivered('pr:4', 'Mon 08:00', 'Mon+1w 10:00', { excluded: 'aggregate' }),
      undelivered('pr:5', 'Mon 08:00', 'Mon 10:00', { excluded: 'aggregate' }),
    ]
    expect(quality({ changes })).toStrictEqual({ ...CODES, baseline: 1, aggregate: 2 })
  })

  it('counts clocks that run backwards: of changes, of commits where they are the unit, of recoveries and of incidents', () => {
    const commits = [{ sha: 'a', authoredAt: at('Mon 11:00') }]
    const rows = {
      changes: [
        delivered('pr:1', 'Mon 12:00', 'Mon 10:00', { excluded: 'clock' }),
        delivered('pr:2', 'Mon 08:00', 'Mon 10:00', { commits }),
      ],
      deployments: [failure('d1', 'Mon 10:00', 'Mon 09:00')],
      incidents: [{ ...incident('i1', 'Mon 10:00', 'Mon 09:00'), links: [LINK] }],
    }
    expect(quality(rows)).toStrictEqual({ ...CODES, clock: 3 })
    expect(quality(rows, { unit: 'commit' })).toStrictEqual({ ...CODES, clock: 4 })
  })

  it('counts incidents that started in the window and are linked to nothing', () => {
    const incidents = [
      incident('i1', 'Mon 00:00'),
      { ...incident('i2', 'Tue 00:00'), links: [LINK] },
      incident('i3', 'Sun-1w 23:00', 'Tue 00:00'),
      incident('i4', 'Mon+1w 00:00'),
    ]
    expect(quality({ incidents })).toStrictEqual({ ...CODES, unlinked_incident: 1 })
  })
})

const LINK = { service: 'shop', source: 'import', deployment: 'd1', link: 'explicit' } as const
