// Facts about this installation, and the check that its people were hashed with the key in use.
import type { PoolClient } from 'pg'
import type { z } from 'zod'
import { pool } from '../db'
import { StreamgaugeError } from '../errors'
import { fingerprint } from '../records/people'

type Queryable = Pick<PoolClient, 'query'>

/** The setting's value, or null when it was never put. Throws when it is not as its schema says. */
export async function getSetting<Value>(name: string, schema: z.ZodType<Value>): Promise<Value | null> {
  const { rows } = await pool().query<{ value: unknown }>('select value from settings where name = $1', [name])
  return rows[0] ? schema.parse(rows[0].value) : null
}

export async function putSetting(name: string, value: unknown, client: Queryable = pool()): Promise<void> {
  await client.query(
    'insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value',
    [name, JSON.stringify(value)],
  )
}

const PEOPLE_KEY = 'people key fingerprint'

/**
 * Holds the database to one people key: with another, the same person would be someone else from now on. The first key
 * that a database meets is its own. Throws `config`.
 */
export async function checkPeopleKey(key: string, client: Queryable = pool()): Promise<void> {
  const mine = fingerprint(key)
  let stored = await storedFingerprint(client)
  if (stored === undefined) {
    const text = 'insert into settings (name, value) values ($1, $2) on conflict (name) do nothing'
    await client.query(text, [PEOPLE_KEY, JSON.stringify(mine)])
    stored = await storedFingerprint(client)
  }
  if (stored !== mine) throw anotherKey()
}

/** Whether the open database's people were hashed with this key: `new` when it has not met any key yet. */
export async function peopleKeyFits(key: string | null): Promise<'yes' | 'no' | 'new'> {
  const stored = await storedFingerprint(pool())
  if (stored === undefined) return 'new'
  return key !== null && stored === fingerprint(key) ? 'yes' : 'no'
}

/** Throws `config` when the open database has met a people key: a fresh one would be another. */
export async function refuseFreshPeopleKey(): Promise<void> {
  if ((await peopleKeyFits(null)) === 'no') throw anotherKey()
}

export const PEOPLE_KEY_HINT =
  'Set STREAMGAUGE_PEOPLE_KEY, or put back the file people.key in STREAMGAUGE_HOME, as it was when the database was made.'

function anotherKey(): StreamgaugeError {
  return new StreamgaugeError('config', 'This database was filled with another people key.', { hint: PEOPLE_KEY_HINT })
}

async function storedFingerprint(client: Queryable): Promise<unknown> {
  const { rows } = await client.query<{ value: unknown }>('select value from settings where name = $1', [PEOPLE_KEY])
  return rows[0]?.value
}
