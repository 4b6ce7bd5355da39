import { beforeEach, expect, test } from 'vitest'
import { query, withTransaction } from '../db'
import { parseRecord, type Removal, type SourceRecord } from '../records/record'
import * as build from '../testing/build'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { type IngestOptions, ingest } from './ingest'
import { loadStale } from './stale'

const people = { key: 'a people key of this test', bots: ['release-robot'] }
const now = new Date('2026-03-10T00:00:00Z')
const store = (records: (SourceRecord | Removal)[], more: Partial<IngestOptions> = {}) =>
  ingest(records, { now, people, ...more })

function removal(record: SourceRecord, updatedAt?: string): Removal {
  const parsed = parseRecord({ ...record, deleted: true, updatedAt })
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.record as Removal // sound: it was parsed as one
}

async function marks(): Promise<string[]> {
  const stale = (await loadStale()).map(({ scope, name }) => `${scope} ${name}`)
  await query('delete from stale_scopes')
  return stale
}

const everyRecord = () => [
  build.team({ iteration: { start: '2026-01-05', days: 14 } }),
  build.service({ calendar: { hours: '09:00-17:00' }, slo: 99.9, aliases: ['old shop'], paths: ['a/**'] }),
  build.repository({ headSha: build.sha('one') }),
  build.commit({ author: 'Alice Archer', parents: [build.sha('a'), build.sha('b')], paths: ['a "b"\\c', 'ü'] }),
  build.pullRequest({ author: 'bob', commits: [{ sha: 'x', authoredAt: build.BUILD_TIME }], labels: [] }),
  build.review({ author: 'release-robot' }),
  build.pipelineRun({ at: '2026-03-02T09:00:00.123Z' }),
  build.job({ needs: ['lint'] }),
  build.deployment({ production: false }),
  build.tag({ prerelease: true }),
  build.incident({ causedBy: { deployment: '1' } }),
  build.verification(),
  build.annotation({ until: build.BUILD_TIME }),
  build.correction({ service: 'shop', repository: 'acme/shop' }),
]

