// Another environment than production: what an incident names may be in another repository, read in that environment too.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { pool } from '../db'
import { parseRecord, type SourceRecord } from '../records/record'
import { ingest } from '../store/ingest'
import { useTestDatabase } from '../testing/database'
import { measureRecords } from '../testing/engine'
import { deriveEnvironment } from './derive-environment'
import { deriveStale } from './derive-stale'
import { measureService } from './measure'
import { listDeployments, listIncidents } from './rows'

const now = new Date('2026-04-01T00:00:00Z')
const march = { from: Date.parse('2026-03-01'), to: Date.parse('2026-04-01'), now: now.getTime() }

async function empty(): Promise<void> {
  const tables = await pool().query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'`,
  )
  await pool().query(`truncate ${tables.rows.map((row) => row.name).join(', ')}`)
}

function make(input: object): SourceRecord {
  const parsed = parseRecord(input)
  if (!parsed.ok) throw new Error(`${parsed.field} ${parsed.reason}`)
  return parsed.record as SourceRecord // sound: no test here removes a record
}

/** What staging is told to be of a service; it must be what follows from all records at once. */
async function staging(name: string, ...inputs: object[]) {
  const records = inputs.map(make)
  await ingest(records, { now })
  expect((await deriveStale()).failed).toEqual([])
  const derived = await deriveEnvironment(name, 'staging')
  if (!derived) throw new Error(`no service ${name}`)
  const { deployments } = listDeployments(derived.facts, march, derived.rows)
  const { incidents } = listIncidents(derived.facts, march, derived.rows)
  const whole = measureRecords(records, { ...march, service: name, environment: 'staging' })
  expect({ deployments, incidents }).toEqual({ ...whole.incidents, deployments: whole.deployments.deployments })
  return {
    failed: deployments.filter((one) => one.failed).map((one) => one.id),
    rework: deployments.filter((one) => one.rework).map((one) => one.id),
    links: incidents.map(({ deployment, link }) => [deployment, link]),
  }
}

const at = '2026-03-02T09:00:00Z'
const service = (name: string, repository: string, more = {}) => ({ type: 'service', name, repository, ...more })
const deployed = (id: string, name: string, more = {}) => {
  const common = { type: 'deployment', environment: 'staging', sha: 'c1', status: 'success', finishedAt: at }
  return { ...common, id, service: name, ...more }
}
const incident = (more: object) => ({
  type: 'incident',
  id: 'i',
  title: 'down',
  startedAt: '2026-03-02T10:00:00Z',
  ...more,
})
const commit = (repository: string, sha: string) => {
  return { type: 'commit', repository, sha, parents: [], authoredAt: at, committedAt: at }
}
const repository = (name: string) => ({ type: 'repository', name })
const ONE = [repository('r/1'), service('one', 'r/1'), deployed('d1', 'one')]
const TWO = [repository('r/2'), service('two', 'r/2'), deployed('d2', 'two')]
const NOT_ONE = { failed: [], rework: [] }
const fromTag = { deployments: { from: 'tag', environment: 'staging' } }
const tag = (of: string) => ({ type: 'tag', repository: of, name: 'v1.0.0', sha: 'c1', createdAt: at })
const TAGGED = [
  ...[repository('r/1'), service('one', 'r/1', fromTag), tag('r/1')],
  ...[repository('r/2'), service('two', 'r/2', fromTag), tag('r/2')],
]

