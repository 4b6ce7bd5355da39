// The value stream of one story with all that can happen to a change, worked out by hand; and that its figures are those of `sg`.
import fc from 'fast-check'
import { beforeAll, describe, expect, it, test } from 'vitest'
import type { FactRows } from '../facts/rows'
import type { ServiceFacts } from '../facts/service'
import { STAGES } from '../facts/stage'
import type { SourceRecord } from '../records/record'
import { ingest } from '../store/ingest'
import { loadServiceFacts } from '../store/measured'
import { useTestDatabase } from '../testing/database'
import { factsOf, repositoryInput } from '../testing/engine'
import { organisationAndQuestion } from '../testing/organisation'
import { at, instant, sha, story } from '../testing/scenario'
import { deriveStale } from './derive-stale'
import { measureService, type Question, windowOf } from './measure'
import { listChanges, listDeployments } from './rows'
import { streamChanges } from './stream-changes'
import { readStreamAsked, type StreamAsked, streamEntries, streamPage } from './stream-list'
import { loadServiceStream, recoveriesOf, type ServiceStream } from './stream-load'
import { streamView } from './stream-view'
import { workInStages } from './stream-work'

const HOUR = 3600
const week: Question = { from: at('Mon 00:00'), to: at('Mon+1w 00:00'), now: at('Mon+2w 00:00') }

function told() {
  const shop = story('shop', { team: 'Storefront' }).commit('root', 'Sun-1w 09:00').deployed('root', 'Sun-1w 10:00')
  const run = (id: string, commit: string, from: string, to: string, status: 'success' | 'failure' = 'success') =>
    shop.ran(id, commit, 'CI', from, { finished: to, status })
  // Sent back by its review, by its build and by an attempt to deploy it; then verified.
  shop
    .commit('m1', 'Mon 16:00')
    .pullRequest(1, {
      opened: 'Mon 09:00',
      merged: 'Mon 16:00',
      landing: 'm1',
      by: 'ann',
      commits: { a: 'Mon 08:00', b: 'Mon 13:00' },
    })
    .reviewed(1, 'Mon 12:00', 'changes_requested', 'ben')
    .reviewed(1, 'Mon 15:00', 'approved', 'ben')
  run('1', 'a', 'Mon 09:10', 'Mon 09:30', 'failure')
  run('2', 'b', 'Mon 13:10', 'Mon 13:30')
  run('3', 'm1', 'Mon 16:10', 'Mon 16:30')
  shop.failed('m1', 'Mon 17:00').deployed('m1', 'Mon 18:00', { started: 'Mon 17:50', id: 'first' })
  shop.add({ type: 'verification', deployment: 'first', name: 'smoke', status: 'failure', at: instant('Mon 18:02') })
  shop.add({
    type: 'verification',
    deployment: 'first',
    name: 'smoke again',
    status: 'success',
    at: instant('Mon 18:05'),
  })
  // Passed by its review, built by nobody, an incident once it was deployed.
  shop
    .commit('m2', 'Tue 10:00')
    .pullRequest(2, { opened: 'Tue 08:30', merged: 'Tue 10:00', landing: 'm2', by: 'ann', commits: { c: 'Tue 08:00' } })
    .reviewed(2, 'Tue 09:00', 'approved', 'ben')
    .deployed('m2', 'Tue 12:00', { started: 'Tue 11:50', id: 'second' })
    .add({
      type: 'incident',
      id: 'I-1',
      service: 'shop',
      title: 'Slow',
      startedAt: instant('Tue 12:30'),
      detectedAt: instant('Tue 12:40'),
      acknowledgedAt: instant('Tue 13:00'),
      resolvedAt: instant('Tue 14:00'),
      causedBy: { deployment: 'second' },
    })
  // A direct commit that nothing stopped. The run that deploys it is no build: its failure would count.
  shop.commit('d', 'Wed 08:00').deployed('d', 'Wed 09:00', { started: 'Wed 08:55', id: 'third', pipelineRun: '5' })
  run('4', 'd', 'Wed 08:05', 'Wed 08:20')
  run('5', 'd', 'Wed 08:30', 'Wed 08:50', 'failure')
  // Under way: not reviewed, failing its build, not begun to be built, built.
  shop.pullRequest(3, { opened: 'Thu 08:00', by: 'ann', commits: { e: 'Thu 07:00' } })
  for (const [number, hour] of [
    [4, '10'],
    [5, '11'],
    [6, '12'],
  ] as const) {
    const landing = `m${number}`
    shop.commit(landing, `Thu ${hour}:00`)
    shop.pullRequest(number, {
      opened: 'Thu 09:00',
      merged: `Thu ${hour}:00`,
      landing,
      by: 'ann',
      commits: { [`f${number}`]: 'Thu 09:00' },
    })
  }
  run('6', 'm4', 'Thu 10:05', 'Thu 10:20', 'failure')
  run('7', 'm6', 'Thu 12:05', 'Thu 12:20')
  return shop
}

