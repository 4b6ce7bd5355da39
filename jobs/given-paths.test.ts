// Paths that a person gives are meant from where that person is, whatever folder npm has gone to.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { query } from '../lib/db'
import { findConnection } from '../lib/store/connections'
import { runCommand } from '../lib/testing/command'
import { useTestDatabase } from '../lib/testing/database'
import { GitRepository } from '../lib/testing/git-repository'
import { addSource } from './add-source'
import { root } from './build'
import { locate } from './given-source'

// biome-ignore lint/correctness/useHookAtTopLevel: not a React hook
const database = useTestDatabase()
let caller = ''

beforeAll(() => {
  caller = mkdtempSync(join(realpathSync(tmpdir()), 'streamgauge-caller-'))
  for (const folder of ['shop', 'acme/shop']) new GitRepository(join(caller, folder)).commit('one')
})

beforeEach(() => void vi.stubEnv('STREAMGAUGE_HOME', join(caller, 'home')))
afterEach(() => vi.unstubAllEnvs())
const quiet = () => {}
afterAll(() => rmSync(caller, { recursive: true, force: true }))

test('npm start -- ./shop is the shop beside the caller', async () => {
  vi.stubEnv('STREAMGAUGE_CALLED_FROM', caller)
  const name = await addSource('./shop', quiet)
  expect((await findConnection(name))?.config).toEqual({ path: join(caller, 'shop') })
  expect(await addSource(join(caller, 'shop'), quiet)).toBe(name)
  vi.stubEnv('STREAMGAUGE_CALLED_FROM', join(caller, 'acme'))
  expect(await addSource('../shop', quiet)).toBe(name)
})

test('OWNER/NAME is a folder where the caller has one, else a repository of GitHub', () => {
  vi.stubEnv('STREAMGAUGE_CALLED_FROM', caller)
  expect(locate('acme/shop')).toEqual({ path: join(caller, 'acme/shop') })
  vi.stubEnv('STREAMGAUGE_CALLED_FROM', root)
  expect(locate('acme/shop')).toEqual({ url: 'https://github.com/acme/shop.git' })
})

test('npm run sg -- import FILE and its home are those beside the caller', async () => {
  const team = JSON.stringify({ type: 'team', name: 'Storefront' })
  writeFileSync(join(caller, 'records.ndjson'), `${team}\nno record\n`)
  const npm = { npm_package_json: join(root, 'package.json'), npm_lifecycle_event: 'sg', INIT_CWD: caller }
  const env = { ...npm, STREAMGAUGE_HOME: 'home', DATABASE_URL: database.url() }
  const { code, err } = await runCommand(['import', 'records.ndjson'], { env })
  expect(code).toBe(3)
  expect(err).toMatch(/^records\.ndjson:2: /)
  expect((await query('select name from teams')).rows).toEqual([{ name: 'Storefront' }])
  expect(realpathSync(join(caller, 'home/people.key'))).toBe(join(caller, 'home/people.key'))
})
