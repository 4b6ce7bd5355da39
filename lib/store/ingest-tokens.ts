// The tokens with which pipelines send records; only their hashes are here.
import { z } from 'zod'
import { pool, withTransaction } from '../db'
import { StreamgaugeError } from '../errors'
import { rows } from './records'

const Row = z.object({ name: z.string(), createdAt: z.string(), lastUsedAt: z.string().nullable() })
export type IngestToken = z.infer<typeof Row>

const SELECT = 'select name, created_at as "createdAt", last_used_at as "lastUsedAt" from ingest_tokens'
/** Sources of another kind, whose records neither a token nor a connection must overwrite. */
export const RESERVED_SOURCES: ReadonlySet<string> = new Set(['import', 'streamgauge.yaml'])

export async function listIngestTokens(): Promise<IngestToken[]> {
  return rows(Row, `${SELECT} order by name`, [])
}

/** Throws `config` when the name is another source's, or has a token already. */
export async function saveIngestToken(name: string, hash: string, now: Date): Promise<void> {
  const refused = (reason: string) =>
    new StreamgaugeError('config', `A token named ${JSON.stringify(name)} ${reason}.`, { hint: 'Choose another name.' })
  await withTransaction(async (client) => {
    const known = await client.query('select 1 from connections where name = $1', [name])
    if (RESERVED_SOURCES.has(name) || known.rowCount)
      throw refused('would overwrite the records of the source with that name')
    const added = await client.query(
      'insert into ingest_tokens (name, hash, created_at) values ($1, $2, $3) on conflict do nothing',
      [name, hash, now],
    )
    if (!added.rowCount) throw refused('is there already')
  })
}

/** False when there was none. What it sent stays. */
export async function removeIngestToken(name: string): Promise<boolean> {
  return (await pool().query('delete from ingest_tokens where name = $1', [name])).rowCount === 1
}

/** The name of the token with this hash, which is marked as used; null: there is none. */
export async function findIngestToken(hash: string, now: Date): Promise<string | null> {
  const found = await rows(
    z.object({ name: z.string() }),
    'update ingest_tokens set last_used_at = $2 where hash = $1 returning name',
    [hash, now],
  )
  return found[0]?.name ?? null
}
