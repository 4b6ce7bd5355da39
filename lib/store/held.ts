// What a source already says of a repository, for a run that has no cursor to tell it.
import { pool } from '../db'
import { RECORDS, type RecordType } from '../records/record'
import { type Fields, RECORD_TABLES } from './record-tables'

const BATCH = 20_000

/** The key fields of this source's records of a type that names its repository, in the order of their keys. */
export async function* heldKeys(
  source: string,
  type: RecordType,
  repository: string,
  batch = BATCH,
): AsyncGenerator<Fields[]> {
  const { name, key } = RECORD_TABLES[type]
  const columns = key.map(({ column }) => column).join(', ')
  const after = key.map(({ sqlType }, at) => `$${at + 3}::${sqlType}`).join(', ')
  const select = `select ${key.map(({ column, field }) => `${column} as "${field}"`).join(', ')} from ${name}
    where repository = $1 and ${RECORDS[type].shared ? '$2 = any(sources)' : 'source = $2'} and not deleted`
  // NOTE: page by page, so that no connection is kept while the caller stores what it makes of a page.
  for (let last: Fields | undefined; ; ) {
    const further: string = last ? `and (${columns}) > (${after})` : ''
    const values = key.map(({ field }) => last?.[field])
    const { rows } = await pool().query<Fields>(`${select} ${further} order by ${columns} limit ${batch}`, [
      repository,
      source,
      ...(last ? values : []),
    ])
    if (rows.length > 0) yield rows
    if (rows.length < batch) return
    last = rows.at(-1)
  }
}
