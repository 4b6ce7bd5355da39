// Sends what is queued: each sending claimed, given to its channel, and its outcome written down. Several processes may do so at once.
import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Logger } from 'pino'
import { openChannel } from '../lib/auth/report-channels'
import { unsubscribeToken } from '../lib/auth/unsubscribe-token'
import { createFetch, retryTime } from '../lib/collectors/http'
import type { Env } from '../lib/env'
import { describeError, errorKind, StreamgaugeError } from '../lib/errors'
import type { Report } from '../lib/report/report'
import { withFarewell } from '../lib/report/send/farewell'
import { composeMail, hostOf, messageIdOf } from '../lib/report/send/message'
import type { Outcome } from '../lib/report/send/outcome'
import { nextTry } from '../lib/report/send/retry'
import { type SmtpOptions, SmtpSession } from '../lib/report/send/smtp'
import { postToWebhook } from '../lib/report/send/webhook'
import { slackMessage } from '../lib/report/slack'
import { type ArchivedReport, findArchived, loadArchivedPictures } from '../lib/store/report-archive'
import {
  type ClaimedSending,
  claimSending,
  markDataBegun,
  type Settled,
  settleSending,
} from '../lib/store/report-claims'
import { stopRecipient } from '../lib/store/report-recipients'
import { findSubscription } from '../lib/store/report-subscriptions'

/** Connections to a mail server at the same time, of one process. */
export const SLOTS = 5
/** Mails over one connection: servers as a rule end it at a hundred. */
const MAILS_A_CONNECTION = 50
const WEBHOOK_TIMEOUT_MS = 60_000
/** So long a mail server that could not be had is not asked for others: a thousand wrong sign-ins would lock an account. */
const MAIL_REST_MS = 60_000

export type SendingEnv = Pick<
  Env,
  'mail' | 'url' | 'home' | 'peopleKey' | 'secret' | 'oldSecret' | 'allowPrivateAddresses'
>
export type SendingOptions = {
  env: SendingEnv
  /** When it aborts, nothing new is claimed. */
  signal: AbortSignal
  log: Pick<Logger, 'debug' | 'warn' | 'error'>
  /** Only these sendings. */
  only?: readonly string[]
  smtp?: SmtpOptions
  clock?: () => Date
}

/** Sends until nothing is to be sent now; returns how many tries it made. */
export async function sendQueued(options: SendingOptions): Promise<number> {
  const sender = new Sender(options)
  sender.wake()
  return sender.idle()
}

/** Up to SLOTS tries at the same time: a slow one keeps nobody but itself. */
export class Sender {
  private readonly running = new Set<Promise<void>>()
  private readonly archive = new Map<string, Promise<Archived>>()
  private readonly rest = { until: Number.NEGATIVE_INFINITY }
  private tries = 0

  constructor(private readonly options: SendingOptions) {}

  /** Begins with what is to be sent now, unless all slots are taken. */
  wake(): void {
    if (this.running.size >= SLOTS) return
    const claimed = () => {
      this.tries += 1
      this.wake()
    }
    const run = new Slot(this.options, this.archive, this.rest, claimed)
      .run()
      .catch((error) => this.options.log.error(describeError(error)))
      .finally(() => {
        this.running.delete(run)
        if (this.running.size === 0) this.archive.clear()
      })
    this.running.add(run)
  }

  /** Resolves when nothing goes on, with the number of tries so far. */
  async idle(): Promise<number> {
    while (this.running.size > 0) await Promise.all(this.running)
    return this.tries
  }
}

type Archived = { report: ArchivedReport; pictures: Awaited<ReturnType<typeof loadArchivedPictures>> }

class Slot {
  private session: SmtpSession | null = null
  private mails = 0
  private readonly clock: () => Date

  constructor(
    private readonly options: SendingOptions,
    private readonly archive: Map<string, Promise<Archived>>,
    /** Until when no new connection to the mail server is opened, of all slots. */
    private readonly rest: { until: number },
    private readonly onClaim: () => void,
  ) {
    this.clock = options.clock ?? (() => new Date())
  }

  async run(): Promise<void> {
    const { signal, only = null } = this.options
    try {
      while (!signal.aborted) {
        const now = this.clock()
        // A connection that is open goes on: a server may only take fewer at the same time.
        const mails = this.session?.isOpen === true || now.getTime() >= this.rest.until
        const claimed = await claimSending(now, { only, mails })
        if (claimed === null) break
        this.onClaim()
        await this.send(claimed)
      }
    } finally {
      this.session?.end()
    }
  }

  /** NOTE: what cannot be written down leaves the claim as it is: when its lease is over, the database tells whether anything may have left. */
  private async send(claimed: ClaimedSending): Promise<void> {
    const { log } = this.options
    const { id, period } = claimed
    let begun = false
    const begin = async () => {
      begun = await markDataBegun(claimed, this.clock())
      return begun
    }
    try {
      const outcome = await this.deliver(claimed, begin).catch((error): Outcome => {
        log.error({ sending: id, period }, describeError(error))
        return { kind: begun ? 'unknown' : 'again', words: 'It cannot be sent: see the log of the worker.' }
      })
      if (outcome === null) return
      if (outcome.kind === 'again' && outcome.everybody) this.rest.until = this.clock().getTime() + MAIL_REST_MS
      await this.settle(claimed, outcome)
      if (outcome.kind === 'sent') log.debug({ sending: id, period }, 'sent')
      else log.warn({ sending: id, period }, outcome.words)
    } catch (error) {
      log.error({ sending: id, period }, describeError(error))
    }
  }

