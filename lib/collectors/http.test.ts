import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { StreamgaugeError } from '../errors'
import { makeCertificate } from '../testing/git-https-server'
import { type Handler, HttpServer, sendJson } from '../testing/http-server'
import { createFetch, errorOfStatus, retryTime } from './http'

const opened: HttpServer[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close()
})

async function serve(handle: Handler, certificate?: { cert: Buffer; key: Buffer }): Promise<HttpServer> {
  const server = await new HttpServer(handle, certificate).listen()
  opened.push(server)
  return server
}

type Given = Partial<Parameters<typeof createFetch>[0]>

function fetcher(given: Given = {}) {
  return createFetch({
    environment: {},
    allowPrivateAddresses: true,
    signal: new AbortController().signal,
    ...given,
  })
}

async function failureOf(promise: Promise<unknown>): Promise<StreamgaugeError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof StreamgaugeError)) throw new Error(`expected a StreamgaugeError, got ${error}`)
  return error
}

const greet: Handler = (_, response) => sendJson(response, { hello: 'there' })

describe('a proxy', () => {
  /** Forwards what it is asked for as a plain proxy, and as a tunnel. */
  async function proxy() {
    const server = await serve((request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(`{"through":"${request.url}"}`)
    })
    server.server.on('connect', (request, socket) => {
      server.asked.push(`CONNECT ${request.url}`)
      const target = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
        target.pipe(socket)
        socket.pipe(target)
      })
      for (const end of [socket, target]) end.on('error', () => socket.destroy())
    })
    return server
  }

  it.each([
    ['HTTP_PROXY', ''],
    ['http_proxy', ''],
    ['HTTP_PROXY', 'http://'],
  ])('of %s is asked in place of the origin, written "%s…"', async (name, scheme) => {
    const [origin, through] = [await serve(greet), await proxy()]
    const address = scheme ? through.url : through.url.replace('http://', '')
    const response = await fetcher({ environment: { [name]: address } })(`${origin.url}/a`)
    expect(response.status).toBe(200)
    expect(through.asked).toHaveLength(1)
  })

  it('is passed by for the hosts of NO_PROXY', async () => {
    const [origin, through] = [await serve(greet), await proxy()]
    const environment = { HTTP_PROXY: through.url, NO_PROXY: '127.0.0.1' }
    expect(await (await fetcher({ environment })(origin.url)).json()).toEqual({ hello: 'there' })
    expect(through.asked).toEqual([])
  })

  it('of the process itself counts only when it is handed in', async () => {
    const origin = await serve(greet)
    process.env.HTTP_PROXY = 'http://127.0.0.1:9'
    try {
      expect((await fetcher()(origin.url)).status).toBe(200)
    } finally {
      delete process.env.HTTP_PROXY
    }
  })

  it('that wants a sign-in is a matter of the configuration', async () => {
    const through = await serve((_, response) => response.writeHead(407).end())
    through.server.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
    const environment = { HTTPS_PROXY: through.url }
    const error = await failureOf(fetcher({ environment })('https://forge.example/'))
    expect(error.kind).toBe('config')
    expect(error.message).toContain('407')
  })

  it('whose address cannot be read is a matter of the configuration', async () => {
    const open = async () => fetcher({ environment: { HTTPS_PROXY: 'http://:::' } })
    const error = await failureOf(open())
    expect(error).toMatchObject({ kind: 'config' })
    expect(error.message).toContain('HTTPS_PROXY')
  })
})

