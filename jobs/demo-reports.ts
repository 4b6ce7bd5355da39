// The reports of the demo organisation: two that somebody gets, each with the last one as it would have been sent. Nothing leaves.
import type { Env } from '../lib/env'
import { servicesOfScope } from '../lib/insights/report/scope-services'
import { lastOver, nextDue, type Rhythm } from '../lib/rhythm'
import { currentServices } from '../lib/store/measured'
import { claimSending, settleSending } from '../lib/store/report-claims'
import { planSendings, releaseSendings, SCHEDULE } from '../lib/store/report-sendings'
import { DEFAULT_WAIT_HOURS, type SubscriptionScope, saveSubscription } from '../lib/store/report-subscriptions'
import { keepReport, makeReport } from './report-making'

const DAY_MS = 86_400_000

type Told = { name: string; scope: SubscriptionScope; rhythm: Rhythm; days: number; recipients: string[] }

/** `days`: of its longest period. */
const REPORTS: Told[] = [
  {
    name: 'Storefront, weekly',
    scope: { kind: 'team', name: 'Storefront' },
    rhythm: { every: 'week', day: 1, hour: 8 },
    days: 7,
    recipients: ['storefront@example.com', 'product@example.com'],
  },
  {
    name: 'Everything, monthly',
    scope: { kind: 'organisation' },
    rhythm: { every: 'month', day: 1, hour: 8 },
    days: 31,
    recipients: ['engineering@example.com'],
  },
]

/** Facts are derived already. */
export async function fillDemoReports(now: number, env: Pick<Env, 'url'>): Promise<void> {
  for (const told of REPORTS) await fillOne(told, now, env)
}

async function fillOne({ name, scope, rhythm, days, recipients }: Told, now: number, env: Pick<Env, 'url'>) {
  const all = await currentServices()
  if (scope.kind === 'team' && all.every(({ team }) => team !== scope.name)) return
  const zones = servicesOfScope(all, scope).services.map(({ timeZone }) => timeZone)
  const timeZone = zones[0] ?? 'UTC'
  // The last time at which it was due.
  const dueAt = nextDue(rhythm, timeZone, now - days * DAY_MS)
  const due = new Date(dueAt)
  const saved = await saveSubscription(
    { name, scope, rhythm, timeZone, channel: { kind: 'email' }, waitHours: DEFAULT_WAIT_HOURS, paused: false },
    { recipients },
    new Date(dueAt - days * DAY_MS),
  )
  if (typeof saved === 'string') return
  const of = { subscription: saved.id, period: lastOver(rhythm, zones, dueAt).key, occasion: SCHEDULE }
  await planSendings({ ...of, dueAt, waitsUntil: dueAt, recipient: null }, due)
  const { report } = await makeReport({ scope, period: of.period }, due, env)
  const { id } = await keepReport({ ...of, name, scope }, report, due)
  await releaseSendings(of, id, due)
  for (let sending = await claimSending(due); sending !== null; sending = await claimSending(due)) {
    await settleSending(sending, { state: 'sent', messageId: null }, due)
  }
}
