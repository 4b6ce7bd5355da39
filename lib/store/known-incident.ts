import { z } from 'zod'
import { rows } from './records'

const Row = z.object({
  title: z.string(),
  startedAt: z.string(),
  service: z.string().nullable(),
  repository: z.string().nullable(),
})

/** What a source has said of an incident before; null: nothing, or it took it back. */
export async function findKnownIncident(source: string, id: string): Promise<z.infer<typeof Row> | null> {
  const select = 'select title, started_at as "startedAt", service, repository from incidents'
  const [row] = await rows(Row, `${select} where source = $1 and id = $2 and not deleted`, [source, id])
  return row ?? null
}
