// What sources sent and no schema would take, for a person to look at.
import type { PoolClient } from 'pg'
import { z } from 'zod'
import { maskText } from '../records/mask'
import type { People } from '../records/people'
import { knowNames } from './name-marks'
import { rows } from './records'
import { storableText } from './storable'

/** Of a connection. Older ones are only counted: what is wrong with a thousand rows is seen by the newest of them. */
export const KEPT_REJECTED = 1000
const LONGEST_POSITION = 500

export type Rejection = { position: string; path: string; reason: string; payload?: unknown }
type Rejections = { connection: string; stream: string; rejected: readonly Rejection[] }

/** Adds them or renews what is known of them, all at once; the oldest ones over the limit go. */
export async function saveRejected(
  client: PoolClient,
  { connection, stream, rejected }: Rejections,
  { now, people }: { now: Date; people?: People },
): Promise<void> {
  if (rejected.length === 0) return
  const known = people && (await knowNames(client, people, []))
  const masked = (_: string, value: unknown) => {
    if (typeof value !== 'string') return value
    return known ? known.mask(maskText(value)) : maskText(value)
  }
  const byPosition = new Map(
    rejected.map(({ position, path, reason, payload }) => {
      const sent = payload === undefined ? null : JSON.stringify(payload, masked)
      return [storedPosition(position), { path: storableText(path), reason: storableText(reason), sent }]
    }),
  )
  const values = [...byPosition.values()]
  await client.query(
    `insert into rejected_rows (connection, stream, position, path, reason, payload, at)
       select $1, $2, position, path, reason, payload, $7
       from unnest($3::text[], $4::text[], $5::text[], $6::text[]) row (position, path, reason, payload)
     on conflict (connection, stream, position) do update
       set path = excluded.path, reason = excluded.reason, payload = excluded.payload, at = excluded.at`,
    [
      ...[connection, stream, [...byPosition.keys()]],
      ...[values.map(({ path }) => path), values.map(({ reason }) => reason), values.map(({ sent }) => sent)],
      now,
    ],
  )
  await dropOldest(client, connection)
}

async function dropOldest(client: PoolClient, connection: string): Promise<void> {
  const { rowCount } = await client.query(
    `delete from rejected_rows where connection = $1 and (stream, position) in (
       select stream, position from rejected_rows where connection = $1 order by at desc, stream, position offset $2)`,
    [connection, KEPT_REJECTED],
  )
  if (!rowCount) return
  await client.query('update connections set rejected_dropped = rejected_dropped + $2 where name = $1', [
    connection,
    rowCount,
  ])
}

/** The events of a connection, whatever they are of. */
export const WEBHOOK = 'webhook'

/** Rows that were accepted by now, and what stood inside of them: behind a comma. What an event said of them, too. */
export async function withdrawSettled(
  client: PoolClient,
  { connection, stream, settled = [] }: { connection: string; stream: string; settled?: readonly string[] },
): Promise<void> {
  if (settled.length === 0) return
  // As a rule there are none, and the positions of a page are many.
  const streams = [stream, WEBHOOK]
  const { rowCount } = await client.query(
    'select from rejected_rows where connection = $1 and stream = any($2) limit 1',
    [connection, streams],
  )
  if (!rowCount) return
  await client.query(
    `delete from rejected_rows where connection = $1 and stream = any($2)
       and (position = any($3) or split_part(position, ',', 1) = any($3))`,
    [connection, streams, settled.map(storedPosition)],
  )
}

function storedPosition(position: string): string {
  return storableText(position.slice(0, LONGEST_POSITION))
}

const Row = z.object({
  stream: z.string(),
  position: z.string(),
  path: z.string(),
  reason: z.string(),
  /** JSON, with names and addresses of people masked. */
  payload: z.string().nullable(),
  at: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
})
export type RejectedRow = z.infer<typeof Row>

/** The last ones of a connection, the newest first. */
export async function listRejected(connection: string, most: number): Promise<RejectedRow[]> {
  return rows(
    Row,
    `select stream, position, path, reason, payload, at from rejected_rows where connection = $1
     order by at desc, stream, position limit $2`,
    [connection, most],
  )
}

/** How many there are of each connection that has some, with those that are not kept any more. */
export async function countRejected(): Promise<Map<string, number>> {
  const found = await rows(
    z.object({ connection: z.string(), count: z.number() }),
    `select connection, sum(count)::int as count from (
       select connection, count(*) as count from rejected_rows group by connection
       union all select name, rejected_dropped from connections where rejected_dropped > 0
     ) each group by connection`,
    [],
  )
  return new Map(found.map(({ connection, count }) => [connection, count]))
}
