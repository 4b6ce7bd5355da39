// Collecting a connection against a real database and a real repository: what is kept of how it went.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { findConnection, saveConnection } from '../lib/store/connections'
import { useTestDatabase } from '../lib/testing/database'
import { GitRepository, removeFolders } from '../lib/testing/git-repository'
import { collectConnection } from './collect'

const home = mkdtempSync(join(tmpdir(), 'streamgauge-collect-'))
beforeEach(() => void vi.stubEnv('STREAMGAUGE_HOME', home))
afterAll(() => {
  vi.unstubAllEnvs()
  removeFolders()
  rmSync(home, { recursive: true, force: true })
})
const quiet = () => {}

describe('an interrupted collection', () => {
  useTestDatabase()
  const save = (path: string) =>
    saveConnection({ name: 'shop', kind: 'git', config: { path }, managedByFile: false, schedule: null })

  test('keeps the error and the finish that were known before', async () => {
    await save(join(home, 'none'))
    await expect(collectConnection('shop', quiet)).rejects.toMatchObject({ kind: 'not-found' })
    const before = await findConnection('shop')
    expect(before?.lastError).toMatchObject({ kind: 'not-found' })

    const repository = new GitRepository()
    repository.commit('one')
    await save(repository.path)
    await collectConnection('shop', quiet, AbortSignal.abort())
    const { lastError, lastFinishedAt } = (await findConnection('shop')) ?? {}
    expect({ lastError, lastFinishedAt }).toEqual({
      lastError: before?.lastError,
      lastFinishedAt: before?.lastFinishedAt,
    })

    await collectConnection('shop', quiet)
    expect(await findConnection('shop')).toMatchObject({ lastError: null, lastFinishedAt: expect.any(Number) })
  })
})
