import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pool } from '../db'
import { deriveStale } from '../insights/derive-stale'
import { measureService, type Question } from '../insights/measure'
import { changesWanted, deploymentsWanted, incidentsWanted } from '../insights/rows'
import { parseRecord, type Removal, type SourceRecord } from '../records/record'
import { createTestDatabase, useTestDatabase } from '../testing/database'
import { organisationAndQuestion } from '../testing/organisation'
import { DAY, START } from '../testing/organisation-drafts'
import { removeServices } from './facts'
import { ingest } from './ingest'
import { currentServices, hasFacts, loadFacts, loadServiceFacts } from './measured'

const now = new Date('2026-06-01T00:00:00Z')
const EVER = Number.NEGATIVE_INFINITY
const SPRING = Date.parse('2026-04-01T00:00:00Z')

function make(input: object): SourceRecord | Removal {
  const parsed = parseRecord(input)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.record
}

function deployed(id: string, finishedAt: string) {
  return make({
    type: 'deployment',
    id,
    service: 'shop',
    environment: 'production',
    sha: id,
    finishedAt,
    status: 'success',
  })
}

async function store(...records: (SourceRecord | Removal)[]): Promise<void> {
  await ingest(records, { now })
  expect((await deriveStale()).failed).toEqual([])
}

async function shop() {
  const service = (await currentServices()).find(({ name }) => name === 'shop')
  if (!service) throw new Error('the shop is gone')
  return service
}

async function empty(): Promise<void> {
  const tables = await pool().query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'`,
  )
  await pool().query(`truncate ${tables.rows.map((row) => row.name).join(', ')}`)
}

/** How often `action` reads segments. */
async function readsOf(action: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pool(), 'query')
  await action()
  const reads = query.mock.calls.filter(([asked]) => JSON.stringify(asked).includes('fact_segments')).length
  query.mockRestore()
  return reads
}

describe('facts kept by a process', () => {
  useTestDatabase()
  beforeEach(async () => {
    await store(
      make({ type: 'service', name: 'shop', repository: 'acme/shop' }),
      deployed('winter', '2026-02-01T09:00:00Z'),
      deployed('spring', '2026-05-01T09:00:00Z'),
    )
  })
  afterEach(async () => {
    await removeServices(['shop'])
    await empty()
  })

  it('serve a later window, and are read again for an earlier one', async () => {
    const service = await shop()
    const ids = async (since: number) =>
      (await loadFacts([service], since, 'details')).get('shop')?.deployments.details?.ids
    expect(hasFacts(service, SPRING, 'details')).toBe(false)
    expect(await ids(SPRING)).toEqual(['spring'])
    expect(hasFacts(service, SPRING, 'details')).toBe(true)
    expect(await readsOf(() => ids(SPRING + DAY))).toBe(0)
    expect(await readsOf(() => ids(EVER))).toBe(1)
    expect(await ids(EVER)).toEqual(['winter', 'spring'])
    expect(await readsOf(() => ids(SPRING))).toBe(0)
  })

  it('are read again when details are asked for, and serve those who need none', async () => {
    const service = await shop()
    const core = (await loadFacts([service], EVER)).get('shop')
    expect(core?.deployments).toMatchObject({ length: 2, details: null })
    const whole = (await loadFacts([service], EVER, 'details')).get('shop')
    expect(whole?.deployments.details?.ids).toEqual(['winter', 'spring'])
    expect(await readsOf(() => loadFacts([service], EVER))).toBe(0)
  })

  it('are read again when the service has another version, and only then', async () => {
    const before = await shop()
    await loadFacts([before], EVER, 'details')
    await deriveStale()
    expect((await shop()).version).toBe(before.version)
    await store(deployed('summer', '2026-05-20T09:00:00Z'))
    const after = await shop()
    expect(after.version).not.toBe(before.version)
    expect(hasFacts(after, EVER, 'details')).toBe(false)
    expect((await loadFacts([after], EVER)).get('shop')?.deployments.length).toBe(3)
  })

  it('follow a service that goes and comes back', async () => {
    const before = await shop()
    await loadFacts([before], EVER, 'details')
    await store(make({ type: 'service', name: 'shop', repository: 'acme/shop', deleted: true }))
    expect((await currentServices()).map(({ name }) => name)).not.toContain('shop')
    await store(
      make({ type: 'service', name: 'shop', repository: 'acme/shop' }),
      make({ ...deployed('winter', '2026-02-01T09:00:00Z'), deleted: true }),
    )
    const after = await shop()
    expect(after.version).not.toBe(before.version)
    expect((await loadFacts([after], EVER, 'details')).get('shop')?.deployments.details?.ids).toEqual(['spring'])
  })
})

