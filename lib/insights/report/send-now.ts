// “Send me one now”: asks for a report of the last whole period, beside what the schedule sends.
import { lastOver } from '../../rhythm'
import { hasUnsubscribed, listRecipients } from '../../store/report-recipients'
import { askForSendings, handOccasion } from '../../store/report-sendings'
import { findSubscription, type ReportSubscription } from '../../store/report-subscriptions'
import { listServices } from '../../store/services'
import { servicesOfScope } from './scope-services'

/** How many were asked for; or why none was. */
export type AskedNow = { asked: number; period: string } | 'missing' | 'nobody'

/**
 * Asks for one now, also of a paused subscription: to everybody who gets it, or to one address, whether listed or not. A
 * worker sends it within seconds. `nobody`: they have unsubscribed, or all are stopped. Throws `not-found` for a scope without services.
 */
export async function sendNow(subscription: string, now: Date, recipient?: string): Promise<AskedNow> {
  const found = await findSubscription(subscription)
  if (found === null) return 'missing'
  const { ids, period } = await askByHand(found, { recipient }, now)
  return ids.length === 0 ? 'nobody' : { asked: ids.length, period }
}

type Asked = { ids: string[]; period: string; occasion: string }

/** The same of a subscription that is known, and of a period that need not be the last one. */
export async function askByHand(
  { id, scope, rhythm, channel }: ReportSubscription,
  { recipient, period }: { recipient?: string | undefined; period?: string | undefined },
  now: Date,
): Promise<Asked> {
  const { services } = servicesOfScope(await listServices(), scope)
  const zones = services.map(({ timeZone }) => timeZone)
  const asked = {
    subscription: id,
    period: period ?? lastOver(rhythm, zones, now.getTime()).key,
    recipients: channel.kind === 'email' ? await receivers(id, recipient) : [channel.kind],
    occasion: handOccasion(),
  }
  const ids = asked.recipients.length === 0 ? [] : await askForSendings(asked, now)
  return { ids, period: asked.period, occasion: asked.occasion }
}

async function receivers(subscription: string, recipient: string | undefined): Promise<string[]> {
  const listed = await listRecipients(subscription)
  if (recipient !== undefined) {
    // What somebody has unsubscribed from is not sent there by hand either.
    if (await hasUnsubscribed(subscription, recipient)) return []
    const known = listed.find(({ address }) => address.toLowerCase() === recipient.toLowerCase())
    return [known?.address ?? recipient]
  }
  return listed
    .filter(({ unsubscribedAt, stoppedAt }) => unsubscribedAt === null && stoppedAt === null)
    .map(({ address }) => address)
}
