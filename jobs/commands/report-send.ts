// sg report --to and --subscriptions: one report sent now, and where those that are sent by themselves stand.
import type { Env } from '../../lib/env'
import { StreamgaugeError } from '../../lib/errors'
import { findReportScope, type ReportScope } from '../../lib/insights/report/scope'
import { askByHand } from '../../lib/insights/report/send-now'
import {
  channelWords,
  lastOutcome,
  recipientWords,
  rhythmWords,
  STANDING,
  scopeWords,
} from '../../lib/insights/report/subscription-words'
import { readReportWeek } from '../../lib/insights/report/week'
import { createLog } from '../../lib/log'
import { isMailAddress, MailAddress } from '../../lib/mail-address'
import { nextDue } from '../../lib/rhythm'
import { demoDay } from '../../lib/store/demo'
import { listRecipients } from '../../lib/store/report-recipients'
import { askForSendings, findSending, handOccasion, listSendings } from '../../lib/store/report-sendings'
import { findSubscriptionByName, listSubscriptions, type SubscriptionScope } from '../../lib/store/report-subscriptions'
import { listServices } from '../../lib/store/services'
import { formatInstant } from '../../lib/time'
import { withDatabase } from '../database'
import { keepReport, makeReport, makeUnmade } from '../report-making'
import { sendQueued } from '../report-sending'
import { timeOption, UsageError } from '../usage'

export type SendOptions = { to: string; team?: string; service?: string; week?: string; now?: string }

const SENDINGS_READ = 2000
const SHOWN_TROUBLES = 10

/** Sends one now, by its subscription's name to all who get it, or to an address. Returns 0 when every one was sent, else 1. */
export async function runSendReport(options: SendOptions, write: (text: string) => void): Promise<number> {
  const { to, team, service, now: asked } = options
  if (team !== undefined && service !== undefined) throw new UsageError('Give either --team or --service, not both.')
  const isAddress = isMailAddress(to.trim())
  if (!isAddress && (team ?? service) !== undefined)
    throw new UsageError('A subscription knows whom it is about: give --team or --service with an address only.')
  const now = new Date(asked === undefined ? Date.now() : timeOption('now', asked, 'UTC'))
  return withDatabase(async (env) => {
    if ((await demoDay()) !== null) throw new StreamgaugeError('config', 'The demo organisation sends no reports.')
    const ids = isAddress ? await askOnce(options, now, env) : await askOfSubscription(options, now, env)
    const log = createLog({ process: 'sg' }, undefined, 'error')
    // Only a clock that was set stands still.
    const clock = asked === undefined ? () => new Date() : () => now
    await sendQueued({ env, signal: new AbortController().signal, log, only: ids, clock })
    let failed = 0
    for (const id of ids) {
      const sending = await findSending(id)
      if (!sending) continue
      const { state, recipient, period, lastError, nextTryAt } = sending
      if (state !== 'sent') failed += 1
      const again = state === 'retry' && nextTryAt !== null ? ` at ${formatInstant(nextTryAt)} by a worker` : ''
      const why = lastError === null ? '' : `\n  ${lastError}`
      write(`${recipientWords(recipient)}  ${period}  ${STANDING[state].word.toLowerCase()}${again}${why}\n`)
    }
    return failed === 0 ? 0 : 1
  })
}

/** To an address that need not be of any subscription. */
async function askOnce({ to, week, ...scopeAsked }: SendOptions, now: Date, env: Env): Promise<string[]> {
  if (!env.mail)
    throw new StreamgaugeError('config', 'No mail server is named.', {
      hint: 'Set STREAMGAUGE_SMTP_URL (smtps://user:password@mail.example.org) and STREAMGAUGE_MAIL_FROM.',
    })
  const found = findReportScope(await listServices(), scopeAsked)
  const zones = found.services.map(({ timeZone }) => timeZone)
  const period = weekOf(week, zones, now)
  const scope = scopeKept(found.scope)
  const { report } = await makeReport({ scope, period }, now, env)
  const occasion = handOccasion()
  const kept = await keepReport({ subscription: null, period, occasion, name: report.about, scope }, report, now)
  if (kept.problem !== null) process.stderr.write(`The charts are left out. ${kept.problem}\n`)
  const recipients = [MailAddress.parse(to)]
  return askForSendings({ subscription: null, period, recipients, report: kept.id, occasion }, now)
}