describe('a redirect', () => {
  it('within the origin is followed with the token', async () => {
    const server = await serve((request, response) =>
      request.url === '/old' ? response.writeHead(301, { Location: '/new' }).end() : greet(request, response),
    )
    const response = await fetcher()(`${server.url}/old`, { headers: { 'PRIVATE-TOKEN': 'secret' } })
    expect(await response.json()).toEqual({ hello: 'there' })
    expect(server.headers[1]?.['private-token']).toBe('secret')
  })

  it('to another origin is refused, and nothing is sent there', async () => {
    const elsewhere = await serve(greet)
    const server = await serve((_, response) => response.writeHead(302, { Location: `${elsewhere.url}/in` }).end())
    const error = await failureOf(fetcher()(server.url, { headers: { 'PRIVATE-TOKEN': 'secret' } }))
    expect(error).toMatchObject({ kind: 'config' })
    expect(error.message).toContain(elsewhere.url)
    expect(elsewhere.asked).toEqual([])
  })

  it('in a circle ends', async () => {
    const server = await serve((_, response) => response.writeHead(302, { Location: '/' }).end())
    expect(await failureOf(fetcher()(server.url))).toMatchObject({ kind: 'config' })
    expect(server.asked.length).toBeLessThan(6)
  })

  it('that names no address is said to be none', async () => {
    const server = await serve((_, response) => response.writeHead(302, { Location: 'http://[' }).end())
    expect(await failureOf(fetcher()(server.url))).toMatchObject({ kind: 'unexpected' })
  })
})

describe('private addresses', () => {
  it.each(['127.0.0.1', '10.1.2.3', '192.168.0.1', '169.254.169.254', '[::1]', '[::ffff:10.0.0.1]', '0x7f.1'])(
    'refuses %s',
    async (host) => {
      const error = await failureOf(fetcher({ allowPrivateAddresses: false })(`http://${host}:1/`))
      expect(error).toMatchObject({ kind: 'config' })
      expect(error.hint).toContain('STREAMGAUGE_PRIVATE_ADDRESSES')
    },
  )

  it('refuses a name that resolves to one before anything is sent', async () => {
    const server = await serve(greet)
    const error = await failureOf(fetcher({ allowPrivateAddresses: false })(`http://localhost:${server.port}/`))
    expect(error).toMatchObject({ kind: 'config' })
    expect(server.asked).toEqual([])
  })

  it('leaves a proxy on a private address alone: who runs the process chose it', async () => {
    const through = await serve(greet)
    const fetch = fetcher({ allowPrivateAddresses: false, environment: { HTTP_PROXY: through.url } })
    expect((await fetch('http://forge.example/')).status).toBe(200)
  })
})

describe('no answer', () => {
  it('is a time-out after its time', async () => {
    const server = await serve(() => {})
    const error = await failureOf(fetcher({ timeoutMs: 50 })(server.url))
    expect(error).toMatchObject({ kind: 'unavailable' })
    expect(error.message).toContain('no answer in time')
  })

  it('names what is wrong with a closed port and a name that is none', async () => {
    const server = await new HttpServer(greet).listen()
    const { url } = server
    await server.close()
    expect((await failureOf(fetcher()(url))).message).toContain('ECONNREFUSED')
    const unknown = await failureOf(fetcher()('http://forge.invalid/'))
    expect(unknown).toMatchObject({ kind: 'unavailable' })
  })

  it('is a matter of the configuration when the certificate is not trusted', async () => {
    const { file, keyFile } = makeCertificate()
    const server = await serve(greet, { cert: readFileSync(file), key: readFileSync(keyFile) })
    const error = await failureOf(fetcher()(server.url))
    expect(error).toMatchObject({ kind: 'config' })
    expect(error.hint).toContain('NODE_EXTRA_CA_CERTS')
  })

  it('is the abortion itself when the run is stopped', async () => {
    const stop = new AbortController()
    const server = await serve(() => stop.abort())
    await expect(fetcher({ signal: stop.signal })(server.url)).rejects.toThrow('aborted')
  })
})

const now = new Date('2026-06-01T12:00:00Z')
const epoch = (text: string) => String(Date.parse(text) / 1000)

