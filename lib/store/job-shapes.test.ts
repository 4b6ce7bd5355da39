import { beforeAll, expect, test } from 'vitest'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { at, instant, record } from '../testing/scenario'
import { ingest } from './ingest'
import { loadJobsOfRuns } from './job-shapes'

const run = (id: string, when: string, status: 'success' | 'failure', jobs: { name: string; needs?: string[] }[]) => [
  record({
    type: 'pipeline_run',
    repository: 'acme/shop',
    id,
    pipeline: 'CI',
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
        ...run('2', 'Tue 09:00', 'success', [{ name: 'build' }, { name: 'skipped' }]),
        ...run('3', 'Wed 09:00', 'failure', [{ name: 'build' }]),
        ...run('4', 'Mon+1w 09:00', 'success', [{ name: 'build' }]),
      ],
      { now: new Date(at('Mon+2w 00:00')) },
    ),
  )

  test('are those that succeeded, in successful runs of the window, the latest run first', async () => {
    const asked = { repository: 'acme/shop', from: at('Mon 00:00'), to: at('Mon+1w 00:00') }
    const found = await loadJobsOfRuns(asked, { source: 'import', pipeline: 'CI' })
    expect(found.map(({ run: id, name, needs }) => [id, name, needs])).toEqual([
      ['2/1', 'build', null],
      ['1/1', 'build', null],
      ['1/1', 'test', ['build']],
    ])
    expect(found[0]).toMatchObject({ startedAt: at('Tue 09:00'), finishedAt: null })
    expect(await loadJobsOfRuns(asked, { source: 'import', pipeline: 'Other' })).toEqual([])
  })
})
