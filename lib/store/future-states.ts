// Saved future states of services' value streams. None is ever changed: what was expected on a day stays what was expected.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { pool, withTransaction } from '../db'
import { ms, rows } from './records'

const State = z.object({
  id: z.string(),
  name: z.string(),
  reasons: z.string(),
  /** As the page's address has them. */
  edits: z.string(),
  windowFrom: z.number(),
  windowTo: z.number(),
  /** Changes that it was simulated from. */
  changes: z.number(),
  /** Median lead times, seconds: of that window, and of the state with its interval. */
  todaySeconds: z.number(),
  medianSeconds: z.number(),
  lowSeconds: z.number().nullable(),
  highSeconds: z.number().nullable(),
  flowEfficiency: z.number().nullable(),
  savedAt: z.number(),
  removedAt: z.number().nullable(),
})
export type FutureState = z.infer<typeof State>
export type NewFutureState = Omit<FutureState, 'id' | 'savedAt' | 'removedAt'>

/** As many are in force at most. */
export const MOST_STATES = 12
const MOST_PAST = 100

/** Those in force, the last saved first, and the removed ones, the last removed first. */
export async function loadFutureStates(service: string): Promise<{ current: FutureState[]; past: FutureState[] }> {
  const found = await rows(
    State,
    `select id, name, reasons, edits, ${ms('window_from')} as "windowFrom", ${ms('window_to')} as "windowTo", changes,
       today_seconds as "todaySeconds", median_seconds as "medianSeconds", low_seconds as "lowSeconds",
       high_seconds as "highSeconds", flow_efficiency as "flowEfficiency", ${ms('saved_at')} as "savedAt",
       ${ms('removed_at')} as "removedAt"
     from future_states where service = $1
     order by removed_at desc nulls first, future_states.saved_at desc, id limit $2`,
    [service, MOST_STATES + MOST_PAST],
  )
  return {
    current: found.filter(({ removedAt }) => removedAt === null),
    past: found.filter(({ removedAt }) => removedAt !== null),
  }
}

/** `taken`: one of that name is in force; `full`: there are as many as are kept. Else its id. */
export async function addFutureState(
  service: string,
  state: NewFutureState,
  now: Date,
): Promise<{ id: string } | 'taken' | 'full'> {
  return withTransaction(async (client) => {
    // Two that save at once wait for each other, so that neither goes over the limit.
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [`future_states ${service}`])
    const { rows: current } = await client.query<{ name: string }>(
      'select name from future_states where service = $1 and removed_at is null',
      [service],
    )
    const wanted = state.name.toLocaleLowerCase('en')
    if (current.some(({ name }) => name.toLocaleLowerCase('en') === wanted)) return 'taken'
    if (current.length >= MOST_STATES) return 'full'
    const id = randomUUID()
    await client.query(
      `insert into future_states (id, service, name, reasons, edits, window_from, window_to, changes, today_seconds,
         median_seconds, low_seconds, high_seconds, flow_efficiency, saved_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        id,
        service,
        state.name,
        state.reasons,
        state.edits,
        new Date(state.windowFrom),
        new Date(state.windowTo),
        state.changes,
        state.todaySeconds,
        state.medianSeconds,
        state.lowSeconds,
        state.highSeconds,
        state.flowEfficiency,
        now,
      ],
    )
    return { id }
  })
}

/** False when there is none in force with that id. It stays in the history. */
export async function removeFutureState(service: string, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await pool().query(
    'update future_states set removed_at = $3 where service = $1 and id::text = $2 and removed_at is null',
    [service, id, now],
  )
  return rowCount === 1
}
