// Who gets a report by mail, who no longer wants it, and whose address was refused for good.
import type { PoolClient } from 'pg'
import { z } from 'zod'
import { query, withTransaction } from '../db'
import { ms, rows } from './records'

const Recipient = z.object({
  id: z.string(),
  address: z.string(),
  since: z.number(),
  unsubscribedAt: z.number().nullable(),
  stoppedAt: z.number().nullable(),
  /** Why nothing is sent there any more, in words. */
  stoppedBecause: z.string().nullable(),
})
export type ReportRecipient = z.infer<typeof Recipient>

const COLUMNS = `id, address, ${ms('since')} as "since", ${ms('unsubscribed_at')} as "unsubscribedAt",
  ${ms('stopped_at')} as "stoppedAt", stopped_because as "stoppedBecause"`

/** Those that the subscription names now, by address. */
export async function listRecipients(subscription: string): Promise<ReportRecipient[]> {
  return rows(
    Recipient,
    `select ${COLUMNS} from report_recipients where subscription::text = $1 and listed order by address`,
    [subscription],
  )
}

/** Whether somebody at this address, in any case, wants no more of it, be they listed or not. */
export async function hasUnsubscribed(subscription: string, address: string): Promise<boolean> {
  const { rowCount } = await query(
    `select 1 from report_recipients
     where subscription::text = $1 and lower(address) = lower($2) and unsubscribed_at is not null`,
    [subscription, address],
  )
  return rowCount !== 0
}

const Found = Recipient.extend({ subscription: z.string(), subscriptionName: z.string(), listed: z.boolean() })
export type FoundRecipient = z.infer<typeof Found>

/** Somebody by the id that a link to unsubscribe names, listed or not. */
export async function findRecipient(id: string): Promise<FoundRecipient | null> {
  const found = await rows(
    Found,
    `select ${COLUMNS}, subscription, listed,
       (select name from report_subscriptions where id = subscription) as "subscriptionName"
     from report_recipients where id::text = $1`,
    [id],
  )
  return found[0] ?? null
}

/**
 * The whole list: who is not on it gets nothing more. Who was off it gets what is due from now on. An address is one in any case,
 * and stays as it was written first: so nobody gets two, and who unsubscribed stays so.
 */
export async function saveRecipients(
  client: PoolClient,
  subscription: string,
  given: readonly string[],
  now: Date,
): Promise<void> {
  const { rows: known } = await client.query<{ address: string }>(
    'select address from report_recipients where subscription = $1 order by since',
    [subscription],
  )
  const written = new Map<string, string>()
  for (const address of [...known.map((one) => one.address), ...given]) {
    const folded = address.toLowerCase()
    if (!written.has(folded)) written.set(folded, address)
  }
  const addresses = given.map((address) => written.get(address.toLowerCase()) ?? address)
  await client.query(
    'update report_recipients set listed = false where subscription = $1 and listed and address <> all($2)',
    [subscription, addresses],
  )
  await client.query(
    `insert into report_recipients as known (id, subscription, address, since)
     select gen_random_uuid(), $1, address, $3 from unnest($2::text[]) address group by address
     on conflict (subscription, address) do update set listed = true, since = excluded.since where not known.listed`,
    [subscription, addresses, now],
  )
}

/**
 * Nothing more is sent there, also of what is under way and not in transfer yet. Done again it changes nothing.
 * False: there is no such recipient.
 */
export async function unsubscribeRecipient(id: string, now: Date): Promise<boolean> {
  return withTransaction(async (client) => {
    const { rowCount } = await client.query(
      'update report_recipients set unsubscribed_at = coalesce(unsubscribed_at, $2) where id::text = $1',
      [id, now],
    )
    if (rowCount !== 1) return false
    await client.query(
      `update report_sendings s set state = 'unsubscribed', changed_at = $2, next_try_at = null from report_recipients r
       where r.id::text = $1 and s.subscription = r.subscription and s.recipient = r.address and s.occasion = 'schedule'
         and s.state in ('waiting', 'queued', 'retry')`,
      [id, now],
    )
    return true
  })
}

/** Sends there again from now on, whether somebody had unsubscribed or the address had been refused. False: not listed. */
export async function resumeRecipient(id: string, now: Date): Promise<boolean> {
  const { rowCount } = await query(
    `update report_recipients set unsubscribed_at = null, stopped_at = null, stopped_because = null, since = $2
     where id::text = $1 and listed`,
    [id, now],
  )
  return rowCount === 1
}

/** The same of an address that had been refused, by whoever sends there again; never of one who has unsubscribed. */
export async function resumeStopped(client: PoolClient, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await client.query(
    `update report_recipients set stopped_at = null, stopped_because = null, since = $2
     where id = $1 and listed and unsubscribed_at is null`,
    [id, now],
  )
  return rowCount === 1
}

/** Nothing more is sent there until somebody resumes it; `because` is for people, without secrets. */
export async function stopRecipient(subscription: string, address: string, because: string, now: Date): Promise<void> {
  await query(
    `update report_recipients set stopped_at = coalesce(stopped_at, $4), stopped_because = $3
     where subscription::text = $1 and address = $2`,
    [subscription, address, because, now],
  )
}
