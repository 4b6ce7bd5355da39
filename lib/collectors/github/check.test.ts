import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { FakeGitHub } from '../../testing/github/server'
import { github, world } from '../../testing/github/world'
import { runContext } from '../../testing/run-context'
import { checkSource } from '../run'

const context = () => runContext({ now: new Date('2026-06-01T00:00:00Z') })
const at = '2026-05-01T10:00:00Z'

describe('"Test connection"', () => {
  const here = world()
  const check = (more = {}) => checkSource(github, 'test', here.config(more), context())

  it('names the account, what it sees and what the first collection will cost', async () => {
    here.fake.repository('acme/site')
    for (let number = 0; number < 100; number += 1) {
      here.shop.pull({ createdAt: at })
      here.shop.run({ created_at: at })
    }
    expect(await check({ repositories: ['acme/*'] })).toEqual({
      summary: 'robot sees 2 repositories',
      warnings: [],
      sees: { titles: ['acme/shop', 'acme/site'], total: 2 },
      volume: { requests: 11, records: 400, seconds: 9 },
    })
  })

  it('says of each stream that will be missing why', async () => {
    here.fake.forbidden.add('deployments')
    const headers = { 'x-accepted-github-permissions': 'actions=read' }
    here.fake.intercept = ({ path }) =>
      path.endsWith('/runs') ? { status: 403, body: { message: 'Resource not accessible' }, headers } : undefined
    const { warnings } = await check()
    expect(warnings).toEqual([
      expect.stringMatching(/^Deployments will be missing: Deployments: read/),
      expect.stringMatching(/^Workflow runs will be missing: .*The token needs the permission actions: read\.$/),
    ])
  })

  it('says what a narrow scope and single sign-on hide', async () => {
    here.fake.headers = { 'x-oauth-scopes': 'public_repo', 'x-github-sso': 'partial-results; organizations=21955855' }
    const { warnings } = await check({ repositories: ['acme/*', 'acme/secret'] })
    expect(warnings).toEqual([
      expect.stringMatching(/^acme\/secret is not collected: .* hidden from the token/),
      'The token lacks the scope repo: private repositories are not seen.',
      expect.stringContaining('21955855'),
    ])
  })

  it('throws when there is nothing to see, or nobody who asks', async () => {
    await expect(check({ repositories: ['acme/none'] })).rejects.toMatchObject({ kind: 'not-found' })
    await expect(check({ token: 'stale' })).rejects.toMatchObject({ kind: 'auth' })
  })
})

describe('who asks', () => {
  const here = world()

  it('may be an app, which gets itself a token', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
    here.shop.pull({ createdAt: at })
    const app = { id: 12, installation: 34, privateKey: pem }
    expect(await here.collect({ token: undefined, app })).toMatchObject({ status: 'completed' })
    expect(here.sink.of('pull_request')).toHaveLength(1)
    const [install, ...rest] = here.fake.asked
    expect(install?.path).toBe('/app/installations/34/access_tokens')
    expect(new Set(rest.map(({ authorization }) => authorization))).toEqual(new Set(['token installation-34']))
  })
})

describe('an Enterprise Server', () => {
  it('is asked below /api/v3, by GraphQL at /api/graphql, and its limit is known there too', async () => {
    const fake = await new FakeGitHub().listen('/api/v3')
    try {
      fake.repository('acme/shop')
      const config = { token: 'good', baseUrl: `${fake.baseUrl}/`, repositories: ['acme/*'] }
      expect(await checkSource(github, 'test', config, context())).toMatchObject({ summary: 'robot sees 1 repository' })
      expect(new Set(fake.asked.map(({ path }) => path))).toEqual(
        new Set(['/api/graphql', '/api/v3/repos/acme/shop/actions/runs']),
      )
      Object.assign(fake.limits.graphql, { remaining: 0, resetAt: Date.now() + 1_800_000 })
      await expect(checkSource(github, 'test', config, context())).rejects.toMatchObject({ kind: 'rate-limited' })
    } finally {
      await fake.close()
    }
  })
})