describe('the value stream of a service', () => {
  useTestDatabase()
  let own: ServiceStream
  let facts: ServiceFacts
  beforeAll(async () => {
    await ingest(told().records(), { now: new Date(week.now) })
    await deriveStale()
    facts = (await loadServiceFacts('shop')) as ServiceFacts // sound: it was just told
    own = await loadServiceStream(facts, windowOf(facts, week))
  })

  it('says what each stage sent back, and for how long', () => {
    const { stages, totals } = streamView([own])
    const accurate = Object.fromEntries(stages.flatMap(({ name, accurate }) => (accurate ? [[name, accurate]] : [])))
    expect(accurate).toEqual({
      review: { n: 2, passed: 1, value: 1 / 2, returns: 1, seconds: [3 * HOUR] },
      build: { n: 2, passed: 1, value: 1 / 2, returns: 1, seconds: [4 * HOUR] },
      deploy: { n: 3, passed: 1, value: 1 / 3, returns: 2, seconds: [HOUR, 2 * HOUR] },
    })
    expect(totals.rolled.value).toBeCloseTo(1 / 12)
    expect(totals.straight).toEqual({ n: 3, passed: 1, value: 1 / 3 })
  })

  it('says what is in each stage now, and what was verified', () => {
    const { work, waiting, totals } = streamView([own])
    expect(work).toEqual({ coding: 0, pickup: 1, review: 0, merge: 0, queue: 1, build: 1, release: 1, deploy: 0 })
    expect(waiting).toBe(4)
    expect(totals.verified).toMatchObject({ n: 1, median: 300 })
  })

  it('says how its incidents were recovered from', () => {
    const { recovery } = streamView([own])
    expect(recovery.stages.map(({ median }) => median)).toEqual([600, 1200, HOUR])
    expect(recovery.restore).toMatchObject({ n: 1, median: 5400 })
  })

  it('agrees with sg metrics of the same window', () => {
    const sg = measureService(facts, week)
    expectAgreement([own], sg)
    expect(streamView([own]).waiting).toBe(listChanges(facts, week, EMPTY).waiting.length)
    expect(streamView([own]).recovery.restore.median).toBe(sg.timeToRestore.median)
  })

  it('lists what is behind a part of it, slowest first', async () => {
    const list = async (stage: string, show?: string) => {
      const read = readStreamAsked({ stage, show })
      if (!read.ok || !read.asked) throw new Error('was asked')
      const { rows } = await streamPage(streamEntries([own], read.asked), read.asked, 50)
      return rows.map(({ label, title, seconds }) => [label, title, seconds])
    }
    expect(await list('review')).toEqual([
      ['#1', 'Change 1', 3 * HOUR],
      ['#2', 'Change 2', 0],
    ])
    expect(await list('deploy', 'back')).toEqual([
      ['#2', 'Change 2', 2 * HOUR],
      ['#1', 'Change 1', HOUR],
    ])
    expect(await list('release', 'now')).toEqual([
      ['#6', 'Change 6', at('Mon+1w 00:00') / 1000 - at('Thu 12:20') / 1000],
    ])
    expect((await list('lead')).map(([label]) => label)).toEqual(['#1', '#2', sha('d').slice(0, 7)])
    expect(await list('repair')).toEqual([['I-1', 'Slow', HOUR]])
  })

  it('pools teams change by change', () => {
    const { totals, work } = streamView([own, own])
    expect(totals.n).toBe(6)
    expect(totals.lead.median).toBe(streamView([own]).totals.lead.median)
    expect(work.pickup).toBe(2)
  })
})

