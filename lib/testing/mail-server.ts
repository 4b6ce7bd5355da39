// A real SMTP server on loopback that a test tells whom and what to take, and that keeps what it was given.
import { readFileSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { SmtpServer } from '../smtp-address'
import type { Certificate } from './git-https-server'

export type TakenMail = { from: string; to: string; raw: string; encrypted: boolean; user: string | null }
/** An answer such as `550 5.1.1 No such user`; null: yes. */
export type Refusal = string | null

type Options = {
  certificate?: Certificate
  /** TLS from the first byte. */
  secure?: boolean
  login?: { user: string; password: string }
}

export class MailServer {
  readonly taken: TakenMail[] = []
  /** Messages whose transfer began, taken or not. */
  transfers = 0
  open = 0
  mostOpen = 0
  connections = 0
  onRecipient: (address: string) => Refusal | Promise<Refusal> = () => null
  /** `cut`: the connection ends instead of an answer; `take and cut`: after the message was kept. */
  onMessage: (to: string) => Refusal | 'cut' | 'take and cut' | Promise<Refusal | 'cut' | 'take and cut'> = () => null
  private readonly server: SMTPServer
  private readonly sockets = new Map<string, Socket>()

  constructor(private readonly options: Options = {}) {
    const { certificate, secure = false, login } = options
    const keys = certificate && { cert: readFileSync(certificate.file), key: readFileSync(certificate.keyFile) }
    this.server = new SMTPServer({
      ...keys,
      secure,
      logger: false,
      disableReverseLookup: true,
      authOptional: login === undefined,
      disabledCommands: [...(login ? [] : ['AUTH']), ...(certificate && !secure ? [] : ['STARTTLS'])],
      closeTimeout: 100,
      ...this.handlers(),
    })
    // A connection that a test cuts is no news.
    this.server.on('error', () => {})
    this.server.server.on('connection', (socket: Socket) => {
      this.sockets.set(`${socket.remoteAddress} ${socket.remotePort}`, socket)
    })
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => void this.server.listen(0, '127.0.0.1', resolve))
    return this
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port // sound: it listens on a port
  }

  /** How a client reaches it. */
  address(fields: Partial<SmtpServer> = {}): SmtpServer {
    const { login, secure = false, certificate } = this.options
    const account = { user: login?.user ?? null, password: login?.password ?? null }
    const tls = { secure, startTls: certificate !== undefined && !secure }
    return { host: '127.0.0.1', port: this.port, ...tls, ...account, ...fields }
  }

  /** Ends every connection without a word. */
  cutAll(): void {
    for (const socket of this.sockets.values()) socket.destroy()
  }

  async close(): Promise<void> {
    this.cutAll()
    await new Promise<void>((resolve) => this.server.close(() => resolve()))
  }

  private handlers(): SMTPServerOptions {
    const { login } = this.options
    return {
      onConnect: (_, done) => {
        this.connections += 1
        this.open += 1
        this.mostOpen = Math.max(this.mostOpen, this.open)
        done()
      },
      onClose: () => {
        this.open -= 1
      },
      onAuth: ({ username, password }, _, done) => {
        const right = username === login?.user && password === login?.password
        done(right ? null : failure('535 5.7.8 Wrong user or password'), { user: username })
      },
      onRcptTo: async ({ address }, _, done) => {
        const refusal = await this.onRecipient(address)
        done(refusal === null ? null : failure(refusal))
      },
      onData: async (stream, session, done) => {
        this.transfers += 1
        const message = await wholeOf(stream)
        if (message === null) return
        const { mailFrom, rcptTo } = session.envelope
        const to = rcptTo.map(({ address }) => address).join(' ')
        const answer = await this.onMessage(to)
        if (answer === null || answer === 'take and cut') {
          const raw = message.toString('utf8')
          const user = session.user === undefined ? null : String(session.user)
          this.taken.push({ from: mailFrom ? mailFrom.address : '', to, raw, encrypted: session.secure === true, user })
        }
        if (answer === 'cut' || answer === 'take and cut')
          return void this.sockets.get(`${session.remoteAddress} ${session.remotePort}`)?.destroy()
        done(answer === null ? null : failure(answer))
      },
    }
  }
}

/** Null: the connection ended before it had come. */
async function wholeOf(stream: AsyncIterable<unknown>): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer) // sound: it has no encoding
    return Buffer.concat(chunks)
  } catch {
    return null
  }
}

function failure(answer: string): Error {
  const [, code = '550', text = ''] = /^(\d{3}) (.*)$/.exec(answer) ?? []
  return Object.assign(new Error(text), { responseCode: Number(code) })
}

/** A header of a message, unfolded; null: it has none. */
export function headerOf(raw: string, name: string): string | null {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n(?=[ \t])/g, '')
  const line = head.split('\r\n').find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  return line === undefined ? null : line.slice(name.length + 1).trim()
}
