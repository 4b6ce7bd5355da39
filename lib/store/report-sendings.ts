// Every sending of a report: one for each subscription, period and recipient, planned once, and where it stands.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { query, withTransaction } from '../db'
import { ms, rows } from './records'
import { resumeStopped } from './report-recipients'

/**
 * `waiting` for sources that are behind; `queued` to be sent now; `claimed` by a worker that sends it; `retry` at
 * nextTryAt; `sent`; `unconfirmed`: it may have arrived, and is never sent again by itself; `refused` for good;
 * `unsubscribed` before it was sent.
 */
export const SENDING_STATES = [
  ...(['waiting', 'queued', 'claimed', 'retry'] as const),
  ...(['sent', 'unconfirmed', 'refused', 'unsubscribed'] as const),
]
export type SendingState = (typeof SENDING_STATES)[number]

/**
 * Why a sending that a person may send again would not go out: who gets it has unsubscribed, the schedule is paused, the
 * address is no longer a recipient, or it was `stopped`, which alone ends with sending it again.
 */
export const SENDING_HOLDS = ['unsubscribed', 'paused', 'unlisted', 'stopped'] as const
export type SendingHold = (typeof SENDING_HOLDS)[number]

/** What the schedule sends. By hand it is `hand:` and an id, so that neither stands in the other's way. */
export const SCHEDULE = 'schedule'

const Sending = z.object({
  id: z.string(),
  /** Null: sent once from a terminal, to an address. */
  subscription: z.string().nullable(),
  subscriptionName: z.string().nullable(),
  /** `2026-W10`, `2026-03-04` or `2026-03` */
  period: z.string(),
  /** An address; of other channels `slack`, `markdown` or `file` */
  recipient: z.string(),
  byHand: z.boolean(),
  /** The id of the archived report; null until it is made. */
  report: z.string().nullable(),
  state: z.enum(SENDING_STATES),
  dueAt: z.number(),
  /** Until then it waits for sources that are behind. */
  waitsUntil: z.number(),
  nextTryAt: z.number().nullable(),
  tries: z.number(),
  /** When the transfer of the last try began. */
  dataBegunAt: z.number().nullable(),
  sentAt: z.number().nullable(),
  /** What went wrong last, in words for people. */
  lastError: z.string().nullable(),
  changedAt: z.number(),
  /** Null also where there is nothing to send again. */
  hold: z.enum(SENDING_HOLDS).nullable(),
})
export type ReportSending = z.infer<typeof Sending>

const ASKING = `('unconfirmed', 'refused')`
const FROM = `from report_sendings s left join report_subscriptions sub on sub.id = s.subscription
  left join report_recipients r on r.subscription = s.subscription and r.address = s.recipient`
const HOLD = `case when s.state not in ${ASKING} then null
  when exists (select 1 from report_recipients u where u.subscription = s.subscription
    and lower(u.address) = lower(s.recipient) and u.unsubscribed_at is not null) then 'unsubscribed'
  when s.occasion = '${SCHEDULE}' and sub.paused then 'paused'
  when s.occasion = '${SCHEDULE}' and not r.listed then 'unlisted'
  when r.listed and r.stopped_at is not null then 'stopped' end`

const COLUMNS = `s.id, s.subscription, sub.name as "subscriptionName", s.period, s.recipient, s.occasion <> '${SCHEDULE}' as "byHand",
  s.report, s.state, ${ms('s.due_at')} as "dueAt", ${ms('s.waits_until')} as "waitsUntil", ${ms('s.next_try_at')} as "nextTryAt",
  s.tries, ${ms('s.data_begun_at')} as "dataBegunAt", ${ms('s.sent_at')} as "sentAt", s.last_error as "lastError",
  ${ms('s.changed_at')} as "changedAt", ${HOLD} as hold`

export type SendingsAsked = {
  subscription?: string
  /** Of an archived report. */
  report?: string
  /** Only these states: what needs a person is `unconfirmed` and `refused`. */
  states?: readonly SendingState[]
  limit: number
}

/** The latest due first; of these what asks for a person, then by recipient. */
export async function listSendings({ subscription, report, states, limit }: SendingsAsked): Promise<ReportSending[]> {
  return rows(
    Sending,
    `select ${COLUMNS} ${FROM}
     where ($1::text is null or s.subscription::text = $1) and ($2::text is null or s.report::text = $2)
       and ($3::text[] is null or s.state = any($3))
     order by s.due_at desc, s.state in ${ASKING} desc, s.recipient, s.id limit $4`,
    [subscription ?? null, report ?? null, states ?? null, limit],
  )
}

export async function findSending(id: string): Promise<ReportSending | null> {
  const found = await rows(Sending, `select ${COLUMNS} ${FROM} where s.id::text = $1`, [id])
  return found[0] ?? null
}

export type PlannedPeriod = {
  subscription: string
  period: string
  dueAt: number
  waitsUntil: number
  /** Of a channel that is no mail, its kind; null: everybody who gets mail of it since before it was due. */
  recipient: string | null
}

