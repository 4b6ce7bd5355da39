// Views of the overview that somebody gave a name; everybody here sees the same ones.
import { z } from 'zod'
import { pool } from '../db'
import { rows } from './records'

const SavedView = z.object({ name: z.string(), query: z.string() })
export type SavedView = z.infer<typeof SavedView>

/** As many are kept at most; a list of more would help nobody. */
export const MOST_VIEWS = 200

export async function listViews(): Promise<SavedView[]> {
  return await rows(SavedView, 'select name, query from saved_views order by lower(name), name', [])
}

/** `taken`: there is one of that name, which stays as it is. */
export async function saveView({ name, query }: SavedView, now: Date): Promise<'saved' | 'taken' | 'full'> {
  const { rowCount } = await pool().query(
    `insert into saved_views (name, query, saved_at)
     select $1, $2, $3 where (select count(*) from saved_views) < $4 or exists (select 1 from saved_views where name = $1)
     on conflict (name) do nothing`,
    [name, query, now, MOST_VIEWS],
  )
  if (rowCount === 1) return 'saved'
  const known = await pool().query('select 1 from saved_views where name = $1', [name])
  return known.rowCount === 1 ? 'taken' : 'full'
}

/** False when there was none. */
export async function removeView(name: string): Promise<boolean> {
  return (await pool().query('delete from saved_views where name = $1', [name])).rowCount === 1
}
