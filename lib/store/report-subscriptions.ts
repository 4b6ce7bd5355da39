// Who gets which report, when, and how it goes out. A subscription is known by its name, also after it was removed.
import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { z } from 'zod'
import { query, withTransaction } from '../db'
import { Rhythm } from '../rhythm'
import { isTimeZone } from '../time'
import { ms, rows } from './records'
import { saveRecipients } from './report-recipients'

const Name = z.string().trim().min(1, 'is empty').max(120, 'is longer than 120 characters')

/** `services`: a group that is known to this subscription alone, named by `name`. */
export const SubscriptionScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('organisation') }),
  z.strictObject({ kind: z.literal('team'), name: Name }),
  z.strictObject({ kind: z.literal('service'), name: Name }),
  z.strictObject({ kind: z.literal('services'), name: Name, services: z.array(Name).min(1, 'are none').max(500) }),
])
export type SubscriptionScope = z.infer<typeof SubscriptionScope>

/** How a secret is stored: sealed, or as the name of a variable. See lib/auth/report-channels.ts. */
const Secret = z.union([z.string().min(1), z.strictObject({ $secret: z.string() })])

/** `url`: of a webhook, which whoever knows it may use. A file's path is absolute, and may hold `{period}`. */
export const StoredChannel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('email') }),
  z.strictObject({ kind: z.literal('slack'), url: Secret }),
  z.strictObject({ kind: z.literal('markdown'), url: Secret }),
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1) }),
])
export type StoredChannel = z.infer<typeof StoredChannel>

export const DEFAULT_WAIT_HOURS = 12
export const WaitHours = z.number().int('is not a whole number').min(0, 'is below 0').max(48, 'is above 48')

const Settings = z.object({
  name: Name,
  scope: SubscriptionScope,
  rhythm: Rhythm,
  timeZone: z.string().refine(isTimeZone, 'is not a time zone such as Europe/Berlin'),
  channel: StoredChannel,
  waitHours: WaitHours,
  paused: z.boolean(),
})
/** What a person decides; the channel as `sealChannel` gives it. */
export type SubscriptionSettings = z.infer<typeof Settings>

const Subscription = Settings.extend({
  id: z.string(),
  declared: z.boolean(),
  createdAt: z.number(),
  since: z.number(),
})
export type ReportSubscription = z.infer<typeof Subscription>

const COLUMNS = `id, name, scope, rhythm, time_zone as "timeZone", channel, wait_hours as "waitHours", paused, declared,
  ${ms('created_at')} as "createdAt", ${ms('since')} as "since"`

/** Those that are not removed, by name. */
export async function listSubscriptions(): Promise<ReportSubscription[]> {
  return rows(
    Subscription,
    `select ${COLUMNS} from report_subscriptions where removed_at is null order by lower(name)`,
    [],
  )
}

export async function findSubscription(id: string): Promise<ReportSubscription | null> {
  return findWhere('id::text = $1', id)
}

/** In any case. */
export async function findSubscriptionByName(name: string): Promise<ReportSubscription | null> {
  return findWhere('lower(name) = lower($1)', name.trim())
}

async function findWhere(condition: string, value: string): Promise<ReportSubscription | null> {
  const found = await rows(
    Subscription,
    `select ${COLUMNS} from report_subscriptions where removed_at is null and ${condition} limit 1`,
    [value],
  )
  return found[0] ?? null
}

/** Nothing was saved: another one has the name; the file declares it; or it is no more. */
export type SaveRefusal = 'taken' | 'declared' | 'missing'
export type Saved = { id: string } | SaveRefusal

/**
 * Makes a subscription, or changes the one with `id`. `recipients`: addresses of `MailAddress`, for mail alone; whoever
 * unsubscribed stays so. Throws ZodError for settings that are none.
 */
export async function saveSubscription(
  settings: SubscriptionSettings,
  { id, recipients }: { id?: string | undefined; recipients: readonly string[] },
  now: Date,
): Promise<Saved> {
  const parsed = Settings.parse(settings)
  return withTransaction(async (client) => {
    await lock(client)
    const { rows: known } = await client.query<{ id: string; declared: boolean; removed: boolean }>(
      `select id, declared, removed_at is not null as removed from report_subscriptions
       where lower(name) = lower($1) or id::text = $2`,
      [parsed.name, id ?? ''],
    )
    const own = id === undefined ? undefined : known.find((one) => one.id === id)
    if (id !== undefined && (own === undefined || own.removed)) return 'missing'
    if (own?.declared) return 'declared'
    const other = known.find((one) => one.id !== id)
    // One that was removed keeps its name and its archive: under it, it comes back.
    if (other && (id !== undefined || !other.removed)) return 'taken'
    const saved = await write(client, parsed, { id: own?.id ?? other?.id, declared: false, now })
    await saveRecipients(client, saved, parsed.channel.kind === 'email' ? recipients : [], now)
    return { id: saved }
  })
}

