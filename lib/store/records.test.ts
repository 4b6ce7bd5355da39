import { expect, test } from 'vitest'
import * as build from '../testing/build'
import { useTestDatabase } from '../testing/database'
import { ingest } from './ingest'
import { loadRepositories } from './records'

// biome-ignore lint/correctness/useHookAtTopLevel: not a React hook
useTestDatabase()

test('a deployment that names a service and a repository is the service’s alone', async () => {
  const now = new Date('2026-03-10T00:00:00Z')
  await ingest(
    [
      build.deployment({ id: 'both', service: 'shop', repository: 'acme/pay' }),
      build.deployment({ id: 'repository', repository: 'acme/pay' }),
      build.deployment({ id: 'unknown', service: 'nobody', repository: 'acme/pay' }),
    ],
    { now },
  )
  const idsOf = async (repository: string, service: string) =>
    (await loadRepositories([{ name: repository, serviceNames: [service], wantPaths: false }]))[0]?.deployments.map(
      (deployment) => deployment.id,
    )
  expect(await idsOf('acme/shop', 'shop')).toEqual(['both'])
  expect(await idsOf('acme/pay', 'pay')).toEqual(['repository'])
})
