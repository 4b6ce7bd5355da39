// The limits that a team agreed on. One limit for each agreement; taking it away ends the agreement.
import { z } from 'zod'
import { withTransaction } from '../db'
import { rows } from './records'
import { teamKeyOf } from './retros'

const Row = z.object({ agreement: z.string(), limit: z.number(), since: z.number() })
export type AgreedLimit = z.infer<typeof Row>

/** By agreement; `since` is when this limit was agreed on. */
export async function loadLimits(team: string): Promise<AgreedLimit[]> {
  return rows(
    Row,
    `select agreement, limit_value as "limit", (extract(epoch from agreed_at) * 1000)::float8 as since
     from team_agreements where team_key = $1 order by agreement`,
    [teamKeyOf(team)],
  )
}

/** Keys of the teams that have agreed on anything. */
export async function loadLimitedTeams(): Promise<Set<string>> {
  const found = await rows(z.object({ key: z.string() }), 'select distinct team_key as key from team_agreements', [])
  return new Set(found.map(({ key }) => key))
}

/** The given ones and no others; a limit that stays keeps its date. */
export async function saveLimits(team: string, limits: Record<string, number>, now: Date): Promise<void> {
  const [names, values] = [Object.keys(limits), Object.values(limits)]
  await withTransaction(async (client) => {
    await client.query('delete from team_agreements where team_key = $1 and agreement <> all($2)', [
      teamKeyOf(team),
      names,
    ])
    await client.query(
      `insert into team_agreements (team_key, agreement, limit_value, agreed_at)
       select $1, name, value, $4 from unnest($2::text[], $3::float8[]) as given(name, value) order by name
       on conflict (team_key, agreement) do update set limit_value = excluded.limit_value, agreed_at = excluded.agreed_at
       where team_agreements.limit_value <> excluded.limit_value`,
      [teamKeyOf(team), names, values, now],
    )
  })
}
