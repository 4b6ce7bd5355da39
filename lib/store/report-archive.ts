// Reports as they were sent: written once, never again. A trigger of the database refuses every change.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { query } from '../db'
import { ms, rows } from './records'
import { SCHEDULE } from './report-sendings'
import { SubscriptionScope } from './report-subscriptions'
import { storableJson, storableText } from './storable'

const Listed = z.object({
  id: z.string(),
  subscription: z.string().nullable(),
  /** Of the subscription when it was sent. */
  name: z.string(),
  /** `2026-W10`, `2026-03-04` or `2026-03` */
  period: z.string(),
  byHand: z.boolean(),
  madeAt: z.number(),
  subject: z.string(),
  /** How many got it, and how many were to. */
  sent: z.number(),
  sendings: z.number(),
})
export type ListedReport = z.infer<typeof Listed>

const Whole = Listed.omit({ sent: true, sendings: true }).extend({
  occasion: z.string(),
  scope: SubscriptionScope,
  /** As lib/report/report.ts has it. */
  report: z.unknown(),
  html: z.string(),
  text: z.string(),
  markdown: z.string(),
})
export type ArchivedReport = z.infer<typeof Whole>

const Picture = z.object({ id: z.string(), cid: z.string(), fileName: z.string(), png: z.string() })
export type ArchivedPicture = Omit<z.infer<typeof Picture>, 'png'> & { png: Buffer }

const COLUMNS = `a.id, a.subscription, a.name, a.period, a.occasion <> '${SCHEDULE}' as "byHand", ${ms('a.made_at')} as "madeAt", a.subject`

/** The latest first; of one subscription, or of all. */
export async function listArchive({
  subscription,
  limit,
}: {
  subscription?: string
  limit: number
}): Promise<ListedReport[]> {
  return rows(
    Listed,
    `select ${COLUMNS}, (select count(*)::int from report_sendings s where s.report = a.id) as sendings,
       (select count(*)::int from report_sendings s where s.report = a.id and s.state = 'sent') as sent
     from sent_reports a where $1::text is null or a.subscription::text = $1 order by a.made_at desc, a.id limit $2`,
    [subscription ?? null, limit],
  )
}

/** Without its pictures; null: there is none. */
export async function findArchived(id: string): Promise<ArchivedReport | null> {
  return (await wholeWhere('a.id::text = $1', [id]))[0] ?? null
}

/** What was made for this period, if it was. */
export async function findArchivedOf(
  subscription: string,
  period: string,
  occasion = SCHEDULE,
): Promise<ArchivedReport | null> {
  const values = [subscription, period, occasion]
  return (await wholeWhere('a.subscription::text = $1 and a.period = $2 and a.occasion = $3', values))[0] ?? null
}

function wholeWhere(condition: string, values: unknown[]): Promise<ArchivedReport[]> {
  return rows(
    Whole,
    `select ${COLUMNS}, a.occasion, a.scope, a.report, a.html, a.text, a.markdown from sent_reports a where ${condition}`,
    values,
  )
}

export async function loadArchivedPictures(id: string): Promise<ArchivedPicture[]> {
  const found = await rows(
    z.object({ pictures: z.array(Picture) }),
    'select pictures from sent_reports where id::text = $1',
    [id],
  )
  return (found[0]?.pictures ?? []).map((picture) => ({ ...picture, png: Buffer.from(picture.png, 'base64') }))
}

export type ReportToArchive = {
  subscription: string | null
  period: string
  occasion: string
  name: string
  scope: SubscriptionScope
  subject: string
  report: object
  html: string
  text: string
  markdown: string
  pictures: readonly ArchivedPicture[]
}

/** Keeps a report for ever and returns its id: of the one that is there already, where somebody was first. */
export async function archiveReport(made: ReportToArchive, now: Date): Promise<string> {
  const { subscription, period, occasion, name, scope, subject, report, html, text, markdown, pictures } = made
  const id = randomUUID()
  const encoded = pictures.map((picture) => ({ ...picture, png: picture.png.toString('base64') }))
  const { rowCount } = await query(
    `insert into sent_reports (id, subscription, period, occasion, name, scope, made_at, subject, report, html, text, markdown, pictures)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (subscription, period, occasion) do nothing`,
    [
      ...[id, subscription, period, occasion, storableText(name), storableJson(scope), now, storableText(subject)],
      ...[
        storableJson(report),
        storableText(html),
        storableText(text),
        storableText(markdown),
        JSON.stringify(encoded),
      ],
    ],
  )
  if (rowCount === 1) return id
  const found = await rows(
    z.object({ id: z.string() }),
    'select id from sent_reports where subscription = $1 and period = $2 and occasion = $3',
    [subscription, period, occasion],
  )
  const [first] = found
  if (!first) throw new Error('A report was removed in the moment in which it was archived again.')
  return first.id
}