async function askOfSubscription({ to, week }: SendOptions, now: Date, env: Env): Promise<string[]> {
  const found = await findSubscriptionByName(to)
  if (found === null) {
    const known = (await listSubscriptions()).map(({ name }) => name).join(', ')
    throw new StreamgaugeError('not-found', `${JSON.stringify(to)} is neither an address nor the name of a report.`, {
      hint: known === '' ? 'No report is subscribed to yet.' : `Known: ${known}.`,
    })
  }
  if (week !== undefined && found.rhythm.every !== 'week')
    throw new UsageError(`${found.name} is no weekly report: leave --week out.`)
  const period = week === undefined ? undefined : weekOf(week, [], now)
  const asked = await askByHand(found, { period }, now)
  if (asked.ids.length === 0)
    throw new StreamgaugeError('config', `Nobody gets ${found.name}: it has no recipient, or all have unsubscribed.`)
  await makeUnmade({ subscription: found.id, ...asked, waitsUntil: now.getTime() }, now, env)
  return asked.ids
}

function weekOf(week: string | undefined, zones: string[], now: Date): string {
  const read = readReportWeek(week, zones, now.getTime())
  if (!read.ok) throw new UsageError(`--week: ${read.message} ${read.hint}`)
  return read.week.key
}

function scopeKept(scope: ReportScope): SubscriptionScope {
  if (scope.kind === 'organisation') return scope
  if (scope.kind === 'group') return { kind: 'services', name: scope.name, services: scope.slugs }
  return { kind: scope.kind, name: scope.name }
}

/** Every subscription, when it is due next, what became of its latest report, and what asks for a person. */
export async function runSubscriptions(options: { json?: boolean }, write: (text: string) => void): Promise<void> {
  await withDatabase(async () => {
    const now = Date.now()
    const told: object[] = []
    for (const { channel, ...subscription } of await listSubscriptions()) {
      const { id, name, scope, rhythm, timeZone, paused, declared } = subscription
      const recipients = await listRecipients(id)
      const sendings = await listSendings({ subscription: id, limit: SENDINGS_READ })
      const next = paused ? null : nextDue(rhythm, timeZone, now)
      const last = lastOutcome(sendings)
      const troubles = sendings.filter(({ state }) => state === 'refused' || state === 'unconfirmed')
      told.push({ ...subscription, channel: channel.kind, recipients, next, sendings: sendings.slice(0, 100) })
      if (options.json) continue
      const about = scopeWords(scope)
      const marks = [...(paused ? ['paused'] : []), ...(declared ? ['declared in streamgauge.yaml'] : [])]
      const words = [about.name, rhythmWords(rhythm), timeZone, channelWords(channel, recipients.length), ...marks]
      write(`${name}\n  ${words.join(', ')}\n`)
      if (next !== null) write(`  next ${formatInstant(next)}\n`)
      if (last !== null) write(`  last ${last.period}: ${last.words}\n`)
      for (const { period, recipient, state, lastError } of troubles.slice(0, SHOWN_TROUBLES))
        write(`  ${period}, ${recipientWords(recipient)}: ${state}. ${lastError ?? ''}\n`)
      if (troubles.length > SHOWN_TROUBLES) write(`  and ${troubles.length - SHOWN_TROUBLES} more like these\n`)
    }
    if (options.json) return write(`${JSON.stringify({ subscriptions: told }, null, 2)}\n`)
    if (told.length === 0) process.stderr.write('No report is subscribed to yet. Make one on the page Reports.\n')
  })
}