test('what cannot be asked is said', () => {
  const wrong = [
    { stage: 'people' },
    { stage: 'review', show: 'who' },
    { stage: 'coding', show: 'back' },
    { stage: 'lead', show: 'now' },
    { stage: 'review', page: '0' },
  ]
  for (const query of wrong) expect(readStreamAsked(query)).toMatchObject({ ok: false })
  expect(readStreamAsked({})).toEqual({ ok: true, asked: null })
  expect(readStreamAsked({ stage: 'merge', show: 'now', page: '2' })).toEqual({
    ok: true,
    asked: { part: 'merge', show: 'now', page: 2 } satisfies StreamAsked,
  })
})

const EMPTY: FactRows = { changes: new Map(), deployments: new Map(), incidents: new Map() }

function expectAgreement(parts: ServiceStream[], sg: ReturnType<typeof measureService>) {
  const { stages, totals, work, waiting } = streamView(parts)
  expect(totals.lead).toMatchObject({ n: sg.leadTime.n, median: sg.leadTime.median, p90: sg.leadTime.p90 })
  expect(totals.flowEfficiency === null).toBe(sg.flowEfficiency.value === null)
  expect(totals.flowEfficiency ?? 0).toBeCloseTo(sg.flowEfficiency.value ?? 0, 9)
  expect((totals.activeMean ?? 0) * totals.n).toBeCloseTo(sg.flowEfficiency.active ?? 0, 3)
  for (const [at, stage] of sg.stages.entries()) {
    const { name, n, total, median, p90, share, kind } = stages[at] ?? {}
    expect({ name, n, total, median, p90, share }).toEqual({
      name: stage.name,
      n: stage.n,
      total: stage.total,
      median: stage.median,
      p90: stage.p90,
      share: stage.share,
    })
    expect(kind).toBe(stage.active ? 'active' : 'wait')
  }
  expect(STAGES.reduce((sum, name) => sum + work[name], 0)).toBe(waiting)
}

/** As `loadServiceStream` has it, of records in memory. */
function partOf(records: SourceRecord[], facts: ServiceFacts, rows: FactRows, question: Question): ServiceStream {
  const window = windowOf(facts, question)
  const { pullRequests, reviews, runs } = repositoryInput(facts.service.repository, records, [facts.service.name])
  const evidence = {
    pulls: pullRequests,
    reviews,
    runs,
    deliveries: [...rows.changes.values()].flatMap(({ id, deployment }) =>
      deployment === null ? [] : [{ id, deployment }],
    ),
    deployments: [...rows.deployments.values()],
    checks: [],
  }
  return {
    facts,
    window,
    changes: streamChanges(facts, window, evidence),
    work: workInStages(facts, window, evidence, true),
    recoveries: recoveriesOf(facts, window, []),
    open: 0,
    provisional: 0,
  }
}

test('of whatever happened, its figures are those of sg metrics, sg changes and sg deployments', () => {
  fc.assert(
    fc.property(organisationAndQuestion(), ({ records, question: { service, environment, ...asked } }) => {
      const found = factsOf(records, environment).get(service)
      if (!found) return
      const { facts, rows } = found
      const question: Question = { ...asked, unit: 'pr' }
      const part = partOf(records, facts, rows, question)
      const sg = measureService(facts, question)
      expectAgreement([part], sg)
      const { recovery, waiting } = streamView([part])
      expect(recovery.restore).toMatchObject({ n: sg.timeToRestore.n, median: sg.timeToRestore.median })
      expect(waiting).toBe(listChanges(facts, question, rows).waiting.length)
      const failed = new Set(
        listDeployments(facts, question, rows).deployments.flatMap((one) => (one.failed ? [one.id] : [])),
      )
      for (const { id, deployedAt, returns } of part.changes) {
        const deployment = rows.changes.get(id)?.deployment ?? ''
        if (failed.has(deployment)) expect(returns.deploy?.some((one) => one.at === deployedAt)).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
})
