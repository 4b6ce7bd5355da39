import { expect, test } from 'vitest'
import { query } from '../../db'
import { sourcesBehind } from '../../report/doubts'
import { finishRun, type RunResult, startRun } from '../../store/collection-runs'
import { pauseConnection, saveConnection } from '../../store/connections'
import { describeOnEachServer, useTestDatabase } from '../../testing/database'
import { deployment, factsWith } from '../../testing/facts'
import { at } from '../../testing/scenario'
import { loadReportSources, sourcesOf } from './sources'

const TOTALS = { records: 0, rejected: 0, counts: {}, budget: null, streams: [], waitingUntil: null }
const ERROR = { kind: 'unavailable', message: 'HTTP 503.' }

async function ran(connection: string, moment: string, status: RunResult['status']): Promise<void> {
  const startedAt = new Date(at(moment))
  await startRun({ connection, startedAt })
  const error = status === 'failed' || status === 'partial' ? ERROR : null
  await finishRun({ connection, startedAt }, new Date(at(moment) + 60_000), { ...TOTALS, status, error })
}

describeOnEachServer('the sources of a report', (server) => {
  useTestDatabase(server)

  test('are known up to the begin of their last complete run, whatever came after', async () => {
    for (const name of ['complete', 'failing', 'new', 'never']) {
      await saveConnection({ name, kind: 'github', config: {}, managedByFile: false, schedule: null })
    }
    await ran('complete', 'Mon+1w 00:10', 'completed')
    await ran('failing', 'Mon+1w 00:20', 'completed')
    await ran('failing', 'Mon+1w 00:30', 'failed')
    await ran('never', 'Sun 23:00', 'partial')
    await pauseConnection('never', true)
    const sources = await loadReportSources(null)
    expect(sources).toEqual([
      { name: 'complete', kind: 'github', paused: false, knownUntil: at('Mon+1w 00:10'), problem: null },
      { name: 'failing', kind: 'github', paused: false, knownUntil: at('Mon+1w 00:20'), problem: 'HTTP 503.' },
      { name: 'never', kind: 'github', paused: true, knownUntil: null, problem: 'HTTP 503.' },
      { name: 'new', kind: 'github', paused: false, knownUntil: null, problem: null },
    ])
    const behind = (until: string) => sourcesBehind(sources, at(until)).map(({ name }) => name)
    expect(behind('Mon+1w 00:00')).toEqual(['never', 'new'])
    expect(behind('Mon+1w 00:15')).toEqual(['complete', 'never', 'new'])
    expect(await loadReportSources(new Set(['new', 'pushed']))).toMatchObject([{ name: 'new' }])
    await query('delete from connections')
    expect(await loadReportSources(null)).toEqual([])
  })

  test('are those that told of the services: of their repositories, deployments and incidents', async () => {
    await query(`insert into repositories (name, sources, changed_at) values
      ('acme/shop', '{github,here}', now()), ('acme/till', '{gitlab}', now())`)
    const facts = factsWith({ deployments: [deployment('d1', 'Mon 10:00', { source: 'jenkins' })] })
    expect([...(await sourcesOf([facts]))].sort()).toEqual(['github', 'here', 'jenkins'])
    expect([...(await sourcesOf([]))]).toEqual([])
  })
})
