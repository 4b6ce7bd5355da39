import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { METRICS } from '../metrics/registry'
import { factsOf } from '../testing/engine'
import { delivered, deployment, factsWith, failure } from '../testing/facts'
import { organisationAndQuestion } from '../testing/organisation'
import { at } from '../testing/scenario'
import { metricCsv } from './metric-export'
import { serviceMetric } from './metric-page'
import type { OneView } from './metric-view'
import type { WindowChoice } from './page-window'
import { calendarWords, isTimed, type Reading, readingQuery, readReading, readSharedReading, USUAL } from './reading'
import { servicePage } from './service-page'

const OFFICE = { days: [1, 2, 3, 4, 5], hours: [['09:00', '17:00']] as [string, string][], holidays: ['2026-03-04'] }
const ALWAYS = { days: [1, 2, 3, 4, 5, 6, 7], hours: [['00:00', '24:00']] as [string, string][], holidays: [] }
const WORKING: Reading = { ...USUAL, clock: 'working' }
const WEEK: WindowChoice = { kind: 'dates', from: '2026-03-02', to: '2026-03-09' }
const NOW = at('Mon+2w 00:00')

const withHours = { name: 'shop', calendar: OFFICE }
const withoutHours = { name: 'shop', calendar: null }

describe('the clock that is asked for', () => {
  it('is elapsed time, unless the service has working hours and they are asked for', () => {
    expect(readReading({}, withHours)).toEqual({ reading: USUAL, refused: [] })
    expect(readReading({ clock: 'elapsed' }, withoutHours)).toEqual({ reading: USUAL, refused: [] })
    expect(readReading({ clock: 'working' }, withHours)).toEqual({ reading: WORKING, refused: [] })
  })

  it('is said where it cannot be had', () => {
    expect(readReading({ clock: 'working' }, withoutHours)).toEqual({
      reading: USUAL,
      refused: ['No working hours are known of shop. Durations are elapsed time.'],
    })
    expect(readReading({ clock: 'lunar' }, withHours)).toEqual({
      reading: USUAL,
      refused: ['There is no clock “lunar”: elapsed or working. Durations are elapsed time.'],
    })
    expect(readSharedReading({ clock: 'working' }).refused).toHaveLength(1)
    expect(readSharedReading({}).refused).toEqual([])
  })

  it('comes with the year of the bands, which several services share', () => {
    const asked = { ...WORKING, bands: 2021 }
    expect(readReading({ clock: 'working', bands: '2021' }, withHours)).toEqual({ reading: asked, refused: [] })
    expect(readSharedReading({ bands: '2025' })).toEqual({ reading: { ...USUAL, bands: 2025 }, refused: [] })
    for (const bands of ['2020', '2018', '02021', '2021 ', 'elite', '9'.repeat(500)]) {
      const { reading, refused } = readReading({ bands }, withHours)
      expect(reading).toEqual(USUAL)
      expect(refused).toHaveLength(1)
      expect(refused[0]?.length).toBeLessThan(200)
    }
    expect(readReading({ clock: 'lunar', bands: '2020' }, withHours).refused).toHaveLength(2)
  })

  it('is in the address as it was read', () => {
    for (const reading of [USUAL, WORKING, { ...USUAL, bands: 2025 }, { ...WORKING, bands: 2019 }])
      expect(readReading(readingQuery(reading), withHours)).toEqual({ reading, refused: [] })
    expect(readingQuery(USUAL)).toEqual({})
  })
})

it('says working hours in words', () => {
  expect(calendarWords(OFFICE, 'Europe/Berlin')).toBe('Mon to Fri, 09:00–17:00, 1 holiday, Europe/Berlin')
  const split = { days: [1, 2, 4, 6, 7], hours: [['08:00', '12:00'] as const, ['13:00', '17:00'] as const] }
  const odd = { ...split, hours: split.hours.map(([from, to]): [string, string] => [from, to]) }
  expect(calendarWords({ ...odd, holidays: [], timeZone: 'Asia/Tokyo' }, 'UTC')).toBe(
    'Mon, Tue, Thu, Sat, Sun, 08:00–12:00 and 13:00–17:00, Asia/Tokyo',
  )
})

