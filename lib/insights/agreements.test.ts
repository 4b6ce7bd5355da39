import { expect, test } from 'vitest'
import { keyOf } from '../facts/fact-key'
import type { ServiceFacts } from '../facts/service'
import { delivered, deployment, factsWith, undelivered, windowOf } from '../testing/facts'
import { at } from '../testing/scenario'
import { dayBuckets } from '../time'
import { AGREEMENT_IDS, readAgreements } from './agreements'
import { agreementWords } from './agreements-load'
import { listChanges, listDeployments } from './rows'

const window = windowOf('Mon 00:00', 'Mon+1w 00:00')
const changes = [
  delivered('pr:1', 'Mon 08:00', 'Tue 10:00', { hours: { coding: 1, pickup: 4 } }),
  delivered('pr:2', 'Mon 08:00', 'Tue 10:00', { hours: { coding: 1, pickup: 9 } }),
  delivered('pr:3', 'Mon 08:00', 'Sat 10:00', { hours: { coding: 1, pickup: 30 } }),
  // Opened on Tuesday and still open.
  undelivered('pr:4', 'Tue 00:00', 'Tue+4w 00:00', { mergedAt: null, closedAt: null, reachedAt: null }),
]
const deployments = [
  deployment('d1', 'Tue 10:00', { changes: 2 }),
  deployment('d2', 'Sat 10:00', { source: 'ship', changes: 12 }),
  deployment('d0', 'Mon 01:00', { changes: 0, baseline: true }),
]
const facts = factsWith({ changes, deployments })
const run = (moment: string, succeeded: boolean) => ({
  source: 'ci',
  pipeline: 'CI',
  succeeded,
  finishedAt: at(moment),
})
const verdicts = new Map([
  ['acme/shop', [run('Mon 10:00', false), run('Mon 10:10', true), run('Tue 10:00', false), run('Tue 11:00', true)]],
])
const limits = { 'first-review': 8, 'open-age': 5, 'red-mainline': 10, batch: 10, 'in-progress': 2 }
const read = (samples = [{ facts, window }]) =>
  Object.fromEntries(readAgreements({ samples, verdicts, limits }).map((one) => [one.id, one]))

test('each is read from facts: what was kept, and what was not, the furthest first', () => {
  const found = read()
  expect(Object.keys(found)).toEqual([...AGREEMENT_IDS])
  expect(found['first-review']).toMatchObject({
    n: 3,
    kept: 1,
    exceptions: [
      { what: 'pr:3', value: 30 },
      { what: 'pr:2', value: 9 },
    ],
  })
  // Opened Tuesday 00:00, looked at when the week ends.
  expect(found['open-age']).toMatchObject({ n: 1, kept: 0, exceptions: [{ what: 'pr:4', value: 6, service: 'shop' }] })
  expect(found['red-mainline']).toMatchObject({ n: 2, kept: 1, exceptions: [{ what: 'CI', value: 60 }] })
  expect(found.batch).toMatchObject({ n: 2, kept: 1, exceptions: [{ source: 'ship', what: 'd2', value: 12 }] })
  expect(found.batch?.weeks).toEqual([{ week: '2026-W10', start: at('Mon 00:00'), value: 1 / 2, n: 2, partial: false }])
})

test('work in progress is of the whole team at the end of every day that has come', () => {
  // Mon 3 of shop, from Tuesday's deployment on 1 and the new one, from Saturday on that one alone.
  const values = (samples = [{ facts, window }]) => {
    const [reading] = readAgreements({ samples, verdicts, limits: { 'in-progress': 0 } })
    return [...(reading?.exceptions ?? [])].sort((a, b) => a.at - b.at).map(({ value }) => value)
  }
  expect(values()).toEqual([3, 2, 2, 2, 2, 1, 1])
  expect(
    values([
      { facts, window },
      { facts, window },
    ]),
  ).toEqual([6, 4, 4, 4, 4, 2, 2])
  expect(values([{ facts, window: { ...window, now: at('Wed 12:00') } }])).toEqual([3, 2, 2])
})

test('what is not agreed on is not read, and nothing is not kept: there is nothing to keep', () => {
  expect(readAgreements({ samples: [{ facts, window }], verdicts, limits: {} })).toEqual([])
  const [empty] = readAgreements({
    samples: [{ facts: factsWith(), window }],
    verdicts: new Map(),
    limits: { batch: 5 },
  })
  expect(empty).toMatchObject({ n: 0, kept: 0, weeks: [{ value: null }], exceptions: [] })
})

test('kept and not kept are those of the rows of sg changes and sg deployments', () => {
  const question = { from: window.from, to: window.to, now: window.now }
  const rows = {
    changes: new Map(changes.map((change) => [change.id, change])),
    deployments: new Map(deployments.map((one) => [keyOf(one), one])),
    incidents: new Map(),
  }
  const listed = listChanges(facts, question, rows)
  const found = read()
  const pickups = listed.changes.filter(({ bot, stages }) => !bot && stages.pickup?.observed)
  const inTime = pickups.filter(({ stages }) => (stages.pickup?.seconds ?? 0) <= 8 * 3600)
  expect(found['first-review']).toMatchObject({ n: pickups.length, kept: inTime.length })
  const sizes = listDeployments(facts, question, rows).deployments.filter(({ id }) => id !== 'd0')
  expect(found.batch).toMatchObject({
    n: sizes.length,
    kept: sizes.filter((one) => one.changes <= 10).length,
  })
  const loads = dayBuckets(window.from, window.to, 'UTC', window.now).map(
    ({ end }) => listChanges(facts, { ...question, to: end }, rows).waiting.length,
  )
  expect(found['in-progress']).toMatchObject({ n: loads.length, kept: loads.filter((load) => load <= 2).length })
  const open = listed.waiting.filter(({ age }) => age > 5 * 86_400)
  expect(found['open-age']).toMatchObject({ n: listed.waiting.length, kept: listed.waiting.length - open.length })
})

test('hours are working hours only where a working clock is set', () => {
  const calendar = { days: [1], hours: [['09:00', '17:00']] as [string, string][], holidays: [] }
  const working = factsWith({ service: { calendar } })
  const words = (...all: ServiceFacts[]) => {
    const samples = all.map((one) => ({ facts: one, window }))
    return readAgreements({ samples, verdicts, limits: { 'first-review': 8, batch: 3 } }).map(agreementWords)
  }
  expect(words(facts)).toEqual(['First review within 8 hours', 'A deployment brings at most 3 changes'])
  expect(words(working)[0]).toBe('First review within 8 working hours')
  expect(words(working, facts)[0]).toBe('First review within 8 hours, working hours where a service has a calendar')
  // A retro that was frozen before the clock was kept says what it said then.
  expect(agreementWords({ id: 'first-review', limit: 1 })).toBe('First review within 1 working hour')
})
