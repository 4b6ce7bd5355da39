// In which iterations teams work, where anybody said so.
import { z } from 'zod'
import { rows } from './records'

const TeamIteration = z.object({ team: z.string(), start: z.string(), days: z.number() })
export type TeamIteration = z.infer<typeof TeamIteration>

/** Whole days only: a window has no half ones. */
export async function listIterations(): Promise<TeamIteration[]> {
  return await rows(
    TeamIteration,
    `select name as team, iteration ->> 'start' as start, (iteration ->> 'days')::float8 as days
     from teams where not deleted and iteration is not null
       and (iteration ->> 'days')::float8 between 1 and 366 and floor((iteration ->> 'days')::float8) = (iteration ->> 'days')::float8
     order by name /* window picker: iterations */`,
    [],
  )
}
