// People's words on ids that a rule makes: whose deployment is meant, and that no word is silent.
import { afterEach, describe, expect, it } from 'vitest'
import { pool } from '../db'
import { parseRecord } from '../records/record'
import { loadFactRows } from '../store/fact-rows'
import { ingest } from '../store/ingest'
import { loadServiceFacts } from '../store/measured'
import { markAllStale } from '../store/stale'
import { useTestDatabase } from '../testing/database'
import { deriveStale } from './derive-stale'
import { measureService } from './measure'
import { deploymentsWanted, incidentsWanted, listDeployments, listIncidents } from './rows'
import { listUnclearCorrections } from './unclear-corrections'

const now = new Date('2026-04-01T00:00:00Z')
const march = { from: Date.parse('2026-03-01'), to: Date.parse('2026-04-01'), now: now.getTime() }

async function empty(): Promise<void> {
  const tables = await pool().query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'`,
  )
  await pool().query(`truncate ${tables.rows.map((row) => row.name).join(', ')}`)
}

function make(input: object) {
  const parsed = parseRecord(input)
  if (!parsed.ok) throw new Error(`${parsed.field} ${parsed.reason}`)
  return parsed.record
}

async function step(...inputs: object[]) {
  await ingest(inputs.map(make), { now })
  expect((await deriveStale()).failed).toEqual([])
}

async function told(name: string) {
  const facts = await loadServiceFacts(name)
  if (!facts) throw new Error(`no service ${name}`)
  const rows = await loadFactRows(name, { ...deploymentsWanted(facts, march), ...incidentsWanted(facts, march) })
  const { deployments, attemptsFailed } = listDeployments(facts, march, rows)
  return {
    failed: [...deployments, ...attemptsFailed].filter((one) => one.failed).map((one) => one.id),
    ambiguous: measureService(facts, march).quality.ambiguous_correction ?? 0,
    links: listIncidents(facts, march, rows).incidents.map(({ deployment, link }) => [deployment, link]),
  }
}

const at = '2026-03-02T09:00:00Z'
const service = (name: string, repository: string, more = {}) => ({ type: 'service', name, repository, ...more })
const tag = (repository: string, more = {}) => {
  return { type: 'tag', repository, name: 'v1.0.0', sha: 'c1', createdAt: at, ...more }
}
const byTag = { deployments: { from: 'tag' } }
const word = { type: 'correction', id: 'w', deployment: 'tag:v1.0.0', says: 'add', at }
const TWO = [service('one', 'r/1', byTag), service('two', 'r/2', byTag), tag('r/1'), tag('r/2')]
const UNTOLD = { failed: [], ambiguous: 1 }
const FAILED = { failed: ['tag:v1.0.0'], ambiguous: 0 }
const FINE = { failed: [], ambiguous: 0 }

describe('a correction of an id that two repositories have', () => {
  useTestDatabase()
  afterEach(empty)

  it('has no effect, and says so', async () => {
    await step(...TWO, word)
    expect(await told('one')).toMatchObject(UNTOLD)
    expect(await told('two')).toMatchObject(UNTOLD)
    expect(await listUnclearCorrections()).toEqual([
      {
        id: 'w',
        says: 'It names deployment tag:v1.0.0, which two repositories have, so it has no effect.',
        mend: 'Add service or repository to it.',
      },
    ])
    const facts = await loadServiceFacts('one')
    if (!facts) throw new Error('no service one')
    const april = { ...march, from: march.to, to: march.to + 1 }
    expect(measureService(facts, april).quality.ambiguous_correction ?? 0).toBe(0)
  })

  it('is about the service that it names, and follows when it names another one', async () => {
    await step(...TWO, word)
    await step({ ...word, service: 'one' })
    expect([await told('one'), await told('two')]).toMatchObject([FAILED, FINE])
    expect(await listUnclearCorrections()).toEqual([])
    await step({ ...word, service: 'two' })
    expect([await told('one'), await told('two')]).toMatchObject([FINE, FAILED])
    await step({ ...word, unset: ['service'] })
    expect([await told('one'), await told('two')]).toMatchObject([UNTOLD, UNTOLD])
    await step({ ...word, service: 'two' }, { type: 'correction', id: 'w', deleted: true })
    expect([await told('one'), await told('two')]).toMatchObject([FINE, FINE])
  })

  it('finds its service by a former name', async () => {
    await step(...TWO, { ...word, service: 'old' })
    expect([await told('one'), await told('two')]).toMatchObject([FINE, FINE])
    await step(service('two', 'r/2', { ...byTag, aliases: ['old'] }))
    expect([await told('one'), await told('two')]).toMatchObject([FINE, FAILED])
  })

  it('is about every service of the repository that it names', async () => {
    await step(...TWO, service('three', 'r/2', byTag), { ...word, repository: 'r/2' })
    expect([await told('one'), await told('two'), await told('three')]).toMatchObject([FINE, FAILED, FAILED])
    await step({ ...word, repository: 'r/2', service: 'three' })
    expect([await told('one'), await told('two'), await told('three')]).toMatchObject([FINE, FINE, FAILED])
    await step({ ...word, repository: 'r/1', service: 'three' })
    expect([await told('one'), await told('two'), await told('three')]).toMatchObject([FINE, FINE, FINE])
    expect(await listUnclearCorrections()).toMatchObject([
      { says: expect.stringContaining('which the service three of r/1 does not have in production') },
    ])
  })

  it('loses and regains its effect as another repository gets and loses the id', async () => {
    await step(...TWO.slice(0, 3), word)
    expect([await told('one'), await told('two')]).toMatchObject([FAILED, FINE])
    await step(tag('r/2'))
    expect([await told('one'), await told('two')]).toMatchObject([UNTOLD, UNTOLD])
    await step(tag('r/2', { deleted: true }))
    expect([await told('one'), await told('two')]).toMatchObject([FAILED, FINE])
    await step(tag('r/2', { updatedAt: at }))
    await step({ type: 'service', name: 'two', deleted: true }, tag('r/2', { deleted: true }))
    expect(await told('one')).toMatchObject(FAILED)
  })

  it('writes nothing where nothing changes', async () => {
    await step(...TWO, word, { ...word, id: 'w2', service: 'one' })
    const version = async () =>
      (await pool().query('select service, version from service_states order by service')).rows
    const before = await version()
    await step(service('far', 'r/9'))
    await markAllStale()
    expect(await deriveStale()).toMatchObject({ repositories: 3, differences: 0 })
    expect((await version()).filter((row) => row.service !== 'far')).toEqual(before)
  })
})

