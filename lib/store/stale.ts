// What must be derived again. Ingest marks it, derivation clears what it has read.
import { z } from 'zod'
import { pool } from '../db'
import { rows } from './records'

const StaleRow = z.object({
  scope: z.enum(['repository', 'service', 'incident', 'deployment']),
  name: z.string(),
  version: z.string(),
})
export type StaleScope = z.infer<typeof StaleRow>

export async function loadStale(): Promise<StaleScope[]> {
  return rows(StaleRow, 'select scope, name, version::text as version from stale_scopes order by scope, name', [])
}

/** Clears what was derived; a scope marked again in the meantime has another version and stays. */
export async function clearStale(scopes: StaleScope[]): Promise<void> {
  // Locked in the order in which ingest marks them, so that the two never wait for each other in a circle.
  await pool().query(
    `with done as (
       select stored.scope, stored.name from stale_scopes stored
       join unnest($1::text[], $2::text[], $3::bigint[]) as read(scope, name, version)
         on stored.scope = read.scope and stored.name = read.name and stored.version = read.version
       order by stored.scope collate "C", stored.name collate "C" for update of stored
     ) delete from stale_scopes stored using done where stored.scope = done.scope and stored.name = done.name`,
    [scopes.map((row) => row.scope), scopes.map((row) => row.name), scopes.map((row) => row.version)],
  )
}

/** Marks every repository: a new version of the rules derives everything anew. */
export async function markAllStale(): Promise<void> {
  await pool().query(
    `insert into stale_scopes (scope, name) select 'repository', repository from (
       select name as repository from repositories where not deleted union select repository from service_states
       union select repository from services where not deleted union select distinct repository from commits) known
     on conflict (scope, name) do update set version = nextval('stale_scopes_version_seq')`,
  )
}

/** Runs `action` while no other process derives. Waits for its turn. */
export async function whileDerivingAlone<Result>(action: () => Promise<Result>): Promise<Result> {
  const client = await pool().connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('streamgauge derive'))`)
    return await action()
  } finally {
    await client.query(`select pg_advisory_unlock(hashtext('streamgauge derive'))`).catch(() => {})
    client.release()
  }
}
