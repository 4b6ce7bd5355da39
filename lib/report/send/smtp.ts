// One connection to a mail server: messages one after the other, each to one recipient, and the moment in which a transfer begins.
import { Readable } from 'node:stream'
import type { ConnectionOptions } from 'node:tls'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { inEnvelope } from '../../mail-address'
import type { SmtpServer } from '../../smtp-address'
import { type Outcome, outcomeOfSmtp, type SmtpFailure } from './outcome'

export type SmtpOptions = {
  /** Beside what NODE_EXTRA_CA_CERTS names. */
  tls?: ConnectionOptions
  timeouts?: Partial<SmtpTimeouts>
}
export type SmtpTimeouts = {
  connectMs: number
  /** Of nothing to be heard. LIMIT: RFC 5321 grants a server ten minutes for its answer to a message. */
  silenceMs: number
  /** Of one message in all; shorter than the lease of a claim. */
  messageMs: number
}
const TIMEOUTS: SmtpTimeouts = { connectMs: 30_000, silenceMs: 10 * 60_000, messageMs: 12 * 60_000 }

const FAREWELL_MS = 5000

export type Envelope = { from: string; to: string }

/** What the last moment before a transfer decided against it, or could not decide. */
class NotBegun extends Error {}

export class SmtpSession {
  private connection: SMTPConnection | null = null
  private failure: SmtpFailure | null = null
  private readonly timeouts: SmtpTimeouts

  constructor(
    private readonly server: SmtpServer,
    private readonly options: SmtpOptions = {},
  ) {
    this.timeouts = { ...TIMEOUTS, ...options.timeouts }
  }

  /**
   * Sends one message. `begin` is asked when the server has accepted sender, recipient and DATA, before the first byte of the
   * message: where it says false nothing is sent and the answer is null, and what it throws is thrown. A connection that
   * failed is not used again.
   */
  async send(envelope: Envelope, message: Buffer, begin: () => Promise<boolean>): Promise<Outcome | null> {
    let begun = false
    let isOpened = false
    const ask = async () => {
      const may = await begin().catch((cause) => {
        throw new NotBegun('', { cause })
      })
      if (!may) throw new NotBegun()
      begun = true
    }
    try {
      await this.withinTime(async () => {
        const connection = await this.opened()
        isOpened = true
        await this.transfer(connection, envelope, message, ask)
      })
      return { kind: 'sent' }
    } catch (error) {
      this.close()
      if (error instanceof NotBegun && error.cause === undefined) return null
      if (error instanceof NotBegun) throw error.cause
      const outcome = outcomeOfSmtp(failureOf(error), begun)
      return outcome.kind === 'again' && !isOpened ? { ...outcome, everybody: true } : outcome
    }
  }

  /** Whether the next message needs no new connection. */
  get isOpen(): boolean {
    return this.connection !== null && !this.connection.destroyed && this.failure === null
  }

  /** After the last message, with a farewell. */
  end(): void {
    const { connection } = this
    this.connection = null
    if (!connection) return
    connection.quit()
    // Whoever does not answer keeps nobody here.
    setTimeout(() => connection.close(), FAREWELL_MS).unref()
  }

  /** Without one: nothing that was sent depends on it. */
  private close(): void {
    this.connection?.close()
    this.connection = null
  }

  private async opened(): Promise<SMTPConnection> {
    if (this.connection && this.isOpen) return this.connection
    this.close()
    this.failure = null
    const { host, port, secure, startTls, user, password } = this.server
    const { connectMs, silenceMs } = this.timeouts
    const connection = new SMTPConnection({
      ...{ host, port, secure, requireTLS: startTls, ignoreTLS: !startTls, logger: false },
      ...{ connectionTimeout: connectMs, greetingTimeout: connectMs, socketTimeout: silenceMs, dnsTimeout: connectMs },
      // NOTE: a machine that has only its loopback may send to itself.
      allowInternalNetworkInterfaces: true,
      tls: this.options.tls,
    })
    this.connection = connection
    await new Promise<void>((settle, fail) => {
      connection.on('error', (error: SmtpFailure) => {
        this.failure ??= error
        fail(error)
      })
      connection.connect((error) => (error ? fail(error) : settle()))
    })
    if (user !== null) {
      await new Promise<void>((settle, fail) =>
        connection.login({ credentials: { user, pass: password ?? '' } }, (error) => (error ? fail(error) : settle())),
      )
    }
    return connection
  }

  private transfer(
    connection: SMTPConnection,
    { from, to }: Envelope,
    message: Buffer,
    begin: () => Promise<void>,
  ): Promise<void> {
    // NOTE: nodemailer reads a stream only once the server has said yes to DATA.
    let asked = false
    const body = new Readable({
      read() {
        if (asked) return
        asked = true
        begin().then(
          () => {
            this.push(message)
            this.push(null)
          },
          (error: Error) => this.destroy(error),
        )
      },
    })
    return new Promise<void>((settle, fail) => {
      body.once('error', fail)
      connection.once('error', fail)
      connection.send({ from: inEnvelope(from), to: [inEnvelope(to)], size: message.length }, body, (error) => {
        connection.off('error', fail)
        if (error) fail(error)
        else settle()
      })
    })
  }

  private async withinTime(action: () => Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail({ code: 'ETIMEDOUT' } satisfies SmtpFailure), this.timeouts.messageMs)
    })
    try {
      await Promise.race([action(), late])
    } finally {
      clearTimeout(timer)
    }
  }
}

function failureOf(error: unknown): SmtpFailure {
  return typeof error === 'object' && error !== null ? error : { message: String(error) }
}
