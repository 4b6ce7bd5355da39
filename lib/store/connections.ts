// Configured sources and where their streams stand.
import { z } from 'zod'
import { pool, prisma, withTransaction } from '../db'
import { StreamgaugeError } from '../errors'
import type { Removal, SourceRecord } from '../records/record'
import { type IngestOptions, ingest } from './ingest'
import { type Rejection, saveRejected, WEBHOOK, withdrawSettled } from './rejected-rows'
import { storableJson } from './storable'

export type Connection = {
  name: string
  kind: string
  config: unknown
  managedByFile: boolean
  schedule: string | null
  revision: number
  lastStartedAt: number | null
  lastFinishedAt: number | null
  lastError: ConnectionError | null
  /** A paused connection is collected on request only. */
  paused: boolean
  /** Until when its source has answered enough; null once it is collected again. */
  waitingUntil: number | null
}

/** Where a connection has no schedule of its own. */
export const DEFAULT_SCHEDULE = '*/10 * * * *'

const StoredCursor = z.object({ config: z.string(), resume: z.unknown().optional(), since: z.unknown().optional() })
type StoredCursor = z.infer<typeof StoredCursor>
export const ConnectionError = z.object({ kind: z.string(), message: z.string(), hint: z.string().optional() })
export type ConnectionError = z.infer<typeof ConnectionError>

type Row = Awaited<ReturnType<Awaited<ReturnType<typeof prisma>>['connection']['findMany']>>[number]

function toConnection(row: Row): Connection {
  return {
    name: row.name,
    kind: row.kind,
    config: row.config,
    managedByFile: row.managedByFile,
    schedule: row.schedule,
    revision: row.revision,
    lastStartedAt: row.lastStartedAt?.getTime() ?? null,
    lastFinishedAt: row.lastFinishedAt?.getTime() ?? null,
    lastError: row.lastError === null ? null : ConnectionError.parse(row.lastError),
    paused: row.paused,
    waitingUntil: row.waitingUntil?.getTime() ?? null,
  }
}

export async function listConnections(): Promise<Connection[]> {
  return (await (await prisma()).connection.findMany({ orderBy: { name: 'asc' } })).map(toConnection)
}

export async function findConnection(name: string): Promise<Connection | null> {
  const row = await (await prisma()).connection.findUnique({ where: { name } })
  return row ? toConnection(row) : null
}

/** Where its streams stand; a cursor of no known shape is as good as none. */
export async function loadCursors(name: string): Promise<Record<string, StoredCursor>> {
  const rows = await (await prisma()).cursor.findMany({ where: { connection: name } })
  return Object.fromEntries(
    rows.flatMap(({ stream, cursor }) => {
      const parsed = StoredCursor.safeParse(cursor)
      return parsed.success ? [[stream, parsed.data]] : []
    }),
  )
}

/**
 * Declares a connection or changes its configuration; cursors of another configuration start over when it is collected.
 * NOTE: the first revision is any number: a run of a removed connection stores nothing into a new one of its name.
 */
export async function saveConnection(
  declared: Pick<Connection, 'name' | 'kind' | 'managedByFile' | 'schedule'> & { config: object },
): Promise<void> {
  const { name, kind, managedByFile, schedule, config } = declared
  await pool().query(
    `insert into connections as known (name, kind, config, managed_by_file, schedule, revision)
       values ($1, $2, $3::jsonb, $4, $5, (random() * 1000000000)::int)
     on conflict (name) do update set kind = excluded.kind, config = excluded.config, managed_by_file = excluded.managed_by_file,
       schedule = excluded.schedule,
       revision = known.revision + (known.kind <> excluded.kind or known.config <> excluded.config)::int,
       rejected_dropped = case when known.kind <> excluded.kind or known.config <> excluded.config then 0 else known.rejected_dropped end`,
    [name, kind, JSON.stringify(config), managedByFile, schedule],
  )
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
  /** Of the connection when the run began. */
  revision: number
  stream: string
  records: (SourceRecord | Removal)[]
  rejected: Rejection[]
  /** Positions of rows that were accepted. */
  settled?: string[]
  /** See IngestOptions. */
  names?: readonly string[]
  cursor: StoredCursor
}

type SaveOptions = Omit<IngestOptions, 'client' | 'names'>

/** A page's records, its rejected rows and its cursor: all or nothing. Throws `config` when its connection is no more or another. */
export async function savePage(page: PageToSave, options: SaveOptions): Promise<void> {
  await withTransaction(async (client) => {
    const current = await client.query<{ revision: number }>(
      'select revision from connections where name = $1 for share',
      [page.connection],
    )
    const revision = current.rows[0]?.revision
    if (revision !== page.revision) throw superseded(page.connection, revision === undefined)
    await ingest(page.records, { ...options, names: page.names, client })
    await withdrawSettled(client, page)
    await saveRejected(client, page, options)
    await client.query(
      `insert into cursors (connection, stream, cursor) values ($1, $2, $3)
       on conflict (connection, stream) do update set cursor = excluded.cursor`,
      [page.connection, page.stream, storableJson(page.cursor)],
    )
  })
}

export type DeliveryToSave = Pick<PageToSave, 'connection' | 'records' | 'rejected' | 'settled' | 'names'> & {
  id: string
}

// Longer than any source sends a delivery again.
const KEPT_DELIVERIES = '14 days'

/** What a webhook brought, once: false when this delivery was taken before. */
export async function saveDelivery(delivery: DeliveryToSave, options: SaveOptions): Promise<boolean> {
  const { connection, id, records, names } = delivery
  return withTransaction(async (client) => {
    const added = await client.query(
      'insert into deliveries (connection, id, at) values ($1, $2, $3) on conflict do nothing',
      [connection, id, options.now],
    )
    if (!added.rowCount) return false
    const old = `connection = $1 and at < $2::timestamptz - interval '${KEPT_DELIVERIES}'`
    await client.query(`delete from deliveries where ${old}`, [connection, options.now])
    await client.query(`delete from rejected_rows where stream = '${WEBHOOK}' and ${old}`, [connection, options.now])
    await ingest(records, { ...options, names, client })
    await withdrawSettled(client, { ...delivery, stream: WEBHOOK })
    await saveRejected(client, { ...delivery, stream: WEBHOOK }, options)
    return true
  })
}

function superseded(connection: string, removed: boolean): StreamgaugeError {
  const what = removed ? 'was removed' : 'was changed'
  return new StreamgaugeError('config', `The connection ${connection} ${what} while it was collected.`, {
    hint: removed ? 'What had landed before stays.' : 'The next run begins with the new configuration.',
  })
}

export async function pauseConnection(name: string, paused: boolean): Promise<void> {
  await pool().query('update connections set paused = $2 where name = $1', [name, paused])
}

/** Puts another writing of the same configuration in its place, of all connections or none: no run and no cursor minds. */
export async function rewriteConfigs(rewrite: (name: string, config: unknown) => unknown): Promise<void> {
  await withTransaction(async (client) => {
    const { rows } = await client.query<{ name: string; config: unknown }>(
      'select name, config from connections order by name for update',
    )
    for (const { name, config } of rows) {
      const written = JSON.stringify(rewrite(name, config))
      if (written === JSON.stringify(config)) continue
      await client.query('update connections set config = $2::jsonb where name = $1', [name, written])
    }
  })
}
