// Many at once end as one by one do: what is inserted unseen and what is merged first must not differ.
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { query } from '../db'
import type { Removal, SourceRecord } from '../records/record'
import * as build from '../testing/build'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { binaryArray } from './binary-array'
import { type IngestCounts, ingest } from './ingest'

const now = new Date('2026-03-10T00:00:00Z')
const KEYS = 150

const version = fc.record({
  key: fc.nat(KEYS - 1),
  title: fc.constantFrom('a', 'b'),
  source: fc.constantFrom('one', 'two'),
  deleted: fc.constantFrom(false, false, false, true),
  updatedAt: fc.constantFrom(undefined, undefined, '2026-03-01T00:00:00Z', '2026-03-02T00:00:00.500Z'),
})
type Version = typeof version extends fc.Arbitrary<infer Made> ? Made : never

function records(versions: Version[]): (SourceRecord | Removal)[] {
  return versions.flatMap(({ key, title, deleted, ...common }): (SourceRecord | Removal)[] => {
    const incident = build.incident({ id: `i${key}`, title, ...common })
    const commit = build.commit({ sha: `c${key}`, subject: title, ...common })
    if (!deleted) return [incident, commit]
    const keys = { incident: { id: `i${key}` }, commit: { repository: 'acme/shop', sha: `c${key}` } }
    return (['incident', 'commit'] as const).map((type) => ({ type, deleted: true, ...common, ...keys[type] }))
  })
}

async function everything(): Promise<unknown> {
  const tables = ['select * from incidents order by source, id', 'select * from commits order by sha']
  return Promise.all(
    [...tables, 'select scope, name from stale_scopes order by 1, 2'].map(async (sql) => (await query(sql)).rows),
  )
}

async function empty(): Promise<void> {
  await query('truncate incidents, commits, stale_scopes')
}

function sum(all: IngestCounts[]): IngestCounts {
  const total: IngestCounts = {}
  for (const counts of all) {
    for (const type of ['incident', 'commit'] as const) {
      const one = counts[type]
      if (!one) continue
      total[type] ??= { created: 0, updated: 0, unchanged: 0, deleted: 0 }
      for (const outcome of ['created', 'updated', 'unchanged', 'deleted'] as const)
        total[type][outcome] += one[outcome]
    }
  }
  return total
}

describeOnEachServer('ingest of many', (server) => {
  useTestDatabase(server)
  beforeEach(empty)

  test('leaves what one by one leaves', { timeout: 120_000 }, async () => {
    const many = fc.array(version, { minLength: 130, maxLength: 260, size: 'max' })
    await fc.assert(
      fc.asyncProperty(fc.array(version, { maxLength: 60 }), many, many, async (before, first, second) => {
        const ends: unknown[] = []
        for (const size of [1, Number.POSITIVE_INFINITY]) {
          await empty()
          await ingest(records(before), { now })
          const counts: IngestCounts[] = []
          for (const some of [first, second]) {
            const all = records(some)
            for (let at = 0; at < all.length; at += size) counts.push(await ingest(all.slice(at, at + size), { now }))
          }
          ends.push([await everything(), sum(counts)])
        }
        expect(ends[1]).toEqual(ends[0])
      }),
      { numRuns: 4 },
    )
  })

  test.each([
    ['text', ['', 'a', 'ü€😀', 'say "x"\\ {,}', null, 'x'.repeat(3_000_000)]],
    [
      'timestamptz',
      ['0001-01-01T00:00:00Z', '1999-12-31T23:59:59.999Z', '2026-03-01T09:00:00.123Z', '9999-12-31T23:59:59.999Z'],
    ],
    ['integer', [-2_147_483_648, 0, 2_147_483_647]],
    ['smallint', [-1, 0, 32_767]],
    ['double precision', [0.1, -1e300, 99.95]],
    ['boolean', [true, false, null]],
    ['jsonb', ['{"a": [1, "ü"]}', 'null', '[]']],
    ['bytea', [Buffer.from([0, 255, 10]), Buffer.alloc(2_000_000, 7)]],
  ] as const)('an array of %s arrives as it was sent', async (type, values) => {
    const array = binaryArray(type, values.length, (at) => values[at])
    const printed =
      type === 'timestamptz' ? `to_char(given at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : 'given'
    const { rows } = await query<{ given: unknown }>(`select ${printed} as given from unnest($1::${type}[]) as given`, [
      array,
    ])
    const sent = values.map((value) => {
      if (value === null) return null
      if (type === 'timestamptz') return new Date(String(value)).toISOString()
      return type === 'jsonb' ? JSON.parse(String(value)) : value
    })
    // Byte by byte a comparison of two megabytes takes longer than sending them.
    const told = (value: unknown) => (Buffer.isBuffer(value) ? value.toString('base64') : value)
    expect(rows.map((row) => told(row.given))).toEqual(sent.map(told))
  })

  test('every day of four centuries arrives as it was sent', async () => {
    const first = Date.UTC(1799, 11, 31, 23, 59, 58)
    const days = Array.from({ length: 150_000 }, (_, day) =>
      new Date(first + day * 86_400_000).toISOString().replace('.000', ''),
    )
    const { rows } = await query<{ wrong: string }>(
      `select count(*) as wrong from unnest($1::timestamptz[], $2::text[]) as given(at, text) where at <> text::timestamptz`,
      [binaryArray('timestamptz', days.length, (at) => days[at]), binaryArray('text', days.length, (at) => days[at])],
    )
    expect(Number(rows[0]?.wrong)).toBe(0)
  })

  test('an array of nothing but nulls is none', () => {
    expect(binaryArray('text', 2, () => null)).toBeNull()
  })
})
