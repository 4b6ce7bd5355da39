// What the flow of a service needs of its changes beyond their columns.
import { z } from 'zod'
import { rows } from './records'

/** The titles of these changes by id; one that is no more is left out. */
export async function loadTitles(service: string, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const found = await rows(
    z.object({ id: z.string(), title: z.string() }),
    `select id, coalesce(fact->>'title', '') as title from change_facts where service = $1 and id = any($2)`,
    [service, ids],
  )
  return new Map(found.map(({ id, title }) => [id, title]))
}
