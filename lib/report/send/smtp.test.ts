// Sending against a real SMTP server on loopback: encrypted and signed in, refused and cut, and what is known then.
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { makeCertificate } from '../../testing/git-https-server'
import { MailServer } from '../../testing/mail-server'
import { SmtpSession, type SmtpTimeouts } from './smtp'

const certificate = makeCertificate()
const trusting = { tls: { ca: readFileSync(certificate.file) } }
const login = { user: 'reports', password: 's3cret:/@' }
const message = Buffer.from('Subject: News\r\n\r\n.\r\nA line\r\n')
const ada = { from: 'us@example.org', to: 'ada@example.org' }
const yes = async () => true

let server: MailServer
const sessions: SmtpSession[] = []
afterEach(async () => {
  for (const session of sessions.splice(0)) session.end()
  await server.close()
})

async function serve(options: ConstructorParameters<typeof MailServer>[0] = {}) {
  server = await new MailServer(options).listen()
  return server
}

function session(fields = {}, options: { tls?: object; timeouts?: Partial<SmtpTimeouts> } = {}) {
  const made = new SmtpSession(server.address(fields), options)
  sessions.push(made)
  return made
}

describe('a message', () => {
  test.each([
    ['over STARTTLS, signed in', { certificate, login }],
    ['over TLS, signed in', { certificate, login, secure: true }],
  ])('goes %s', async (_, options) => {
    await serve(options)
    expect(await session({}, trusting).send(ada, message, yes)).toEqual({ kind: 'sent' })
    expect(server.taken).toMatchObject([{ ...ada, encrypted: true, user: 'reports' }])
    expect(server.taken[0]?.raw).toContain('\r\n.\r\nA line\r\n')
  })

  test('goes over one connection after the other', async () => {
    await serve()
    const one = session()
    for (const to of ['a@example.org', 'b@example.org', 'c@example.org'])
      expect(await one.send({ ...ada, to }, message, yes)).toEqual({ kind: 'sent' })
    expect([server.taken.length, server.connections]).toEqual([3, 1])
  })

  test('goes over a new connection where the server has ended the old one', async () => {
    await serve()
    const one = session()
    await one.send(ada, message, yes)
    server.cutAll()
    // Where the end has not been noticed yet, the first try notices it.
    await vi.waitFor(async () => expect(await one.send(ada, message, yes)).toEqual({ kind: 'sent' }))
    expect(server.connections).toBeGreaterThan(1)
  })

  test('does not begin where the last moment says no, and nothing of it has left', async () => {
    await serve()
    const one = session()
    expect(await one.send(ada, message, async () => false)).toBeNull()
    await expect(one.send(ada, message, () => Promise.reject(new Error('no database')))).rejects.toThrow('no database')
    expect(server.taken).toEqual([])
    expect(await one.send(ada, message, yes)).toEqual({ kind: 'sent' })
  })
})

describe('what never began comes again, with a reason', () => {
  test.each([
    [
      'a wrong password',
      { password: 'wrong' },
      /^The mail server refused the sign-in: check STREAMGAUGE_SMTP_URL. It said: 535 /,
    ],
    [
      'a certificate of nobody known',
      {},
      /^The certificate of the mail server is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    ],
  ])('%s', async (name, fields, words) => {
    await serve({ certificate, login })
    const outcome = await session(fields, name.startsWith('a wrong') ? trusting : {}).send(ada, message, yes)
    expect(outcome).toEqual({ kind: 'again', words: expect.stringMatching(words), everybody: true })
    expect(JSON.stringify(outcome)).not.toContain('wrong')
    expect(server.transfers).toBe(0)
  })

  test('a server without STARTTLS where TLS is required: no password is told', async () => {
    await serve({ login })
    const outcome = await session({ startTls: true }).send(ada, message, yes)
    expect(outcome).toEqual({
      kind: 'again',
      words: expect.stringMatching(/does not go over to TLS/),
      everybody: true,
    })
  })

  test('nobody there, and one who says nothing', async () => {
    await serve()
    expect(await session({ port: 1 }).send(ada, message, yes)).toEqual({
      kind: 'again',
      words: 'The mail server cannot be reached (ECONNREFUSED).',
      everybody: true,
    })
    // NOTE: longer than it waits before it greets, so that it is the recipient to which it says nothing.
    server.onRecipient = () => new Promise(() => {})
    expect(await session({}, { timeouts: { silenceMs: 500 } }).send(ada, message, yes)).toEqual({
      kind: 'again',
      words: 'The mail server cannot be reached (no answer in time).',
    })
    expect(await session({}, { timeouts: { messageMs: 500 } }).send(ada, message, yes)).toEqual({
      kind: 'again',
      words: 'The mail server cannot be reached (no answer in time).',
    })
  })

  test('greylisting', async () => {
    await serve()
    server.onRecipient = () => '451 4.7.1 Greylisted, ada@example.org, come again'
    const outcome = await session().send(ada, message, yes)
    expect(outcome).toEqual({
      kind: 'again',
      words: 'The mail server does not take mail for now. It said: 451 4.7.1 Greylisted, …, come again',
    })
  })
})

describe('the word of the server', () => {
  test.each([
    ['550 5.1.1 No such user', true],
    ['550 5.7.1 Not from you', false],
    ['550 relay not permitted', false],
    ['552 5.3.4 Too large for us', false],
    ['550 5.1.1 No such user, says Mailer 5.2.2', true],
  ])('on a recipient: %s', async (answer, stops) => {
    await serve()
    server.onRecipient = () => answer
    const words = `The mail server refused the recipient. It said: ${answer}`
    expect(await session().send(ada, message, yes)).toEqual({ kind: 'never', words, stops })
  })

  test.each([
    ['552 5.2.2 Over quota', { kind: 'never', stops: false }],
    ['554 5.2.2 Over quota', { kind: 'never', stops: false }],
    ['552 Over quota', { kind: 'never', stops: false }],
    ['452 4.2.2 Over quota', { kind: 'again' }],
  ])('on a mailbox that is full, said of the recipient or after the message: %s', async (answer, outcome) => {
    await serve()
    server.onRecipient = () => answer
    const full = { ...outcome, words: `The mailbox is full. It said: ${answer}` }
    expect(await session().send(ada, message, yes)).toEqual(full)
    server.onRecipient = () => null
    server.onMessage = () => answer
    expect(await session().send(ada, message, yes)).toEqual(full)
  })

  test.each([
    ['554 5.6.0 We do not like it', 'never'],
    ['452 4.3.1 No room', 'again'],
  ])('on a message: %s', async (answer, kind) => {
    await serve()
    server.onMessage = () => answer
    const outcome = await session().send(ada, message, yes)
    expect(outcome).toMatchObject({ kind, words: expect.stringContaining(answer) })
    expect(server.transfers).toBe(1)
  })

  test.each(['cut', 'take and cut'] as const)('is missing: %s', async (answer) => {
    await serve()
    server.onMessage = () => answer
    expect(await session().send(ada, message, yes)).toEqual({
      kind: 'unknown',
      words: 'The connection ended during the transfer, before the server had answered (ECONNECTION).',
    })
  })

  test('takes too long', async () => {
    await serve()
    server.onMessage = () => new Promise(() => {})
    const outcome = await session({}, { timeouts: { silenceMs: 3000 } }).send(ada, message, yes)
    expect(outcome).toMatchObject({ kind: 'unknown', words: expect.stringContaining('no answer in time') })
  })
})
