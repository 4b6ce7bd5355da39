// The queue of collections as rows of pg-boss: what is asked of it beyond what that library does. Pages only need this file.
import { pool, query } from '../db'
import { StreamgaugeError } from '../errors'
import { isCollected } from './collecting'

export const COLLECT_QUEUE = 'collect'

/** For pg-boss: the pool of this process instead of one of its own. */
export const queueDatabase = {
  async executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }> {
    return pool().query(text, values)
  },
}

/** Runs `action` while no other process sets up the queue. Waits for its turn. */
export async function whileSettingUpQueue(action: () => Promise<void>): Promise<void> {
  const client = await pool().connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('streamgauge queue'))`)
    await action()
  } finally {
    await client.query(`select pg_advisory_unlock(hashtext('streamgauge queue'))`).catch(() => {})
    client.release()
  }
}

// Of the queue's policy: of several that would begin, one does, and of several with the same `singleton_on`, whatever became of the first.
const INSERT = `insert into pgboss.job (name, data, singleton_key, singleton_on, policy, retry_limit, retry_delay, retry_backoff,
    expire_in, keep_until, start_after)
  select name, jsonb_build_object('connection', $2::text), $2, $3::timestamp, policy, retry_limit, retry_delay, retry_backoff,
    expire_seconds * interval '1 second', now() + retention_minutes * interval '1 minute', coalesce($4, now())
  from pgboss.queue where name = $1`

/**
 * Asks for a collection now: `queued`, or `running` when one goes on. What would begin later begins now.
 * Throws `unavailable` before a worker has ever started.
 */
export async function enqueueCollection(connection: string): Promise<'queued' | 'running'> {
  try {
    const { rows } = await query<{ running: boolean }>(
      `with active as (select 1 from pgboss.job where name = $1 and singleton_key = $2 and state = 'active'),
       sooner as (
         update pgboss.job set start_after = least(start_after, now())
         where name = $1 and singleton_key = $2 and state < 'active' returning 1),
       added as (
         ${INSERT} and not exists (select from active) and not exists (select from sooner)
         on conflict do nothing returning 1)
       select exists (select from active) and not exists (select from sooner) as running, (select count(*) from added)`,
      [COLLECT_QUEUE, connection, null, null],
    )
    return rows[0]?.running ? 'running' : 'queued'
  } catch (error) {
    if (!['3F000', '42P01'].includes(String((error as { code?: unknown }).code))) throw error
    throw new StreamgaugeError('unavailable', 'The queue is not set up yet.', {
      cause: error,
      hint: 'A worker does that when it starts: npm start, or npm run worker.',
    })
  }
}

/**
 * What a schedule asks for at `due`, or at any time: nothing more while a collection is asked for, goes on or waits, or the connection is
 * paused. However many workers ask for the same instant, and however late, it is one collection.
 */
export async function enqueueScheduled(connection: string, due: Date | null): Promise<void> {
  await pool().query(
    `${INSERT} and exists (select from connections c where c.name = $2 and not c.paused
         and coalesce(c.waiting_until, '-infinity') <= now())
       and not exists (select from pgboss.job j where j.name = $1 and j.singleton_key = $2 and j.state <= 'active')
     on conflict do nothing`,
    [COLLECT_QUEUE, connection, due?.toISOString().slice(0, 19) ?? null, null],
  )
}

/** Asks for a collection at `at`, unless one is asked for already: what a webhook told is then compared with its source. */
export async function enqueueLater(connection: string, at: Date): Promise<void> {
  const { rows } = await query<{ queue: string | null }>(`select to_regclass('pgboss.job')::text as queue`)
  if (!rows[0]?.queue) return
  await query(
    `${INSERT} and not exists (
       select from pgboss.job j where j.name = $1 and j.singleton_key = $2 and j.state < 'active')
     on conflict do nothing`,
    [COLLECT_QUEUE, connection, null, at],
  )
}

/** Gives an unfinished job back, for any worker from `startAfter` on. It does not count as a try. */
export async function giveBack(id: string, startAfter: Date | null = null): Promise<void> {
  await pool().query(
    `update pgboss.job set state = 'retry', started_on = null, retry_count = 0, start_after = coalesce($3, now())
     where name = $1 and id = $2 and state = 'active'`,
    [COLLECT_QUEUE, id, startAfter],
  )
}

/**
 * Gives back what workers had begun that are no more: nobody holds the lock of its connection, and it began too long ago
 * to be on the way to it. What has ended several workers is left for the next schedule. Returns the names of the connections.
 */
export async function takeUpOrphans(graceSeconds: number): Promise<string[]> {
  const { rows } = await pool().query<{ connection: string }>(
    `update pgboss.job set start_after = now(),
       state = case when retry_count < retry_limit then 'retry' else 'failed' end::pgboss.job_state,
       completed_on = case when retry_count < retry_limit then null else now() end
     where name = $1 and state = 'active' and started_on < now() - $2 * interval '1 second'
       and not ${isCollected('singleton_key')}
     returning singleton_key as connection`,
    [COLLECT_QUEUE, graceSeconds],
  )
  return rows.map(({ connection }) => connection)
}

/**
 * Names of the connections whose collection is asked for or goes on; none before a worker has ever started.
 * What a worker has taken is among them: it is on its way to the lock of its connection.
 */
export async function listAskedFor(): Promise<string[]> {
  const there = await query<{ queue: string | null }>(`select to_regclass('pgboss.job')::text as queue`)
  if (!there.rows[0]?.queue) return []
  const { rows } = await query<{ connection: string }>(
    `select distinct singleton_key as connection from pgboss.job
     where name = $1 and state <= 'active' and start_after <= now() order by 1`,
    [COLLECT_QUEUE],
  )
  return rows.map(({ connection }) => connection)
}
