// Stages of a value stream that no record tells of, as people estimate them. A new estimate is a new row: none is ever changed.
import { randomUUID } from 'node:crypto'
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

/** Those in force in the order in which they were added, and the removed ones, the last removed first. */
export async function loadEstimates({
  about,
  owner,
}: StreamOwner): Promise<{ current: StreamEstimate[]; past: StreamEstimate[] }> {
  const found = await rows(
    Estimate,
    `select id, place, name, active_seconds as "activeSeconds", wait_seconds as "waitSeconds",
       complete_accurate as "completeAccurate", ${ms('estimated_at')} as "estimatedAt", ${ms('removed_at')} as "removedAt"
     from stream_estimates where about = $1 and owner = $2
     order by removed_at desc nulls first, stream_estimates.estimated_at, id limit $3`,
    [about, owner, MOST_ESTIMATES + MOST_PAST],
  )
  return {
    current: found.filter(({ removedAt }) => removedAt === null),
    past: found.filter(({ removedAt }) => removedAt !== null),
  }
}

/** `taken`: there is one of that name at that place; `full`: there are as many as a map holds. */
export async function addEstimate(
  { about, owner }: StreamOwner,
  { place, name, activeSeconds, waitSeconds, completeAccurate }: NewEstimate,
  now: Date,
): Promise<'added' | 'taken' | 'full'> {
  return withTransaction(async (client) => {
    // Two that add at once wait for each other, so that neither goes over the limit.
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [`stream_estimates ${about} ${owner}`])
    const { rows: current } = await client.query<{ place: string; name: string }>(
      'select place, name from stream_estimates where about = $1 and owner = $2 and removed_at is null',
      [about, owner],
    )
    const isSame = (one: { place: string; name: string }) =>
      one.place === place && one.name.toLocaleLowerCase('en') === name.toLocaleLowerCase('en')
    if (current.some(isSame)) return 'taken'
    if (current.length >= MOST_ESTIMATES) return 'full'
    await client.query(
      `insert into stream_estimates
         (id, about, owner, place, name, active_seconds, wait_seconds, complete_accurate, estimated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [randomUUID(), about, owner, place, name, activeSeconds, waitSeconds, completeAccurate, now],
    )
    return 'added'
  })
}

/** False when there is none in force with that id. It stays in the history. */
export async function removeEstimate({ about, owner }: StreamOwner, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await pool().query(
    'update stream_estimates set removed_at = $4 where about = $1 and owner = $2 and id::text = $3 and removed_at is null',
    [about, owner, id, now],
  )
  return rowCount === 1
}
