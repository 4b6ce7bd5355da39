// What sources sent and no schema would take, for a person to look at.
import { z } from 'zod'
import { rows } from './records'

const Row = z.object({
  stream: z.string(),
  position: z.string(),
  path: z.string(),
  reason: z.string(),
  /** JSON, with names and addresses of people masked. */
  payload: z.string().nullable(),
  at: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
})
export type RejectedRow = z.infer<typeof Row>

/** The last ones of a connection, the newest first. */
export async function listRejected(connection: string, most: number): Promise<RejectedRow[]> {
  return rows(
    Row,
    `select stream, position, path, reason, payload, at from rejected_rows where connection = $1
     order by at desc, stream, position limit $2`,
    [connection, most],
  )
}

/** How many there are of each connection that has some. */
export async function countRejected(): Promise<Map<string, number>> {
  const found = await rows(
    z.object({ connection: z.string(), count: z.number() }),
    'select connection, count(*) as count from rejected_rows group by connection',
    [],
  )
  return new Map(found.map(({ connection, count }) => [connection, count]))
}
