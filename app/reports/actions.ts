'use server'

import { redirect } from 'next/navigation'
import { permit } from '../../lib/auth/permit'
import { sealChannel } from '../../lib/auth/report-channels'
import { OWN_SECRETS, readEnv } from '../../lib/env'
import { StreamgaugeError } from '../../lib/errors'
import { sendNow } from '../../lib/insights/report/send-now'
import { type Draft, type Problems, readSubscription, readValues } from '../../lib/insights/report/subscription-form'
import { MailAddress } from '../../lib/mail-address'
import { demoDay } from '../../lib/store/demo'
import { currentServices } from '../../lib/store/measured'
import { resumeRecipient } from '../../lib/store/report-recipients'
import { sendAgain } from '../../lib/store/report-sendings'
import {
  findSubscription,
  pauseSubscription,
  type ReportSubscription,
  removeSubscription,
  type SaveRefusal,
  type StoredChannel,
  saveSubscription,
} from '../../lib/store/report-subscriptions'
import { isReference } from '../../lib/variables'
import { PATH, reportPath } from './address'
import type { FormState } from './form-state'
import type { Told } from './told'

/** Why nothing may be changed here; null where it may. */
async function refusal(): Promise<'not-here' | 'demo' | null> {
  if (!(await permit('change-reports'))) return 'not-here'
  return (await demoDay()) === null ? null : 'demo'
}

const REFUSAL_WORDS = {
  'not-here': 'Reports cannot be changed here.',
  demo: 'This is a demonstration: it sends no reports.',
}

/** Makes a subscription or changes one. NOTE: everything comes as fields: see `submitSource` on bound arguments. */
export async function submitSubscription(_: FormState, form: FormData): Promise<FormState> {
  const values = readValues((name) => form.get(name))
  const failed = (problems: Problems): FormState => ({ problems, values: { ...values, url: '' } })
  const refused = await refusal()
  if (refused !== null) return failed({ '': REFUSAL_WORDS[refused] })
  const id = textOf(form, 'id')
  const known = id === '' ? null : await findSubscription(id)
  if (id !== '' && known === null) return failed({ '': SAVE_WORDS.missing })
  const read = readSubscription(values, { services: await currentServices(), stored: known?.channel ?? null })
  if (!read.ok) return failed(read.problems)
  const saved = await save(read.draft, known)
  if ('problems' in saved) return failed(saved.problems)
  redirect(`${reportPath(saved.id)}?said=saved`)
}

const SAVE_WORDS: Record<SaveRefusal, string> = {
  taken: 'Another report has this name.',
  declared: 'This report is declared in streamgauge.yaml, where alone it can be changed.',
  missing: 'This report has been removed meanwhile.',
}

async function save(
  { channel, recipients, ...settings }: Draft,
  known: ReportSubscription | null,
): Promise<{ id: string } | { problems: Problems }> {
  const sealed = await sealedOf(channel, known)
  if ('problems' in sealed) return sealed
  const paused = known?.paused ?? false
  const saved = await saveSubscription(
    { ...settings, channel: sealed.channel, paused },
    { id: known?.id, recipients },
    new Date(),
  )
  if (typeof saved !== 'string') return saved
  return { problems: saved === 'taken' ? { name: 'is that of another report' } : { '': SAVE_WORDS[saved] } }
}

async function sealedOf(
  channel: Draft['channel'],
  known: ReportSubscription | null,
): Promise<{ channel: StoredChannel } | { problems: Problems }> {
  if (channel === 'keep') {
    return known ? { channel: known.channel } : { problems: { url: 'is missing' } }
  }
  if (channel.kind !== 'email' && isReference(channel.url) && OWN_SECRETS.has(channel.url.slice(2, -1))) {
    return { problems: { url: 'is a secret of Streamgauge itself' } }
  }
  try {
    return { channel: await sealChannel(channel, readEnv()) }
  } catch (error) {
    if (!(error instanceof StreamgaugeError) || error.kind !== 'config') throw error
    return { problems: { '': error.message } }
  }
}

export async function setPaused(form: FormData): Promise<void> {
  const id = textOf(form, 'id')
  const paused = form.get('paused') === 'yes'
  await answer(id, async () =>
    (await pauseSubscription(id, paused, new Date())) ? (paused ? 'paused' : 'resumed') : 'meanwhile',
  )
}

/** Its archive stays. */
export async function dropSubscription(form: FormData): Promise<void> {
  const id = textOf(form, 'id')
  const refused = await refusal()
  if (refused !== null) redirect(`${reportPath(id)}?said=${refused}`)
  const gone = await removeSubscription(id, new Date())
  redirect(gone ? `${PATH}?said=removed` : `${reportPath(id)}?said=meanwhile`)
}

/** One report now, to one address or to the channel that the subscription has. */
export async function sendOne(form: FormData): Promise<void> {
  const id = textOf(form, 'id')
  await answer(id, async () => {
    const to = textOf(form, 'to')
    const subscription = await findSubscription(id)
    if (!subscription) return 'missing'
    const address = MailAddress.safeParse(to)
    const isMail = subscription.channel.kind === 'email'
    if (isMail && !address.success) return 'no-address'
    try {
      const asked = await sendNow(id, new Date(), isMail ? address.data : undefined)
      return typeof asked === 'string' ? asked : 'asked'
    } catch (error) {
      if (error instanceof StreamgaugeError && error.kind === 'not-found') return 'no-services'
      throw error
    }
  })
}

/** Where its address is stopped, only if the button has said that it sends there again from now on. */
export async function sendItAgain(form: FormData): Promise<void> {
  const resume = form.get('resume') === 'yes'
  await answer(textOf(form, 'id'), async () => {
    if (!(await sendAgain(textOf(form, 'sending'), new Date(), { resume }))) return 'meanwhile'
    return resume ? 'asked-there' : 'asked'
  })
}

export async function resume(form: FormData): Promise<void> {
  await answer(textOf(form, 'id'), async () =>
    (await resumeRecipient(textOf(form, 'recipient'), new Date())) ? 'resumed' : 'meanwhile',
  )
}

/** Does it where it may be done, and shows the page again with the answer in its address. */
async function answer(id: string, act: () => Promise<Told>): Promise<never> {
  const said = (await refusal()) ?? (await act())
  redirect(`${reportPath(id)}?said=${said}`)
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim().slice(0, 500) : ''
}
