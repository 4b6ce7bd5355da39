import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sign } from '@octokit/webhooks-methods'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sealConfig } from '../../../lib/auth/secrets'
import { github } from '../../../lib/collectors/github'
import { query } from '../../../lib/db'
import { saveConnection } from '../../../lib/store/connections'
import { useTestDatabase } from '../../../lib/testing/database'
import { POST } from './[kind]/[connection]/route'

const SECRET = 'what GitHub signs with'

describe('deliveries of GitHub', () => {
  useTestDatabase()

  let home = ''
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'streamgauge-hooks-'))
    vi.stubEnv('STREAMGAUGE_HOME', home)
    const config = { token: 'ghp_token', repositories: ['acme/*'], webhookSecret: SECRET }
    const forge = { name: 'forge', managedByFile: false }
    const sealed = await sealConfig({ ...forge, config }, github.config, { home })
    await saveConnection({ ...forge, kind: 'github', config: sealed, schedule: null })
    const open = { token: 'ghp_token', repositories: ['acme/*'] }
    await saveConnection({ name: 'unsigned', kind: 'github', config: open, managedByFile: false, schedule: null })
    const since = { known: { R_1: { name: 'acme/shop', url: 'https://github.com/acme/shop' } } }
    await query('insert into cursors values ($1, $2, $3)', ['forge', 'repositories', { config: 'x', since }])
  })
  beforeEach(() => query('truncate pipeline_runs, deliveries, rejected_rows'))
  afterAll(async () => {
    vi.unstubAllEnvs()
    await rm(home, { recursive: true, force: true })
  })

  const run = (status: string, updated_at: string, more = {}) => ({
    repository: { node_id: 'R_1', full_name: 'acme/shop' },
    workflow_run: {
      ...{ id: 7, name: 'Deploy', run_attempt: 1, event: 'push', head_branch: 'main', head_sha: 'c0ffee' },
      ...{ created_at: '2026-03-01T09:00:00Z', run_started_at: '2026-03-01T09:00:00Z', updated_at, status },
      ...{ conclusion: status === 'completed' ? 'success' : null },
      ...more,
    },
  })

  async function deliver(body: object, { id = 'd1', secret = SECRET, connection = 'forge', kind = 'github' } = {}) {
    const text = JSON.stringify(body)
    const signature = await sign(secret, text)
    const headers = { 'x-hub-signature-256': signature, 'x-github-delivery': id, 'x-github-event': 'workflow_run' }
    const request = new Request('http://localhost/api', { method: 'POST', body: text, headers })
    const response = await POST(request, { params: Promise.resolve({ kind, connection }) })
    return { status: response.status, ...(await response.json()) }
  }

  const stored = async () => (await query('select source, status, finished_at from pipeline_runs')).rows

  it('become the records of the connection, once', async () => {
    const done = run('completed', '2026-03-01T09:10:00Z')
    expect(await deliver(done)).toEqual({ status: 202, taken: 1, repeated: false })
    expect(await stored()).toEqual([{ source: 'forge', status: 'success', finished_at: '2026-03-01T09:10:00Z' }])
    expect(await deliver(run('in_progress', '2026-03-01T09:20:00Z'))).toEqual({ status: 200, taken: 0, repeated: true })
    expect(await stored()).toMatchObject([{ status: 'success' }])
  })

  it('end in the same state in whatever order they come', async () => {
    const events = [
      run('queued', '2026-03-01T09:00:00Z'),
      run('in_progress', '2026-03-01T09:01:00Z'),
      run('completed', '2026-03-01T09:10:00Z'),
    ]
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [2, 0, 1],
    ]) {
      await query('truncate pipeline_runs, deliveries')
      for (const at of order) await deliver(events[at] ?? {}, { id: `d${at}` })
      expect(await stored()).toEqual([{ source: 'forge', status: 'success', finished_at: '2026-03-01T09:10:00Z' }])
    }
  })

  it('are refused in the same words whatever is wrong', async () => {
    const refused = { status: 401, error: 'There is no such webhook, or its signature is wrong.' }
    const done = run('completed', '2026-03-01T09:10:00Z')
    expect(await deliver(done, { secret: 'guessed' })).toEqual(refused)
    expect(await deliver(done, { connection: 'nobody' })).toEqual(refused)
    expect(await deliver(done, { connection: 'unsigned' })).toEqual(refused)
    for (const kind of ['git', 'gitlab', 'constructor']) expect(await deliver(done, { kind })).toEqual(refused)
    expect(await stored()).toEqual([])
  })

  it('that are not as described are kept as rejected rows', async () => {
    const odd = run('sleeping', '2026-03-01T09:10:00Z')
    expect(await deliver(odd)).toMatchObject({ status: 202, taken: 0 })
    const { rows } = await query('select connection, stream, position, path from rejected_rows')
    expect(rows).toEqual([
      { connection: 'forge', stream: 'webhook', position: 'workflow_run d1', path: 'workflow_run.status' },
    ])
  })

  it('that are too large are not read', async () => {
    const headers = { 'content-length': String(30 * 1024 * 1024) }
    const request = new Request('http://localhost/api', { method: 'POST', body: '{}', headers })
    const params = Promise.resolve({ kind: 'github', connection: 'forge' })
    expect((await POST(request, { params })).status).toBe(413)
  })
})