describeOnEachServer('ingest', (server) => {
  useTestDatabase(server)

  beforeEach(async () => {
    const { rows } = await query<{ name: string }>(
      `select string_agg(quote_ident(tablename), ', ') as name from pg_tables where schemaname = 'public' and tablename not like '\\_%'`,
    )
    await query(`truncate ${rows[0]?.name}`)
  })

  test('every type lands, and the same again changes nothing at all', async () => {
    const first = await store(everyRecord())
    expect(Object.keys(first)).toHaveLength(14)
    for (const counts of Object.values(first))
      expect(counts).toEqual({ created: 1, updated: 0, unchanged: 0, deleted: 0 })
    await marks()
    const again = await store(everyRecord(), { now: new Date('2026-03-11T00:00:00Z') })
    for (const counts of Object.values(again))
      expect(counts).toEqual({ created: 0, updated: 0, unchanged: 1, deleted: 0 })
    expect(await marks()).toEqual([])
    const { rows } = await query('select distinct changed_at from commits union select changed_at from services')
    expect(rows).toEqual([{ changed_at: '2026-03-10T00:00:00Z' }])
  })

  test('every type can be removed, and lands again', async () => {
    await store(everyRecord())
    const removed = await store(everyRecord().map((record) => removal(record)))
    for (const counts of Object.values(removed)) expect(counts.deleted).toBe(1)
    const back = await store(everyRecord())
    for (const counts of Object.values(back)) expect(counts.created).toBe(1)
    const unknown = await store(everyRecord().map((record) => removal({ ...record, source: 'x' }, build.BUILD_TIME)))
    const deleted = Object.entries(unknown).filter(([, counts]) => counts.deleted === 1)
    expect(deleted).toHaveLength(9)
  })

  test('versions in one chunk follow their order', async () => {
    const versions = ['A', 'B', 'C'].map((title) => build.incident({ title }))
    expect(await store([...versions, removal(build.incident()), build.incident({ title: 'D' })])).toEqual({
      incident: { created: 2, updated: 2, unchanged: 0, deleted: 1 },
    })
    const { rows } = await query('select title, deleted from incidents')
    expect(rows).toEqual([{ title: 'D', deleted: false }])
  })

  test('a record that ends a chunk as it began is not written', async () => {
    await store([build.incident({ title: 'B' })])
    await store([build.incident({ title: 'A' }), build.incident({ title: 'B' })], { now: new Date('2026-04-01') })
    expect((await query('select changed_at from incidents')).rows).toEqual([{ changed_at: '2026-03-10T00:00:00Z' }])
  })

  test('two sources keep their records apart, unless they are shared', async () => {
    const both = (['a', 'b'] as const).flatMap((source) => [build.pullRequest({ source }), build.commit({ source })])
    expect(await store(both)).toMatchObject({ pull_request: { created: 2 }, commit: { created: 1, updated: 1 } })
    expect((await query('select sources from commits')).rows).toEqual([{ sources: ['a', 'b'] }])
  })

  test("git's word on the author stands in the database too", async () => {
    await store([build.commit({ author: 'from git' })], { authority: 'git' })
    const [before] = (await query('select author_hash, author_rank from commits')).rows
    await store([build.commit({ author: 'from an api', subject: 'told' })])
    const [after] = (await query('select author_hash, author_rank, subject from commits')).rows
    expect(after).toEqual({ ...before, author_rank: 1, subject: 'told' })
  })

  test('marks what is to be derived again', async () => {
    await store(everyRecord())
    await marks()
    const cases: [SourceRecord | Removal, string[]][] = [
      [build.commit({ subject: 'new' }), ['repository acme/shop']],
      [build.service({ repository: 'acme/new' }), ['repository acme/new', 'repository acme/shop', 'service shop']],
      [build.deployment({ service: 'pay' }), ['service pay', 'service shop']],
      [build.deployment({ id: '2', repository: 'acme/shop' }), ['repository acme/shop']],
      [removal(build.deployment({ id: '2', repository: 'acme/shop' })), ['repository acme/shop']],
      [build.incident({ title: 'new' }), ['incident ["import","1"]']],
      [build.verification({ deployment: '5' }), ['deployment 5']],
      [build.correction({ says: 'strike', incident: '9' }), ['deployment 1', 'incident ["import","9"]']],
      [build.correction({ service: 'pay', repository: 'acme/pay' }), ['deployment 1', 'incident ["import","9"]']],
      [build.team({ timeZone: 'Europe/Berlin' }), []],
      [build.annotation({ text: 'other' }), []],
    ]
    for (const [record, expected] of cases) {
      await store([record])
      expect(await marks(), record.type).toEqual(expected)
    }
  })

  test('no name, login or address is anywhere in the database', async () => {
    const secrets = ['Zaphod', 'trillian', 'slartibartfast']
    const address = 'zaphod.b@heartofgold.example'
    await store([
      build.commit({
        author: 'Zaphod Beeblebrox',
        subject: `Thank ${address}`,
        body: `Signed-off-by: Trillian <${address}>\n\nThis reverts commit 1234567.`,
      }),
      build.commit({ sha: 'm', author: address, subject: 'Merge pull request #5 from slartibartfast/fjords' }),
      build.pullRequest({
        author: 'Trillian',
        title: `For ${address}`,
        headBranch: `fix/${address}`,
        labels: [address],
      }),
      build.review({ author: 'slartibartfast' }),
      build.deployment({ ref: address, url: `https://${address}/x` }),
      build.pipelineRun({ pipeline: `Build for ${address}`, branch: address, event: address }),
      build.job({ name: address, runner: address, needs: [address] }),
      build.incident({ title: address, severity: address }),
      build.annotation({ text: `Ask ${address}`, kind: address }),
      build.correction({ reason: `Says ${address}` }),
    ])
    const { rows } = await query<{ tablename: string }>(`select tablename from pg_tables where schemaname = 'public'`)
    let dump = ''
    for (const { tablename } of rows) dump += JSON.stringify((await query(`select t::text from "${tablename}" t`)).rows)
    expect(dump).toContain('This reverts commit 1234567')
    for (const secret of [...secrets, address, 'heartofgold'])
      expect(dump.toLowerCase()).not.toContain(secret.toLowerCase())
  })

  test('a raw name without a key is refused, a stored one is not', async () => {
    await expect(ingest([build.review({ author: 'x' })], { now })).rejects.toMatchObject({ kind: 'bug' })
    await ingest([build.review({ author: { hash: 'h'.repeat(22), bot: false } })], { now })
  })

  test('another people key is refused and lands nothing', async () => {
    await store([build.team()])
    const other = ingest([build.team({ name: 'B' })], { now, people: { key: 'another people key', bots: [] } })
    await expect(other).rejects.toMatchObject({ kind: 'config', message: expect.stringContaining('people key') })
    expect((await query('select name from teams')).rows).toEqual([{ name: 'Storefront' }])
  })

  test("in a caller's transaction it lands with the rest or not at all", async () => {
    const failing = withTransaction(async (client) => {
      await store([build.team()], { client })
      throw new Error('the cursor could not be stored')
    })
    await expect(failing).rejects.toThrow('cursor')
    expect((await query('select * from teams')).rows).toEqual([])
  })

  test('many at once over the same keys neither fail nor lose a word', async () => {
    const size = 300
    const round = (source: string, from: number) =>
      Array.from({ length: size }, (_, at) => {
        const name = `c${(at * 7 + from) % size}`
        return [
          build.commit({ source, sha: build.sha(name) }),
          build.job({ id: name, run: source, source: 'x' }),
          build.team({ name, source }),
        ]
      }).flat()
    const sources = ['a', 'b', 'c', 'd']
    await Promise.all(sources.map((source, at) => store(round(source, at * 50).reverse())))
    const commits = await query<{ sources: string[] }>('select sources from commits')
    expect(commits.rows).toHaveLength(size)
    for (const row of commits.rows) expect(row.sources).toEqual(sources)
    expect((await query('select 1 from jobs')).rows).toHaveLength(size * 4)
  })

  test('more records of a type than one statement takes', async () => {
    const many = Array.from({ length: 12_000 }, (_, at) => build.commit({ sha: `c${at % 11_000}` }))
    expect(await store(many)).toEqual({ commit: { created: 11_000, updated: 0, unchanged: 1000, deleted: 0 } })
  })
})
