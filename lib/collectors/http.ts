// What every source that is asked over HTTP has in common: proxies, redirects, addresses, time-outs, and which kind of error a status is.
import { lookup as resolveHost } from 'node:dns'
import { lookup as lookupAll } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { EnvHttpProxyAgent, fetch as fetchByUndici } from 'undici'
import { errorKind, StreamgaugeError } from '../errors'
import type { RunContext } from './contract'

export type Fetch = typeof globalThis.fetch

type FetchOptions = Pick<RunContext, 'environment' | 'allowPrivateAddresses' | 'signal'> & {
  /** Until an answer has arrived whole. */
  timeoutMs?: number
}

const TIMEOUT_MS = 60_000
const MOST_REDIRECTS = 3

/**
 * A fetch that goes through HTTPS_PROXY and HTTP_PROXY except for NO_PROXY, follows a redirect only within its origin
 * (a token must not go elsewhere), and refuses private addresses where they are not allowed. Certificates of
 * NODE_EXTRA_CA_CERTS are Node's own doing. Throws StreamgaugeError where there is no answer.
 */
export function createFetch({
  environment,
  allowPrivateAddresses,
  signal,
  timeoutMs = TIMEOUT_MS,
}: FetchOptions): Fetch {
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: proxyAddress(environment, 'HTTP_PROXY'),
    httpsProxy: proxyAddress(environment, 'HTTPS_PROXY'),
    noProxy: variable(environment, 'NO_PROXY'),
    proxyTunnel: false, // NOTE: for plain http alone; proxies as a rule open tunnels to port 443 only
    ...(allowPrivateAddresses ? {} : { connect: { lookup: publicLookup } }),
  })
  return async (given, init) => {
    let url = new URL(given instanceof Request ? given.url : given)
    const signals = [signal, AbortSignal.timeout(timeoutMs), ...(init?.signal ? [init.signal] : [])]
    for (let hops = 0; ; hops += 1) {
      if (!allowPrivateAddresses && isPrivate(url.hostname.replace(/^\[|\]$/g, ''))) throw privateAddress(url)
      let response: Response
      try {
        const options = { ...init, signal: AbortSignal.any(signals), redirect: 'manual', dispatcher }
        // Sound: undici's own fetch and Node's are of the same source; only their declarations differ.
        response = (await fetchByUndici(url, options as object)) as unknown as Response
      } catch (error) {
        signal.throwIfAborted()
        throw errorOfFailure(error, url)
      }
      const target = response.headers.get('location')
      if (![301, 302, 303, 307, 308].includes(response.status) || !target) return response
      await response.body?.cancel()
      if (!URL.canParse(target, url))
        throw new StreamgaugeError('unexpected', `${url.host} redirects to what is no address.`)
      const next = new URL(target, url)
      if (next.origin !== url.origin || hops >= MOST_REDIRECTS) throw strayRedirect(url, next)
      url = next
    }
  }
}

function variable(environment: FetchOptions['environment'], name: string): string {
  return environment[name] || environment[name.toLowerCase()] || ''
}

/** As curl takes it: `proxy.example:3128` is `http://proxy.example:3128`. */
function proxyAddress(environment: FetchOptions['environment'], name: string): string {
  const given = variable(environment, name)
  const address = given && !given.includes('://') ? `http://${given}` : given
  if (address === '' || URL.canParse(address)) return address
  throw new StreamgaugeError('config', `${name} is no address of a proxy.`, {
    hint: 'Write it as http://proxy.example:3128.',
  })
}

function isPrivate(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() !== 'unicast'
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolveHost(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    if (addresses.some(({ address }) => isPrivate(address))) return callback(privateAddress({ hostname }), '', 0)
    if (options.all) return callback(null, addresses)
    callback(null, addresses[0]?.address ?? '', addresses[0]?.family)
  })
}

/** The addresses of a host, none where its name is not known here; throws `config` when one of them is private. */
export async function refusePrivateHost(hostname: string): Promise<string[]> {
  const found = await lookupAll(hostname, { all: true }).catch(() => [])
  const addresses = found.map(({ address }) => address)
  if (addresses.some(isPrivate)) throw privateAddress({ hostname })
  return addresses
}

function privateAddress({ hostname }: { hostname: string }): StreamgaugeError {
  return new StreamgaugeError('config', `${hostname} is an address of a private network, which is not asked.`, {
    hint: 'Whoever runs Streamgauge can allow it: STREAMGAUGE_PRIVATE_ADDRESSES=allow.',
  })
}

