// Who sends what: a sending is claimed before anything of it leaves, and its transfer is marked before it begins.
import { z } from 'zod'
import { query } from '../db'
import { rows } from './records'
import { SCHEDULE } from './report-sendings'

const Claim = z.object({
  id: z.string(),
  /** Of this one try. */
  claim: z.string(),
  subscription: z.string().nullable(),
  period: z.string(),
  recipient: z.string(),
  /** What a link to unsubscribe names; null where there is nothing to unsubscribe from. */
  recipientId: z.string().nullable(),
  occasion: z.string(),
  report: z.string(),
  tries: z.number(),
  firstTriedAt: z.number(),
})
export type ClaimedSending = z.infer<typeof Claim>

/** How a try ended. A `retry` is at `at`; what is `refused` was so for good; `unconfirmed` may have arrived. */
export type Settled =
  | { state: 'sent'; messageId: string | null }
  | { state: 'retry'; at: Date; error: string }
  | { state: 'refused' | 'unconfirmed'; error: string }

/** Longer than a try may take. */
export const LEASE_MS = 15 * 60_000

const WITH_WANTED = `left join report_subscriptions sub on sub.id = s.subscription
  left join report_recipients r on r.subscription = s.subscription and r.address = s.recipient`
/** What a person asked for goes out whatever the schedule does. */
const WANTED = `(s.occasion <> '${SCHEDULE}' or (not sub.paused and sub.removed_at is null
  and r.unsubscribed_at is null and r.stopped_at is null and coalesce(r.listed, true)))`

/** What is no mail. */
const OTHERS = `('slack', 'markdown', 'file')`

/** One sending that is to be sent now, for this caller alone; null: there is none. `only`: of these; `mails`: also one by mail. */
export async function claimSending(
  now: Date,
  { only = null, mails = true }: { only?: readonly string[] | null; mails?: boolean } = {},
): Promise<ClaimedSending | null> {
  const found = await rows(
    Claim,
    `update report_sendings set state = 'claimed', claimed_by = gen_random_uuid(), claimed_until = $2, data_begun_at = null, next_try_at = null,
       tries = tries + 1, first_tried_at = coalesce(first_tried_at, $1), changed_at = $1
     where id = (select s.id from report_sendings s
         ${WITH_WANTED}
       where s.state in ('queued', 'retry') and s.report is not null and s.next_try_at <= $1 and ${WANTED}
         and ($3::text[] is null or s.id::text = any($3)) and ($4 or s.recipient in ${OTHERS})
       order by s.next_try_at limit 1 for update of s skip locked)
     returning id, claimed_by as claim, subscription, period, recipient, occasion, report, tries,
       (select r.id from report_recipients r where r.subscription = report_sendings.subscription and r.address = recipient) as "recipientId",
       (extract(epoch from first_tried_at) * 1000)::float8 as "firstTriedAt"`,
    [now, new Date(now.getTime() + LEASE_MS), only, mails],
  )
  return found[0] ?? null
}

/**
 * Says that the transfer begins now. False: it must not, because somebody else has taken the sending up since, or because it is not
 * wanted any more, as by one who has unsubscribed while the connection was made; when the lease is over it is put aside.
 */
export async function markDataBegun({ id, claim }: ClaimedSending, now: Date): Promise<boolean> {
  const { rowCount } = await query(
    `update report_sendings set data_begun_at = $3, changed_at = $3
     where id = (select s.id from report_sendings s ${WITH_WANTED}
       where s.id = $1 and s.claimed_by = $2 and s.state = 'claimed' and ${WANTED} for update of s)`,
    [id, claim, now],
  )
  return rowCount === 1
}

/** Writes down how a try ended, also when others had lost hope of it meanwhile. */
export async function settleSending({ id, claim }: ClaimedSending, settled: Settled, now: Date): Promise<void> {
  const at = settled.state === 'retry' ? settled.at : null
  await query(
    `update report_sendings set state = $3, next_try_at = $4, last_error = $5, changed_at = $6::timestamptz, claimed_until = null,
       sent_at = case when $3 = 'sent' then $6::timestamptz end, message_id = coalesce($7, message_id),
       data_begun_at = case when $3 = 'retry' then null else data_begun_at end
     where id = $1 and claimed_by = $2 and state in ('claimed', 'unconfirmed')`,
    [
      ...[id, claim, settled.state, at, settled.state === 'sent' ? null : settled.error, now],
      settled.state === 'sent' ? settled.messageId : null,
    ],
  )
}

/** Longer than a sending may wait for its sources and be tried again, taken together. */
const LATE = '4 days'
export const LOST = 'The program that was sending it ended during the transfer, so that it may or may not have arrived.'

/**
 * Takes up what nobody holds any more: whose transfer had not begun is sent again, the others are unconfirmed. What nobody
 * wants any more is put aside. Returns how many became unconfirmed.
 */
export async function takeUpLostSendings(now: Date): Promise<number> {
  await query(
    `update report_sendings set state = 'retry', next_try_at = $1, claimed_by = null, claimed_until = null, changed_at = $1
     where state = 'claimed' and claimed_until < $1 and data_begun_at is null`,
    [now],
  )
  const { rowCount } = await query(
    `update report_sendings set state = 'unconfirmed', claimed_until = null, last_error = $2, changed_at = $1
     where state = 'claimed' and claimed_until < $1 and data_begun_at is not null`,
    [now, LOST],
  )
  await query(
    `update report_sendings s set changed_at = $1, next_try_at = null,
       state = case when r.unsubscribed_at is null then 'refused' else 'unsubscribed' end,
       last_error = case when r.unsubscribed_at is null then coalesce(r.stopped_because, 'The address is no longer among the recipients.') end
     from report_recipients r
     where r.subscription = s.subscription and r.address = s.recipient and s.occasion = '${SCHEDULE}'
       and s.state in ('waiting', 'queued', 'retry')
       and (r.unsubscribed_at is not null or r.stopped_at is not null or not r.listed)`,
    [now],
  )
  // Of a pause that has ended, or after a time in which nothing ran: an old report is no news any more.
  await query(
    `update report_sendings set state = 'refused', changed_at = $1, next_try_at = null,
       last_error = 'It was not sent in time: its report was paused or removed, or nothing ran that sends.'
     where state in ('waiting', 'queued', 'retry') and due_at < $1::timestamptz - interval '${LATE}' and changed_at < $1::timestamptz - interval '1 day'`,
    [now],
  )
  return rowCount ?? 0
}
