import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { StreamgaugeError } from '../errors'
import { type Handler, HttpServer, sendJson } from '../testing/http-server'
import { runContext } from '../testing/run-context'
import { Client } from './client'
import type { Budget } from './contract'

const opened: HttpServer[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close()
})

const now = new Date('2026-06-01T12:00:00Z')

async function clientOf(handle: Handler, path = '/api/v4') {
  const server = await new HttpServer(handle).listen()
  opened.push(server)
  const budgets: Budget[] = []
  const context = {
    ...runContext({ now, environment: {} }),
    config: {},
    note: () => {},
    budget: (budget: Budget) => budgets.push(budget),
  }
  const options = { baseUrl: server.url + path, headers: { 'PRIVATE-TOKEN': 'secret' }, pauseMs: 1 }
  return { server, budgets, client: new Client(context, options) }
}

async function failureOf(promise: Promise<unknown>): Promise<StreamgaugeError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof StreamgaugeError)) throw new Error(`expected a StreamgaugeError, got ${error}`)
  return error
}

describe('a client', () => {
  it('asks below the path of its base, with the token and without what is undefined', async () => {
    const { client, server } = await clientOf((_, response) => sendJson(response, [1]), '/git/api/v4/')
    expect((await client.get('/projects', { per_page: 100, since: undefined, archived: false })).body).toEqual([1])
    expect(server.asked).toEqual(['GET /git/api/v4/projects?per_page=100&archived=false'])
    expect(server.headers[0]).toMatchObject({ 'private-token': 'secret', accept: 'application/json' })
  })

  it('reads an answer that is packed', async () => {
    const { client } = await clientOf((_, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('{"packed":true}')),
    )
    expect((await client.get('x')).body).toEqual({ packed: true })
  })

  it('sends an etag and says null for what has not changed', async () => {
    const { client, server } = await clientOf((request, response) =>
      request.headers['if-none-match'] === '"one"'
        ? response.writeHead(304, { ETag: '"one"' }).end()
        : sendJson(response, {}, { ETag: '"one"' }),
    )
    const etag = (await client.get('x')).headers.get('etag') ?? ''
    expect((await client.get('x', {}, etag)).body).toBeNull()
    expect(server.asked).toHaveLength(2)
  })

  it('tries again what passes', async () => {
    let left = 2
    const { client } = await clientOf((_, response) => {
      left -= 1
      if (left >= 0) response.writeHead(503).end()
      else sendJson(response, { done: true })
    })
    expect((await client.get('x')).body).toEqual({ done: true })
    expect(client.requests).toBe(3)
  })

  it('gives up as unavailable after three tries', async () => {
    const { client, server } = await clientOf((_, response) => response.writeHead(503).end())
    expect(await failureOf(client.get('x'))).toMatchObject({ kind: 'unavailable' })
    expect(server.asked).toHaveLength(3)
  })

  it('tries again after a body that is cut, by length and by chunk', async () => {
    let tries = 0
    const { client } = await clientOf((_, response) => {
      tries += 1
      if (tries === 1) response.writeHead(200, { 'Content-Length': '100' }).write('{"half":')
      else if (tries === 2) response.writeHead(200).write('[1,')
      else return sendJson(response, { whole: true })
      setTimeout(() => response.destroy(), 10)
    })
    expect((await client.get('x')).body).toEqual({ whole: true })
  })

  it('takes JSON that ends too early as passing', async () => {
    const { client, server } = await clientOf((_, response) => response.writeHead(200).end('[{"id":1},{"i'))
    expect(await failureOf(client.get('x'))).toMatchObject({ kind: 'unavailable' })
    expect(server.asked).toHaveLength(3)
  })

  it('says that a page of HTML is no API, and asks once', async () => {
    const { client, server } = await clientOf((_, response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Sign in</title>'),
    )
    const error = await failureOf(client.get('x'))
    expect(error).toMatchObject({ kind: 'unexpected' })
    expect(error.message).toContain('HTML')
    expect(server.asked).toHaveLength(1)
  })

  it('remembers a refused token', async () => {
    const { client, server } = await clientOf((_, response) => sendJson(response, { message: 'no' }, {}, 401))
    expect(await failureOf(client.get('x'))).toMatchObject({ kind: 'auth' })
    expect(await failureOf(client.get('y'))).toMatchObject({ kind: 'auth' })
    expect(server.asked).toHaveLength(1)
  })

  it('does not take one refusal of a permission for all', async () => {
    const { client, server } = await clientOf((_, response) => sendJson(response, { message: 'no' }, {}, 403))
    await failureOf(client.get('x'))
    await failureOf(client.get('y'))
    expect(server.asked).toHaveLength(2)
  })

  it.each([
    ['by Retry-After', { 'Retry-After': '120' }, '2026-06-01T12:02:00.000Z'],
    ['without it for a minute', {}, '2026-06-01T12:01:00.000Z'],
  ])('remembers a limit %s', async (_, headers, retryAt) => {
    const { client, server } = await clientOf((_request, response) =>
      sendJson(response, {}, headers as Record<string, string>, 429),
    )
    for (const path of ['x', 'y']) {
      const error = await failureOf(client.get(path))
      expect(error.kind).toBe('rate-limited')
      expect(error.retryAt?.toISOString()).toBe(retryAt)
    }
    expect(server.asked).toHaveLength(1)
  })

  it('tells the budget on its own clock', async () => {
    const { client, budgets } = await clientOf((_, response) =>
      sendJson(
        response,
        {},
        {
          Date: 'Mon, 01 Jun 2026 13:00:00 GMT',
          'RateLimit-Limit': '600',
          'RateLimit-Remaining': '599',
          'RateLimit-Reset': String(Date.parse('2026-06-01T13:01:00Z') / 1000),
        },
      ),
    )
    await client.get('x')
    expect(budgets).toEqual([{ remaining: 599, limit: 600, resetAt: new Date('2026-06-01T12:01:00Z') }])
  })

  it('says nothing of a budget that is not told', async () => {
    const { client, budgets } = await clientOf((_, response) => sendJson(response, {}, { 'RateLimit-Limit': '600' }))
    await client.get('x')
    expect(budgets).toEqual([])
  })
})