function strayRedirect(from: URL, to: URL): StreamgaugeError {
  const where = from.origin === to.origin ? 'in a circle' : `to ${to.origin}`
  return new StreamgaugeError('config', `${from.host} redirects ${where}, where the token must not follow.`, {
    hint: 'Give the address at which the API itself answers.',
  })
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/

function errorOfFailure(error: unknown, { host }: URL): StreamgaugeError {
  let inner = error
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause
  if (inner instanceof StreamgaugeError) return inner
  const { code = '', name = '', message = '' } = inner as { code?: string; name?: string; message?: string }
  if (CERTIFICATE.test(code)) {
    return new StreamgaugeError('config', `The certificate of ${host} is not trusted (${code}).`, {
      cause: error,
      hint: "Name the file of your organisation's certificates in NODE_EXTRA_CA_CERTS and start again.",
    })
  }
  const refusal = /^Proxy response \((\d+)\)/.exec(message)?.[1]
  if (refusal === '407') return proxySignIn(error)
  const why = name === 'TimeoutError' ? 'no answer in time' : code || message
  const hint = code === 'ENOTFOUND' ? 'Is the address right? Is a proxy needed (HTTPS_PROXY)?' : undefined
  return new StreamgaugeError('unavailable', `${host} cannot be reached: ${why}.`, { cause: error, hint })
}

function proxySignIn(cause?: unknown): StreamgaugeError {
  return new StreamgaugeError('config', 'The proxy asks for a sign-in (407).', {
    cause,
    hint: 'Write it into the address of the proxy: http://user:password@proxy.example:3128.',
  })
}

export type Refusal = { status: number; headers: Headers; body: string; url: URL; now: Date }

/** What an answer that is not a success means; `body` may be cut. */
export function errorOfStatus({ status, headers, body, url, now }: Refusal): StreamgaugeError {
  const said = textOf(body)
  const text = `${url.host} answered ${status}${said ? `: ${said}` : ''}`
  const limited = status === 429 || status === 420 || (status === 403 && isLimit(headers, body))
  if (limited) {
    const retryAt = retryTime(headers, now) ?? new Date(now.getTime() + 60_000)
    return new StreamgaugeError('rate-limited', `${url.host} has answered enough for now.`, { retryAt })
  }
  if (status === 401) return new StreamgaugeError('auth', text, { hint: 'The token is wrong or has expired.' })
  if (status === 403) return new StreamgaugeError('auth', text, { hint: 'The token lacks a permission.' })
  if (status === 407) return proxySignIn()
  if (status === 404 || status === 410 || status === 451) return new StreamgaugeError('not-found', text)
  if (status === 408 || status >= 500) return new StreamgaugeError('unavailable', text)
  return new StreamgaugeError('unexpected', text)
}

function isLimit(headers: Headers, body: string): boolean {
  return headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after') || /rate limit|abuse/i.test(body)
}

/** When to ask again by the answer's own word: relative to its own clock, which need not be ours. */
export function retryTime(headers: Headers, now: Date): Date | undefined {
  const theirs = Date.parse(headers.get('date') ?? '') || now.getTime()
  const after = headers.get('retry-after')
  if (after !== null && /^\d+$/.test(after.trim())) return new Date(now.getTime() + Number(after) * 1000)
  const at = Date.parse(after ?? '')
  if (!Number.isNaN(at)) return new Date(now.getTime() + Math.max(0, at - theirs))
  // The limit that is told of is another one where some of it is left.
  const left = Number(headers.get('x-ratelimit-remaining') ?? headers.get('ratelimit-remaining') ?? 0)
  return left > 0 ? undefined : resetTime(headers, now)
}

/** When a limit begins anew, on our clock. */
export function resetTime(headers: Headers, now: Date): Date | undefined {
  const theirs = Date.parse(headers.get('date') ?? '') || now.getTime()
  const reset = Number(headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? Number.NaN)
  if (Number.isNaN(reset)) return undefined
  // Seconds of the epoch with most, seconds from now on with some.
  const seconds = reset > 1e9 ? reset - theirs / 1000 : reset
  return new Date(now.getTime() + Math.max(1, Math.ceil(seconds)) * 1000)
}

/** What a JSON answer says in its `message` or `error`, or its text if it is short and no page of HTML. */
function textOf(body: string): string {
  let text = body
  try {
    const parsed = JSON.parse(body) as Record<string, unknown> | null
    const said = [parsed?.message, parsed?.error, parsed?.error_description]
    text = said.filter((one) => typeof one === 'string').join(': ')
  } catch {}
  return /^\s*</.test(text) ? 'a page of HTML' : text.replace(TOKEN, '***').trim().slice(0, 200)
}

// Some that stand before an API repeat what they were sent.
const TOKEN =
  /\b(?:(?:bearer|basic|token)\s+(?=\S*\d)[\w.+/=-]{12,}|gh[a-z]_\w{16,}|github_pat_\w+|glpat-[\w.-]+|sgi_[\w-]+|11[\da-f]{32}\b)/gi

/** Whether trying again soon may help. */
export function isPassing(error: unknown): boolean {
  return errorKind(error) === 'unavailable'
}