export type DeclaredSubscription = { settings: SubscriptionSettings; recipients: readonly string[] }

/** What the configuration file declares: all of it, and what it declared before and no longer does is removed. */
export async function declareSubscriptions(all: readonly DeclaredSubscription[], now: Date): Promise<void> {
  const parsed = all.map(({ settings, recipients }) => ({ settings: Settings.parse(settings), recipients }))
  await withTransaction(async (client) => {
    await lock(client)
    for (const { settings, recipients } of parsed) {
      const { rows: known } = await client.query<{ id: string }>(
        'select id from report_subscriptions where lower(name) = lower($1)',
        [settings.name],
      )
      const id = await write(client, settings, { id: known[0]?.id, declared: true, now })
      await saveRecipients(client, id, settings.channel.kind === 'email' ? recipients : [], now)
    }
    await client.query(
      `update report_subscriptions set removed_at = $2, declared = false
       where declared and removed_at is null and lower(name) <> all($1)`,
      [parsed.map(({ settings }) => settings.name.toLowerCase()), now],
    )
  })
}

/** The configuration file and pages may save at the same moment; names are compared in any case. */
async function lock(client: PoolClient): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('streamgauge report subscriptions'))`)
}

/** Another rhythm, zone or scope, or an end of a pause, begins now: what was due before is not made up for. */
async function write(
  client: PoolClient,
  { name, scope, rhythm, timeZone, channel, waitHours, paused }: SubscriptionSettings,
  { id = randomUUID(), declared, now }: { id?: string | undefined; declared: boolean; now: Date },
): Promise<string> {
  await client.query(
    `insert into report_subscriptions as known
       (id, name, scope, rhythm, time_zone, channel, wait_hours, paused, declared, created_at, since)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
     on conflict (id) do update set name = excluded.name, scope = excluded.scope, rhythm = excluded.rhythm,
       time_zone = excluded.time_zone, channel = excluded.channel, wait_hours = excluded.wait_hours, paused = excluded.paused,
       declared = excluded.declared, removed_at = null,
       since = case when known.removed_at is not null or (known.paused and not excluded.paused) or known.scope <> excluded.scope
         or known.rhythm <> excluded.rhythm or known.time_zone <> excluded.time_zone then excluded.since else known.since end`,
    [id, name, json(scope), json(rhythm), timeZone, json(channel), waitHours, paused, declared, now],
  )
  return id
}

function json(value: object): string {
  return JSON.stringify(value)
}

/** False: there is none, or the file declares it. */
export async function pauseSubscription(id: string, paused: boolean, now: Date): Promise<boolean> {
  const { rowCount } = await query(
    `update report_subscriptions set paused = $2, since = case when paused and not $2 then $3 else since end
     where id::text = $1 and not declared and removed_at is null`,
    [id, paused, now],
  )
  return rowCount === 1
}

/** Its archive stays. False: there is none, or the file declares it. */
export async function removeSubscription(id: string, now: Date): Promise<boolean> {
  const { rowCount } = await query(
    'update report_subscriptions set removed_at = $2 where id::text = $1 and not declared and removed_at is null',
    [id, now],
  )
  return rowCount === 1
}

/** Puts another writing of the same channels in their place, for another key; those of removed subscriptions too. */
export async function rewriteChannels(rewrite: (name: string, channel: StoredChannel) => StoredChannel): Promise<void> {
  await withTransaction(async (client) => {
    const { rows: all } = await client.query<{ id: string; name: string; channel: unknown }>(
      'select id, name, channel from report_subscriptions order by name for update',
    )
    for (const { id, name, channel } of all) {
      const written = json(rewrite(name, StoredChannel.parse(channel)))
      if (written === JSON.stringify(channel)) continue
      await client.query('update report_subscriptions set channel = $2::jsonb where id = $1', [id, written])
    }
  })
}
