// Retrospectives of teams: opened once for the same days with a pack that is never written again, closed and reopened.
import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { z } from 'zod'
import { pool, withTransaction } from '../db'
import { ms, rows } from './records'
import { storableJson } from './storable'

const Named = z.object({
  id: z.string(),
  /** Local days; the second is not part of it. */
  from: z.string(),
  to: z.string(),
  openedAt: z.number(),
  closedAt: z.number().nullable(),
})
const Listed = Named.extend({ notes: z.number(), actions: z.number() })
export type ListedRetro = z.infer<typeof Listed>
const Whole = Named.extend({ pack: z.unknown() })
export type StoredRetro = z.infer<typeof Whole>

const NAMED = `id, from_day as "from", to_day as "to", ${ms('opened_at')} as "openedAt", ${ms('closed_at')} as "closedAt"`

/** As many are listed; older ones keep their addresses. */
export const MOST_LISTED = 200

/** Case and blanks around a team's name do not count. */
export function teamKeyOf(team: string): string {
  return team.trim().toLocaleLowerCase('en')
}

/** Those of a team, the latest first. */
export async function listRetros(team: string): Promise<ListedRetro[]> {
  return rows(
    Listed,
    `select ${NAMED}, (select count(*)::int from retro_notes where retro = retros.id) as notes,
       (select count(*)::int from retro_actions where retro = retros.id) as actions
     from retros where team_key = $1 order by to_day desc, from_day desc limit $2`,
    [teamKeyOf(team), MOST_LISTED],
  )
}

/** Null: the team has no such retro. */
export async function findRetro(team: string, id: string): Promise<StoredRetro | null> {
  const found = await rows(Whole, `select ${NAMED}, pack from retros where team_key = $1 and id::text = $2`, [
    teamKeyOf(team),
    id,
  ])
  return found[0] ?? null
}

/** The team's name as its latest retro has it; null: it has none. Its services may have gone to others since. */
export async function nameByRetros(team: string): Promise<string | null> {
  const found = await rows(
    z.object({ name: z.string() }),
    `select coalesce(pack->>'team', team_key) as name from retros where team_key = $1 order by to_day desc, from_day desc limit 1`,
    [teamKeyOf(team)],
  )
  return found[0]?.name ?? null
}

export async function hasRetro(team: string, id: string): Promise<boolean> {
  const { rowCount } = await pool().query('select 1 from retros where team_key = $1 and id::text = $2', [
    teamKeyOf(team),
    id,
  ])
  return rowCount === 1
}

/** Opens the retro of these days; the one that is there already stays as it is. */
export async function openRetro(
  team: string,
  { from, to, pack }: { from: string; to: string; pack: unknown },
  now: Date,
): Promise<{ id: string; isNew: boolean }> {
  const id = randomUUID()
  const { rowCount } = await pool().query(
    `insert into retros (id, team_key, from_day, to_day, opened_at, pack) values ($1, $2, $3, $4, $5, $6)
     on conflict (team_key, to_day, from_day) do nothing`,
    [id, teamKeyOf(team), from, to, now, storableJson(pack)],
  )
  if (rowCount === 1) return { id, isNew: true }
  const known = await findRetroOf(team, { from, to })
  if (known === null) throw new Error('A retro was removed in the moment in which it was opened again.')
  return { id: known, isNew: false }
}

/** Keys of the teams that have closed a retro. */
export async function loadRetroTeams(): Promise<Set<string>> {
  const found = await rows(
    z.object({ key: z.string() }),
    'select distinct team_key as key from retros where closed_at is not null',
    [],
  )
  return new Set(found.map(({ key }) => key))
}

/** The retro of exactly these days. */
export async function findRetroOf(team: string, { from, to }: { from: string; to: string }): Promise<string | null> {
  const found = await rows(
    z.object({ id: z.string() }),
    'select id from retros where team_key = $1 and from_day = $2 and to_day = $3',
    [teamKeyOf(team), from, to],
  )
  return found[0]?.id ?? null
}

/** False: there is none, or somebody closed it before. */
export async function closeRetro(team: string, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await pool().query(
    'update retros set closed_at = $3 where team_key = $1 and id::text = $2 and closed_at is null',
    [teamKeyOf(team), id, now],
  )
  return rowCount === 1
}

export async function reopenRetro(team: string, id: string): Promise<boolean> {
  const { rowCount } = await pool().query(
    'update retros set closed_at = null where team_key = $1 and id::text = $2 and closed_at is not null',
    [teamKeyOf(team), id],
  )
  return rowCount === 1
}

/** Removes an open retro in which nobody wrote anything, such as one of the wrong days. */
export async function discardRetro(team: string, id: string): Promise<boolean> {
  const gone = await whileOpen(team, id, async (client) => {
    const { rowCount } = await client.query(
      `delete from retros where id::text = $1 and not exists (select 1 from retro_notes where retro = retros.id)
         and not exists (select 1 from retro_actions where retro = retros.id)`,
      [id],
    )
    return rowCount === 1
  })
  return gone === true
}

/** Runs `action` while nobody can close the retro; `closed` where somebody has, or there is none. One at a time for each retro. */
export async function whileOpen<T>(
  team: string,
  id: string,
  action: (client: PoolClient) => Promise<T>,
): Promise<T | 'closed'> {
  return withTransaction(async (client) => {
    const { rowCount } = await client.query(
      'select 1 from retros where team_key = $1 and id::text = $2 and closed_at is null for update',
      [teamKeyOf(team), id],
    )
    return rowCount === 1 ? action(client) : 'closed'
  })
}
