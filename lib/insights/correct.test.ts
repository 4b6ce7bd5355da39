// People's words on a deployment: figures follow at once, nothing is lost, and what is taken back is as if it had never been said.
import { expect, test } from 'vitest'
import { pool } from '../db'
import { parseRecord } from '../records/record'
import { loadSaid, versionOf } from '../store/corrections'
import { findDeploymentFact } from '../store/deployment-records'
import { exportRecords } from '../store/export'
import { loadIncidentsOf } from '../store/fact-rows'
import { ingest } from '../store/ingest'
import { loadServiceFacts } from '../store/measured'
import { putSetting } from '../store/settings'
import * as build from '../testing/build'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { type AskedWord, correct, LONGEST_REASON, type Word } from './correct'
import { aboutOf } from './deployment-page'
import { deriveStale } from './derive-stale'
import { measureService } from './measure'

const people = { key: 'a people key of thirty-two bytes', bots: [] }
const now = new Date('2026-03-10T00:00:00Z')
const window = { from: Date.parse('2026-03-01'), to: Date.parse('2026-03-10'), now: now.getTime() }
const RECORDS = [
  build.service(),
  build.deployment({ id: 'd1', at: '2026-03-02T10:00:00Z', source: 'ci' }),
  build.deployment({ id: 'd2', at: '2026-03-04T10:00:00Z', source: 'ci' }),
  build.incident({ id: 'i1', at: '2026-03-04T11:00:00Z', source: 'pager' }),
  build.incident({ id: 'far', at: '2026-03-08T11:00:00Z', source: 'pager' }),
]
let words = 0

async function collect() {
  await ingest(RECORDS, { now, people })
  expect((await deriveStale()).failed).toEqual([])
}

async function rate() {
  const facts = await loadServiceFacts('shop')
  if (!facts) throw new Error('no service shop')
  const { failed, total } = measureService(facts, window).changeFailureRate
  return [failed, total]
}

async function saidOf(id: string) {
  const fact = await findDeploymentFact('shop', { source: 'ci', id })
  if (!fact) throw new Error(`no deployment ${id}`)
  return loadSaid(aboutOf(fact, await loadIncidentsOf('shop', fact), { names: ['shop'], repository: 'acme/shop' }))
}

async function say(id: string, word: Word, more: Partial<AskedWord> = {}) {
  words += 1
  const seen = versionOf(await saidOf(id))
  const asked = { slug: 'shop', deployment: { source: 'ci', id }, word, seen, reason: '', target: null, ...more }
  return correct(asked, `w${words}`, { now: new Date(now.getTime() + words * 1000), people })
}

async function standing(id: string) {
  const word = (await saidOf(id)).find(({ takenBackAt }) => takenBackAt === null)
  if (!word) throw new Error('nothing stands')
  return { source: word.source, id: word.id }
}