describe('one service on its working clock', () => {
  const facts = factsWith({
    service: { calendar: OFFICE },
    deployments: Array.from({ length: 6 }, (_, index) => failure(`d${index}`, `Tue 1${index}:00`, `Tue 1${index}:30`)),
    // Tuesday 16:00 to Thursday 10:00 is 42 h, and 2 working hours around a holiday.
    changes: Array.from({ length: 6 }, (_, index) => delivered(`pr:${index}`, 'Tue 16:00', 'Thu 10:00')),
  })
  const page = (reading: Reading) => serviceMetric(METRICS['lead-time'], facts, WEEK, NOW, reading)

  it('has every duration of a page on it', () => {
    const working = page(WORKING)
    expect(working).toMatchObject({
      figure: { value: 7200, p90: 7200, band: null },
      otherClock: { clock: 'elapsed', value: 42 * 3600 },
      weeks: [{ value: 7200, middle: [7200, 7200] }],
    })
    expect(working.settings.map(({ label, words }) => `${label}: ${words}`)).toEqual(
      expect.arrayContaining([
        'Clock: working hours',
        'Working hours: Mon to Fri, 09:00–17:00, 1 holiday, UTC',
        'Bands: none: DORA’s are of elapsed time',
      ]),
    )
    expect(page(USUAL).figure).toMatchObject({ value: 42 * 3600, band: 'high' })
    const view = { kind: 'one', metric: METRICS['lead-time'], page: working } as unknown as OneView // all that its points need
    const [head = '', first = ''] = metricCsv(view, 'points')?.split('\r\n') ?? []
    expect(first.split(',')[head.split(',').indexOf('value')]).toBe('7200')
  })

  it('is remembered apart from elapsed time', () => {
    const median = (reading: Reading) =>
      servicePage(facts, WEEK, NOW, reading).figures.find(({ id }) => id === 'lead-time')?.value
    expect([USUAL, WORKING, USUAL, WORKING].map(median)).toEqual([42 * 3600, 7200, 42 * 3600, 7200])
    const later = { ...facts, service: { ...facts.service, calendar: { ...OFFICE, holidays: [] } } }
    const afterwards = servicePage(later, WEEK, NOW, WORKING).figures.find(({ id }) => id === 'lead-time')
    expect(afterwards?.value).toBe(10 * 3600)
  })

  it('has its stages, what waits and its comparison on it', () => {
    const [elapsed, working] = [servicePage(facts, WEEK, NOW, USUAL), servicePage(facts, WEEK, NOW, WORKING)]
    expect([elapsed.flow.total, working.flow.total]).toEqual([6 * 42 * 3600, 6 * 7200])
    const sum = working.stages.reduce((total, stage) => total + (stage.total ?? 0), 0)
    expect(sum).toBe(6 * 7200)
  })

  it('changes no rate that is of no duration', () => {
    for (const metric of Object.values(METRICS)) {
      if (isTimed(metric)) continue
      const [elapsed, working] = [USUAL, WORKING].map((reading) => serviceMetric(metric, facts, WEEK, NOW, reading))
      expect(working?.figure, metric.id).toEqual({ ...elapsed?.figure, band: null, benchmark: null })
      expect(working?.weeks).toEqual(elapsed?.weeks)
      expect(working?.otherClock).toBeNull()
    }
  })

  it('without working hours is told how to give it some', () => {
    const bare = factsWith({ deployments: [deployment('d1', 'Mon 10:00')] })
    const setting = serviceMetric(METRICS['lead-time'], bare, WEEK, NOW).settings.find(
      ({ label }) => label === 'Working hours',
    )
    expect(setting?.words).toMatch(/^none: give the service a calendar/)
    const counts = serviceMetric(METRICS['rework-rate'], bare, WEEK, NOW).settings.map(({ label }) => label)
    expect(counts).not.toContain('Working hours')
  })
})

it('round the clock, every day, both clocks show the same', () => {
  fc.assert(
    fc.property(organisationAndQuestion(), ({ records, question }) => {
      const found = factsOf(records, question.environment).get(question.service)
      if (!found) throw new Error(`no service ${question.service}`)
      const facts = { ...found.facts, service: { ...found.facts.service, calendar: ALWAYS } }
      const [elapsed, working] = [USUAL, WORKING].map((reading) => {
        const page = servicePage(facts, { kind: 'all' }, question.now, reading)
        const figures = page.figures.map((figure) => ({ ...figure, band: null, benchmark: null }))
        return { ...page, figures, clock: null, window: null }
      })
      expect(working).toEqual(elapsed)
      for (const metric of Object.values(METRICS)) {
        const [before, after] = [USUAL, WORKING].map((reading) => {
          const page = serviceMetric(metric, facts, { kind: 'all' }, question.now, reading)
          return {
            ...page.figure,
            weeks: page.weeks,
            limits: page.limits,
            leftOut: page.leftOut,
            band: null,
            benchmark: null,
          }
        })
        expect(after, metric.id).toEqual(before)
      }
    }),
    { numRuns: 60 },
  )
})
