// The worker's part in reports: looks what is due, makes it, sends it. Every worker may, also at the same moment.
import type { Logger } from 'pino'
import { describeError, errorKind } from '../lib/errors'
import { servicesOfScope } from '../lib/insights/report/scope-services'
import { latestDue } from '../lib/rhythm'
import { takeUpLostSendings } from '../lib/store/report-claims'
import { listUnmade, planSendings, SCHEDULE, type UnmadeReport } from '../lib/store/report-sendings'
import { listSubscriptions, type ReportSubscription } from '../lib/store/report-subscriptions'
import { listServices, type ServiceSummary } from '../lib/store/services'
import { pause } from './pause'
import { makeUnmade } from './report-making'
import { Sender, type SendingOptions } from './report-sending'

const HOUR = 3_600_000
/** How often it is looked for what somebody asked for. */
const POLL_MS = 3000
/** How often it is looked for what is due. */
const PLAN_MS = 60_000
/** How often it is looked whether sources have caught up, which takes the figures of a week. */
const WAIT_MS = 5 * 60_000

/** Makes the sendings of every period that is due by now; returns how many are new. */
export async function planDue(now: Date): Promise<number> {
  const active = (await listSubscriptions()).filter(({ paused }) => !paused)
  if (active.length === 0) return 0
  const services = await listServices()
  let planned = 0
  for (const subscription of active) planned += await planOne(subscription, services, now)
  return planned
}

async function planOne(subscription: ReportSubscription, all: ServiceSummary[], now: Date): Promise<number> {
  const { id, scope, rhythm, timeZone, since, waitHours, channel } = subscription
  const zones = zonesOf(all, scope)
  const due = latestDue(rhythm, timeZone, { zones, since, now: now.getTime() })
  if (due === null) return 0
  const recipient = channel.kind === 'email' ? null : channel.kind
  const waitsUntil = due.at + waitHours * HOUR
  return planSendings({ subscription: id, period: due.period.key, dueAt: due.at, waitsUntil, recipient }, now)
}

/** Of a scope that nobody knows none: that it has no services is told when its report is made. */
function zonesOf(all: ServiceSummary[], scope: ReportSubscription['scope']): string[] {
  try {
    return servicesOfScope(all, scope).services.map(({ timeZone }) => timeZone)
  } catch (error) {
    if (errorKind(error) === 'not-found') return []
    throw error
  }
}

export type ReportsOptions = Omit<SendingOptions, 'only' | 'log'> & { log: Logger }

/** One worker's eyes on reports; `look` is called every few seconds. */
export class Reports {
  private plannedAt = Number.NEGATIVE_INFINITY
  private readonly lookedAt = new Map<string, number>()
  private readonly clock: () => Date
  private readonly sender: Sender

  constructor(private readonly options: ReportsOptions) {
    this.clock = options.clock ?? (() => new Date())
    this.sender = new Sender(options)
  }

  async look(): Promise<void> {
    const { log } = this.options
    const now = this.clock()
    if (now.getTime() - this.plannedAt >= PLAN_MS) {
      const lost = await takeUpLostSendings(now)
      if (lost > 0)
        log.warn({ sendings: lost }, 'a worker ended while it sent these; they are not sent again by themselves')
      await planDue(now)
      this.plannedAt = now.getTime()
    }
    for (const unmade of await listUnmade()) await this.make(unmade)
    this.sender.wake()
  }

  /** Resolves when nothing is in transfer. */
  async idle(): Promise<void> {
    await this.sender.idle()
  }

  /** One report that cannot be made never stops the next. */
  private async make(unmade: UnmadeReport): Promise<void> {
    const { signal, env, log } = this.options
    const { subscription, period, occasion } = unmade
    const key = `${subscription} ${period} ${occasion}`
    const now = this.clock()
    const looked = this.lookedAt.get(key) ?? Number.NEGATIVE_INFINITY
    if (signal.aborted || (occasion === SCHEDULE && now.getTime() - looked < WAIT_MS)) return
    this.lookedAt.set(key, now.getTime())
    try {
      if (await makeUnmade(unmade, now, env)) this.lookedAt.delete(key)
    } catch (error) {
      log.error({ subscription, period }, describeError(error))
    }
  }
}

/** Until the signal aborts; what is in transfer then is waited for. */
export async function keepReporting(options: ReportsOptions): Promise<void> {
  const reports = new Reports(options)
  while (!options.signal.aborted) {
    try {
      await reports.look()
    } catch (error) {
      options.log.error(describeError(error))
    }
    await pause(POLL_MS, options.signal)
  }
  await reports.idle()
}
