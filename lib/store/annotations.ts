// What people wrote on the time line: a freeze, a reorganisation. What is written in the pages is a record like any other, and what
// it said before a change or a removal is kept beside it.
import type { PoolClient } from 'pg'
import { z } from 'zod'
import { pool, withTransaction } from '../db'
import { BY_HAND } from '../records/by-hand'
import type { People } from '../records/people'
import type { Removal } from '../records/record'
import type { Annotation as AnnotationRecord } from '../records/schema'
import { formatInstant } from '../time'
import { ingest } from './ingest'
import { ms, rows } from './records'

const Annotation = z.object({
  source: z.string(),
  id: z.string(),
  team: z.string().nullable(),
  service: z.string().nullable(),
  at: z.number(),
  /** Exclusive. */
  until: z.number().nullable(),
  kind: z.string().nullable(),
  text: z.string(),
})
export type Annotation = z.infer<typeof Annotation>

/** `saidAt`: when its source changed it last, where that is known. Of one written here it tells one version from the next. */
const Kept = Annotation.extend({ saidAt: z.number().nullable() })
export type Kept = z.infer<typeof Kept>
const Listed = Kept.extend({ total: z.number() })

/** A version that stands no more; `seen`: when the one that stands was said, null: none does. */
const Former = Kept.extend({ endedAt: z.number(), seen: z.number().nullable() })
export type Former = z.infer<typeof Former>

/** What is written in the pages. */
export type Said = Pick<Annotation, 'team' | 'service' | 'at' | 'until' | 'kind' | 'text'>
export type Outcome = 'saved' | 'meanwhile' | 'gone'

export type About = { services: string[]; teams: string[] }

const COLUMNS = `source, id, team, service, ${ms('at')} as at, ${ms('until')} as until, kind, text`
const KEPT = `select ${COLUMNS}, ${ms('updated_at')} as "saidAt" from annotations`
/** Of one of the services, of one of the teams, or of everybody. */
const CONCERNS = `(service = any($1) or service is null and (team is null or team = any($2)))`

/** Those that touch `[from, to)` and are about one of the services, one of the teams or everybody; earliest first. */
export async function loadAnnotations(about: About, { from, to }: { from: number; to: number }): Promise<Annotation[]> {
  return await rows(
    Annotation,
    `select ${COLUMNS} from annotations
     where not deleted and annotations.at < $4 and (annotations.at >= $3 or annotations.until > $3) and ${CONCERNS}
     order by annotations.at, source, id /* metric page: annotations of a window */`,
    [about.services, about.teams, new Date(from), new Date(to)],
  )
}

/** All that stand, or those that concern somebody; the latest first. */
export async function listAnnotations(
  about: About | null,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ list: Kept[]; total: number }> {
  const list = await rows(
    Listed,
    `select *, count(*) over ()::int as total from (${KEPT} where not deleted and ($3 or ${CONCERNS})) as standing
     order by at desc, source, id limit $4 offset $5`,
    [about?.services ?? [], about?.teams ?? [], about === null, limit, offset],
  )
  return { list, total: list[0]?.total ?? 0 }
}

/** One that was written in the pages and stands. */
export async function findWritten(id: string, client: Pick<PoolClient, 'query'> = pool()): Promise<Kept | null> {
  const found = await client.query(`${KEPT} where source = $1 and id = $2 and not deleted`, [BY_HAND, id])
  return found.rows[0] ? Kept.parse(found.rows[0]) : null
}

/** What was changed or removed in the pages, the latest first. `seen`: when the version that stands was said; null: none does. */
export async function loadFormer(limit: number): Promise<Former[]> {
  return await rows(
    Former,
    `select ${['source', 'id', 'team', 'service', 'kind', 'text'].map((name) => `former.${name}`).join(', ')},
       ${ms('former.at')} as at, ${ms('former.until')} as until, ${ms('said_at')} as "saidAt", ${ms('ended_at')} as "endedAt",
       ${ms('standing.updated_at')} as seen
     from former_annotations as former left join annotations as standing
       on standing.source = former.source and standing.id = former.id and not standing.deleted
     order by ended_at desc, former.id limit $1`,
    [limit],
  )
}

/** Of the version that ended then. */
export async function findFormer(id: string, endedAt: number): Promise<Said | null> {
  const [found] = await rows(
    Annotation,
    `select ${COLUMNS} from former_annotations where source = $1 and id = $2 and ended_at = $3`,
    [BY_HAND, id, new Date(endedAt)],
  )
  return found ?? null
}

/**
 * Writes or, where `said` is null, removes, unless what stands is another version than the one `seen`; null: none stood. One at a
 * time in the whole installation, so that of two that were begun at once the second is told.
 */
export async function changeAnnotation(
  id: string,
  seen: number | null,
  said: Said | null,
  { now, people }: { now: Date; people: People },
): Promise<Outcome> {
  return withTransaction(async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtext('streamgauge annotations'))`)
    const standing = await findWritten(id, client)
    if (!standing && (seen !== null || !said)) return 'gone'
    // The same, sent twice.
    if (standing && said && isSame(standing, said)) return 'saved'
    if (standing && standing.saidAt !== seen) return 'meanwhile'
    const at = await nextVersion(id, now, client)
    await client.query(
      `insert into former_annotations (source, id, team, service, at, until, kind, text, said_at, ended_at)
       select source, id, team, service, annotations.at, annotations.until, kind, text, updated_at, $3 from annotations
       where source = $1 and id = $2 and not deleted`,
      [BY_HAND, id, new Date(at)],
    )
    const record = said ? recordOf(id, said, at) : removalOf(id, at)
    await ingest([record], { now, people, client })
    return 'saved'
  })
}

/** NOTE: later than what stood, whatever the clock says: an older version never replaces a newer one. */
async function nextVersion(id: string, now: Date, client: PoolClient): Promise<number> {
  const { rows: found } = await client.query<{ last: number | null }>(
    `select ${ms('updated_at')} as last from annotations where source = $1 and id = $2`,
    [BY_HAND, id],
  )
  return Math.max(now.getTime(), (found[0]?.last ?? 0) + 1)
}

function recordOf(id: string, { at, text, ...said }: Said, updatedAt: number): AnnotationRecord {
  const { team, service, until, kind } = said
  const optional = { team, service, kind, until: until === null ? null : formatInstant(until) }
  const given = Object.entries(optional).filter(([, value]) => value !== null)
  const empty = Object.entries(optional).filter(([, value]) => value === null)
  return {
    type: 'annotation',
    source: BY_HAND,
    id,
    at: formatInstant(at),
    text,
    ...(Object.fromEntries(given) as Partial<AnnotationRecord>), // sound: fields of an annotation that are not null
    unset: empty.map(([name]) => name),
    updatedAt: formatInstant(updatedAt),
  }
}

function removalOf(id: string, updatedAt: number): Removal {
  return { type: 'annotation', source: BY_HAND, id, deleted: true, updatedAt: formatInstant(updatedAt) }
}

function isSame(one: Said, other: Said): boolean {
  return (['team', 'service', 'at', 'until', 'kind', 'text'] as const).every((name) => one[name] === other[name])
}
