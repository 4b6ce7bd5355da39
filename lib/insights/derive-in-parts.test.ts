// A derivation that is too large to be held in memory ends as one that is not.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { query } from '../db'
import { ingest } from '../store/ingest'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { organisation } from '../testing/organisation'
import { deriveStale } from './derive-stale'

const now = new Date('2026-04-01T00:00:00Z')
const TABLES = [
  'change_facts',
  'deployment_facts',
  'incident_facts',
  'mention_facts',
  'fact_segments',
  'service_states',
]

async function facts(): Promise<unknown> {
  const found: unknown[] = []
  for (const table of TABLES) {
    const { rows } = await query<{ row: string }>(
      `select (to_jsonb(stored) - 'version' - 'derived_at')::text as row from ${table} stored order by 1`,
    )
    found.push(rows)
  }
  return found
}

async function empty(): Promise<void> {
  const { rows } = await query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'`,
  )
  await query(`truncate ${rows.map(({ name }) => name).join(', ')}`)
}

describeOnEachServer('facts derived in parts', (server) => {
  useTestDatabase(server)

  test('are those derived at once', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(organisation(), fc.constantFrom(0, 3), async (records, most) => {
        const ends: unknown[] = []
        for (const held of [most, Number.POSITIVE_INFINITY]) {
          await empty()
          await ingest(records, { now })
          expect((await deriveStale(undefined, now.getTime(), held)).failed).toEqual([])
          ends.push(await facts())
        }
        expect(ends[0]).toEqual(ends[1])
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 20) },
    )
  })
})
