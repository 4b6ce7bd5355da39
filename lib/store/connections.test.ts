import { describe, expect, it } from 'vitest'
import { query } from '../db'
import { useTestDatabase } from '../testing/database'
import { finishRun, listRuns, saveProgress, startRun } from './collection-runs'
import { findConnection, removeConnection, saveConnection, savePage } from './connections'
import { countRejected, KEPT_REJECTED, listRejected } from './rejected-rows'

const NOW = new Date('2026-03-01T09:00:00Z')
const forge = { name: 'forge', kind: 'git', config: {}, managedByFile: false, schedule: null }

async function pageOf(reason: string) {
  const revision = (await findConnection('forge'))?.revision ?? 0
  const rejected = [{ position: `row ${reason}`, path: reason, reason, payload: { reason } }]
  return { connection: 'forge', revision, stream: 'runs', records: [], rejected, cursor: { config: 'x' } }
}

describe('connections', () => {
  useTestDatabase()

  it('take nothing more of a run of a removed one that had their name', async () => {
    await saveConnection(forge)
    const page = await pageOf('of the removed one')
    await removeConnection('forge')
    await saveConnection(forge)
    await expect(savePage(page, { now: NOW })).rejects.toMatchObject({ kind: 'config' })
    expect((await query('select stream from cursors')).rows).toEqual([])
  })

  it('keep a rejected row whatever its text', async () => {
    await savePage(await pageOf('half \ud83d and nothing \0 of it'), { now: NOW })
    const { rows } = await query('select reason from rejected_rows')
    expect(rows).toEqual([{ reason: 'half \ufffd and nothing \ufffd of it' }])
  })

  it('keep how a run ended whatever its source said', async () => {
    const key = { connection: 'forge', startedAt: NOW }
    await startRun(key)
    const said = 'half \ud83d and nothing \0 of it'
    const totals = { records: 0, rejected: 0, counts: {}, budget: null }
    const at = NOW.toISOString()
    await saveProgress(key, totals, { ended: 0, known: 1, stream: 'runs', scope: said, pages: 0, note: said, at })
    const error = { kind: 'unavailable', message: said }
    const outcome = { scope: said, status: 'failed' as const, pages: 0, records: 0, rejected: 0, error }
    const stream = { stream: 'runs', title: 'Runs', ended: {}, pages: 0, records: 0, rejected: 0, outcomes: [outcome] }
    await finishRun(key, NOW, { ...totals, status: 'failed', streams: [stream], error, waitingUntil: null })
    const [run] = await listRuns('forge')
    expect(run).toMatchObject({ status: 'failed', error: { message: 'half \ufffd and nothing \ufffd of it' } })
    expect((await findConnection('forge'))?.lastError).toMatchObject({ kind: 'unavailable' })
  })

  it('withdraw a rejected row, and what stood inside of it, when it is accepted', async () => {
    await query('delete from rejected_rows')
    const page = await pageOf('x')
    const row = (position: string) => ({ position, path: '', reason: 'wrong' })
    const all = ['run 1', 'run 1, attempt 2', 'run 12', 'run 2', 'run 2'].map(row)
    await savePage({ ...page, rejected: all }, { now: NOW })
    await savePage({ ...page, stream: 'others', rejected: [row('run 1')] }, { now: NOW })
    const settled = ['run 1', 'run 2']
    await savePage({ ...page, rejected: [row('run 2')], settled }, { now: NOW })
    const kept = (await listRejected('forge', 10)).map(({ stream, position }) => `${stream}: ${position}`)
    expect(kept.sort()).toEqual(['others: run 1', 'runs: run 12', 'runs: run 2'])
  })

  it('keep the newest rejected rows and count the others', async () => {
    await query('delete from rejected_rows')
    const page = await pageOf('x')
    const rejected = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => ({ position: `run ${from + at}`, path: '', reason: 'wrong' }))
    await savePage({ ...page, rejected: rejected(0, KEPT_REJECTED) }, { now: NOW })
    expect((await countRejected()).get('forge')).toBe(KEPT_REJECTED)
    const later = new Date(NOW.getTime() + 1000)
    await savePage({ ...page, rejected: rejected(KEPT_REJECTED, 7) }, { now: later })
    const kept = await listRejected('forge', KEPT_REJECTED * 2)
    expect(kept).toHaveLength(KEPT_REJECTED)
    expect(kept.slice(0, 7).every(({ at }) => at === later.getTime())).toBe(true)
    expect((await countRejected()).get('forge')).toBe(KEPT_REJECTED + 7)
    await saveConnection({ ...forge, config: { another: true } })
    expect((await countRejected()).get('forge')).toBe(KEPT_REJECTED)
  })
})
