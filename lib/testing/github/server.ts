// A GitHub on the loopback interface: answers by REST and GraphQL, counts, limits, fails and forgets as a test wants it to.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerGraph } from './graph'
import { FakeRepository } from './model'
import { answerRest } from './rest'

export type Asked = {
  method: string
  path: string
  url: URL
  authorization: string
  /** Of a GraphQL request. */
  query?: string
  variables?: Record<string, unknown>
  status?: number
}
export type Given = {
  status: number
  body?: unknown
  /** Sent as it is, in place of `body`. */
  text?: string
  headers?: Record<string, string>
  /** Breaks the connection in the middle of the answer. */
  cut?: boolean
}
type Bucket = { limit: number; remaining: number; resetAt: number }

export class FakeGitHub {
  readonly asked: Asked[] = []
  readonly repositories: FakeRepository[] = []
  readonly owners = new Set<string>()
  readonly forbidden = new Set<string>()
  readonly tokens = new Set(['good'])
  readonly limits: Record<'core' | 'graphql', Bucket> = {
    core: { limit: 5_000, remaining: 5_000, resetAt: 0 },
    graphql: { limit: 5_000, remaining: 5_000, resetAt: 0 },
  }
  /** Of every answer. */
  headers: Record<string, string> = {}
  /** GitHub's clock against ours. */
  skewMs = 0
  now = '2026-06-01T00:00:00Z'
  login = 'robot'
  knowsTypes = true
  /** Answers in place of GitHub where it returns something. */
  intercept: (asked: Asked) => Given | undefined = () => undefined
  /** Changes what GraphQL would answer. */
  spoil: (data: unknown, asked: Asked) => unknown = (data) => data
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response))
  #prefix = ''

  async listen(prefix = ''): Promise<this> {
    this.#prefix = prefix
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return this
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.#prefix}` // sound: it listens on a port
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  repository(fullName: string): FakeRepository {
    const number = this.repositories.length + 1
    const repository = new FakeRepository(`R_${number}`, 9_000 + number, fullName, () => this.now)
    this.repositories.push(repository)
    this.owners.add(fullName.split('/')[0] ?? '')
    return repository
  }

  remove(repository: FakeRepository): void {
    this.repositories.splice(this.repositories.indexOf(repository), 1)
  }

  /** Requests since the last call: all of them, and those that count against a limit. */
  taken(): { requests: number; charged: number; asked: Asked[] } {
    const asked = this.asked.splice(0)
    return { requests: asked.length, charged: asked.filter(({ status }) => status !== 304).length, asked }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const url = new URL(request.url ?? '/', 'http://localhost')
    const path = url.pathname
    const sent = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {}
    const asked: Asked = {
      ...{ method: request.method ?? '', path, url, authorization: request.headers.authorization ?? '' },
      ...{ query: sent.query, variables: sent.variables },
    }
    this.asked.push(asked)
    let given: Given
    try {
      given = this.intercept(asked) ?? (await this.#given(asked, request.headers['if-none-match']))
    } catch (error) {
      given = { status: 422, body: { message: `The fake refuses: ${(error as Error).message}` } }
    }
    asked.status = given.status
    this.#send(response, given, asked)
  }

  async #given(asked: Asked, etag: string | undefined): Promise<Given> {
    const { authorization, method, url } = asked
    const api = new URL(url)
    api.pathname = this.#apiPath(asked.path)
    const isInstall = /^\/app\/installations\/\d+\/access_tokens$/.test(api.pathname)
    const token = authorization.replace(/^(bearer|token) /i, '')
    const known =
      this.tokens.has(token) || token.startsWith('installation-') || (isInstall && token.split('.').length === 3)
    if (!known) return { status: 401, body: { message: 'Bad credentials' } }
    const bucket = this.limits[asked.query === undefined ? 'core' : 'graphql']
    if (bucket.remaining === 0 && bucket.resetAt > Date.now()) return this.#limited(asked)
    if (asked.query !== undefined) {
      bucket.remaining -= 1
      const graph = { ...this, owners: [...this.owners], forbidden: this.forbidden }
      const answer = await answerGraph(graph, asked.query, asked.variables ?? {})
      return { status: 200, body: this.spoil(answer, asked) }
    }
    const named = (fullName: string) => this.repositories.find((one) => one.fullName === fullName)
    const answer = answerRest(method, api, named)
    const tag = `W/"${createHash('sha1').update(JSON.stringify(answer.body)).digest('hex')}"`
    if (answer.status === 200 && etag === tag) return { status: 304, headers: { etag: tag } }
    bucket.remaining -= 1
    return { ...answer, headers: { etag: tag } }
  }

  #apiPath(path: string): string {
    return this.#prefix && path.startsWith(this.#prefix) ? path.slice(this.#prefix.length) : path
  }

  /** LIMIT: GraphQL says it in an answer of 200. */
  #limited({ query }: Asked): Given {
    if (query === undefined) return { status: 403, body: { message: 'API rate limit exceeded for user ID 1.' } }
    return { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] } }
  }

  #send(response: ServerResponse, { status, body, text, headers, cut }: Given, asked: Asked): void {
    const bucket = asked.query === undefined ? 'core' : 'graphql'
    const { limit, remaining, resetAt } = this.limits[bucket]
    const reset = (resetAt || Date.now() + 3_600_000) + this.skewMs
    response.writeHead(status, {
      ...{ date: new Date(Date.now() + this.skewMs).toUTCString(), 'content-type': 'application/json; charset=utf-8' },
      ...{
        'x-ratelimit-limit': limit,
        'x-ratelimit-remaining': remaining,
        'x-ratelimit-reset': Math.ceil(reset / 1000),
      },
      ...{ 'x-ratelimit-resource': bucket, ...this.headers, ...headers },
    })
    const whole = text ?? (body === undefined ? '' : JSON.stringify(body))
    if (!cut) return void response.end(whole)
    response.write(whole.slice(0, whole.length / 2), () => response.destroy())
  }
}
