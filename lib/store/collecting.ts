// One run at a time for each connection, on all machines together: whoever collects holds a lock of the database.
import { pool } from '../db'
import { StreamgaugeError } from '../errors'

const SPACE = `hashtext('streamgauge collect')`

/** SQL: whether somebody collects the connection named by an expression. */
export function isCollected(name: string): string {
  return `exists (select 1 from pg_locks held where held.locktype = 'advisory' and held.objsubid = 2 and held.granted
    and held.database = (select oid from pg_database where datname = current_database())
    and held.classid = (${SPACE}::bigint & 4294967295)::oid and held.objid = (hashtext(${name})::bigint & 4294967295)::oid)`
}

// A machine that vanished without a word is noticed after half a minute, not after two hours, and its lock goes.
const NOTICE_LOSS = 'set tcp_keepalives_idle = 15; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3'

/**
 * Runs `action` unless another process collects this connection; then it returns null. `lost` aborts when the database
 * ends the session that holds the lock: from then on another process may collect.
 */
export async function whileCollectingAlone<Result>(
  name: string,
  action: (lost: AbortSignal) => Promise<Result>,
): Promise<Result | null> {
  const client = await pool().connect()
  const loss = new AbortController()
  const lose = () =>
    loss.abort(new StreamgaugeError('unavailable', 'The database ended the session of this collection.'))
  client.on('error', lose)
  client.on('end', lose)
  try {
    await client.query(NOTICE_LOSS)
    const locked = await client.query<{ mine: boolean }>(
      `select pg_try_advisory_lock(${SPACE}, hashtext($1)) as mine`,
      [name],
    )
    if (!locked.rows[0]?.mine) return null
    try {
      return await action(loss.signal)
    } finally {
      await client.query(`select pg_advisory_unlock(${SPACE}, hashtext($1))`, [name]).catch(() => {})
    }
  } finally {
    client.off('error', lose)
    client.off('end', lose)
    client.release(loss.signal.aborted)
  }
}
