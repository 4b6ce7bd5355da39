import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createIngestToken } from '../../lib/auth/ingest-token'
import { query } from '../../lib/db'
import { saveConnection } from '../../lib/store/connections'
import { ingest } from '../../lib/store/ingest'
import { listIngestTokens, removeIngestToken } from '../../lib/store/ingest-tokens'
import { putSetting } from '../../lib/store/settings'
import * as build from '../../lib/testing/build'
import { useTestDatabase } from '../../lib/testing/database'
import { POST as postDeployment } from './hooks/deployment/route'
import { POST as postIncident } from './hooks/incident/route'
import { POST as postRecords } from './records/route'

describe('what is sent over HTTP', () => {
  useTestDatabase()

  let home = ''
  let token = ''

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'streamgauge-api-'))
    vi.stubEnv('STREAMGAUGE_HOME', home)
    token = await createIngestToken('ci', new Date('2026-03-01T00:00:00Z'))
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await rm(home, { recursive: true, force: true })
  })

  const FORM = 'application/x-www-form-urlencoded'

  async function send(
    post: (request: Request) => Promise<Response>,
    body: string,
    headers: Record<string, string> = {},
  ) {
    const given = { Authorization: `Bearer ${token}`, 'Content-Type': FORM, ...headers }
    const response = await post(new Request('http://localhost/api', { method: 'POST', body, headers: given }))
    return { status: response.status, ...(await response.json()) }
  }

  const json = { 'Content-Type': 'application/json' }
  const tag = (name: string, more = {}) =>
    JSON.stringify({ type: 'tag', repository: 'a/b', name, sha: 'c0ffee', createdAt: '2026-03-01T00:00:00Z', ...more })
  const names = async () => (await query('select name, sources from tags order by name')).rows

  describe('records sent over HTTP', () => {
    it('land line by line; what is bad is told by line and field', async () => {
      const answer = await send(postRecords, [tag('v1'), '{"type":"tag"', tag('v2', { sha: '' }), tag('v3')].join('\n'))
      expect(answer).toEqual({
        status: 422,
        records: { tag: { created: 2, updated: 0, unchanged: 0, deleted: 0 } },
        rejected: 2,
        errors: [
          { line: 2, field: '', reason: expect.stringContaining('JSON') },
          { line: 3, field: 'sha', reason: expect.any(String) },
        ],
      })
      expect(await names()).toEqual([
        { name: 'v1', sources: ['ci'] },
        { name: 'v3', sources: ['ci'] },
      ])
      expect(await send(postRecords, tag('v1'))).toMatchObject({ status: 200, records: { tag: { unchanged: 1 } } })
    })

    it('are told line by line that they are none, however deep they are or whatever they are called', async () => {
      const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
      const within = tag('deep').replace('{', `{"more":${deep},"__proto__":{"sha":"beef"},`)
      expect(await send(postRecords, `[${deep},${within}]`, json)).toMatchObject({
        ...{ status: 422, rejected: 1, records: { tag: { created: 1 } } },
        errors: [{ line: 1, field: '' }],
      })
      expect((await send(postRecords, `${deep}\n${within}`)).status).toBe(422)
      for (const post of [postDeployment, postIncident])
        for (const body of ['null', '[]', '5', deep, `{"__proto__":${deep}}`])
          expect((await send(post, body, json)).status).toBe(422)
      for (const post of [postDeployment, postIncident])
        expect((await send(post, '__proto__=1&constructor=2&__proto__.sha=3')).status).toBe(422)
      await query(`delete from tags where name = 'deep'`)
    })

    it('may be one JSON document, written over several lines, or a list', async () => {
      const pretty = JSON.stringify(JSON.parse(tag('v4')), null, 2)
      expect(await send(postRecords, pretty, json)).toMatchObject({ status: 200, records: { tag: { created: 1 } } })
      expect(await send(postRecords, `[${tag('v5')},${tag('v6')}]`, json)).toMatchObject({
        records: { tag: { created: 2 } },
      })
      expect(await send(postRecords, '{"type":', json)).toMatchObject({
        status: 422,
        rejected: 1,
        errors: [{ line: 1 }],
      })
      expect(await send(postRecords, '', json)).toMatchObject({ status: 200, rejected: 0 })
    })

    it('are of the source that the token is named after, and of no other', async () => {
      const answer = await send(postRecords, [tag('v7', { source: 'github' }), tag('v8', { source: 'ci' })].join('\n'))
      expect(answer).toMatchObject({ status: 422, errors: [{ line: 1, field: 'source' }] })
      expect((await names()).map(({ name }) => name)).not.toContain('v7')
    })

    it('do not land without a token that was made here', async () => {
      for (const Authorization of ['', 'Bearer', 'Bearer sgi_wrong', `Basic ${token}`, `Bearer ${token}x`, token]) {
        expect(await send(postRecords, tag('v9'), { Authorization })).toMatchObject({ status: 401 })
      }
      expect((await names()).map(({ name }) => name)).not.toContain('v9')
    })

    it('are refused when they are too much, by their word or as they come', async () => {
      const large = { ...json, 'Content-Length': String(65 * 1024 * 1024) }
      expect(await send(postRecords, tag('v9'), large)).toMatchObject({ status: 413 })
      const piece = Buffer.alloc(1024 * 1024, 'x')
      let pulled = 0
      const body = new ReadableStream({
        pull(controller) {
          pulled += 1
          controller.enqueue(piece)
        },
      })
      const headers = { Authorization: `Bearer ${token}`, ...json }
      const init = { method: 'POST', body, headers, duplex: 'half' } as RequestInit
      expect((await postRecords(new Request('http://localhost/api', init))).status).toBe(413)
      expect(pulled).toBeLessThan(12)
    })

    it('leave no person in the clear', async () => {
      const commit = { type: 'commit', repository: 'a/b', sha: 'beef', parents: [], author: 'ada.l@corp.example' }
      const times = { authoredAt: '2026-03-01T00:00:00Z', committedAt: '2026-03-01T00:00:00Z' }
      const line = JSON.stringify({ ...commit, ...times, subject: 'By ada.l@corp.example' })
      expect(await send(postRecords, line)).toMatchObject({ status: 200 })
      const { rows } = await query(`select c::text as text from commits c where sha = 'beef'`)
      expect(rows).toHaveLength(1)
      expect(JSON.stringify(rows)).not.toContain('ada.l')
    })
  })

  describe('a pipeline of any kind', () => {
    it('reports a deployment with one line', async () => {
      const answer = await send(postDeployment, 'service=shop&sha=c0ffee&id=build-7')
      expect(answer).toEqual({
        status: 201,
        id: 'build-7',
        outcome: 'created',
        warning: expect.stringContaining('"shop"'),
      })
      await ingest([build.service({ name: 'shop' })], { now: new Date() })
      expect(await send(postDeployment, 'service=shop&sha=c0ffee&id=build-7&status=failed')).toEqual({
        status: 200,
        id: 'build-7',
        outcome: 'updated',
      })
      const { rows } = await query('select source, service, environment, status from deployments')
      expect(rows).toEqual([{ source: 'ci', service: 'shop', environment: 'production', status: 'failure' }])
    })

    it('makes a deployment of each report without an id', async () => {
      const first = await send(postDeployment, '{"service":"site","sha":"c0ffee"}', json)
      const second = await send(postDeployment, '{"service":"site","sha":"c0ffee"}', json)
      expect(first.id).not.toBe(second.id)
      expect((await query(`select 1 from deployments where service = 'site'`)).rowCount).toBe(2)
    })

    it('opens and resolves an incident with one line each', async () => {
      expect(await send(postIncident, 'id=7&service=shop&title=Down&startedAt=2026-03-02T08:00:00Z')).toMatchObject({
        ...{ status: 201, id: '7' },
      })
      expect(await send(postIncident, 'id=7&status=resolved')).toMatchObject({ status: 200, outcome: 'updated' })
      const { rows } = await query(
        'select title, service, started_at, resolved_at is not null as resolved from incidents',
      )
      expect(rows).toEqual([{ title: 'Down', service: 'shop', started_at: '2026-03-02T08:00:00Z', resolved: true }])
    })

    it('is told which field is not right', async () => {
      expect(await send(postDeployment, 'service=shop')).toMatchObject({ status: 422, field: 'sha' })
      expect(await send(postDeployment, '{"service":', json)).toMatchObject({ status: 422, reason: 'is not JSON' })
      expect(await send(postIncident, 'id=unknown&status=resolved')).toMatchObject({ status: 422, field: 'title' })
      expect(await send(postDeployment, 'service=shop&sha=c0ffee', { Authorization: '' })).toMatchObject({
        status: 401,
      })
    })
  })

  describe('a token', () => {
    it('is stored as a hash, and tells when it was last used', async () => {
      const { rows } = await query('select t::text as text from ingest_tokens t')
      expect(JSON.stringify(rows)).not.toContain(token.slice(4))
      expect(await listIngestTokens()).toMatchObject([{ name: 'ci', lastUsedAt: expect.any(String) }])
    })

    it('cannot have the name of another source, or one that is taken', async () => {
      await saveConnection({ name: 'github', kind: 'git', config: {}, managedByFile: false, schedule: null })
      for (const name of ['github', 'import', 'ci'])
        await expect(createIngestToken(name, new Date())).rejects.toMatchObject({ kind: 'config' })
    })

    it('is refused once it is removed', async () => {
      const other = await createIngestToken('other', new Date())
      expect(await removeIngestToken('other')).toBe(true)
      expect(await removeIngestToken('other')).toBe(false)
      expect(await send(postRecords, tag('v9'), { Authorization: `Bearer ${other}` })).toMatchObject({ status: 401 })
    })

    it('sends nothing to a demonstration', async () => {
      await putSetting('demo', { day: '2026-03-02', edition: 1 })
      expect(await send(postRecords, tag('v9'))).toMatchObject({ status: 409 })
    })
  })
})
