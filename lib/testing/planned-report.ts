// What tests of the sendings of reports have in common: a weekly subscription, and a period of it as it is planned, made and claimed.
import { archiveReport } from '../store/report-archive'
import { claimSending } from '../store/report-claims'
import { planSendings, releaseSendings } from '../store/report-sendings'
import { type SubscriptionSettings, saveSubscription } from '../store/report-subscriptions'

export const DAY = 86_400_000
export const now = new Date('2026-03-02T08:00:00Z')
export const later = (ms: number) => new Date(now.getTime() + ms)
export const weekly: SubscriptionSettings = {
  name: 'Checkout weekly',
  scope: { kind: 'team', name: 'Checkout' },
  rhythm: { every: 'week', day: 1, hour: 9 },
  timeZone: 'Europe/Berlin',
  channel: { kind: 'email' },
  waitHours: 12,
  paused: false,
}
export const due = {
  period: '2026-W10',
  dueAt: later(7 * DAY).getTime(),
  waitsUntil: later(8 * DAY).getTime(),
  recipient: null,
}

export async function save(
  settings: Partial<SubscriptionSettings> = {},
  recipients = ['ada@example.org', 'ben@example.org'],
) {
  const saved = await saveSubscription({ ...weekly, ...settings }, { recipients }, now)
  if (typeof saved === 'string') throw new Error(saved)
  return saved.id
}

export function archive(subscription: string | null, period = due.period) {
  const scope = { kind: 'organisation' } as const
  const words = { subject: 'News', report: { version: 1 }, html: '<p>', text: 'news', markdown: '# News' }
  const png = Buffer.from([1, 2, 3])
  const pictures = [{ id: 'lead-time', cid: 'lead-time@x', fileName: 'lead-time.png', png }]
  return archiveReport({ subscription, period, occasion: 'schedule', name: 'Weekly', scope, ...words, pictures }, now)
}

/** The id of a subscription with a period planned and made, ready to be claimed. */
export async function ready(recipients?: string[]) {
  const id = await save({}, recipients)
  await planSendings({ ...due, subscription: id }, now)
  await releaseSendings({ subscription: id, period: due.period, occasion: 'schedule' }, await archive(id), now)
  return id
}

/** What a worker would send next. */
export async function claim(at = now) {
  const claimed = await claimSending(at)
  if (claimed === null) throw new Error('There is nothing to claim.')
  return claimed
}
