import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closeDb, configureDb } from '../db'
import { parseRecord, type RecordInput, type Removal, type SourceRecord } from '../records/record'
import * as build from '../testing/build'
import { createTestDatabase, describeOnEachServer, type TestServer } from '../testing/database'
import { exportRecords } from './export'
import { ingest } from './ingest'

const people = { key: 'a people key of this test', bots: [] }
const now = new Date('2026-03-10T00:00:00Z')

async function lines(since?: Date): Promise<string[]> {
  const all: string[] = []
  for await (const line of exportRecords({ since })) all.push(line)
  return all
}

function parse(line: string): SourceRecord | Removal {
  const parsed = parseRecord(JSON.parse(line))
  if (!parsed.ok) throw new Error(`${line}: ${parsed.field} ${parsed.reason}`)
  return parsed.record
}

async function inNewDatabase<Result>(server: TestServer, action: () => Promise<Result>): Promise<Result> {
  const database = await createTestDatabase(server)
  await closeDb()
  configureDb({ url: database.url, poolSize: 3 })
  try {
    return await action()
  } finally {
    await closeDb()
    await database.drop()
  }
}

const nasty = fc.oneof(
  fc.constantFrom(
    'a',
    'a ',
    'a!',
    'a"',
    'a\\',
    'a/b',
    '"',
    '\\',
    '\n',
    '\u0001',
    '\u007f',
    '\u2028',
    'é',
    'e\u0301',
    '🚀',
    '\uFFFD',
    '10',
    '9',
    '-1',
    '{}',
    'NULL',
    'A',
    'Z',
    'ﬀ',
  ),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 6 })
    .filter((text) => !text.includes('\u0000') && text.isWellFormed()),
)
const spaceless = nasty.map((text) => `x${text.replace(/\s/gu, '')}`)
const number = fc.oneof(fc.integer({ min: 1, max: 2_147_483_647 }), fc.constantFrom(1, 9, 10, 11, 100))
const instant = fc
  .integer({ min: Date.UTC(1, 0, 1) + 6e13, max: Date.UTC(9999, 0, 1) })
  .map((ms) => new Date(ms).toISOString())

const input: fc.Arbitrary<RecordInput> = fc.oneof(
  fc.record({ type: fc.constant('team' as const), source: nasty, name: nasty }),
  fc.record({
    type: fc.constant('commit' as const),
    source: nasty,
    repository: nasty,
    sha: spaceless,
    parents: fc.constant<string[]>(['p"\\,{}', 'NULL']),
    authoredAt: instant,
    committedAt: instant,
    author: nasty,
    subject: nasty,
    paths: fc.array(nasty),
  }),
  fc.record({
    type: fc.constant('pull_request' as const),
    source: nasty,
    repository: nasty,
    number,
    title: nasty,
    baseBranch: nasty,
    headBranch: nasty,
    createdAt: instant,
    labels: fc.array(nasty),
  }),
  fc.record({
    type: fc.constant('review' as const),
    source: nasty,
    repository: nasty,
    pullRequest: number,
    id: nasty,
    author: nasty,
    state: fc.constant('approved' as const),
    submittedAt: instant,
  }),
  fc.record({
    type: fc.constant('job' as const),
    source: nasty,
    repository: nasty,
    run: nasty,
    attempt: number,
    id: nasty,
    name: nasty,
    status: fc.constant('success' as const),
  }),
  fc.record({
    type: fc.constant('service' as const),
    source: nasty,
    name: nasty,
    repository: nasty,
    slo: fc.double({ min: 0.001, max: 100, noNaN: true }),
    costPerMinute: fc.double({ min: 0, max: 1e9, noNaN: true }),
    aliases: fc.array(nasty),
  }),
  fc.record({
    type: fc.constant('incident' as const),
    source: nasty,
    id: nasty,
    title: nasty,
    startedAt: instant,
    causedBy: fc.record({ deployment: nasty, pullRequest: number }),
    updatedAt: instant,
  }),
  fc.record({
    type: fc.constant('correction' as const),
    source: nasty,
    id: nasty,
    deployment: nasty,
    service: nasty,
    repository: nasty,
    says: fc.constant('add' as const),
    at: instant,
  }),
)

