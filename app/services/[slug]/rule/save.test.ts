import { expect, test } from 'vitest'
import { pool } from '../../../../lib/db'
import { deriveStale } from '../../../../lib/insights/derive-stale'
import { ruleInstead } from '../../../../lib/insights/inferred-rule'
import { BY_HAND } from '../../../../lib/records/by-hand'
import { saveDeclared } from '../../../../lib/store/declared'
import { ingest } from '../../../../lib/store/ingest'
import { loadConfiguredByName, serviceBySlug } from '../../../../lib/store/services'
import { putSetting } from '../../../../lib/store/settings'
import * as build from '../../../../lib/testing/build'
import { useTestDatabase } from '../../../../lib/testing/database'
import { forgetRule, saveRule } from './save'
import { EMPTY } from './values'

// biome-ignore lint/correctness/useHookAtTopLevel: not a React hook
useTestDatabase()

const now = new Date('2026-03-10T00:00:00Z')
const values = { ...EMPTY, from: 'tag' }

async function stored(name: string) {
  const { rows } = await pool().query(
    'select sources, team, paths, production_environments, deployments from services where name = $1',
    [name],
  )
  return rows[0]
}

test('what is said is kept beside what others said, what is emptied is cleared, and facts follow', async () => {
  await ingest(
    [
      build.service({ team: 'Storefront', paths: ['shop/**'], slo: 99.9, deployments: { from: 'merge' } }),
      build.tag({ name: 'release-1' }),
    ],
    { now },
  )
  await deriveStale()
  expect((await serviceBySlug('shop'))?.deployed.count).toBe(0)
  expect(await saveRule('shop', { ...values, match: '^release-', production: 'prod' }, now)).toEqual({
    ok: true,
    slug: 'shop',
  })
  expect(await stored('shop')).toEqual({
    sources: ['import', 'pages'],
    team: null,
    paths: null,
    production_environments: ['prod'],
    deployments: { from: 'tag', match: '^release-' },
  })
  const [{ settings } = {}] = await loadConfiguredByName(['shop'])
  expect(settings?.slo).toBe(99.9)
  expect(await serviceBySlug('shop')).toMatchObject({ deployed: { count: 1 }, previousRule: { from: 'merge' } })
})

test('a configured service keeps its name, whatever is sent', async () => {
  expect(await saveRule('shop', { ...values, name: 'other' }, now)).toEqual({ ok: true, slug: 'shop' })
  expect(await stored('other')).toBeUndefined()
})

test('a repository that nobody configured becomes the service of the name that is given', async () => {
  await ingest([build.tag({ repository: 'acme/till', name: 'v1.0.0' })], { now })
  const problem = (message: string) => ({ ok: false, problems: { name: message } })
  expect(await saveRule('acme-till', { ...values, name: 'shop' }, now)).toEqual(problem('is another service’s already'))
  expect(await saveRule('acme-till', { ...values, name: '' }, now)).toEqual(problem('is empty'))
  expect(await saveRule('acme-till', { ...values, name: 'The till' }, now)).toEqual({ ok: true, slug: 'the-till' })
  expect(await serviceBySlug('acme-till')).toBeNull()
  expect(await serviceBySlug('the-till')).toMatchObject({ configured: true, deployed: { count: 1 } })
})

test('a service that only these pages know is forgotten: its repository is measured by what it has', async () => {
  await ingest([build.tag({ repository: 'acme/bin', name: 'v1.0.0' })], { now })
  await deriveStale()
  expect(await saveRule('acme-bin', { ...values, from: 'merge', name: 'bin', team: 'Till' }, now)).toMatchObject({
    ok: true,
    slug: 'bin',
  })
  expect(await ruleInstead('bin', 'acme/bin', BY_HAND)).toEqual({ from: 'tag', inferred: true })
  expect(await forgetRule('bin', now)).toEqual({ ok: true, slug: 'acme-bin' })
  expect(await stored('bin')).toMatchObject({ team: null, deployments: null })
  expect(await serviceBySlug('bin')).toBeNull()
  expect(await serviceBySlug('acme-bin')).toMatchObject({
    configured: false,
    rule: { from: 'tag', inferred: true },
    deployed: { count: 1 },
  })
  expect(await saveRule('acme-bin', { ...values, name: 'bin' }, now)).toMatchObject({ ok: true, slug: 'bin' })
})

test('a service that others know too is not forgotten', async () => {
  expect(await forgetRule('shop', now)).toMatchObject({ ok: false })
  expect(await stored('shop')).toMatchObject({ sources: ['import', 'pages'] })
})

test('nothing is stored of what is wrong, of no service, of the file’s, or in a demonstration', async () => {
  const before = await stored('shop')
  const refusal = async (slug: string, given = values) => {
    const saved = await saveRule(slug, given, now)
    return saved.ok ? null : Object.entries(saved.problems)
  }
  expect(await refusal('shop', { ...values, match: '(' })).toMatchObject([['match', expect.stringContaining('usable')]])
  expect(await refusal('nobody')).toEqual([['', 'This service is not there any more.']])
  await saveDeclared([], { hash: '', teams: {}, services: { shop: [] } }, now)
  expect(await forgetRule('shop', now)).toMatchObject({ ok: false })
  expect(await refusal('shop')).toEqual([['', 'This service is managed by the configuration file.']])
  await putSetting('demo', { day: '2026-03-10', edition: 1 })
  expect(await refusal('the-till')).toEqual([['', 'The rules of a demonstration cannot be changed.']])
  expect(await forgetRule('the-till', now)).toMatchObject({ ok: false })
  expect(await stored('shop')).toEqual(before)
})
