// What incremental derivation must not miss: names that change hands, and ids that are not unique.
import { afterEach, describe, expect, it } from 'vitest'
import { pool } from '../db'
import { parseRecord } from '../records/record'
import { loadDeployments, loadIncidentFacts } from '../store/fact-rows'
import { ingest } from '../store/ingest'
import { findService } from '../store/services'
import { useTestDatabase } from '../testing/database'
import { deriveStale } from './derive-stale'

const now = new Date('2026-04-01T00:00:00Z')

async function empty(): Promise<void> {
  const tables = await pool().query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'`,
  )
  await pool().query(`truncate ${tables.rows.map((row) => row.name).join(', ')}`)
}

async function rowsOf(service: string) {
  return {
    deployments: (await loadDeployments([service])).get(service) ?? [],
    incidents: (await loadIncidentFacts([service])).get(service) ?? [],
  }
}

describe('names that come and go', () => {
  useTestDatabase()
  afterEach(empty)
  const make = (input: object) => {
    const parsed = parseRecord(input)
    if (!parsed.ok) throw new Error(`${parsed.field} ${parsed.reason}`)
    return parsed.record
  }
  const step = async (...inputs: object[]) => {
    await ingest(inputs.map(make), { now })
    expect((await deriveStale()).failed).toEqual([])
  }
  const at = '2026-03-02T09:00:00Z'
  const deployment = { type: 'deployment', environment: 'production', sha: 'c1', status: 'success', finishedAt: at }

  it('a former name means its own service while there is one, then the one that took it over', async () => {
    await step(
      { type: 'service', name: 'new', repository: 'r/1', aliases: ['old'] },
      { type: 'service', name: 'old', repository: 'r/2' },
      { ...deployment, id: 'd1', service: 'old' },
      { type: 'incident', id: 'i1', service: 'old', title: 'down', startedAt: at },
    )
    expect((await rowsOf('new')).deployments).toEqual([])
    expect((await rowsOf('old')).incidents).toHaveLength(1)
    await step({ type: 'service', name: 'old', deleted: true })
    const facts = await rowsOf('new')
    expect(facts?.deployments.map((one) => one.id)).toEqual(['d1'])
    expect(facts?.incidents).toHaveLength(1)
  })

  it('a repository nobody configured steps aside for a service of its name and comes back', async () => {
    await step({ ...deployment, id: 'd1', repository: 'r/1' })
    expect(await findService('r/1')).toMatchObject({ configured: false, repository: 'r/1' })
    await step({ type: 'service', name: 'r/1', repository: 'r/2' })
    expect(await findService('r/1')).toMatchObject({ configured: true, repository: 'r/2' })
    expect(await findService('r/1 (repository)')).toMatchObject({ configured: false, repository: 'r/1' })
    await step({ type: 'service', name: 'r/1', deleted: true })
    expect(await findService('r/1')).toMatchObject({ configured: false, repository: 'r/1' })
    expect(await findService('r/1 (repository)')).toBeNull()
  })

  it('an incident finds the deployment of a commit that nobody collected', async () => {
    await step(
      { type: 'service', name: 's', repository: 'r/1' },
      { ...deployment, id: 'd1', service: 's', sha: 'gone' },
    )
    await step({
      type: 'incident',
      id: 'i1',
      title: 'down',
      startedAt: '2026-03-09T09:00:00Z',
      causedBy: { sha: 'gone' },
    })
    expect((await rowsOf('s')).deployments[0]).toMatchObject({
      failed: true,
      reasons: [{ confidence: 'explicit' }],
    })
  })

  it('a word on an id that two sources share says nothing, in whichever order they come', async () => {
    const incident = { type: 'incident', id: '1', title: 'down', startedAt: '2026-03-02T10:00:00Z' }
    await step(
      { ...incident, source: 'a', service: 's1' },
      { ...incident, source: 'b', service: 's2' },
      { type: 'correction', id: 'w', incident: '1', says: 'strike', at },
      { type: 'service', name: 's2', repository: 'r/2' },
      { ...deployment, id: 'd2', service: 's2' },
    )
    await step({ type: 'service', name: 's1', repository: 'r/1' }, { ...deployment, id: 'd1', service: 's1' })
    for (const name of ['s1', 's2'])
      expect((await rowsOf(name)).incidents[0]?.links, name).toMatchObject([{ link: 'inferred' }])
  })

  it('a job takes its sha from the run of another source where only one has that id', async () => {
    await step(
      { type: 'service', name: 's', repository: 'r/1', deployments: { from: 'job' } },
      {
        type: 'pipeline_run',
        source: 'a',
        repository: 'r/1',
        id: 1,
        pipeline: 'ci',
        sha: 'c1',
        queuedAt: at,
        status: 'success',
      },
      { type: 'job', source: 'b', repository: 'r/1', run: 1, id: 7, name: 'deploy', finishedAt: at, status: 'success' },
    )
    expect((await rowsOf('s')).deployments).toMatchObject([{ id: 'job:1/1/7', sha: 'c1' }])
  })

  it('two sources may use one id: each incident finds its own source’s deployment', async () => {
    await step(
      { type: 'service', name: 's', repository: 'r/1' },
      { ...deployment, source: 'a', id: '1', service: 's', sha: 'c1' },
      { ...deployment, source: 'b', id: '1', service: 's', sha: 'c2', finishedAt: '2026-03-03T09:00:00Z' },
      {
        type: 'incident',
        source: 'b',
        id: 'i',
        service: 's',
        title: 'down',
        startedAt: '2026-03-09T09:00:00Z',
        causedBy: { deployment: '1' },
      },
    )
    const failed = (await rowsOf('s')).deployments.map((one) => [one.source, one.failed])
    expect(failed).toEqual([
      ['a', false],
      ['b', true],
    ])
  })

  it('the calendar’s own zone wins over the service’s', async () => {
    await step({
      type: 'service',
      name: 's',
      repository: 'r/1',
      timeZone: 'UTC',
      calendar: { days: [1, 2, 3, 4, 5], hours: '09:00-17:00', timeZone: 'America/New_York' },
    })
    expect((await findService('s'))?.calendar).toMatchObject({ timeZone: 'America/New_York' })
  })
})
