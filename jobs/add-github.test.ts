// OWNER/NAME after `npm start --`: asked of GitHub where the environment has a token, else of git.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { query } from '../lib/db'
import { findConnection, listConnections, saveConnection } from '../lib/store/connections'
import { useTestDatabase } from '../lib/testing/database'
import { FakeGitHub } from '../lib/testing/github/server'
import { addSource } from './add-source'
import { collectConnection } from './collect'

// biome-ignore lint/correctness/useHookAtTopLevel: not a React hook
useTestDatabase()

const home = mkdtempSync(join(tmpdir(), 'streamgauge-add-github-'))
const quiet = () => {}
let fake: FakeGitHub
beforeEach(async () => {
  fake = await new FakeGitHub().listen()
  vi.stubEnv('STREAMGAUGE_HOME', home)
  vi.stubEnv('GITHUB_API_URL', fake.baseUrl)
  vi.stubEnv('GITHUB_SERVER_URL', 'https://localhost:1')
  vi.stubEnv('GITHUB_TOKEN', 'good')
  vi.stubEnv('GH_TOKEN', '')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await fake.close()
  await query('delete from connections')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

function shop() {
  const repository = fake.repository('acme/shop')
  repository.url = 'https://localhost:1/acme/shop'
  return repository
}

test('with a token its pull requests come too, and the token is not stored', async () => {
  shop().pull({ createdAt: new Date(Date.now() - 86_400_000).toISOString() })
  const name = await addSource('acme/shop', quiet)
  expect(await findConnection(name)).toMatchObject({
    kind: 'github',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: how a stored configuration reads a variable
    config: { token: '${GITHUB_TOKEN}', repositories: ['acme/shop'], baseUrl: fake.baseUrl },
  })
  await collectConnection(name, quiet).catch(quiet) // its commits are out of reach here
  expect((await query('select repository, number from pull_requests')).rows).toEqual([
    { repository: 'acme/shop', number: 1 },
  ])
  const { rows } = await query(
    'select config::text || (select coalesce(string_agg(cursor::text, $1), $1) from cursors) as all from connections',
    [''],
  )
  expect(String(rows[0]?.all)).not.toContain('good')
  expect(await addSource('acme/shop', quiet)).toBe(name)
  expect(await addSource('Acme/Shop', quiet)).toBe(name)
})

test('GH_TOKEN is as good, and a token that is wrong is told', async () => {
  shop()
  vi.stubEnv('GITHUB_TOKEN', '')
  vi.stubEnv('GH_TOKEN', 'good')
  const name = await addSource('acme/shop', quiet)
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
  expect((await findConnection(name))?.config).toMatchObject({ token: '${GH_TOKEN}' })
  await query('delete from connections')
  vi.stubEnv('GH_TOKEN', 'stale')
  await expect(addSource('acme/shop', quiet)).rejects.toMatchObject({ kind: 'auth' })
  expect(await listConnections()).toEqual([])
})

test('a connection that reads its owner reads it already', async () => {
  shop()
  const config = { token: 'sealed', repositories: ['acme/*'], baseUrl: fake.baseUrl }
  await saveConnection({ name: 'all', kind: 'github', config, managedByFile: true, schedule: null })
  expect(await addSource('acme/shop', quiet)).toBe('all')
})

test('without a token it is read by git, which is said; with one later GitHub is asked under the same name', async () => {
  shop()
  vi.stubEnv('GITHUB_TOKEN', '')
  const said: string[] = []
  const name = await addSource('acme/shop', (line) => said.push(line))
  expect(said[0]).toMatch(/^acme\/shop: through git alone, .* GITHUB_TOKEN/)
  expect(await findConnection(name)).toMatchObject({
    kind: 'git',
    config: { url: 'https://localhost:1/acme/shop.git' },
  })
  vi.stubEnv('GITHUB_TOKEN', 'good')
  expect(await addSource('acme/shop', quiet)).toBe(name)
  expect(await findConnection(name)).toMatchObject({ kind: 'github' })
  expect(await listConnections()).toHaveLength(1)
})
