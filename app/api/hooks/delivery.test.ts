import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sign } from '@octokit/webhooks-methods'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sealConfig } from '../../../lib/auth/secrets'
import { github } from '../../../lib/collectors/github'
import { settledBy } from '../../../lib/collectors/settled'
import { query } from '../../../lib/db'
import type { SourceRecord } from '../../../lib/records/record'
import { findConnection, saveConnection, savePage } from '../../../lib/store/connections'
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
  beforeEach(() => query('truncate pipeline_runs, incidents, reviews, deliveries, rejected_rows'))
  afterAll(async () => {
    vi.unstubAllEnvs()
    await rm(home, { recursive: true, force: true })
  })

  it('cannot be checked while their secret is a variable that is not set, and are told no more', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: how a stored configuration reads a variable
    const config = { token: 't', repositories: ['acme/*'], webhookSecret: '${HOOK_SECRET_OF_NOBODY}' }
    await saveConnection({ name: 'unset', kind: 'github', config, managedByFile: false, schedule: null })
    const done = run('completed', '2026-03-01T09:10:00Z')
    const answer = await deliver(done, { connection: 'unset' })
    expect(answer).toEqual({ status: 503, error: 'It is not set up completely; see the log.' })
    vi.stubEnv('HOOK_SECRET_OF_NOBODY', SECRET)
    expect(await deliver(done, { connection: 'unset' })).toMatchObject({ status: 202 })
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

  async function deliver(
    body: object,
    { id = 'd1', secret = SECRET, connection = 'forge', kind = 'github', event = 'workflow_run' } = {},
  ) {
    const text = JSON.stringify(body)
    const signature = await sign(secret, text)
    const headers = { 'x-hub-signature-256': signature, 'x-github-delivery': id, 'x-github-event': event }
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

  it('of an incident end in the last state, also when one that took the label away comes late', async () => {
    const issue = (action: string, updated_at: string, labels: string[]) => ({
      ...{ action, repository: { node_id: 'R_1', full_name: 'acme/shop' } },
      issue: {
        ...{
          node_id: 'I_7',
          number: 7,
          title: 'Down',
          created_at: '2026-03-01T09:00:00Z',
          updated_at,
          closed_at: null,
        },
        ...{ html_url: 'https://github.com/acme/shop/issues/7', labels: labels.map((name) => ({ name })) },
      },
    })
    await deliver(issue('labeled', '2026-03-01T11:00:00Z', ['incident']), { id: 'd2', event: 'issues' })
    await deliver(issue('unlabeled', '2026-03-01T10:00:00Z', []), { id: 'd1', event: 'issues' })
    expect((await query('select id from incidents where not deleted')).rows).toEqual([{ id: 'acme/shop#7' }])
  })

  it('of a review end in its dismissal, also when it is told to be submitted after that', async () => {
    const review = (state: string, updated_at: string) => ({
      ...{ action: state, repository: { node_id: 'R_1', full_name: 'acme/shop' } },
      pull_request: { number: 7, updated_at },
      review: { node_id: 'PRR_1', user: null, state, submitted_at: '2026-03-01T09:00:00Z' },
    })
    for (const [id, state, at] of [
      ['d2', 'dismissed', '2026-03-01T10:00:00Z'],
      ['d1', 'approved', '2026-03-01T09:00:00Z'],
    ] as const)
      await deliver(review(state, at), { id, event: 'pull_request_review' })
    expect((await query('select state from reviews')).rows).toEqual([{ state: 'dismissed' }])
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
    const webhook = { connection: 'forge', stream: 'webhook' }
    expect(rows).toEqual([{ ...webhook, position: 'run 7 of acme/shop, workflow_run d1', path: 'workflow_run.status' }])
  })

  it('that are not as described are withdrawn once what they are about is understood, by an event or a collection', async () => {
    const odd = run('sleeping', '2026-03-01T09:10:00Z')
    const other = { ...odd, workflow_run: { ...odd.workflow_run, id: 8 } }
    const left = async () =>
      (await query('select position from rejected_rows order by 1')).rows.map((row) => row.position)
    const ofOther = 'run 8 of acme/shop, workflow_run d2'
    await deliver(odd, { id: 'd1' })
    await deliver(other, { id: 'd2' })
    await deliver(run('completed', '2026-03-01T09:20:00Z'), { id: 'd3' })
    expect(await left()).toEqual([ofOther])
    const { revision } = (await findConnection('forge')) ?? { revision: 0 }
    const collected = (repository: string) =>
      savePage(
        {
          ...{ connection: 'forge', revision, stream: 'runs R_1', records: [], rejected: [], cursor: { config: 'x' } },
          settled: settledBy({ type: 'pipeline_run', repository, id: '8' } as SourceRecord, ''), // its key alone
        },
        { now: new Date() },
      )
    await collected('acme/other')
    expect(await left()).toEqual([ofOther])
    await collected('acme/shop')
    expect(await left()).toEqual([])
  })

  it('that are too large are not read, whether there is such a webhook or not', async () => {
    const headers = { 'content-length': String(30 * 1024 * 1024) }
    for (const connection of ['forge', 'unsigned', 'nobody']) {
      const request = new Request('http://localhost/api', { method: 'POST', body: '{}', headers })
      expect((await POST(request, { params: Promise.resolve({ kind: 'github', connection }) })).status).toBe(413)
    }
  })

  it('that are not as described are forgotten after a while', async () => {
    await deliver(run('sleeping', '2026-03-01T09:10:00Z'), { id: 'old' })
    await query(`update rejected_rows set at = now() - interval '15 days'`)
    await query(`update deliveries set at = now() - interval '15 days'`)
    await deliver(run('sleeping', '2026-03-01T09:20:00Z'), { id: 'new' })
    const { rows } = await query('select position from rejected_rows')
    expect(rows).toEqual([{ position: 'run 7 of acme/shop, workflow_run new' }])
  })
})