describe('when to ask again', () => {
  it.each([
    ['seconds', { 'retry-after': '7' }, '2026-06-01T12:00:07.000Z'],
    ['a date', { 'retry-after': 'Mon, 01 Jun 2026 12:01:00 GMT' }, '2026-06-01T12:01:00.000Z'],
    [
      'a date of a clock that is an hour ahead',
      { date: 'Mon, 01 Jun 2026 13:00:00 GMT', 'retry-after': 'Mon, 01 Jun 2026 13:01:00 GMT' },
      '2026-06-01T12:01:00.000Z',
    ],
    ['the reset', { 'ratelimit-reset': epoch('2026-06-01T12:05:00Z') }, '2026-06-01T12:05:00.000Z'],
    [
      'the reset of a clock that is an hour behind',
      { date: 'Mon, 01 Jun 2026 11:00:00 GMT', 'x-ratelimit-reset': epoch('2026-06-01T11:05:00Z') },
      '2026-06-01T12:05:00.000Z',
    ],
    ['a reset in seconds from now', { 'x-ratelimit-reset': '30' }, '2026-06-01T12:00:30.000Z'],
    ['a reset that is over', { 'ratelimit-reset': epoch('2026-06-01T11:00:00Z') }, '2026-06-01T12:00:01.000Z'],
  ])('follows %s', (_, headers, expected) => {
    expect(retryTime(new Headers(headers), now)?.toISOString()).toBe(expected)
  })

  it('is not the reset of a limit that is not reached', () => {
    const reset = { 'x-ratelimit-reset': epoch('2026-06-01T12:55:00Z') }
    expect(retryTime(new Headers({ ...reset, 'x-ratelimit-remaining': '4321' }), now)).toBeUndefined()
    expect(retryTime(new Headers({ ...reset, 'x-ratelimit-remaining': '0' }), now)).toBeDefined()
  })

  it('is unknown without any of them', () => {
    expect(retryTime(new Headers(), now)).toBeUndefined()
    expect(retryTime(new Headers({ 'retry-after': 'soon' }), now)).toBeUndefined()
  })
})

describe('a status', () => {
  const url = new URL('https://forge.example/api')
  const meaning = (status: number, body = '', headers: Record<string, string> = {}) =>
    errorOfStatus({ status, body, headers: new Headers(headers), url, now })

  it.each([
    [400, 'unexpected'],
    [401, 'auth'],
    [403, 'auth'],
    [404, 'not-found'],
    [407, 'config'],
    [408, 'unavailable'],
    [410, 'not-found'],
    [420, 'rate-limited'],
    [429, 'rate-limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('%i is %s', (status, kind) => {
    expect(meaning(status).kind).toBe(kind)
  })

  it('says nothing of a token that the answer repeats', () => {
    const token = `ghp_${'a1'.repeat(18)}`
    for (const said of [`Bad credentials: ${token}`, `authorization: bearer ${token}`, `Basic ${btoa('ada:secret')}`]) {
      const { message } = meaning(401, JSON.stringify({ message: said }))
      expect(message).toContain('***')
      for (const secret of [token, btoa('ada:secret')]) expect(message).not.toContain(secret)
    }
    for (const said of ['The token lacks a scope', 'Basic authentication is over: token permissions.'])
      expect(meaning(403, JSON.stringify({ message: said })).message).toContain(said)
  })

  it('403 is a limit where the answer says so', () => {
    expect(meaning(403, '', { 'x-ratelimit-remaining': '0' }).kind).toBe('rate-limited')
    expect(meaning(403, '{"message":"You have exceeded a secondary rate limit"}').kind).toBe('rate-limited')
  })

  it('429 without a word on when waits a minute', () => {
    expect(meaning(429).retryAt?.toISOString()).toBe('2026-06-01T12:01:00.000Z')
  })

  it('carries what the source says, and no page of HTML', () => {
    expect(meaning(400, '{"message":"page is invalid"}').message).toBe('forge.example answered 400: page is invalid')
    expect(meaning(400, '{"error":"insufficient_scope"}').message).toContain('insufficient_scope')
    expect(meaning(502, '<html><body>Bad gateway</body></html>').message).toContain('a page of HTML')
  })
})
