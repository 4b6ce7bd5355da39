// Which services there are, for finding one's way: names and addresses without their settings.
import { query } from '../db'

export type Directory = { listed: { name: string; slug: string }[]; total: number }

/** The first services by name, the one of `slug` always among them. */
export async function serviceDirectory(slug: string | null, limit: number): Promise<Directory> {
  const listed = await query<{ name: string; slug: string }>(
    `select name, slug from (
       select service as name, slug from service_states order by (slug = $1) is true desc, service limit $2) listed
     order by name /* frame: services */`,
    [slug, limit],
  )
  const counted = await query<{ total: number }>(
    'select count(*) as total from service_states /* frame: how many services */',
  )
  return { listed: listed.rows, total: counted.rows[0]?.total ?? 0 }
}
