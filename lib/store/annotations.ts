// What people wrote on the time line: a freeze, a reorganisation.
import { z } from 'zod'
import { ms, rows } from './records'

const Annotation = z.object({
  source: z.string(),
  id: z.string(),
  team: z.string().nullable(),
  service: z.string().nullable(),
  at: z.number(),
  until: z.number().nullable(),
  kind: z.string().nullable(),
  text: z.string(),
})
export type Annotation = z.infer<typeof Annotation>

/** Those that touch `[from, to)` and are about one of the services, one of the teams or everybody; earliest first. */
export async function loadAnnotations(
  about: { services: string[]; teams: string[] },
  { from, to }: { from: number; to: number },
): Promise<Annotation[]> {
  return await rows(
    Annotation,
    `select source, id, team, service, ${ms('at')} as at, ${ms('until')} as until, kind, text from annotations
     where not deleted and annotations.at < $4 and coalesce(annotations.until, annotations.at) >= $3
       and (service = any($1) or service is null and (team is null or team = any($2)))
     order by annotations.at, source, id /* metric page: annotations of a window */`,
    [about.services, about.teams, new Date(from), new Date(to)],
  )
}
