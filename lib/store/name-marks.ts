// Keeps by which hashes people's names are recognised: one memory a database and process, shared through a table.
import type { Pool, PoolClient } from 'pg'
import { pool } from '../db'
import { KnownNames, type NameMark } from '../records/known-names'
import type { People } from '../records/people'
import { arrayLiteral } from './record-tables'

type Memory = { key: string; names: KnownNames; version: string }

const memories = new WeakMap<Pool, Memory>()

function memoryOf(people: People): Memory {
  let memory = memories.get(pool())
  if (memory?.key !== people.key) {
    memory = { key: people.key, names: new KnownNames(people.key), version: '0' }
    memories.set(pool(), memory)
  }
  return memory
}

/** Everyone whom the database knows, and from now on these authors as well. */
export async function knowNames(client: PoolClient, people: People, authors: string[]): Promise<KnownNames> {
  const memory = memoryOf(people)
  const { names } = memory
  const { rows } = await client.query<NameMark & { version: string }>(
    'select hash, whole, version::text as version from name_marks where version > $1 order by version',
    [memory.version],
  )
  memory.version = rows.at(-1)?.version ?? memory.version
  names.add(rows)
  for (const author of authors) names.learn(author)
  const marks = names.unstored()
  if (marks.length === 0) return names
  // NOTE: one writer at a time until it commits, so that no reader's version passes a mark it has not seen.
  await client.query(`select pg_advisory_xact_lock(hashtext('streamgauge names'))`)
  await client.query(
    `insert into name_marks (hash, whole) select hash, whole from unnest($1::text[], $2::boolean[]) as mark(hash, whole)
     on conflict (hash) do update set whole = true, version = excluded.version
     where excluded.whole and not name_marks.whole`,
    [arrayLiteral(marks.map(({ hash }) => hash)), arrayLiteral(marks.map(({ whole }) => String(whole)))],
  )
  return names
}

/** The names as this process knows them when someone became known after it had masked a text that may name them; else null. */
export function takeLateNames(people: People): KnownNames | null {
  const { names } = memoryOf(people)
  const { late } = names
  names.late = false
  return late ? names : null
}