describe('facts of two databases', () => {
  const here = useTestDatabase()

  it('are never taken for each other', async () => {
    const { closeDb, configureDb } = await import('../db')
    const shopRecord = make({ type: 'service', name: 'shop', repository: 'acme/shop' })
    await store(shopRecord, deployed('here', '2026-02-01T09:00:00Z'))
    expect((await loadServiceFacts('shop'))?.deployments.details?.ids).toEqual(['here'])
    const other = await createTestDatabase()
    try {
      await closeDb()
      configureDb({ url: other.url, poolSize: 2 })
      expect(await currentServices()).toEqual([])
      await store(shopRecord, deployed('there', '2026-02-01T09:00:00Z'))
      expect((await loadServiceFacts('shop'))?.deployments.details?.ids).toEqual(['there'])
    } finally {
      await closeDb()
      configureDb({ url: here.url(), poolSize: 5 })
      await other.drop()
    }
    expect((await loadServiceFacts('shop'))?.deployments.details?.ids).toEqual(['here'])
  })
})

/** The same story at another time. */
function moved(record: SourceRecord, by: number): SourceRecord {
  const text = JSON.stringify(record).replace(/"(\d{4}-\d\d-\d\dT[^"]+)"/g, (_, at: string) =>
    JSON.stringify(new Date(Date.parse(at) + by).toISOString()),
  )
  return JSON.parse(text) as SourceRecord // sound: only instants changed
}

describe('facts from a quarter on', () => {
  useTestDatabase()
  afterEach(empty)

  it('have what ended before but was merged later', async () => {
    const commit = (sha: string, parents: string[], at: string) =>
      make({ type: 'commit', repository: 'acme/shop', sha, parents, authoredAt: at, committedAt: at })
    await store(
      make({ type: 'service', name: 'shop', repository: 'acme/shop' }),
      commit('base', [], '2026-03-01T09:00:00Z'),
      commit('late', ['base'], '2026-03-29T09:00:00Z'),
      deployed('base', '2026-03-02T09:00:00Z'),
      deployed('late', '2026-03-30T09:00:00Z'),
      make({
        type: 'pull_request',
        repository: 'acme/shop',
        number: 1,
        title: 'Deployed from its branch',
        baseBranch: 'main',
        headBranch: 'topic',
        createdAt: '2026-03-29T10:00:00Z',
        mergedAt: '2026-04-05T09:00:00Z',
        mergeCommitSha: 'late',
        commits: [{ sha: 'late', authoredAt: '2026-03-29T09:00:00Z' }],
      }),
    )
    const asked: Question = { from: SPRING, to: SPRING + 14 * DAY, now: SPRING + 14 * DAY }
    const [some, all] = [await loadServiceFacts('shop', SPRING), await loadServiceFacts('shop')]
    if (!some || !all) throw new Error('the shop is gone')
    expect(some.deployments.length).toBe(0)
    expect(measureService(some, asked)).toEqual(measureService(all, asked))
    expect(measureService(some, asked).leadTime.medianWithWaiting).toBe(86_400)
  })

  it('give the figures and rows of every window from then on that all facts give', { timeout: 240_000 }, async () => {
    const cases = fc.tuple(organisationAndQuestion(), fc.integer({ min: 0, max: 16 }), fc.constantFrom(0, 1, 5))
    await fc.assert(
      fc.asyncProperty(cases, async ([{ records, question }, turn, later]) => {
        await empty()
        // The quarter turns some days into the story.
        const by = SPRING - turn * DAY - START
        await store(...records.map((record) => moved(record, by)))
        const since = question.from + by
        const asked: Question = {
          unit: question.unit,
          from: since + later * DAY,
          to: question.to + by + later * DAY,
          now: question.now + by + later * DAY,
        }
        const answer = async (from: number) => {
          const facts = await loadServiceFacts(question.service, from)
          if (!facts) throw new Error(`no service ${question.service}`)
          return {
            metrics: measureService(facts, asked),
            changes: changesWanted(facts, asked),
            deployments: deploymentsWanted(facts, asked),
            incidents: incidentsWanted(facts, asked),
          }
        }
        // In this order: what is kept of an earlier time would serve a later one.
        const some = await answer(since)
        expect(some).toEqual(await answer(EVER))
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 20) },
    )
  })
})
