// What `/healthz` tells: whether the database answers and the worker is alive.
import { query } from '../db'
import { parseInstant } from '../time'

const FRESH_MS = 30_000

export type Health = {
  database: 'ok' | 'down'
  /** How long the database took to answer. */
  databaseSeconds: number | null
  worker: 'ok' | 'late' | 'missing'
  workerSeenAt: string | null
}

export async function health(now: number): Promise<Health> {
  const asked = performance.now()
  try {
    await query('select 1 /* health: reachable */')
    const databaseSeconds = Math.round(performance.now() - asked) / 1000
    const seen = await query<{ at: string | null }>(
      "select max(at) as at from heartbeats where name like 'worker%' /* health: worker */",
    )
    const workerSeenAt = seen.rows[0]?.at ?? null
    return { database: 'ok', databaseSeconds, worker: workerState(workerSeenAt, now), workerSeenAt }
  } catch {
    return { database: 'down', databaseSeconds: null, worker: 'missing', workerSeenAt: null }
  }
}

function workerState(seenAt: string | null, now: number): Health['worker'] {
  const at = seenAt === null ? null : parseInstant(seenAt)
  if (at === null) return 'missing'
  return now - at <= FRESH_MS ? 'ok' : 'late'
}
