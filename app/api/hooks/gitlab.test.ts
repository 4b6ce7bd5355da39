import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openQueue } from '../../../jobs/queue'
import { sealConfig } from '../../../lib/auth/secrets'
import { gitlab } from '../../../lib/collectors/gitlab'
import { query } from '../../../lib/db'
import { pauseConnection, saveConnection } from '../../../lib/store/connections'
import { useTestDatabase } from '../../../lib/testing/database'
import { POST } from './[kind]/[connection]/route'

const SECRET = 'what GitLab shows'
const PUSH = { object_kind: 'push', project: { path_with_namespace: 'acme/shop' } }

describe('deliveries of GitLab', () => {
  useTestDatabase()

  let home = ''
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'streamgauge-hooks-'))
    vi.stubEnv('STREAMGAUGE_HOME', home)
    const lab = { name: 'lab', managedByFile: false }
    const given = { token: 'glpat-token', projects: ['acme/*', '!acme/old'], webhookSecret: SECRET }
    const config = await sealConfig({ ...lab, config: given }, gitlab.config, { home })
    await saveConnection({ ...lab, kind: 'gitlab', config, schedule: null })
    const queue = await openQueue((error) => {
      throw error
    })
    await queue.stop({ graceful: false })
  })
  beforeEach(async () => {
    await query('truncate deliveries')
    await query('delete from pgboss.job')
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await rm(home, { recursive: true, force: true })
  })

  async function deliver(body: unknown, { token = SECRET, key = 'k1', connection = 'lab', kind = 'gitlab' } = {}) {
    const headers = { 'x-gitlab-token': token, 'x-gitlab-event': 'Push Hook', 'idempotency-key': key }
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const request = new Request('http://localhost/api', { method: 'POST', body: text, headers })
    const response = await POST(request, { params: Promise.resolve({ kind, connection }) })
    return { status: response.status, ...(await response.json()) }
  }

  /** Collections that are asked for, and in how many seconds they may begin. */
  async function asked(): Promise<{ connection: string; seconds: number }[]> {
    const due = 'round(extract(epoch from start_after - now()))::int as seconds'
    return (await query(`select singleton_key as connection, ${due} from pgboss.job`)).rows as never // of the columns named
  }

  it('have the connection collected a minute later, once however many come', async () => {
    expect(await deliver(PUSH)).toEqual({ status: 202, taken: 0, repeated: false })
    await deliver({ ...PUSH, object_kind: 'pipeline' }, { key: 'k2' })
    const jobs = await asked()
    expect(jobs).toMatchObject([{ connection: 'lab' }])
    expect(jobs[0]?.seconds).toBeGreaterThan(50)
    expect(jobs[0]?.seconds).toBeLessThanOrEqual(60)
  })

  it('are taken once: sent again, they ask for nothing', async () => {
    await deliver(PUSH)
    await query('delete from pgboss.job')
    expect(await deliver(PUSH)).toEqual({ status: 200, taken: 0, repeated: true })
    expect(await asked()).toEqual([])
  })

  it('of a project that is not collected, or of a paused connection, ask for nothing', async () => {
    await deliver({ ...PUSH, project: { path_with_namespace: 'acme/old' } }, { key: 'k3' })
    await pauseConnection('lab', true)
    await deliver(PUSH, { key: 'k4' })
    await pauseConnection('lab', false)
    expect(await asked()).toEqual([])
  })

  it('are refused in the same words whatever is wrong', async () => {
    const refused = { status: 401, error: 'There is no such webhook, or its signature is wrong.' }
    expect(await deliver(PUSH, { token: 'guessed' })).toEqual(refused)
    expect(await deliver(PUSH, { connection: 'nobody' })).toEqual(refused)
    expect(await deliver(PUSH, { kind: 'github' })).toEqual(refused)
    expect(await deliver('<html>', { token: 'guessed' })).toEqual(refused)
    expect(await asked()).toEqual([])
  })

  it('that are no JSON are told so', async () => {
    expect(await deliver('<html>')).toEqual({ status: 400, error: 'The delivery is not JSON.' })
  })
})
