// How collections went: of each connection the run that goes on, and the last ones.
import { z } from 'zod'
import { pool, withTransaction } from '../db'
import { isCollected } from './collecting'
import { ConnectionError } from './connections'
import { storableJson } from './storable'

export const KEPT_RUNS = 50

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

const RunError = ConnectionError.extend({ retryAt: instant.optional() })

/** How a stream ended in one of its scopes; `scope` is null where the source has none. */
const Outcome = z.object({
  scope: z.string().nullable(),
  status: z.enum(['completed', 'failed', 'waiting', 'aborted', 'skipped']),
  pages: z.number(),
  records: z.number(),
  rejected: z.number(),
  error: RunError.optional(),
})

const StreamResult = z.object({
  stream: z.string(),
  title: z.string(),
  /** In how many scopes it ended how. */
  ended: z.partialRecord(Outcome.shape.status, z.number()),
  pages: z.number(),
  records: z.number(),
  rejected: z.number(),
  /** What did not complete first, then the largest; of many only the first ones. */
  outcomes: z.array(Outcome),
})

const Budget = z.object({ remaining: z.number(), limit: z.number(), resetAt: instant })

const RunProgress = z.object({
  /** Streams that have ended, of those known so far; with scopes each one's are counted. */
  ended: z.number(),
  known: z.number(),
  stream: z.string(),
  scope: z.string().nullable(),
  pages: z.number(),
  note: z.string().nullable(),
  at: instant,
})

const CollectionRun = z.object({
  startedAt: instant,
  finishedAt: instant.nullable(),
  /** `lost`: its process ended without a word. */
  status: z.enum(['running', 'completed', 'partial', 'failed', 'waiting', 'aborted', 'lost']),
  records: z.number(),
  rejected: z.number(),
  /** Records by type. */
  counts: z.record(z.string(), z.number()),
  streams: z.array(StreamResult),
  error: RunError.nullable(),
  budget: Budget.nullable(),
  progress: RunProgress.nullable(),
})
export type CollectionRun = z.infer<typeof CollectionRun>
/** As they are given: instants as RFC 3339 text. */
export type StreamResult = z.input<typeof StreamResult>
export type RunError = z.input<typeof RunError>

/** Which run: the instants of one connection's differ. */
export type RunKey = { connection: string; startedAt: Date }

export type RunTotals = {
  records: number
  rejected: number
  counts: Record<string, number>
  budget: z.input<typeof Budget> | null
}

export type RunResult = RunTotals & {
  status: Exclude<CollectionRun['status'], 'running' | 'lost'>
  streams: StreamResult[]
  error: RunError | null
  /** When the source answers again. */
  waitingUntil: Date | null
}

/** Begins a run. What had begun before and never ended was lost; of old ones the last are kept. */
export async function startRun({ connection, startedAt }: RunKey): Promise<void> {
  await withTransaction(async (client) => {
    const known = await client.query('update connections set last_started_at = $2 where name = $1', [
      connection,
      startedAt,
    ])
    if (known.rowCount === 0) return
    await client.query(
      `update collection_runs set status = 'lost', progress = null where connection = $1 and status = 'running'`,
      [connection],
    )
    await client.query(
      `insert into collection_runs (connection, started_at, status, counts, streams) values ($1, $2, 'running', '{}', '[]')`,
      [connection, startedAt],
    )
    await client.query(
      `delete from collection_runs where connection = $1 and started_at <
         (select started_at from collection_runs where connection = $1 order by started_at desc offset $2 limit 1)`,
      [connection, KEPT_RUNS - 1],
    )
  })
}

/** Where a run is; nothing once it has ended. */
export async function saveProgress(
  { connection, startedAt }: RunKey,
  totals: RunTotals,
  progress: z.input<typeof RunProgress>,
): Promise<void> {
  await pool().query(
    `update collection_runs set records = $3, rejected = $4, counts = $5, budget = $6, progress = $7
     where connection = $1 and started_at = $2 and status = 'running'`,
    [connection, startedAt, totals.records, totals.rejected, totals.counts, totals.budget, storableJson(progress)],
  )
}

/** Ends a run. An interrupted one proves nothing: what was known of the connection before stays. */
export async function finishRun({ connection, startedAt }: RunKey, finishedAt: Date, run: RunResult): Promise<void> {
  const { status, records, rejected, counts, error, budget, waitingUntil } = run
  await withTransaction(async (client) => {
    await client.query(
      `update collection_runs set finished_at = $3, status = $4, records = $5, rejected = $6, counts = $7, streams = $8,
         error = $9, budget = $10, progress = null
       where connection = $1 and started_at = $2`,
      // NOTE: pg would write a list as an array of PostgreSQL's own.
      [
        connection,
        startedAt,
        finishedAt,
        status,
        records,
        rejected,
        counts,
        storableJson(run.streams),
        storableJson(error),
        budget,
      ],
    )
    if (status === 'aborted') return
    await client.query(
      'update connections set last_finished_at = $2, last_error = $3, waiting_until = $4 where name = $1',
      [connection, finishedAt, storableJson(error), waitingUntil],
    )
  })
}

const RUN_COLUMNS = `started_at as "startedAt", finished_at as "finishedAt", status, records, rejected, counts, streams,
  error, budget, progress`

/** The last runs of a connection, the newest first. */
export async function listRuns(connection: string, most = KEPT_RUNS): Promise<CollectionRun[]> {
  const { rows } = await pool().query(
    `select ${RUN_COLUMNS} from collection_runs where connection = $1 order by started_at desc limit $2`,
    [connection, most],
  )
  return rows.map((row) => CollectionRun.parse(row))
}

const CollectionState = z.object({
  name: z.string(),
  kind: z.string(),
  managedByFile: z.boolean(),
  schedule: z.string().nullable(),
  paused: z.boolean(),
  /** Until when its source has answered enough; null once it is collected again. */
  waitingUntil: instant.nullable(),
  lastFinishedAt: instant.nullable(),
  lastError: RunError.nullable(),
  /** Whether some process collects it right now. */
  collecting: z.boolean(),
  /** The one that goes on or the last one; `running` without `collecting` has just been lost. */
  run: CollectionRun.nullable(),
})
export type CollectionState = z.infer<typeof CollectionState>

/** Where every connection stands, by name; nothing of its configuration. */
export async function loadCollectionStates(name: string | null = null): Promise<CollectionState[]> {
  const { rows } = await pool().query<Record<string, unknown>>(
    `select name, kind, managed_by_file as "managedByFile", schedule, paused, waiting_until as "waitingUntil",
       last_finished_at as "lastFinishedAt", last_error as "lastError", ${isCollected('name')} as collecting, run.*
     from connections left join lateral (
       select ${RUN_COLUMNS} from collection_runs where connection = name order by started_at desc limit 1) run on true
     where $1::text is null or name = $1 order by name`,
    [name],
  )
  return rows.map((row) => CollectionState.parse({ ...row, run: row.startedAt === null ? null : row }))
}

/** When the last complete run of each connection began: what was there before is known. One that never had any is not in it. */
export async function lastCompleted(): Promise<Map<string, number>> {
  const { rows } = await pool().query<{ connection: string; at: Date }>(
    `select connection, max(started_at) as at from collection_runs where status = 'completed' group by connection`,
  )
  return new Map(rows.map(({ connection, at }) => [connection, new Date(at).getTime()]))
}
