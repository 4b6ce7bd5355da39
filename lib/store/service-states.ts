// What is kept of a measured service beside its facts: settings, URL segment, rule in use, version.
import type pg from 'pg'
import type { RuleInUse } from '../facts/deployment'
import type { DeployedEver } from '../facts/service'
import type { Settings } from './services'

export type ServiceState = { name: string; repository: string; configured: boolean; settings: Settings }

const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString())

/** The version is another one if any fact or setting differs. */
export async function saveState(
  client: pg.PoolClient,
  { name, repository, configured, settings }: ServiceState,
  { count, firstAt, lastAt }: DeployedEver,
  differs: boolean,
  now: number,
): Promise<void> {
  const known = await client.query<{ settings: Settings }>(
    'select settings from service_states where service = $1 for update',
    [name],
  )
  const before = known.rows[0]?.settings.rule
  const deployed = [count, instant(firstAt), instant(lastAt)]
  const values = [name, repository, configured, JSON.stringify(settings), instant(now), ...deployed]
  if (!before) {
    await client.query(
      `insert into service_states (service, repository, configured, settings, derived_at, deployed_count, deployed_from, deployed_until,
         slug, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, nextval('facts_version_seq'))`,
      [...values, await freeSlug(client, name)],
    )
    return
  }
  const switched = ruleText(before) !== ruleText(settings.rule)
  await client.query(
    `update service_states set repository = $2, configured = $3, settings = $4, derived_at = $5,
       deployed_count = $6, deployed_from = $7, deployed_until = $8,
       version = case when $9 or settings is distinct from $4::jsonb then nextval('facts_version_seq') else version end,
       previous_rule = case when $10 then $11::jsonb else previous_rule end,
       rule_since = case when $10 then $5::timestamptz else rule_since end
     where service = $1`,
    [...values, differs, switched, JSON.stringify(before)],
  )
}

function ruleText({ from, match, environment, inferred }: RuleInUse): string {
  return JSON.stringify([from, match ?? null, environment ?? null, inferred])
}

/** The URL segment: lower case, other characters to `-`; a taken one gets `-2`, `-3`, … */
async function freeSlug(client: pg.PoolClient, name: string): Promise<string> {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 80) || 'service'
  await client.query(`select pg_advisory_xact_lock(hashtext('streamgauge slug'))`)
  const taken = await client.query<{ slug: string }>(
    `select slug from service_states where slug = $1 or slug like $1 || '-%'`,
    [base],
  )
  const slugs = new Set(taken.rows.map((row) => row.slug))
  if (!slugs.has(base)) return base
  let count = 2
  while (slugs.has(`${base}-${count}`)) count++
  return `${base}-${count}`
}
