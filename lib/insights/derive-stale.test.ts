// Facts derived piece by piece from the database are the facts derived at once from all records in memory.
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { pool } from '../db'
import type { RowsWanted } from '../facts/rows'
import { parseRecord } from '../records/record'
import { loadFactRows } from '../store/fact-rows'
import { ingest } from '../store/ingest'
import { loadServiceFacts } from '../store/measured'
import { findService } from '../store/services'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { measureRecords } from '../testing/engine'
import { organisationAndQuestion } from '../testing/organisation'
import { SCENARIOS } from '../testing/scenarios'
import { deriveEnvironment } from './derive-environment'
import { deriveStale } from './derive-stale'
import { measureService, type Question } from './measure'
import { changesWanted, deploymentsWanted, incidentsWanted, listChanges, listDeployments, listIncidents } from './rows'

const now = new Date('2026-04-01T00:00:00Z')

async function answer(service: string, question: Question & { environment?: string }) {
  const environment = question.environment ?? 'production'
  const derived = environment === 'production' ? null : await deriveEnvironment(service, environment)
  const facts = derived?.facts ?? (await loadServiceFacts(service))
  if (!facts) throw new Error(`no service ${service}`)
  const rows = async (wanted: RowsWanted) => derived?.rows ?? (await loadFactRows(facts.service.name, wanted))
  return {
    metrics: measureService(facts, question),
    changes: listChanges(facts, question, await rows(changesWanted(facts, question))),
    deployments: listDeployments(facts, question, await rows(deploymentsWanted(facts, question))),
    incidents: listIncidents(facts, question, await rows(incidentsWanted(facts, question))),
  }
}

async function empty(): Promise<void> {
  const tables = await pool().query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'`,
  )
  await pool().query(`truncate ${tables.rows.map((row) => row.name).join(', ')}`)
}

/** Titles of direct commits and tag sources are the store's own business. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

describeOnEachServer('facts of the database', (server) => {
  useTestDatabase(server)
  afterEach(empty)

  it('are those of the stories', { timeout: 120_000 }, async () => {
    for (const { name, records, question, expected } of SCENARIOS) {
      await ingest(records, { now })
      expect((await deriveStale()).failed).toEqual([])
      expect(await answer(question.service, question), name).toMatchObject(plain(expected))
      await empty()
    }
  })

  it('do not depend on order, chunks or the moments of derivation', { timeout: 240_000 }, async () => {
    const cases = fc.tuple(organisationAndQuestion(), fc.infiniteStream(fc.nat()))
    await fc.assert(
      fc.asyncProperty(cases, async ([{ records, question }, random]) => {
        await empty()
        const shuffled = records
          .map((record) => ({ record, key: random.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
        const third = Math.ceil(shuffled.length / 3)
        for (let at = 0; at < shuffled.length; at += third) {
          await ingest(
            shuffled.slice(at, at + third).map(({ record }) => record),
            { now },
          )
          expect((await deriveStale()).failed).toEqual([])
        }
        expect(plain(await answer(question.service, question))).toEqual(plain(measureRecords(records, question)))
        expect((await deriveStale()).differences).toBe(0)
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 25) },
    )
  })

  it('follow removals, moves and new names', async () => {
    const make = (input: object) => {
      const parsed = parseRecord(input)
      if (!parsed.ok) throw new Error(parsed.reason)
      return parsed.record
    }
    const commit = {
      type: 'commit',
      repository: 'acme/shop',
      sha: 'c1',
      parents: [],
      authoredAt: '2026-03-02T08:00:00Z',
      committedAt: '2026-03-02T08:00:00Z',
    }
    const tag = { type: 'tag', repository: 'acme/shop', name: 'v1.0.0', sha: 'c1', createdAt: '2026-03-02T09:00:00Z' }
    await ingest([commit, tag].map(make), { now })
    await deriveStale()
    expect(await findService('acme/shop')).toMatchObject({
      configured: false,
      slug: 'acme-shop',
      rule: { from: 'tag', inferred: true },
    })

    await ingest([make({ type: 'service', name: 'Shop!', repository: 'acme/shop', aliases: ['store'] })], { now })
    await deriveStale()
    expect(await findService('acme/shop')).toBeNull()
    expect(await findService('store')).toMatchObject({
      name: 'Shop!',
      slug: 'shop',
      configured: true,
      rule: { from: 'deployment', inferred: false },
    })

    await ingest([make({ type: 'service', name: 'Shop!', deleted: true })], { now })
    await deriveStale()
    expect(await findService('Shop!')).toBeNull()
    expect(await findService('acme/shop')).toMatchObject({ rule: { from: 'tag', inferred: true } })

    await ingest([make({ ...tag, deleted: true }), make({ ...commit, deleted: true })], { now })
    await deriveStale()
    expect(await findService('acme/shop')).toBeNull()
  })
})

describe('a new version of the rules', () => {
  useTestDatabase()

  it('derives everything anew, once', async () => {
    const tag = parseRecord({
      type: 'tag',
      repository: 'acme/shop',
      name: 'v1.0.0',
      sha: 'c1',
      createdAt: '2026-03-02T09:00:00Z',
    })
    if (!tag.ok) throw new Error('the record of this test is not valid')
    await ingest([tag.record], { now })
    await deriveStale()
    await pool().query('delete from fact_segments')
    expect(await deriveStale()).toMatchObject({ repositories: 0 })
    await pool().query(`update settings set value = '0' where name = 'rules version'`)
    expect(await deriveStale()).toMatchObject({ repositories: 1 })
    expect((await loadServiceFacts('acme/shop'))?.deployments).toHaveLength(1)
    expect(await deriveStale()).toMatchObject({ repositories: 0 })
  })
})

describe('a rule found by itself', () => {
  useTestDatabase()

  it('announces when it switches', async () => {
    const times = { createdAt: '2026-03-02T09:00:00Z', finishedAt: '2026-03-02T09:10:00Z' }
    const tag = parseRecord({
      type: 'tag',
      repository: 'acme/shop',
      name: 'v1.0.0',
      sha: 'c1',
      createdAt: times.createdAt,
    })
    const deployment = parseRecord({
      type: 'deployment',
      id: 'd1',
      repository: 'acme/shop',
      environment: 'production',
      sha: 'c1',
      status: 'success',
      ...times,
    })
    if (!tag.ok || !deployment.ok) throw new Error('the records of this test are not valid')
    await ingest([tag.record], { now })
    await deriveStale()
    await ingest([deployment.record], { now })
    await deriveStale()
    expect(await findService('acme/shop')).toMatchObject({
      rule: { from: 'deployment', inferred: true },
      previousRule: { from: 'tag' },
    })
  })
})
