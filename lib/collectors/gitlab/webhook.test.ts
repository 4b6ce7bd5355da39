import { describe, expect, it } from 'vitest'
import { Config } from './config'
import { webhook } from './webhook'

const SECRET = 'a secret of this test'
const config = Config.parse({ token: 't', projects: ['acme/*', '!acme/old'], webhookSecret: SECRET })
const headers = (more: Record<string, string> = {}) =>
  new Headers({
    'x-gitlab-token': SECRET,
    'x-gitlab-event': 'Push Hook',
    'x-gitlab-event-uuid': 'e1',
    'idempotency-key': 'k1',
    ...more,
  })

describe('a delivery of GitLab', () => {
  it('is read when it shows the secret, and bears the key that is the same when it is sent again', async () => {
    expect(await webhook.read(headers(), '{"a":1}', SECRET)).toEqual({ id: 'k1', event: 'Push Hook', body: { a: 1 } })
  })

  it('is told from others of its event by its body, where GitLab sends no key', async () => {
    const bare = headers()
    bare.delete('idempotency-key')
    const ids = []
    for (const body of ['{"a":1}', '{"a":2}', '{"a":1}']) ids.push((await webhook.read(bare, body, SECRET))?.id)
    expect(ids[0]).toBe(ids[2])
    expect(ids[0]).not.toBe(ids[1])
  })

  it('is none without the secret, or with another', async () => {
    const bare = headers()
    bare.delete('x-gitlab-token')
    expect(await webhook.read(bare, '{}', SECRET)).toBeNull()
    for (const wrong of ['', `${SECRET} `.repeat(2), SECRET.slice(1), SECRET.toUpperCase()])
      expect(await webhook.read(headers({ 'x-gitlab-token': wrong }), '{}', SECRET)).toBeNull()
  })

  it('that is no JSON is told so', async () => {
    await expect(webhook.read(headers(), '<html>', SECRET)).rejects.toMatchObject({ kind: 'unexpected' })
  })

  it('is taken only where a secret is set', () => {
    expect(webhook.secretOf(config)).toBe(SECRET)
    expect(webhook.secretOf(Config.parse({ token: 't', projects: ['acme/*'] }))).toBeNull()
  })
})

describe('an event', () => {
  const project = (path_with_namespace: string) => ({ project: { id: 1, path_with_namespace } })
  const isWorthALook = (body: unknown) =>
    webhook.tell({ id: 'd1', event: 'Push Hook', body }, config, undefined).changed

  it.each([
    [{ object_kind: 'push', ...project('acme/shop') }, true],
    [{ object_kind: 'merge_request', ...project('Acme/Web/Site') }, true],
    [{ object_kind: 'pipeline', ...project('acme/shop') }, true],
    [{ object_kind: 'deployment', ...project('acme/shop') }, true],
    [{ object_kind: 'release', ...project('acme/shop') }, true],
    [{ object_kind: 'issue', ...project('acme/shop') }, true],
    [{ object_kind: 'build', project_id: 1, project_name: 'Acme / Shop' }, true],
    [{ object_kind: 'push', ...project('acme/old') }, false],
    [{ object_kind: 'push', ...project('other/shop') }, false],
    [{ object_kind: 'wiki_page', ...project('acme/shop') }, false],
    [{ object_kind: 'push' }, false],
    ['text', false],
    [null, false],
  ])('%j is worth a look: %s', (body, expected) => {
    expect(isWorthALook(body)).toBe(expected)
  })

  it('makes no record of its own', () => {
    const body = { object_kind: 'pipeline', ...project('acme/shop') }
    expect(webhook.tell({ id: 'd1', event: '', body }, config, undefined)).toEqual({
      records: [],
      rejected: [],
      changed: true,
    })
  })
})
