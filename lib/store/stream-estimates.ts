// Stages of a value stream that no record tells of, as people estimate them. A new estimate is a new row: of none but its place in the order is ever changed.
import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { z } from 'zod'
import { pool, withTransaction } from '../db'
import { ms, rows } from './records'

export type StreamOwner = { about: 'service' | 'team'; owner: string }

const Estimate = z.object({
  id: z.string(),
  place: z.enum(['before', 'after']),
  name: z.string(),
  activeSeconds: z.number(),
  waitSeconds: z.number(),
  /** A rate from 0 to 1; null: nobody dares. */
  completeAccurate: z.number().nullable(),
  estimatedAt: z.number(),
  removedAt: z.number().nullable(),
})
export type StreamEstimate = z.infer<typeof Estimate>
export type NewEstimate = Omit<StreamEstimate, 'id' | 'estimatedAt' | 'removedAt'>

/** As many are in force at most: a map of more is read by nobody. */
export const MOST_ESTIMATES = 6
const MOST_PAST = 100

/** Those in force in their order, and the removed ones, the last removed first. */
export async function loadEstimates({
  about,
  owner,
}: StreamOwner): Promise<{ current: StreamEstimate[]; past: StreamEstimate[] }> {
  const found = await rows(
    Estimate,
    `select id, place, name, active_seconds as "activeSeconds", wait_seconds as "waitSeconds",
       complete_accurate as "completeAccurate", ${ms('estimated_at')} as "estimatedAt", ${ms('removed_at')} as "removedAt"
     from stream_estimates where about = $1 and owner = $2
     order by removed_at desc nulls first, position, stream_estimates.estimated_at, id limit $3`,
    [about, owner, MOST_ESTIMATES + MOST_PAST],
  )
  return {
    current: found.filter(({ removedAt }) => removedAt === null),
    past: found.filter(({ removedAt }) => removedAt !== null),
  }
}

/** `taken`: there is one of that name at that place; `full`: there are as many as a map holds. */
export async function addEstimate(
  owner: StreamOwner,
  estimate: NewEstimate,
  now: Date,
): Promise<'added' | 'taken' | 'full'> {
  return alone(owner, async (client, current) => {
    if (current.some((one) => isSame(one, estimate))) return 'taken'
    if (current.length >= MOST_ESTIMATES) return 'full'
    await insert(client, owner, estimate, Math.max(-1, ...current.map(({ position }) => position)) + 1, now)
    return 'added'
  })
}

/** Another estimate in the place of one, which stays in the history. `gone`: that one is not in force any more. */
export async function replaceEstimate(
  owner: StreamOwner,
  id: string,
  estimate: NewEstimate,
  now: Date,
): Promise<'replaced' | 'taken' | 'gone'> {
  return alone(owner, async (client, current) => {
    const old = current.find((one) => one.id === id)
    if (!old) return 'gone'
    if (current.some((one) => one !== old && isSame(one, estimate))) return 'taken'
    await client.query('update stream_estimates set removed_at = $2 where id::text = $1', [id, now])
    await insert(client, owner, estimate, old.position, now)
    return 'replaced'
  })
}

/** One step up or down among those at the same end of the stream; false where there is no such step. */
export async function moveEstimate(owner: StreamOwner, id: string, by: -1 | 1): Promise<boolean> {
  return alone(owner, async (client, current) => {
    const from = current.findIndex((one) => one.id === id)
    const place = current[from]?.place
    let to = from + by
    while (current[to] && current[to]?.place !== place) to += by
    const [one, other] = [current[from], current[to]]
    if (!one || !other) return false
    const ids = current.map((each) => (each === one ? other.id : each === other ? one.id : each.id))
    await client.query(
      `update stream_estimates set position = wanted.position - 1
       from unnest($1::text[]) with ordinality as wanted(id, position) where stream_estimates.id::text = wanted.id`,
      [ids],
    )
    return true
  })
}

type InForce = { id: string; place: string; name: string; position: number }

/** Two that change the same stream wait for each other, so that neither goes over the limit. */
function alone<Answer>(
  { about, owner }: StreamOwner,
  work: (client: PoolClient, current: InForce[]) => Promise<Answer>,
): Promise<Answer> {
  return withTransaction(async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [`stream_estimates ${about} ${owner}`])
    const { rows: current } = await client.query<InForce>(
      `select id, place, name, position from stream_estimates where about = $1 and owner = $2 and removed_at is null
       order by position, estimated_at, id`,
      [about, owner],
    )
    return work(client, current)
  })
}

function isSame(one: { place: string; name: string }, { place, name }: NewEstimate): boolean {
  return one.place === place && one.name.toLocaleLowerCase('en') === name.toLocaleLowerCase('en')
}

async function insert(
  client: PoolClient,
  { about, owner }: StreamOwner,
  { place, name, activeSeconds, waitSeconds, completeAccurate }: NewEstimate,
  position: number,
  now: Date,
): Promise<void> {
  await client.query(
    `insert into stream_estimates
       (id, about, owner, place, name, active_seconds, wait_seconds, complete_accurate, position, estimated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [randomUUID(), about, owner, place, name, activeSeconds, waitSeconds, completeAccurate, position, now],
  )
}

/** False when there is none in force with that id. It stays in the history. */
export async function removeEstimate({ about, owner }: StreamOwner, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await pool().query(
    'update stream_estimates set removed_at = $4 where about = $1 and owner = $2 and id::text = $3 and removed_at is null',
    [about, owner, id, now],
  )
  return rowCount === 1
}