  private async settle(claimed: ClaimedSending, outcome: Outcome): Promise<void> {
    const now = this.clock()
    if (outcome.kind === 'never' && outcome.stops && claimed.subscription !== null)
      await stopRecipient(claimed.subscription, claimed.recipient, outcome.words, now)
    await settleSending(claimed, settledOf(claimed, outcome, { now, host: this.host(), random: Math.random() }), now)
  }

  private host(): string | null {
    const { mail, url } = this.options.env
    return mail ? hostOf(url ?? null, mail.from) : null
  }

  /** Null: somebody else has the sending by now. */
  private async deliver(claimed: ClaimedSending, begin: () => Promise<boolean>): Promise<Outcome | null> {
    const { env } = this.options
    const archived = await this.load(claimed.report)
    if (claimed.subscription === null) return this.mail(claimed, archived, begin)
    const subscription = await findSubscription(claimed.subscription)
    if (subscription === null) return { kind: 'never', words: 'The report was removed.', stops: false }
    const { channel, ...rest } = subscription
    try {
      const opened = await openChannel({ ...rest, channel }, process.env, env)
      if (opened.kind === 'email') return await this.mail(claimed, archived, begin)
      if (opened.kind === 'file') return await writeReport(opened.path, archived.report)
      return await this.post(opened, archived.report, begin)
    } catch (error) {
      if (errorKind(error) !== 'config') throw error
      return { kind: 'again', words: error instanceof StreamgaugeError ? error.message : String(error) }
    }
  }

  private async mail(
    claimed: ClaimedSending,
    { report, pictures }: Archived,
    begin: () => Promise<boolean>,
  ): Promise<Outcome | null> {
    const { env, smtp } = this.options
    const { recipient: to, recipientId, subscription } = claimed
    if (!env.mail)
      return { kind: 'again', words: 'No mail server is named: set STREAMGAUGE_SMTP_URL and STREAMGAUGE_MAIL_FROM.' }
    const { server, from } = env.mail
    const host = hostOf(env.url ?? null, from)
    const { subject, name } = report
    const unsubscribe = await this.unsubscribeLink(claimed)
    const message = await composeMail({
      ...(recipientId === null ? report : withFarewell(report, { name, url: unsubscribe })),
      ...{ from, to, subject, pictures, unsubscribe, date: this.clock() },
      messageId: messageIdOf(claimed, host),
      listId: subscription === null ? null : `${subscription}.reports.${host}`,
    })
    if (this.mails >= MAILS_A_CONNECTION) {
      this.session?.end()
      this.session = null
      this.mails = 0
    }
    this.mails += 1
    this.session ??= new SmtpSession(server, smtp)
    return this.session.send({ from: from.address, to }, message, begin)
  }

  private async unsubscribeLink({ recipientId }: ClaimedSending): Promise<string | null> {
    const { env } = this.options
    if (env.url === undefined || recipientId === null) return null
    return `${env.url}/reports/unsubscribe/${await unsubscribeToken(recipientId, env)}`
  }

  private post(
    { kind, url }: { kind: 'slack' | 'markdown'; url: string },
    { report, subject, period, markdown }: ArchivedReport,
    begin: () => Promise<boolean>,
  ): Promise<Outcome | null> {
    const { allowPrivateAddresses } = this.options.env
    // NOTE: a stop must not cut a request that somebody may have taken already.
    const signal = new AbortController().signal
    const post = createFetch({ environment: process.env, allowPrivateAddresses, signal, timeoutMs: WEBHOOK_TIMEOUT_MS })
    const body = kind === 'slack' ? slackMessage(report as Report) : { text: markdown, subject, period }
    return postToWebhook(post, url, body, begin, (headers) => retryTime(headers, this.clock())?.getTime())
  }

  private load(id: string): Promise<Archived> {
    const known = this.archive.get(id)
    if (known) return known
    const loading = loadArchived(id)
    this.archive.set(id, loading)
    // What could not be loaded now is asked for again by the next one.
    loading.catch(() => this.archive.delete(id))
    return loading
  }
}

async function loadArchived(id: string): Promise<Archived> {
  const [report, pictures] = await Promise.all([findArchived(id), loadArchivedPictures(id)])
  if (report === null) throw new Error('A report is gone from the archive.')
  return { report, pictures }
}

function settledOf(
  claimed: ClaimedSending,
  outcome: Outcome,
  { now, host, random }: { now: Date; host: string | null; random: number },
): Settled {
  if (outcome.kind === 'sent') return { state: 'sent', messageId: host === null ? null : messageIdOf(claimed, host) }
  if (outcome.kind === 'unknown') return { state: 'unconfirmed', error: outcome.words }
  if (outcome.kind === 'never') return { state: 'refused', error: outcome.words }
  const { tries, firstTriedAt } = claimed
  const at = nextTry({ tries, firstTriedAt, now: now.getTime(), notBefore: outcome.notBefore }, random)
  if (at === null) return { state: 'refused', error: `It was tried for a day. ${outcome.words}` }
  return { state: 'retry', at: new Date(at), error: outcome.words }
}

/** Whole or not at all; written again it is the same, so that nothing is ever in doubt. */
async function writeReport(path: string, { period, markdown }: ArchivedReport): Promise<Outcome> {
  const file = path.replaceAll('{period}', period)
  const draft = `${file}.${randomUUID()}`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(draft, markdown)
    await rename(draft, file)
    return { kind: 'sent' }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown' // sound: only the file system throws here
    return { kind: 'again', words: `The file of this report cannot be written (${code}).` }
  }
}