describe('a correction of an incident', () => {
  useTestDatabase()
  afterEach(empty)
  const incident = { type: 'incident', id: 'i', service: 'one', title: 'down', startedAt: '2026-03-02T10:00:00Z' }

  it('adds the link to the deployment of the service that it names', async () => {
    await step(...TWO, incident, { ...word, incident: 'i', service: 'two' })
    expect(await told('one')).toMatchObject({ ...FINE, links: [['tag:v1.0.0', 'explicit']] })
    expect(await told('two')).toMatchObject(FAILED)
  })

  it('strikes only the links to the service that it names', async () => {
    const deployment = { type: 'deployment', id: 'd1', repository: 'r/1', environment: 'production', sha: 'c1' }
    await step(
      service('one', 'r/1'),
      service('two', 'r/1'),
      { ...deployment, status: 'success', finishedAt: at },
      { ...incident, causedBy: { deployment: 'd1' } },
      { ...word, deployment: null, incident: 'i', says: 'strike', service: 'two' },
    )
    expect(await told('one')).toMatchObject({ failed: ['d1'] })
    expect(await told('two')).toMatchObject({ failed: [] })
  })

  it('is told when no source has told of the incident, or two have', async () => {
    const about = { ...word, deployment: null, incident: 'i', says: 'strike' }
    await step(...TWO, about)
    expect(await listUnclearCorrections()).toMatchObject([
      { id: 'w', says: 'It names incident i, which no source has told, so it has no effect.' },
    ])
    await step({ ...incident, source: 'a' }, { ...incident, source: 'b' })
    expect(await listUnclearCorrections()).toMatchObject([
      { says: 'It names incident i, which two sources have, so it has no effect.' },
    ])
    await step({ ...about, source: 'b', id: 'w2' })
    expect((await listUnclearCorrections()).map(({ id }) => id)).toEqual(['w'])
    await step({ type: 'incident', source: 'b', id: 'i', deleted: true })
    expect(await listUnclearCorrections()).toEqual([])
  })
})

describe('a correction of a deployment', () => {
  useTestDatabase()
  afterEach(empty)
  const deployment = { type: 'deployment', id: '1', environment: 'production', sha: 'c1', status: 'success' }

  it('is told when nothing has the id', async () => {
    await step(service('one', 'r/1'), { ...word, deployment: 'd9' })
    expect(await listUnclearCorrections()).toMatchObject([
      { id: 'w', says: 'It names deployment d9, which no service has in production, so it has no effect.' },
    ])
  })

  it('is told when two sources have the id and neither is its own', async () => {
    const both = ['a', 'b'].map((source) => ({ ...deployment, source, service: 'one', finishedAt: at }))
    await step(service('one', 'r/1'), ...both, { ...word, deployment: '1' })
    expect(await listUnclearCorrections()).toMatchObject([
      { says: expect.stringContaining('two sources have'), mend: expect.stringContaining('source') },
    ])
    expect(await told('one')).toMatchObject({ failed: [], ambiguous: 1 })
    await step({ ...word, source: 'b', deployment: '1' }, { type: 'correction', id: 'w', deleted: true })
    expect(await listUnclearCorrections()).toEqual([])
    expect(await told('one')).toMatchObject({ failed: ['1'], ambiguous: 0 })
  })
})