describe('the deployment that an incident names in staging', () => {
  useTestDatabase()
  afterEach(empty)

  it('is found in another repository, and none is inferred in its place', async () => {
    const caused = incident({ service: 'one', causedBy: { deployment: 'd2' } })
    expect(await staging('one', ...ONE, ...TWO, caused)).toEqual({ ...NOT_ONE, links: [['d2', 'explicit']] })
  })

  it('is found in a repository that nobody configured', async () => {
    const bare = deployed('d2', '', { service: null, repository: 'r/2' })
    const caused = incident({ service: 'one', causedBy: { deployment: 'd2' } })
    expect(await staging('one', ...ONE, repository('r/2'), bare, caused)).toMatchObject({ links: [['d2', 'explicit']] })
  })

  it('is as if absent where it is of another environment', async () => {
    const production = deployed('d2', 'two', { environment: 'production' })
    const caused = incident({ service: 'one', causedBy: { deployment: 'd2' } })
    const found = await staging('one', ...ONE, ...TWO.slice(0, 2), production, caused)
    expect(found).toEqual({ failed: ['d1'], rework: [], links: [['d1', 'inferred']] })
  })

  it.each([
    ['tag:v1.0.0', { from: 'tag' }],
    ['run:7/1', { from: 'pipeline_run' }],
    ['job:7/1/3', { from: 'job' }],
    ['pr:5', { from: 'merge' }],
  ])('is found by the id %s that a rule made', async (deployment, rule) => {
    const times = { queuedAt: at, startedAt: at, finishedAt: at, status: 'success' }
    const pull = { title: 'p', baseBranch: 'main', headBranch: 'b', createdAt: at, mergedAt: at, mergeCommitSha: 'c1' }
    const found = await staging(
      'one',
      ...ONE,
      repository('r/2'),
      service('two', 'r/2', { deployments: { ...rule, environment: 'staging' } }),
      tag('r/2'),
      { type: 'pipeline_run', repository: 'r/2', id: 7, pipeline: 'deploy', sha: 'c1', ...times },
      { type: 'job', repository: 'r/2', run: 7, id: 3, name: 'deploy', ...times },
      { type: 'pull_request', repository: 'r/2', number: 5, ...pull },
      incident({ service: 'one', causedBy: { deployment } }),
    )
    expect(found).toEqual({ ...NOT_ONE, links: [[deployment, 'explicit']] })
  })

  it('is that of the incident’s own repository where several have the id', async () => {
    const caused = incident({ service: 'two', causedBy: { deployment: 'tag:v1.0.0' } })
    expect(await staging('one', ...TAGGED, caused)).toEqual({ ...NOT_ONE, links: [] })
    expect(await staging('two', ...TAGGED, caused)).toMatchObject({ failed: ['tag:v1.0.0'] })
  })

  it('is found before the commit that is named beside it', async () => {
    const caused = incident({ causedBy: { deployment: 'd2', sha: 'c1' } })
    expect(await staging('one', ...ONE, ...TWO, commit('r/1', 'c1'), caused)).toEqual({ ...NOT_ONE, links: [] })
  })

  it('mends there, and not here', async () => {
    const fixed = incident({ service: 'one', fixedBy: { deployment: 'd2', sha: 'c1' } })
    expect(await staging('one', ...ONE, ...TWO, commit('r/1', 'c1'), fixed)).toMatchObject({ rework: [] })
    expect(await staging('two', ...ONE, ...TWO, commit('r/1', 'c1'), fixed)).toMatchObject({ rework: ['d2'] })
  })
})

describe('others that matter to a service in staging', () => {
  useTestDatabase()
  afterEach(empty)
  const word = { type: 'correction', id: 'w', at }

  it('a link that a person adds to a deployment of another repository takes the place of the inferred one', async () => {
    const added = { ...word, incident: 'i', deployment: 'd2', says: 'add' }
    const found = await staging('one', ...ONE, ...TWO, incident({ service: 'one' }), added)
    expect(found).toEqual({ ...NOT_ONE, links: [['d2', 'explicit']] })
  })

  it('a word on an id that another repository has too is about neither', async () => {
    const said = { ...word, deployment: 'tag:v1.0.0', says: 'add' }
    expect(await staging('one', ...TAGGED, said)).toEqual({ ...NOT_ONE, links: [] })
    const derived = await deriveEnvironment('one', 'staging')
    expect(derived && measureService(derived.facts, march).quality).toMatchObject({ ambiguous_correction: 1 })
    expect(await staging('one', ...TAGGED, { ...said, service: 'one' })).toMatchObject({ failed: ['tag:v1.0.0'] })
  })

  it('a commit that an incident names is looked up in its service, even where it names another repository', async () => {
    const caused = incident({ service: 'two', repository: 'r/1', causedBy: { sha: 'c1' } })
    expect(await staging('one', ...ONE, ...TWO, commit('r/1', 'c1'), caused)).toEqual({ ...NOT_ONE, links: [] })
  })

  it('no repository is read without need', async () => {
    const far = [repository('r/3'), service('far', 'r/3'), deployed('d3', 'far'), commit('r/3', 'c3')]
    const others = [service('other', 'r/4', fromTag), tag('r/4'), repository('r/5')]
    const production = {
      ...deployed('d2', ''),
      source: 'b',
      service: null,
      repository: 'r/5',
      environment: 'production',
    }
    const elsewhere = incident({ id: 'j', service: 'far', causedBy: { deployment: 'd3', sha: 'c3' } })
    const ours = incident({ service: 'one', causedBy: { deployment: 'd2' } })
    await ingest([...ONE, ...TWO, ...far, ...others, production, elsewhere, ours].map(make), { now })
    await deriveStale()
    const asked = vi.spyOn(pool(), 'query')
    await deriveEnvironment('one', 'staging')
    const read = (asked.mock.calls as unknown as [string, unknown[]?][])
      .filter(([text]) => text.includes('from commits where repository'))
      .flatMap(([, values]) => values?.[0])
    asked.mockRestore()
    expect(read).toEqual(['r/1', 'r/2'])
  })
})