describeOnEachServer('words on a deployment', (server) => {
  useTestDatabase(server)

  test('a struck failure counts no more, also after the records come again, until it is taken back', async () => {
    await collect()
    expect(await rate()).toEqual([1, 2])
    expect(await say('d2', 'strike', { reason: '<b>Not ours</b>' })).toBe('saved')
    expect(await rate()).toEqual([0, 2])
    await collect()
    expect(await rate()).toEqual([0, 2])
    const [word] = await saidOf('d2')
    expect(word).toMatchObject({
      source: 'ci',
      service: 'shop',
      says: 'strike',
      reason: '<b>Not ours</b>',
      takenBackAt: null,
    })
    const target = await standing('d2')
    expect(await say('d2', 'take-back', { target })).toBe('taken-back')
    expect(await rate()).toEqual([1, 2])
    expect(await saidOf('d2')).toMatchObject([{ reason: '<b>Not ours</b>', takenBackAt: expect.any(Number) }])
    expect(await say('d2', 'take-back', { target })).toBe('gone')
    expect(await say('d2', 'again', { target })).toBe('saved')
    expect(await rate()).toEqual([0, 2])
    await say('d2', 'take-back', { target })
    expect(await saidOf('d2')).toHaveLength(2)
    expect(await rate()).toEqual([1, 2])
  })

  test('what is added counts, and a reason that is only a rule’s name is still about the failure', async () => {
    expect(await say('d1', 'add', { reason: 'Customers could not pay' })).toBe('saved')
    expect(await rate()).toEqual([2, 2])
    await say('d1', 'take-back', { target: await standing('d1') })
    expect(await say('d1', 'add', { reason: ' rollback ' })).toBe('saved')
    const fact = await findDeploymentFact('shop', { source: 'ci', id: 'd1' })
    expect(fact?.reasons).toMatchObject([{ kind: 'correction', confidence: 'explicit' }])
    await say('d1', 'take-back', { target: await standing('d1') })
    expect(await rate()).toEqual([1, 2])
  })

  test('a confirmed failure is stated, not inferred', async () => {
    await say('d2', 'confirm')
    const reasons = async () => (await findDeploymentFact('shop', { source: 'ci', id: 'd2' }))?.reasons
    expect(await reasons()).toMatchObject([{ kind: 'incident', confidence: 'explicit' }])
    await say('d2', 'take-back', { target: await standing('d2') })
    expect(await reasons()).toMatchObject([{ kind: 'incident', confidence: 'inferred' }])
  })

  test('an incident is linked and struck', async () => {
    expect(await say('d1', 'link', { target: { source: null, id: 'far' } })).toBe('saved')
    expect(await rate()).toEqual([2, 2])
    await say('d1', 'take-back', { target: await standing('d1') })
    expect(await say('d2', 'strike-link', { target: { source: 'pager', id: 'i1' } })).toBe('saved')
    expect(await rate()).toEqual([0, 2])
    await say('d2', 'take-back', { target: await standing('d2') })
    expect(await rate()).toEqual([1, 2])
  })

  test('one reason is struck by itself, and none that is not there', async () => {
    expect(await say('d2', 'strike-reason', { target: { source: null, id: 'rollback' } })).toBe('gone')
    expect(await say('d2', 'strike-reason', { target: { source: null, id: 'correction' } })).toBe('gone')
    expect(await say('d2', 'strike-reason', { target: { source: null, id: 'incident' } })).toBe('saved')
    expect(await saidOf('d2')).toContainEqual(
      expect.objectContaining({ says: 'strike', reason: 'incident', incident: null, takenBackAt: null }),
    )
    expect(await rate()).toEqual([0, 2])
    await say('d2', 'add', { reason: 'It did fail' })
    const fact = await findDeploymentFact('shop', { source: 'ci', id: 'd2' })
    expect(fact?.reasons.map(({ kind }) => kind)).toEqual(['correction'])
    await say('d2', 'take-back', { target: await standing('d2') })
    await say('d2', 'take-back', { target: await standing('d2') })
    expect(await rate()).toEqual([1, 2])
  })

  test('of two that began at once the second is told, and nothing of it is kept', async () => {
    const seen = versionOf(await saidOf('d2'))
    const both = await Promise.all([say('d2', 'strike', { seen }), say('d2', 'confirm', { seen })])
    expect(both.toSorted()).toEqual(['meanwhile', 'saved'])
    expect((await saidOf('d2')).filter(({ takenBackAt }) => takenBackAt === null)).toHaveLength(1)
    await say('d2', 'take-back', { target: await standing('d2') })
  })

  test('what stands comes back from an export', async () => {
    await say('d1', 'add', { reason: 'Broken' })
    const lines: string[] = []
    for await (const line of exportRecords()) lines.push(line)
    await pool().query('delete from corrections')
    await pool().query(`insert into stale_scopes (scope, name) values ('deployment', 'd1') on conflict do nothing`)
    await deriveStale()
    expect(await rate()).toEqual([1, 2])
    const records = lines.map((line) => {
      const parsed = parseRecord(JSON.parse(line))
      if (!parsed.ok) throw new Error(parsed.reason)
      return parsed.record
    })
    await ingest(records, { now, people })
    await deriveStale()
    expect(await rate()).toEqual([2, 2])
    await say('d1', 'take-back', { target: await standing('d1') })
  })

  test('nothing is kept of what is too long, unknown, or said in a demonstration', async () => {
    const before = await rate()
    expect(await say('d1', 'add', { reason: 'x'.repeat(LONGEST_REASON + 1) })).toBe('long')
    expect(await say('d1', 'link', { target: { source: null, id: 'nobody' } })).toBe('no-incident')
    expect(await say('d1', 'add', { slug: 'nobody' })).toBe('gone')
    expect(await say('d1', 'add', { deployment: { source: 'other', id: 'd1' } })).toBe('gone')
    await ingest([build.incident({ id: 'twin', source: 'a' }), build.incident({ id: 'twin', source: 'b' })], {
      now,
      people,
    })
    await deriveStale()
    expect(await say('d1', 'link', { target: { source: null, id: 'twin' } })).toBe('several-incidents')
    await putSetting('demo', { day: '2026-03-10', edition: 1 })
    expect(await say('d1', 'add')).toBe('demo')
    expect(await rate()).toEqual(before)
  })
})