/** Makes the sendings of a period that is due; those that are there already stay. Returns how many are new. */
export async function planSendings(planned: PlannedPeriod, now: Date): Promise<number> {
  const { subscription, period, dueAt, waitsUntil, recipient } = planned
  const { rowCount } = await query(
    `insert into report_sendings (id, subscription, period, recipient, occasion, state, due_at, waits_until, changed_at)
     select gen_random_uuid(), $1, $2, recipient, '${SCHEDULE}', 'waiting', $3, $4, $6 from (
       select address as recipient from report_recipients where $5::text is null and subscription = $1 and listed
         and unsubscribed_at is null and stopped_at is null and since <= $3
       union all select $5 where $5::text is not null) recipients
     on conflict (subscription, period, recipient, occasion) do nothing`,
    [subscription, period, new Date(dueAt), new Date(waitsUntil), recipient, now],
  )
  return rowCount ?? 0
}

export type AskedByHand = {
  subscription: string | null
  period: string
  recipients: readonly string[]
  /** Where it is made already. */
  report?: string
  occasion?: string
}

/** Asks for sendings now, beside what the schedule sends. A worker takes them up within seconds. Returns their ids. */
export async function askForSendings(asked: AskedByHand, now: Date): Promise<string[]> {
  const { subscription, period, recipients, report = null, occasion = handOccasion() } = asked
  const made = await rows(
    z.object({ id: z.string() }),
    `insert into report_sendings (id, subscription, period, recipient, occasion, report, state, due_at, waits_until, next_try_at, changed_at)
     select gen_random_uuid(), $1, $2, recipient, $3, $4, 'queued', $6, $6, $6, $6 from unnest($5::text[]) recipient
     on conflict do nothing returning id`,
    [subscription, period, occasion, report, recipients, now],
  )
  return made.map(({ id }) => id)
}

export function handOccasion(): string {
  return `hand:${randomUUID()}`
}

const Asking = z.object({ hold: z.enum(SENDING_HOLDS).nullable(), recipientId: z.string().nullable() })

/**
 * Sends again what may or may not have arrived, or was refused: a person has decided so. It keeps its Message-ID, so that
 * many mail programs show one of the two. `resume`: where its address was stopped, mail goes there again from now on; without
 * it such a sending stays as it is. False: nothing has changed, because something holds it or it is in another state by now.
 */
export async function sendAgain(id: string, now: Date, { resume = false } = {}): Promise<boolean> {
  return withTransaction(async (client) => {
    const { rows: found } = await client.query(
      `select ${HOLD} as hold, r.id as "recipientId" ${FROM}
       where s.id::text = $1 and s.state in ${ASKING} and s.report is not null for update of s`,
      [id],
    )
    const [asking] = z.array(Asking).parse(found)
    if (!asking) return false
    const { hold, recipientId } = asking
    const resumes = resume && hold === 'stopped' && recipientId !== null
    if (hold !== null && !(resumes && (await resumeStopped(client, recipientId, now)))) return false
    await client.query(
      `update report_sendings set state = 'queued', next_try_at = $2, tries = 0, first_tried_at = null, claimed_by = null,
         claimed_until = null, data_begun_at = null, changed_at = $2 where id::text = $1`,
      [id, now],
    )
    return true
  })
}

const Unmade = z.object({
  subscription: z.string(),
  period: z.string(),
  occasion: z.string(),
  waitsUntil: z.number(),
})
export type UnmadeReport = z.infer<typeof Unmade>

/** Reports that sendings want and nobody has made yet, of subscriptions that are neither paused nor removed or asked for by hand. */
export async function listUnmade(): Promise<UnmadeReport[]> {
  return rows(
    Unmade,
    `select s.subscription, s.period, s.occasion, ${ms('min(s.waits_until)')} as "waitsUntil"
     from report_sendings s join report_subscriptions sub on sub.id = s.subscription
     where s.report is null and s.state in ('waiting', 'queued') and sub.removed_at is null
       and (not sub.paused or s.occasion <> '${SCHEDULE}')
     group by s.subscription, s.period, s.occasion order by min(s.due_at), s.subscription`,
    [],
  )
}

/** The report is made: its sendings may begin. */
export async function releaseSendings(
  { subscription, period, occasion }: Pick<UnmadeReport, 'subscription' | 'period' | 'occasion'>,
  report: string,
  now: Date,
): Promise<void> {
  await query(
    `update report_sendings set report = $4, state = 'queued', next_try_at = $5, changed_at = $5, last_error = null
     where subscription = $1 and period = $2 and occasion = $3 and report is null and state in ('waiting', 'queued')`,
    [subscription, period, occasion, report, now],
  )
}

/** Why a report is not made yet, or cannot be: shown with its sendings. */
export async function explainUnmade(
  { subscription, period, occasion }: Pick<UnmadeReport, 'subscription' | 'period' | 'occasion'>,
  why: string,
  state: 'waiting' | 'refused',
  now: Date,
): Promise<void> {
  await query(
    `update report_sendings set last_error = $4, state = $5, changed_at = $6
     where subscription = $1 and period = $2 and occasion = $3 and report is null and state in ('waiting', 'queued')
       and (last_error is distinct from $4 or state <> $5)`,
    [subscription, period, occasion, why, state, now],
  )
}
