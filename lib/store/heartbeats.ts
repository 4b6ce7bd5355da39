import { pool } from '../db'

// What was killed leaves its name behind.
const FORGOTTEN_AFTER = '1 day'

/** A sign of life that the health check reads. */
export async function beat(name: string, now: Date): Promise<void> {
  await pool().query(
    `with forgotten as (delete from heartbeats where at < $3::timestamptz - interval '${FORGOTTEN_AFTER}' and name <> $1)
     insert into heartbeats (name, pid, at) values ($1, $2, $3) on conflict (name) do update set pid = excluded.pid, at = excluded.at`,
    [name, process.pid, now],
  )
}

export async function stopBeating(name: string): Promise<void> {
  await pool().query('delete from heartbeats where name = $1 and pid = $2', [name, process.pid])
}
