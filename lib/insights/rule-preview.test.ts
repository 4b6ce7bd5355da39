import { expect, test } from 'vitest'
import { ingest } from '../store/ingest'
import * as build from '../testing/build'
import { useTestDatabase } from '../testing/database'
import { previewRule, SHOWN, type Trial } from './rule-preview'

// biome-ignore lint/correctness/useHookAtTopLevel: not a React hook
useTestDatabase()

const now = new Date('2026-03-10T00:00:00Z')
const MINUTE = 60_000
const START = Date.parse('2026-03-02T09:00:00Z')
const minute = (number: number) => new Date(START + number * MINUTE).toISOString()

function trial(repository: string, given: Partial<Trial> = {}): Trial {
  const nothing = { paths: null, productionEnvironments: null }
  return { was: 'shop', name: 'shop', repository, rule: { from: 'pipeline_run' }, ...nothing, ...given }
}

test('of many runs the last hundred are judged, newest first', async () => {
  await ingest(
    Array.from({ length: 120 }, (_, at) =>
      build.pipelineRun({
        repository: 'acme/busy',
        id: String(at),
        pipeline: at % 2 === 0 ? 'Deploy' : 'Build',
        at: minute(at),
        finishedAt: minute(at),
        status: at % 10 === 0 ? 'failure' : 'success',
      }),
    ),
    { now },
  )
  const { rows, counts, instead } = await previewRule(trial('acme/busy'))
  expect(rows).toHaveLength(SHOWN)
  expect(rows.slice(0, 2)).toMatchObject([
    {
      id: 'run:119/1',
      title: 'Build',
      verdict: 'not',
      words: 'Its name does not hold “deploy”.',
      at: START + 119 * MINUTE,
    },
    { id: 'run:118/1', title: 'Deploy', verdict: 'counts', status: 'success', environment: 'production' },
  ])
  expect(counts).toEqual({ counting: 40, deployments: 40, failed: 10 })
  expect(instead).toEqual([])
})

test('a deployment of another service is named as one, and a new name is judged as the service’s own', async () => {
  await ingest(
    [
      build.deployment({ id: 'till', service: 'till', repository: 'acme/two', at: minute(1) }),
      build.deployment({ id: 'bare', repository: 'acme/two', at: minute(2) }),
    ],
    { now },
  )
  const asked = trial('acme/two', { was: 'acme/two', name: 'acme/two', rule: { from: 'deployment' } })
  expect((await previewRule(asked)).rows).toMatchObject([
    { id: 'bare', verdict: 'counts' },
    { id: 'till', verdict: 'not', words: 'It is a deployment of till.' },
  ])
  expect((await previewRule({ ...asked, name: 'till' })).counts.counting).toBe(2)
})

test('paths are compared with the commits between deployments', async () => {
  const shas = ['a', 'b', 'c'].map(build.sha)
  await ingest(
    [
      ...shas.map((sha, at) =>
        build.commit({
          repository: 'acme/mono',
          sha,
          parents: shas.slice(at - 1, at),
          paths: [at === 1 ? 'till/x' : 'shop/x'],
        }),
      ),
      ...shas.map((sha, at) => build.deployment({ id: `m${at}`, repository: 'acme/mono', sha, at: minute(at) })),
    ],
    { now },
  )
  const { rows, isCut } = await previewRule(trial('acme/mono', { rule: { from: 'deployment' }, paths: ['shop/**'] }))
  expect(rows.map(({ id, words }) => [id, words])).toEqual([
    ['m2', 'Counts.'],
    ['m1', 'Nothing under the paths changed since the one before.'],
    ['m0', 'Counts.'],
  ])
  expect(isCut).toBe(false)
})

test('regions of one release are one deployment', async () => {
  await ingest(
    ['eu', 'us'].map((region, at) =>
      build.deployment({ id: region, repository: 'acme/regions', environment: `prod-${region}`, at: minute(at) }),
    ),
    { now },
  )
  const asked = trial('acme/regions', { rule: { from: 'deployment' }, productionEnvironments: ['^prod-'] })
  const { rows, counts } = await previewRule(asked)
  expect(counts).toEqual({ counting: 2, deployments: 1, failed: 0 })
  expect(rows[0]?.words).toBe('Counts as another region of eu.')
})

test('without any event of the kind it says which others there are', async () => {
  await ingest([build.tag({ repository: 'acme/tagged' })], { now })
  expect(await previewRule(trial('acme/tagged'))).toMatchObject({ rows: [], instead: ['tag'] })
  expect(await previewRule(trial('acme/nothing'))).toMatchObject({ rows: [], instead: [] })
})
