/** Who acts on an error and whether trying again helps; the list is closed, callers switch on it. */
export const errorKinds = ['config', 'auth', 'not-found', 'rate-limited', 'unavailable', 'unexpected', 'bug'] as const

export type ErrorKind = (typeof errorKinds)[number]

export type ErrorDetails = {
  cause?: unknown
  /** When trying again makes sense; given with `rate-limited`. */
  retryAt?: Date
  /** What the person who reads it can do. */
  hint?: string
}

export class StreamgaugeError extends Error {
  override readonly name = 'StreamgaugeError'
  readonly kind: ErrorKind
  readonly retryAt?: Date
  readonly hint?: string

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.kind = kind
    this.retryAt = details.retryAt
    this.hint = details.hint
  }
}

/** The kind of anything thrown: what we did not throw ourselves is a bug. */
export function errorKind(error: unknown): ErrorKind {
  return error instanceof StreamgaugeError ? error.kind : 'bug'
}

/** Message and hint as sentences, one after the other. */
export function inSentences({ message, hint }: { message: string; hint?: string }): string {
  return [message, ...(hint ? [hint] : [])].map((text) => (/[.!?:…]$/.test(text) ? text : `${text}.`)).join(' ')
}

/** Message and hint as a person should see them; a bug keeps its stack. */
export function describeError(error: unknown): string {
  if (error instanceof StreamgaugeError && error.kind !== 'bug') {
    return error.hint ? `${error.message}\n  ${error.hint}` : error.message
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
