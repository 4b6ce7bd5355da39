// What the end of a try means: sent, again later, refused for good, or unknown. By codes, and by whether the transfer had begun.
import { oneLine } from '../names'

/**
 * `again`: nothing arrived, and it may help to wait. `never`: nothing arrived, and nothing will; `stops`: nor will anything
 * else for this recipient. `unknown`: it may have arrived. `everybody`: the server itself could not be had, so that others need
 * not ask it now. `words` are for people and hold neither secrets nor addresses.
 */
export type Outcome =
  | { kind: 'sent' }
  | { kind: 'again'; words: string; notBefore?: number; everybody?: true }
  | { kind: 'never'; words: string; stops: boolean }
  | { kind: 'unknown'; words: string }

/** An error of nodemailer, as far as it is used. */
export type SmtpFailure = {
  code?: string | undefined
  originalCode?: string | undefined
  command?: string | undefined
  responseCode?: number | undefined
  response?: string | undefined
  message?: string | undefined
  cause?: unknown
}

const LONGEST_SAID = 160
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO|WRONG_VERSION/
const ADDRESS = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g
/** Enhanced codes (RFC 3463) of policy and security, and what Exim says without one: they are about who sends, not about the recipient. */
const POLICY = /\b5\.7\.\d+\b|\brelay/i
/** The enhanced code (RFC 3463) of a mailbox that is full, which its owner can mend; a 552 without one says the same (RFC 5321). */
const FULL = /^(?:[45]\d\d[ -][45]\.2\.2\b|552(?![ -]\d\.))/
/** Too little room, there or for this message: no word on the address. */
const NO_ROOM = 552

/** `begun`: the transfer of the message itself had. */
export function outcomeOfSmtp(failure: SmtpFailure, begun: boolean): Outcome {
  const { responseCode = 0, command = '', code = '' } = failure
  const said = saidBy(failure)
  const refused = responseCode >= 500
  const isFull = FULL.test(failure.response ?? '')
  if (begun) {
    // An answer to the message is the server's word on it; without one nobody knows.
    if (code !== 'EMESSAGE' || responseCode < 400)
      return {
        kind: 'unknown',
        words: `The connection ended during the transfer, before the server had answered (${reasonOf(failure)}).`,
      }
    if (isFull) return fullMailbox(refused, said)
    if (refused) return { kind: 'never', words: `The mail server refused the message${said}`, stops: false }
    return { kind: 'again', words: `The mail server did not take the message for now${said}` }
  }
  if (code === 'EAUTH' || command.startsWith('AUTH') || responseCode === 530)
    return { kind: 'again', words: `The mail server refused the sign-in: check STREAMGAUGE_SMTP_URL${said}` }
  if (CERTIFICATE.test(failure.originalCode ?? causeCode(failure)) || CERTIFICATE.test(code))
    return {
      kind: 'again',
      words: `The certificate of the mail server is not trusted (${reasonOf(failure)}): see NODE_EXTRA_CA_CERTS.`,
    }
  if (code === 'ETLS')
    return {
      kind: 'again',
      words: `The mail server does not go over to TLS (${reasonOf(failure)}): see STREAMGAUGE_SMTP_URL.`,
    }
  if (isFull && (command === 'RCPT TO' || command === 'DATA')) return fullMailbox(refused, said)
  if (refused && command === 'RCPT TO') {
    const stops = responseCode !== NO_ROOM && !POLICY.test(failure.response ?? '')
    return { kind: 'never', words: `The mail server refused the recipient${said}`, stops }
  }
  if (refused && command === 'MAIL FROM')
    return {
      kind: 'never',
      words: `The mail server refused the sender: check STREAMGAUGE_MAIL_FROM${said}`,
      stops: false,
    }
  if (refused && command === 'DATA')
    return { kind: 'never', words: `The mail server refused the message${said}`, stops: false }
  if (code === 'EENVELOPE' && responseCode === 0)
    return { kind: 'never', words: 'The address is none that a mail server takes.', stops: false }
  if (code === 'EMESSAGE' && responseCode === 0)
    return { kind: 'never', words: 'The message is larger than the mail server takes.', stops: false }
  if (responseCode > 0) return { kind: 'again', words: `The mail server does not take mail for now${said}` }
  return { kind: 'again', words: `The mail server cannot be reached (${reasonOf(failure)}).` }
}

/** This one mail does not arrive there; the next may. */
function fullMailbox(refused: boolean, said: string): Outcome {
  const words = `The mailbox is full${said}`
  return refused ? { kind: 'never', words, stops: false } : { kind: 'again', words }
}

/** What a server said, without the addresses that many repeat. */
function saidBy({ response, responseCode = 0 }: SmtpFailure): string {
  if (responseCode === 0) return '.'
  return `. It said: ${cut(response ?? String(responseCode))}`
}

function cut(text: string): string {
  const line = oneLine(text).replaceAll(ADDRESS, '…')
  return line.length > LONGEST_SAID ? `${line.slice(0, LONGEST_SAID)}…` : line
}

function reasonOf(failure: SmtpFailure): string {
  const { code = '', originalCode } = failure
  if (code === 'ETIMEDOUT') return 'no answer in time'
  return originalCode ?? (causeCode(failure) || code || 'no reason given')
}

function causeCode({ cause }: SmtpFailure): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}

/** What the answer of a webhook means. */
export function outcomeOfAnswer(status: number, notBefore: number | undefined): Outcome {
  if (status >= 200 && status < 300) return { kind: 'sent' }
  // These two speak for somebody behind them, who may have taken it.
  if (status === 502 || status === 504)
    return {
      kind: 'unknown',
      words: `A server before the webhook answered ${status}, so that it may or may not have taken it.`,
    }
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return {
      kind: 'again',
      words: `The webhook answered ${status}.`,
      ...(notBefore === undefined ? {} : { notBefore }),
    }
  return { kind: 'never', words: `The webhook answered ${status}: is its address right?`, stops: false }
}

/** These come before a byte of the request has left. */
const NOT_CONNECTED = new Set([
  ...[
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EADDRNOTAVAIL',
    'UND_ERR_CONNECT_TIMEOUT',
  ],
])

/** The outcome where a webhook has not answered; `kind` is that of the error. */
export function outcomeOfNoAnswer(error: { kind: string; message: string; cause?: unknown }): Outcome {
  if (error.kind === 'config') return { kind: 'again', words: withoutAddress(error.message) }
  let inner = error.cause
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : ''
  // LIMIT: fetch refuses some ports before it connects, and gives no code.
  const isBadPort = inner instanceof Error && inner.message === 'bad port'
  if (NOT_CONNECTED.has(code) || isBadPort)
    return { kind: 'again', words: `The webhook cannot be reached (${isBadPort ? 'bad port' : code}).` }
  const words = `The connection to the webhook ended before it answered${code === '' ? '' : ` (${code})`}.`
  return { kind: 'unknown', words }
}

function withoutAddress(text: string): string {
  return text.replaceAll(/https?:\/\/\S+/gi, '…')
}
