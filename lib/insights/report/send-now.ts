// “Send me one now”: asks for a report of the last whole period, beside what the schedule sends.
import { lastOver } from '../../rhythm'
import { listRecipients } from '../../store/report-recipients'
import { askForSendings } from '../../store/report-sendings'
import { findSubscription } from '../../store/report-subscriptions'
import { listServices } from '../../store/services'
import { servicesOfScope } from './scope-services'

/** How many were asked for; or why none was. */
export type AskedNow = { asked: number; period: string } | 'missing' | 'nobody'

/**
 * Asks for one now, also of a paused subscription: to everybody who gets it, or to one address, whether listed or not. A
 * worker sends it within seconds. `nobody`: all have unsubscribed or are stopped. Throws `not-found` for a scope without services.
 */
export async function sendNow(subscription: string, now: Date, recipient?: string): Promise<AskedNow> {
  const found = await findSubscription(subscription)
  if (found === null) return 'missing'
  const { services } = servicesOfScope(await listServices(), found.scope)
  const period = lastOver(
    found.rhythm,
    services.map(({ timeZone }) => timeZone),
    now.getTime(),
  ).key
  const recipients = found.channel.kind === 'email' ? await receivers(found.id, recipient) : [found.channel.kind]
  if (recipients.length === 0) return 'nobody'
  const ids = await askForSendings({ subscription: found.id, period, recipients }, now)
  return { asked: ids.length, period }
}

async function receivers(subscription: string, recipient: string | undefined): Promise<string[]> {
  if (recipient !== undefined) return [recipient]
  const listed = await listRecipients(subscription)
  return listed
    .filter(({ unsubscribedAt, stoppedAt }) => unsubscribedAt === null && stoppedAt === null)
    .map(({ address }) => address)
}
