// What sg doctor says of reports: whether they can be sent, and what asks for a person.
import { checkChannel } from '../../lib/auth/report-channels'
import type { Env } from '../../lib/env'
import { StreamgaugeError } from '../../lib/errors'
import { recipientWords } from '../../lib/insights/report/subscription-words'
import { listSendings } from '../../lib/store/report-sendings'
import { listSubscriptions, type ReportSubscription } from '../../lib/store/report-subscriptions'
import type { Finding } from './doctor'

const READ = 200

export async function checkReports(env: Env): Promise<Finding[]> {
  const subscriptions = await listSubscriptions()
  if (subscriptions.length === 0) return []
  const findings: Finding[] = []
  const byMail = subscriptions.some(({ channel }) => channel.kind === 'email')
  if (!env.mail && byMail) {
    findings.push({
      area: 'mail',
      status: 'problem',
      says: 'Reports are to go out by mail, and no mail server is named.',
      mend: 'Set STREAMGAUGE_SMTP_URL (smtps://user:password@mail.example.org) and STREAMGAUGE_MAIL_FROM.',
    })
  }
  if (!env.url) {
    const says = `STREAMGAUGE_URL is not set: reports have no link to the pages${byMail ? ', and mails none to unsubscribe' : ''}.`
    findings.push({ area: 'reports', status: 'warning', says, mend: 'Set it to where readers reach the pages.' })
  }
  for (const subscription of subscriptions) findings.push(await checkReport(subscription, env))
  return findings
}

async function checkReport(subscription: ReportSubscription, env: Env): Promise<Finding> {
  const { id, name, paused } = subscription
  const area = `report ${name}`
  try {
    await checkChannel(subscription, env)
  } catch (error) {
    if (!(error instanceof StreamgaugeError)) throw error
    return { area, status: 'problem', says: error.message, mend: error.hint }
  }
  const asking = ['refused', 'unconfirmed', 'retry'] as const
  const [worst] = await listSendings({ subscription: id, states: asking, limit: READ })
  const [latest] = await listSendings({ subscription: id, states: ['sent'], limit: 1 })
  // What went well since is no matter of today.
  if (worst && (!latest || worst.dueAt >= latest.dueAt)) {
    const says =
      `${worst.period} to ${recipientWords(worst.recipient)}: ${worst.state}. ${worst.lastError ?? ''}`.trimEnd()
    const mend = worst.state === 'retry' ? 'It is tried again by itself.' : 'The page of this report sends it again.'
    return { area, status: 'warning', says, mend }
  }
  const says = latest ? `${latest.period} was sent` : 'nothing was due yet'
  return { area, status: 'ok', says: paused ? `${says}, paused` : says }
}
