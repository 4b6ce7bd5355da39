import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Certificate, GitHttpsServer, makeCertificate } from '../../testing/git-https-server'
import { GitRepository, removeFolders, temporaryFolder } from '../../testing/git-repository'
import { collect, Sink } from '../../testing/source-suite'
import { git } from '.'

const LOGIN = { username: 'ada', password: 'p@ss/w:rd' }
const SECRET = encodeURIComponent(LOGIN.password)

let certificate: Certificate
let repository: GitRepository
let server: GitHttpsServer
let environment: Record<string, string | undefined>
let prompted: string

beforeAll(() => {
  certificate = makeCertificate()
})

beforeEach(async () => {
  repository = new GitRepository()
  repository.run('config', 'uploadpack.allowFilter', 'true')
  repository.commit('One')
  repository.commit('Two')
  repository.tag('v1')
  server = new GitHttpsServer(dirname(repository.path), certificate, LOGIN)
  await server.listen()
  const folder = temporaryFolder()
  prompted = join(folder, 'prompted')
  const askpass = join(folder, 'askpass')
  writeFileSync(askpass, `#!/bin/sh\necho "$1" >> ${prompted}\necho ${LOGIN.password}\n`)
  chmodSync(askpass, 0o755)
  // Whoever would ask a person leaves a note.
  const asks = { GIT_ASKPASS: askpass, SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', GIT_TERMINAL_PROMPT: '1' }
  environment = {
    ...process.env,
    ...asks,
    HOME: folder,
    GIT_SSL_CAINFO: certificate.file,
    no_proxy: '*',
    NO_PROXY: '*',
  }
})

afterEach(async () => {
  await server.close()
  expect(existsSync(prompted)).toBe(false)
})

afterAll(removeFolders)

const address = (login = `${LOGIN.username}:${SECRET}@`, path = '/shop/.git', host = server.host) =>
  `https://${login}${host}${path}`

async function failure(url: string, given = environment) {
  const sink = new Sink()
  const outcome = await collect(git, { url, repository: 'acme/shop' }, sink, { environment: given })
  expect(outcome?.status).toBe('failed')
  expect(sink.pages).toEqual([])
  const { error } = outcome ?? {}
  const told = `${error?.message} ${error?.hint} ${error?.cause}`
  for (const secret of [LOGIN.password, SECRET]) expect(told).not.toContain(secret)
  return error
}

describe('a git server over https', () => {
  it('is cloned, then asked for what is new only', async () => {
    const sink = new Sink()
    const config = { url: address(), repository: 'acme/shop' }
    expect(await collect(git, config, sink, { environment })).toMatchObject({ status: 'completed', records: 4 })
    expect(sink.of('commit').map((commit) => commit.subject)).toEqual(['One', 'Two'])
    expect(sink.of('repository')).toMatchObject([{ name: 'acme/shop', url: address('').replace(/\.git$/, '') }])
    sink.taken()

    server.received.splice(0)
    expect(await collect(git, config, sink, { environment })).toMatchObject({ status: 'completed', records: 0 })
    const idle = server.received.splice(0).reduce((sum, { bytes }) => sum + bytes, 0)

    const three = repository.commit('Three')
    expect(await collect(git, config, sink, { environment })).toMatchObject({ status: 'completed' })
    expect(sink.taken()).toMatchObject([
      { type: 'commit', sha: three },
      { type: 'repository', headSha: three },
    ])
    const fetched = server.received.reduce((sum, { bytes }) => sum + bytes, 0) - idle
    expect(fetched).toBeGreaterThan(0)
    expect(fetched).toBeLessThan(2_000)
  })

  it('takes a token in the user’s place', async () => {
    await server.close()
    server = new GitHttpsServer(dirname(repository.path), certificate, { username: 'token-1', password: '' })
    await server.listen()
    expect(await collect(git, { url: address('token-1@') }, new Sink(), { environment })).toMatchObject({
      status: 'completed',
    })
  })

  it.each([
    ['a wrong password', 'ada:wrong@'],
    ['no password', ''],
  ])('refuses %s', async (_, login) => {
    expect(await failure(address(login))).toMatchObject({
      kind: 'auth',
      message: `${address('')} asks for credentials, or does not accept those given`,
      hint: expect.stringContaining('token'),
    })
  })

  it('is not spoken to when nobody vouches for its certificate', async () => {
    const other = makeCertificate()
    const error = await failure(address(), { ...environment, GIT_SSL_CAINFO: other.file })
    expect(error).toMatchObject({ kind: 'unavailable', hint: expect.stringContaining('NODE_EXTRA_CA_CERTS') })
    expect(server.received).toEqual([])
  })

  it('is trusted by what NODE_EXTRA_CA_CERTS names, as every other source is', async () => {
    const given = { ...environment, GIT_SSL_CAINFO: undefined, NODE_EXTRA_CA_CERTS: certificate.file }
    const collected = collect(git, { url: address(), repository: 'acme/shop' }, new Sink(), { environment: given })
    expect(await collected).toMatchObject({ status: 'completed', records: 4 })
    const missing = { ...given, NODE_EXTRA_CA_CERTS: '/nowhere.pem' }
    expect(await failure(address(), missing)).toMatchObject({ kind: 'unavailable' })
  })

  it('says when a repository is not there, and when it is itself unwell', async () => {
    expect(await failure(address(undefined, '/missing.git'))).toMatchObject({ kind: 'not-found' })
    server.intercept = (_, response) => {
      response.writeHead(503).end()
      return true
    }
    expect(await failure(address())).toMatchObject({ kind: 'unavailable' })
    const gone = address()
    await server.close()
    expect(await failure(gone)).toMatchObject({ kind: 'unavailable' })
    await server.listen()
  })

  it('cannot send the credentials elsewhere, nor to a connection that anyone can read', async () => {
    const thief = new GitHttpsServer(dirname(repository.path), certificate, LOGIN)
    await thief.listen()
    let target = `https://${thief.host}`
    server.intercept = (request, response) => {
      response.writeHead(302, { Location: `${target}${request.url}` }).end()
      return true
    }
    try {
      expect(await failure(address())).toMatchObject({ kind: 'auth' })
      expect(thief.received.length).toBeGreaterThan(0)
      expect(thief.received.filter(({ authorization }) => authorization !== undefined)).toEqual([])
    } finally {
      await thief.close()
    }
    const listening = createServer(() => expect.unreachable('git spoke over http'))
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    target = `http://127.0.0.1:${(listening.address() as AddressInfo).port}` // sound: it listens on a port
    const error = await failure(address())
    listening.close()
    expect(error).toMatchObject({ kind: 'config', message: expect.stringContaining('protocol that is not allowed') })
  })
})
