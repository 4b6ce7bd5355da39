import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Asked, Given } from '../../testing/github/server'
import { world } from '../../testing/github/world'

const at = '2026-05-01T10:00:00Z'
const runs = (given: Given) => (asked: Asked) => (asked.path.endsWith('/actions/runs') ? given : undefined)

describe('what is refused', () => {
  const here = world()
  const failures = (outcome: Awaited<ReturnType<typeof here.collect>>) =>
    outcome?.streams
      .filter(({ status }) => status === 'failed')
      .map(({ stream, scope, error }) => [stream, scope?.title, error?.kind])

  it('a token that is wrong or has expired, after one request', async () => {
    const outcome = await here.collect({ token: 'stale' })
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { kind: 'auth', hint: 'The token is wrong or has expired.' },
    })
    expect(here.fake.taken().requests).toBe(1)
  })

  it('a token that expires while it is used, asked with no more', async () => {
    here.shop.deploy({ createdAt: at })
    here.fake.intercept = ({ query }) =>
      query?.includes('deployments(') && !query.includes('Pulse')
        ? { status: 401, body: { message: 'Bad credentials' } }
        : undefined
    const outcome = await here.collect()
    expect(outcome).toMatchObject({ status: 'partial', error: { kind: 'auth' } })
    expect(here.fake.asked.filter(({ status }) => status === 401)).toHaveLength(1)
  })

  it('one thing that the token may not read: the others are read, the permission is named', async () => {
    here.shop.pull({ createdAt: at })
    const headers = { 'x-accepted-github-permissions': 'actions=read' }
    here.fake.intercept = runs({ status: 403, body: { message: 'Resource not accessible' }, headers })
    here.fake.forbidden.add('deployments')
    const outcome = await here.collect()
    expect(failures(outcome)).toEqual([
      ['deployments', 'acme/shop', 'auth'],
      ['runs', 'acme/shop', 'auth'],
    ])
    expect(outcome?.streams.find(({ stream }) => stream === 'runs')?.error?.hint).toBe(
      'The token needs the permission actions: read.',
    )
    expect(outcome?.error?.message).toContain('Deployments: read')
    expect(here.sink.of('pull_request')).toHaveLength(1)
  })

  it('a classic token without the scope, with the one that it needs', async () => {
    const headers = { 'x-oauth-scopes': 'read:org', 'x-accepted-oauth-scopes': 'repo' }
    here.fake.intercept = runs({ status: 404, body: { message: 'Not Found' }, headers })
    expect((await here.collect())?.error?.hint).toBe('The token needs one of the scopes repo; it has read:org.')
  })

  it('an organisation with single sign-on, with where to authorise the token', async () => {
    const headers = { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?x=1' }
    here.fake.intercept = runs({ status: 403, body: { message: 'Resource protected' }, headers })
    expect((await here.collect())?.error?.hint).toContain('https://github.com/orgs/acme/sso?x=1')
  })

  it('an owner and a repository that are not seen, each by itself', async () => {
    here.shop.pull({ createdAt: at })
    const outcome = await here.collect({ repositories: ['acme/shop', 'acme/secret', 'nobody/*'] })
    expect(outcome).toMatchObject({ status: 'partial', error: { kind: 'not-found' } })
    expect(new Set(failures(outcome)?.map(([, title]) => title))).toEqual(new Set(['nobody/*', 'acme/secret']))
    expect(here.sink.of('pull_request')).toHaveLength(1)
  })

  it('everything, when nothing is seen', async () => {
    expect(await here.collect({ repositories: ['nobody/*'] })).toMatchObject({
      status: 'failed',
      error: { kind: 'not-found' },
    })
  })

  it('a page of HTML from a proxy', async () => {
    here.fake.intercept = () => ({
      status: 200,
      text: '<html>Sign in</html>',
      headers: { 'content-type': 'text/html' },
    })
    const outcome = await here.collect()
    expect(outcome).toMatchObject({ status: 'failed', error: { kind: 'unexpected' } })
    expect(outcome?.error?.message).toContain('a page of HTML')
  })

  it('a redirect to another host, which is not asked', async () => {
    let asked = 0
    const other = createServer((_, response) => {
      asked += 1
      response.end('{}')
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/` // sound: it listens on a port
    here.fake.intercept = () => ({ status: 301, headers: { location } })
    const outcome = await here.collect()
    other.close()
    expect(outcome).toMatchObject({ status: 'failed', error: { kind: 'config' } })
    expect(outcome?.error?.message).toContain('where the token must not follow')
    expect([asked, here.fake.taken().requests]).toEqual([0, 1])
  })

  it('an address of a private network, where that is not allowed', async () => {
    const outcome = await here.collect({}, { allowPrivateAddresses: false })
    expect(outcome).toMatchObject({ status: 'failed', error: { kind: 'config' } })
    expect(here.fake.taken().requests).toBe(0)
  })

  it.each([
    [{ repositories: ['acme'] }, 'repositories.0'],
    [{ repositories: ['!acme/old'] }, 'repositories'],
    [{ token: undefined }, 'token'],
    [{ app: { id: 1, installation: 2, privateKey: 'x' } }, 'app'],
    [{ baseUrl: 'http://ghe.example/api/v3' }, 'baseUrl'],
    [{ incidents: { title: '(?=x)' } }, 'incidents.title'],
    [{ since: 'yesterday' }, 'since'],
    [{ colour: 'red' }, 'colour'],
  ])('a configuration of %j, naming %s', async (more, field) => {
    const outcome = await here.collect(more)
    expect(outcome).toMatchObject({ status: 'failed', error: { kind: 'config' } })
    expect(outcome?.error?.message).toContain(field)
  })
})
