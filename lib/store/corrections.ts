// What people said of a deployment, also what they took back; and saying more without overlooking what was said meanwhile.
import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'
import { z } from 'zod'
import { pool, withTransaction } from '../db'
import type { CorrectionInput } from '../records/loaded'
import type { People } from '../records/people'
import type { Removal } from '../records/record'
import type { Correction } from '../records/schema'
import { ingest } from './ingest'
import { ms } from './records'

/** A word on a deployment or on one of its incidents. Instants are epoch milliseconds. */
export type Said = CorrectionInput & { takenBackAt: number | null }

/** What a word must name to be about a deployment: any of its ids, or one of its incidents alone. */
export type About = { deployments: string[]; incidents: string[]; services: string[]; repository: string }

const SaidRow: z.ZodType<Said> = z.object({
  source: z.string(),
  id: z.string(),
  deployment: z.string().nullable(),
  incident: z.string().nullable(),
  service: z.string().nullable(),
  repository: z.string().nullable(),
  says: z.enum(['confirm', 'add', 'strike']),
  reason: z.string().nullable(),
  at: z.number(),
  takenBackAt: z.number().nullable(),
})

type Queryable = Pick<PoolClient, 'query'>

const IS_ABOUT = `(deployment = any($1) or deployment is null and incident = any($2))
  and (service is null or service = any($3)) and (repository is null or repository = $4)`

/** Everything that was ever said in the pages, and what stands of other sources; the newest first. */
export async function loadSaid(about: About, client: Queryable = pool()): Promise<Said[]> {
  const columns = `source, id, deployment, incident, service, repository, says, reason, ${ms('at')} as at`
  const { rows } = await client.query(
    `select ${columns}, null::float8 as "takenBackAt" from corrections where not deleted and ${IS_ABOUT}
     union all
     select ${columns}, ${ms('taken_back_at')} as "takenBackAt" from taken_back_corrections where ${IS_ABOUT}
     order by at desc, id desc, "takenBackAt" desc nulls first`,
    [about.deployments, about.incidents, about.services, about.repository],
  )
  return z.array(SaidRow).parse(rows)
}

/** One text for all that was said: another one as soon as anything is added or taken back. */
export function versionOf(said: Said[]): string {
  const text = JSON.stringify(said.map(({ source, id, at, takenBackAt }) => [source, id, at, takenBackAt]))
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

/** One more word, or the key of one that is taken back. */
export type Change = { say: Correction } | { takeBack: { source: string; id: string } }
export type Outcome = 'saved' | 'meanwhile' | 'gone'

/**
 * Says or takes back, if nothing else was said about the deployment since `seen`. One at a time in the whole installation, so that
 * of two that were begun at once the second is told.
 */
export async function changeSaid(
  about: About,
  seen: string,
  change: Change,
  { now, people }: { now: Date; people: People },
): Promise<Outcome> {
  return withTransaction(async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtext('streamgauge corrections'))`)
    const said = await loadSaid(about, client)
    if (versionOf(said) !== seen) return 'meanwhile'
    if ('say' in change) {
      await ingest([change.say], { now, people, client })
      return 'saved'
    }
    const { source, id } = change.takeBack
    const standing = said.find((one) => one.takenBackAt === null && one.source === source && one.id === id)
    if (!standing) return 'gone'
    await client.query(
      `insert into taken_back_corrections (source, id, deployment, incident, service, repository, says, reason, at, taken_back_at)
       select source, id, deployment, incident, service, repository, says, reason, corrections.at, $3 from corrections
       where source = $1 and id = $2`,
      [source, id, now],
    )
    const removal: Removal = { type: 'correction', source, id, deleted: true }
    await ingest([removal], { now, client })
    return 'saved'
  })
}
