import { beforeAll, describe, expect, it } from 'vitest'
import { deriveStale } from '../insights/derive-stale'
import { parseRecord } from '../records/record'
import { useTestDatabase } from '../testing/database'
import { findRow, loadIncidentsOf, searchRows } from './fact-rows'
import { ingest } from './ingest'

const repository = 'acme/shop'
const APRIL = { from: Date.parse('2026-04-01T00:00:00Z'), to: Date.parse('2026-05-01T00:00:00Z') }

const commit = (sha: string, parents: string[], at: string) => ({
  type: 'commit',
  repository,
  sha,
  parents,
  authoredAt: at,
  committedAt: at,
})
const pull = (number: number, title: string, sha: string, at: string) => ({
  type: 'pull_request',
  repository,
  number,
  title,
  baseBranch: 'main',
  headBranch: `topic-${number}`,
  createdAt: at,
  mergedAt: at,
  mergeCommitSha: sha,
})
const deployment = (id: string, sha: string, finishedAt: string) => ({
  type: 'deployment',
  id,
  service: 'shop',
  environment: 'production',
  sha,
  ref: 'main',
  finishedAt,
  status: 'success',
})

describe('rows that are searched for', () => {
  useTestDatabase()
  beforeAll(async () => {
    const inputs = [
      { type: 'service', name: 'shop', repository },
      { type: 'service', name: 'till', repository: 'acme/till' },
      commit('a0', [], '2026-01-05T09:00:00Z'),
      commit('a1', ['a0'], '2026-01-06T09:00:00Z'),
      commit('b2', ['a1'], '2026-04-06T09:00:00Z'),
      commit('b3', ['b2'], '2026-04-07T09:00:00Z'),
      pull(1, 'Ship 100% of the Basket', 'a1', '2026-01-06T09:00:00Z'),
      pull(2, 'Forget the basket_id', 'b2', '2026-04-06T09:00:00Z'),
      pull(12, 'Escape \\ in names', 'b3', '2026-04-07T09:00:00Z'),
      deployment('d0', 'a0', '2026-01-05T10:00:00Z'),
      deployment('d1', 'a1', '2026-01-07T09:00:00Z'),
      deployment('d2', 'b3', '2026-04-08T09:00:00Z'),
      {
        type: 'incident',
        id: 'INC-1',
        service: 'till',
        title: 'Money is missing',
        severity: 'major',
        startedAt: '2026-04-08T10:00:00Z',
        causedBy: { deployment: 'd2' },
      },
    ]
    const records = inputs.map((input) => {
      const parsed = parseRecord(input)
      if (!parsed.ok) throw new Error(parsed.reason)
      return parsed.record
    })
    await ingest(records, { now: new Date('2026-05-01T00:00:00Z') })
    expect((await deriveStale()).failed).toEqual([])
  })

  const changes = async (text: string) => [...(await searchRows('shop', text, { kind: 'changes', ...APRIL }))].sort()

  it('are found by a part of their title or id, in any case, in their time', async () => {
    expect(await changes('BASKET')).toEqual(['pr:2'])
    expect(await changes('pr:')).toEqual(['pr:12', 'pr:2'])
    expect(await changes('#1')).toEqual([])
    expect(await changes('#12')).toEqual(['pr:12'])
    expect([...(await searchRows('shop', 'basket', { ids: ['pr:1', 'pr:12'] }))]).toEqual(['pr:1'])
  })

  it('are found by what is written, not by patterns', async () => {
    expect(await changes('%')).toEqual([])
    expect(await changes('_')).toEqual(['pr:2'])
    expect(await changes('\\')).toEqual(['pr:12'])
    expect(await changes("' or true --")).toEqual([])
    expect([...(await searchRows('shop', '0%', { ids: ['pr:1', 'pr:2'] }))]).toEqual(['pr:1'])
  })

  it('are deployments by commit and ref, incidents by severity', async () => {
    const deployments = async (text: string) => [...(await searchRows('shop', text, { kind: 'deployments', ...APRIL }))]
    expect(await deployments('b3')).toEqual(['d2'])
    expect(await deployments('main')).toEqual(['d2'])
    expect([...(await searchRows('till', 'MAJOR', { kind: 'incidents' }))]).toEqual(['INC-1'])
    expect([...(await searchRows('shop', 'MAJOR', { kind: 'incidents' }))]).toEqual([])
  })

  it('say when they were, wherever they are', async () => {
    expect(await findRow('shop', 'deployments', 'd1')).toEqual({ at: Date.parse('2026-01-07T09:00:00Z') })
    expect(await findRow('shop', 'changes', 'pr:1')).toEqual({ at: Date.parse('2026-01-07T09:00:00Z') })
    expect(await findRow('till', 'deployments', 'd1')).toBeNull()
  })

  it('tell the incidents of other services that a deployment caused', async () => {
    const found = await loadIncidentsOf('shop', { source: 'import', id: 'd2' })
    expect(found.map(({ holder, incident }) => [holder, incident.id])).toEqual([['till', 'INC-1']])
    expect(await loadIncidentsOf('shop', { source: 'import', id: 'd1' })).toEqual([])
    expect(await loadIncidentsOf('shop', { source: 'elsewhere', id: 'd2' })).toEqual([])
  })
})
