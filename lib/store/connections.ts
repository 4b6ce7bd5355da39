// Configured sources and where their streams stand.
import { z } from 'zod'
import { pool, prisma, withTransaction } from '../db'
import { maskText } from '../records/mask'
import type { Removal, SourceRecord } from '../records/record'
import { type IngestOptions, ingest } from './ingest'
import { knowNames } from './name-marks'

export type Connection = {
  name: string
  kind: string
  config: unknown
  managedByFile: boolean
  schedule: string | null
  cursors: Record<string, StoredCursor>
  lastStartedAt: number | null
  lastFinishedAt: number | null
  lastError: ConnectionError | null
}

const StoredCursor = z.object({ config: z.string(), resume: z.unknown().optional(), since: z.unknown().optional() })
type StoredCursor = z.infer<typeof StoredCursor>
const ConnectionError = z.object({ kind: z.string(), message: z.string(), hint: z.string().optional() })
export type ConnectionError = z.infer<typeof ConnectionError>

type Row = Awaited<ReturnType<Awaited<ReturnType<typeof prisma>>['connection']['findMany']>>[number]

function toConnection(row: Row): Connection {
  return {
    name: row.name,
    kind: row.kind,
    config: row.config,
    managedByFile: row.managedByFile,
    schedule: row.schedule,
    cursors: z.record(z.string(), StoredCursor).catch({}).parse(row.cursors),
    lastStartedAt: row.lastStartedAt?.getTime() ?? null,
    lastFinishedAt: row.lastFinishedAt?.getTime() ?? null,
    lastError: row.lastError === null ? null : ConnectionError.parse(row.lastError),
  }
}

export async function listConnections(): Promise<Connection[]> {
  return (await (await prisma()).connection.findMany({ orderBy: { name: 'asc' } })).map(toConnection)
}

export async function findConnection(name: string): Promise<Connection | null> {
  const row = await (await prisma()).connection.findUnique({ where: { name } })
  return row ? toConnection(row) : null
}

/** Declares a connection or changes its configuration; cursors of another configuration start over when it is collected. */
export async function saveConnection(
  declared: Pick<Connection, 'name' | 'kind' | 'managedByFile' | 'schedule'> & { config: object },
): Promise<void> {
  const { name, ...rest } = declared
  const config = JSON.parse(JSON.stringify(declared.config)) // plain JSON, as the column holds it
  await (await prisma()).connection.upsert({
    where: { name },
    create: { name, ...rest, config },
    update: { ...rest, config },
  })
}

/** Forgets a connection and what it rejected; the records it brought stay. */
export async function removeConnection(name: string): Promise<void> {
  await withTransaction(async (client) => {
    await client.query('delete from rejected_rows where connection = $1', [name])
    await client.query('delete from connections where name = $1', [name])
  })
}

export type PageToSave = {
  connection: string
  stream: string
  records: (SourceRecord | Removal)[]
  rejected: { position: string; path: string; reason: string; payload?: unknown }[]
  /** See IngestOptions. */
  names?: readonly string[]
  cursor: StoredCursor
}

/** A page's records, its rejected rows and its cursor: all or nothing. */
export async function savePage(page: PageToSave, options: Omit<IngestOptions, 'client' | 'names'>): Promise<void> {
  await withTransaction(async (client) => {
    await ingest(page.records, { ...options, names: page.names, client })
    const known = options.people && (await knowNames(client, options.people, []))
    const masked = (_: string, value: unknown) => {
      if (typeof value !== 'string') return value
      return known ? known.mask(maskText(value)) : maskText(value)
    }
    for (const { position, path, reason, payload } of page.rejected) {
      await client.query(
        `insert into rejected_rows (connection, stream, position, path, reason, payload, at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (connection, stream, position) do update set path = excluded.path, reason = excluded.reason, payload = excluded.payload, at = excluded.at`,
        [
          page.connection,
          page.stream,
          position.slice(0, 500),
          path,
          reason,
          payload === undefined ? null : JSON.stringify(payload, masked),
          options.now,
        ],
      )
    }
    await client.query(`update connections set cursors = jsonb_set(cursors, array[$2], $3::jsonb) where name = $1`, [
      page.connection,
      page.stream,
      JSON.stringify(page.cursor),
    ])
  })
}

export async function markStarted(name: string, at: Date): Promise<void> {
  await pool().query('update connections set last_started_at = $2 where name = $1', [name, at])
}

export async function markFinished(name: string, at: Date, error: ConnectionError | null): Promise<void> {
  await pool().query('update connections set last_finished_at = $2, last_error = $3 where name = $1', [
    name,
    at,
    error === null ? null : JSON.stringify(error),
  ])
}

/** Runs `action` unless another process collects this connection; then it returns null. */
export async function whileCollectingAlone<Result>(
  name: string,
  action: () => Promise<Result>,
): Promise<Result | null> {
  const client = await pool().connect()
  try {
    const locked = await client.query<{ mine: boolean }>(
      `select pg_try_advisory_lock(hashtext('streamgauge collect'), hashtext($1)) as mine`,
      [name],
    )
    if (!locked.rows[0]?.mine) return null
    try {
      return await action()
    } finally {
      await client
        .query(`select pg_advisory_unlock(hashtext('streamgauge collect'), hashtext($1))`, [name])
        .catch(() => {})
    }
  } finally {
    client.release()
  }
}

/** Whether a service owns only some paths, so that commits must carry theirs. */
export async function anyServiceHasPaths(): Promise<boolean> {
  const result = await pool().query('select 1 from services where paths is not null and not deleted limit 1')
  return (result.rowCount ?? 0) > 0
}
