import { beforeAll, expect, test } from 'vitest'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { at, instant, record } from '../testing/scenario'
import { ingest } from './ingest'
import { loadJobsOfRuns } from './job-shapes'

const run = (
  id: string,
  when: string,
  status: 'success' | 'failure',
  jobs: { name: string; needs?: string[] }[],
  branch?: string,
) => [
  record({
    type: 'pipeline_run',
    repository: 'acme/shop',
    id,
    pipeline: 'CI',
    branch,
    sha: 'a'.repeat(40),
    queuedAt: instant(when),
    status,
  }),
  ...jobs.map(({ name, needs }, order) =>
    record({
      type: 'job',
      repository: 'acme/shop',
      run: id,
      id: `${id}-${order}`,
      name,
      needs,
      startedAt: instant(when),
      status: name === 'skipped' ? 'skipped' : 'success',
    }),
  ),
]

describeOnEachServer('the jobs of a pipeline’s last runs', (server) => {
  useTestDatabase(server)
  beforeAll(() =>
    ingest(
      [
        ...run('1', 'Mon 09:00', 'success', [{ name: 'build' }, { name: 'test', needs: ['build'] }]),
        ...run('2', 'Tue 09:00', 'success', [{ name: 'build' }, { name: 'skipped' }], 'main'),
        ...run('3', 'Wed 09:00', 'failure', [{ name: 'build' }]),
        ...run('5', 'Sun 09:00', 'success', [{ name: 'build' }], 'topic'),
        ...run('4', 'Mon+1w 09:00', 'success', [{ name: 'build' }]),
      ],
      { now: new Date(at('Mon+2w 00:00')) },
    ),
  )

  test('are those that succeeded, in successful runs of the window, the default branch first, then the latest', async () => {
    const asked = { repository: 'acme/shop', from: at('Mon 00:00'), to: at('Mon+1w 00:00') }
    const found = await loadJobsOfRuns(asked, { source: 'import', pipeline: 'CI' })
    expect(found.map(({ run: id, name, needs, onLine }) => [id, name, needs, onLine])).toEqual([
      ['2/1', 'build', null, true],
      ['5/1', 'build', null, false],
      ['1/1', 'build', null, false],
      ['1/1', 'test', ['build'], false],
    ])
    expect(found[0]).toMatchObject({ startedAt: at('Tue 09:00'), finishedAt: null })
    expect(await loadJobsOfRuns(asked, { source: 'import', pipeline: 'Other' })).toEqual([])
  })
})