describeOnEachServer('export', (server) => {
  test('is sorted bytewise, and an import into an empty database gives the same bytes again', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(input, { minLength: 40, maxLength: 120 }), async (inputs) => {
        const records = inputs.map((one) => parse(JSON.stringify(one)))
        const first = await inNewDatabase(server, async () => {
          await ingest(records, { now, people, authority: 'git' })
          return lines()
        })
        const sorted = [...first].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
        expect(first).toEqual(sorted)
        expect(new Set(first).size).toBe(first.length)
        const second = await inNewDatabase(server, async () => {
          await ingest(first.map(parse).reverse(), { now, people })
          return lines()
        })
        expect(second).toEqual(first)
      }),
      { numRuns: 8 },
    )
  })

  test('people leave in stored form, shared records once for each source', async () => {
    const exported = await inNewDatabase(server, async () => {
      await ingest([build.tag({ source: 'b' }), build.tag({ source: 'a', url: 'u' }), build.review()], { now, people })
      return lines()
    })
    expect(exported.map((line) => JSON.parse(line))).toMatchObject([
      { type: 'review', author: { hash: expect.stringMatching(/^[\w-]{22}$/), bot: false } },
      { type: 'tag', source: 'a', url: 'u' },
      { type: 'tag', source: 'b', url: 'u' },
    ])
  })

  test("git's word on an author stands after a round trip too", async () => {
    const first = await inNewDatabase(server, async () => {
      await ingest([build.commit({ author: 'Alice Archer' })], { now, people, authority: 'git' })
      await ingest([build.commit({ author: 'alice' }), build.commit({ sha: 'api', author: 'alice' })], { now, people })
      return lines()
    })
    expect(first.map((line) => JSON.parse(line).author)).toEqual([
      { hash: expect.any(String), bot: false, git: true },
      { hash: expect.any(String), bot: false },
    ])
    await inNewDatabase(server, async () => {
      await ingest(first.map(parse), { now, people })
      expect(await lines()).toEqual(first)
      await ingest([build.commit({ author: 'alice' })], { now, people })
      expect(await lines()).toEqual(first)
      await ingest([build.commit({ author: 'Bob Builder' })], { now, people, authority: 'git' })
      expect(await lines()).not.toEqual(first)
    })
  })

  test('a deployment keeps the service and the repository that it names', async () => {
    const both = build.deployment({ service: 'shop', repository: 'acme/shop' })
    const exported = await inNewDatabase(server, async () => {
      await ingest([both], { now, people })
      return lines()
    })
    expect(exported.map(parse)).toEqual([both])
  })

  test('removals are told only of late, with their time', async () => {
    const updatedAt = '2026-03-09T00:00:00Z'
    const removed = parse(JSON.stringify({ ...build.deployment(), deleted: true, updatedAt }))
    const shared = parse(JSON.stringify({ ...build.tag({ source: 'git' }), deleted: true }))
    await inNewDatabase(server, async () => {
      await ingest([build.deployment(), build.deployment({ id: '2' }), build.tag({ source: 'git' })], { now, people })
      const later = new Date('2026-03-12T00:00:00Z')
      await ingest([removed, shared], { now: later, people })
      expect(await lines()).toHaveLength(1)
      expect(await lines(later)).toEqual([
        `{"type":"deployment","source":"import","id":"1","deleted":true,"updatedAt":"${updatedAt}"}`,
        '{"type":"tag","source":"git","repository":"acme/shop","name":"v1","deleted":true}',
      ])
      expect(await lines(now)).toHaveLength(3)
      expect(await lines(new Date('2026-03-13T00:00:00Z'))).toEqual([])
    })
  })

  test('is of one moment, and a reader that leaves early gives its connection back', async () => {
    await inNewDatabase(server, async () => {
      await ingest(
        Array.from({ length: 1200 }, (_, at) => build.team({ name: `team ${at}` })),
        { now },
      )
      for (let round = 0; round < 5; round += 1) {
        for await (const line of exportRecords()) {
          expect(line).toContain('team 0')
          break
        }
      }
      const seen: string[] = []
      for await (const line of exportRecords()) {
        if (seen.length === 0) await ingest([build.team({ name: 'zz' })], { now })
        seen.push(line)
      }
      expect(seen).toHaveLength(1200)
    })
  })
})

describe('the order of a line', () => {
  test('holds for the texts that JSON escapes', () => {
    expect(JSON.stringify('\u0001\u007f\u2028"\\\b')).toBe('"\\u0001\u007f\u2028\\"\\\\\\b"')
  })
})
