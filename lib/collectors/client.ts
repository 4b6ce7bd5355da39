// A client for JSON over HTTP: tries again what passes, remembers a refused token and a limit, and tells the budget.
import { setMaxListeners } from 'node:events'
import pRetry from 'p-retry'
import { StreamgaugeError } from '../errors'
import type { OpenContext } from './contract'
import { createFetch, errorOfStatus, isPassing, resetTime } from './http'

export type ClientOptions = {
  /** With or without a path; what is asked for is below it. */
  baseUrl: string
  headers: Record<string, string>
  /** Before the second try; each further one waits three times as long. */
  pauseMs?: number
}

export type Answer = {
  /** null: not modified since `etag`. */
  body: unknown
  headers: Headers
}

type Query = Record<string, string | number | boolean | undefined>

const TRIES = 3
// LIMIT: an answer is read whole; the largest page of any source that is asked for is a tenth of this.
const LARGEST_BODY = 64 * 1024 * 1024

export class Client {
  /** Requests that were sent, tries included. */
  requests = 0
  private readonly fetch
  private readonly base: URL
  private readonly signal: AbortSignal
  private blocked: StreamgaugeError | undefined

  constructor(
    private readonly context: OpenContext,
    private readonly options: ClientOptions,
  ) {
    // Each request that is under way listens to it, and they may be many.
    this.signal = AbortSignal.any([context.signal])
    setMaxListeners(0, this.signal)
    this.fetch = createFetch(context)
    this.base = new URL(options.baseUrl.replace(/\/*$/, '/'))
  }

  /** Throws StreamgaugeError; 'unavailable' only when every try was. */
  async get(path: string, query: Query = {}, etag?: string): Promise<Answer> {
    const url = new URL(path.replace(/^\/+/, ''), this.base)
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value))
    }
    return pRetry(() => this.ask(url, etag), {
      retries: TRIES - 1,
      factor: 3,
      minTimeout: this.options.pauseMs ?? 500,
      signal: this.signal,
      shouldRetry: isPassing,
    })
  }

  private async ask(url: URL, etag: string | undefined): Promise<Answer> {
    if (this.blocked) throw this.blocked
    this.requests += 1
    const headers = { Accept: 'application/json', ...this.options.headers, ...(etag ? { 'If-None-Match': etag } : {}) }
    const response = await this.fetch(url, { headers })
    const now = this.context.clock()
    this.tellBudget(response.headers, now)
    if (response.status === 304) return { body: null, headers: response.headers }
    const text = await readText(response, url)
    if (!response.ok) {
      const error = errorOfStatus({ status: response.status, headers: response.headers, body: text, url, now })
      if (response.status === 401 || error.kind === 'rate-limited') this.blocked = error
      throw error
    }
    return { body: parseJson(text, url, response.headers), headers: response.headers }
  }

  private tellBudget(headers: Headers, now: Date): void {
    const read = (name: string) => Number(headers.get(`x-ratelimit-${name}`) ?? headers.get(`ratelimit-${name}`) ?? '')
    const [remaining, limit, resetAt] = [read('remaining'), read('limit'), resetTime(headers, now)]
    if (limit > 0 && resetAt) this.context.budget({ remaining, limit, resetAt })
  }
}

/** The whole answer; throws `unavailable` where it was cut. */
export async function readText(response: Response, { host }: URL): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength
      if (size > LARGEST_BODY) break
      chunks.push(chunk)
    }
  } catch (cause) {
    throw new StreamgaugeError('unavailable', `The answer of ${host} was cut.`, { cause })
  }
  if (size > LARGEST_BODY) throw new StreamgaugeError('unexpected', `The answer of ${host} is larger than 64 MB.`)
  return Buffer.concat(chunks).toString('utf8')
}

export function parseJson(text: string, { host }: URL, headers: Headers): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const html = /html/.test(headers.get('content-type') ?? '') || /^\s*</.test(text)
    if (!html) throw new StreamgaugeError('unavailable', `The answer of ${host} is no whole JSON.`, { cause })
    throw new StreamgaugeError('unexpected', `${host} answered with a page of HTML instead of JSON.`, {
      cause,
      hint: 'Is the address that of the API? A proxy or a sign-in page may stand before it.',
    })
  }
}
