// Asks GitHub by REST and GraphQL: one account, its limits and its refusals remembered for the run.
import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { createAppAuth } from '@octokit/auth-app'
import { throttling } from '@octokit/plugin-throttling'
import { Octokit } from '@octokit/rest'
import pRetry from 'p-retry'
import { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import { parseJson, readText } from '../client'
import type { Budget, OpenContext } from '../contract'
import { createFetch, isPassing, resetTime, retryTime } from '../http'
import type { Config } from './config'
import { errorOfRefusal, type GraphError, limitOf, unexpected } from './refusal'

export type Answer = {
  /** null: not modified since `etag`. */
  body: unknown
  headers: Headers
}
export type GraphAnswer = { data: unknown; errors: GraphError[] }

type ThrottlingOptions = Exclude<NonNullable<ConstructorParameters<typeof Octokit>[0]>['throttle'], undefined>
type Bucket = 'core' | 'graphql'
type Parameters = Record<string, string | number | undefined>
export type AskOptions = { etag?: string; tries?: number }

export type ClientOptions = {
  /** What a second of waiting takes; shorter in tests. */
  secondMs?: number
}

const TRIES = 3
/** A limit that is over sooner is waited for in place. */
const LONGEST_PAUSE_SECONDS = 60
const PAUSES = 2

// The plugin would let a second pass between any two POSTs; a GraphQL query is one and changes nothing.
const unhurried = {
  key: () => ({ schedule: (_: object, run: () => Promise<void>) => run() }),
} as unknown as ThrottlingOptions['write'] // all that it calls

const Body = z.object({ data: z.unknown().optional(), errors: z.array(z.unknown()).optional() })

export class GitHub {
  /** Of the last answer that named them. */
  scopes: string | undefined
  /** Organisations that answered in part because of their single sign-on. */
  hiddenBySso: string | undefined
  readonly #octokit: Octokit
  readonly #fetch
  readonly #graphqlUrl: string
  readonly #refused = new Map<Bucket | 'all', StreamgaugeError>()
  readonly #budgets = new Map<string, Budget>()
  readonly #secondMs: number
  readonly #signal: AbortSignal

  constructor(
    private readonly context: OpenContext<Config>,
    { secondMs = 1000 }: ClientOptions = {},
  ) {
    const { token, app } = context.config
    const baseUrl = context.config.baseUrl.replace(/\/+$/, '')
    this.#fetch = createFetch(context)
    // Each request that is under way listens to it, and they may be many.
    this.#signal = AbortSignal.any([context.signal])
    setMaxListeners(0, this.#signal)
    this.#graphqlUrl = baseUrl.endsWith('/api/v3') ? baseUrl.replace(/v3$/, 'graphql') : `${baseUrl}/graphql`
    this.#secondMs = secondMs
    const quiet = () => {}
    this.#octokit = new (Octokit.plugin(throttling))({
      baseUrl,
      userAgent: 'streamgauge',
      request: { fetch: this.#send },
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      ...(app
        ? {
            authStrategy: createAppAuth,
            auth: { appId: app.id, privateKey: app.privateKey, installationId: app.installation },
          }
        : { auth: token }),
      throttle: {
        id: randomUUID(),
        write: unhurried,
        retryAfterBaseValue: secondMs,
        onRateLimit: this.#pause,
        onSecondaryRateLimit: this.#pause,
      },
    })
  }

  /** The account itself is not accepted: nothing more will be answered. */
  get isRefused(): boolean {
    return this.#refused.has('all')
  }

  /** `route` with {placeholders}: `/repos/{owner}/{repo}/actions/runs`. */
  get(route: string, parameters: Parameters, { etag, tries }: AskOptions = {}): Promise<Answer> {
    const headers = etag ? { 'if-none-match': etag } : {}
    return this.#ask('core', tries, async () => {
      try {
        const { data, headers: answered } = await this.#octokit.request(`GET ${route}`, { ...parameters, headers })
        return { body: data as unknown, headers: headersOf(answered) }
      } catch (error) {
        if ((error as { status?: number }).status !== 304) throw error
        return { body: null, headers: new Headers() }
      }
    })
  }

  /** Data may be there beside errors: what could not be answered is null there. */
  query(query: string, variables: object, { tries }: AskOptions = {}): Promise<GraphAnswer> {
    return this.#ask('graphql', tries, async () => {
      const headers = { 'x-github-next-global-id': '1' } // one form of node ids, whenever the thing was made
      const request = { method: 'POST' as const, url: this.#graphqlUrl, query, variables, headers }
      const { data: body } = await this.#octokit.request(request)
      const parsed = Body.safeParse(body)
      if (!parsed.success) throw unexpected(parsed.error, 'the answer to a query')
      const { data, errors = [] } = parsed.data
      // Sound: every field of a GraphError is looked at as if it might be missing.
      return { data, errors: errors as GraphError[] }
    })
  }

  /** What git is given as the password of `x-access-token`. */
  async token(): Promise<string> {
    const given = this.context.config.token
    if (given !== undefined) return given
    const auth = await this.#ask('core', TRIES, () => this.#octokit.auth({ type: 'installation' }))
    return (auth as { token: string }).token // of auth-app's own type
  }

  async #ask<T>(bucket: Bucket, tries: number = TRIES, send: () => Promise<T>): Promise<T> {
    const once = async () => {
      const refused = this.#refused.get('all') ?? this.#refused.get(bucket)
      if (refused) throw refused
      try {
        return await untilAborted(send(), this.#signal)
      } catch (error) {
        this.context.signal.throwIfAborted()
        const explained = this.#explain(error)
        if ((error as { status?: number }).status === 401) this.#refused.set('all', explained)
        if (explained.kind === 'rate-limited') this.#refused.set(bucket, explained)
        throw explained
      }
    }
    return pRetry(once, {
      retries: tries - 1,
      factor: 3,
      minTimeout: this.#secondMs / 2,
      signal: this.#signal,
      shouldRetry: isPassing,
    })
  }

  #explain(error: unknown): StreamgaugeError {
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
      if (cause instanceof StreamgaugeError) return cause
    }
    const { status, response } = error as {
      status?: number
      response?: { headers: object; url: string; data: unknown }
    }
    if (status !== undefined && response !== undefined) {
      const url = new URL(response.url || this.#graphqlUrl)
      const now = this.context.clock()
      return errorOfRefusal({
        status,
        headers: headersOf(response.headers),
        body: JSON.stringify(response.data),
        url,
        now,
      })
    }
    return new StreamgaugeError('bug', error instanceof Error ? error.message : String(error), { cause: error })
  }

  /** Octokit's fetch: an answer arrives whole and is JSON, or it is an error. */
  #send = async (input: string, init: RequestInit): Promise<Response> => {
    const url = new URL(input)
    const response = await this.#fetch(url, init)
    this.#look(response.headers)
    if (response.status === 304) return response
    const text = await readText(response, url)
    const headers = new Headers(response.headers)
    headers.delete('content-encoding')
    if (!response.ok) return new Response(text, { status: response.status, headers: this.#ownTime(headers) })
    const body = parseJson(text, url, headers)
    if (input !== this.#graphqlUrl) return new Response(text, { status: response.status, headers })
    const errors = Body.safeParse(body).data?.errors as GraphError[] | undefined
    const limit = limitOf(errors ?? [])
    if (limit) {
      if (limit === 'primary') headers.set('x-ratelimit-remaining', '0')
      const message = limit === 'primary' ? 'API rate limit exceeded' : 'You have exceeded a secondary rate limit'
      return new Response(JSON.stringify({ message }), { status: 403, headers: this.#ownTime(headers) })
    }
    if (errors?.some(({ message }) => /^Something went wrong while executing/.test(message))) {
      throw new StreamgaugeError('unavailable', `${url.host} could not answer a query in time.`)
    }
    return new Response(text, { status: response.status, headers })
  }

  /** NOTE: the plugin compares GitHub's reset with this machine's clock, so it is given in this machine's time. */
  #ownTime(headers: Headers): Headers {
    const now = this.context.clock()
    const waitMs = (retryTime(headers, now)?.getTime() ?? now.getTime() + 60_000) - now.getTime()
    headers.set('date', new Date().toUTCString())
    headers.set('x-ratelimit-reset', String(Math.ceil((Date.now() + waitMs) / 1000)))
    return headers
  }

  #pause = (seconds: number, _: object, __: object, retryCount: number): boolean => {
    if (seconds > LONGEST_PAUSE_SECONDS || retryCount >= PAUSES) return false
    this.context.note(`GitHub asks for a pause of ${seconds} s`)
    return true
  }

  #look(headers: Headers): void {
    this.scopes = headers.get('x-oauth-scopes') ?? this.scopes
    const sso = headers.get('x-github-sso')
    if (sso?.startsWith('partial-results')) this.hiddenBySso = sso
    const read = (name: string) => Number(headers.get(`x-ratelimit-${name}`) ?? '')
    const [remaining, limit, resetAt] = [read('remaining'), read('limit'), resetTime(headers, this.context.clock())]
    if (!limit || !resetAt) return
    const bucket = headers.get('x-ratelimit-resource') ?? 'core'
    this.#budgets.set(bucket, { remaining, limit, resetAt })
    // REST and GraphQL have one each; the scarcer one decides how long it goes on.
    const budgets = [...this.#budgets.values()]
    const share = (budget: Budget) => budget.remaining / budget.limit
    this.context.budget(budgets.reduce((least, budget) => (share(budget) < share(least) ? budget : least)))
  }
}

function headersOf(record: object): Headers {
  const present = Object.entries(record).filter(([, value]) => value !== undefined)
  return new Headers(present.map(([name, value]): [string, string] => [name, String(value)]))
}

/** What the plugin waits for is not told of the signal. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
