import { describe, expect, it } from 'vitest'
import { parseRecord } from './record'

const commit = {
  type: 'commit',
  repository: 'acme/shop',
  sha: 'a',
  parents: [],
  authoredAt: '2026-03-01T09:00:00+01:00',
  committedAt: '2026-03-01T09:00:00Z',
}

describe('parseRecord', () => {
  it('reads times with any offset as one instant', () => {
    expect(parseRecord(commit)).toMatchObject({
      ok: true,
      record: { source: 'import', authoredAt: '2026-03-01T08:00:00Z' },
    })
  })

  it('takes null as absent, at every depth', () => {
    const incident = {
      type: 'incident',
      id: 7,
      title: 'down',
      startedAt: commit.authoredAt,
      severity: null,
      causedBy: { deployment: null, sha: 'a' },
    }
    const parsed = parseRecord(incident)
    expect(parsed).toMatchObject({ ok: true, record: { id: '7', causedBy: { sha: 'a' } } })
    expect(JSON.stringify(parsed)).not.toContain('null')
  })

  it('survives a value nested a million deep', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect(parseRecord({ ...commit, extra: deep, subject: null })).toMatchObject({ ok: true })
    expect(parseRecord({ ...commit, parents: deep })).toMatchObject({ ok: false, field: 'parents.0' })
  })

  it.each([
    ['a value that is no object', 7, '', 'is not a JSON object'],
    ['no type', {}, 'type', 'is missing'],
    ['an unknown type', { type: 'toString' }, 'type', 'is not a record type: "toString"'],
    ['a missing field', { ...commit, parents: undefined }, 'parents', 'is required'],
    ['null for a required field', { ...commit, sha: null }, 'sha', 'is required'],
    ['a list with null in it', { ...commit, parents: [null], subject: null }, 'parents.0', 'must be a text'],
    [
      'a status nobody knows',
      {
        type: 'pipeline_run',
        repository: 'r',
        id: 1,
        pipeline: 'ci',
        sha: 'a',
        queuedAt: commit.authoredAt,
        status: 'gone',
      },
      'status',
      expect.stringMatching(/^is not one of queued, .*: "gone"$/),
    ],
    [
      'a commit that is its own parent',
      { ...commit, parents: ['a'] },
      'parents',
      expect.stringContaining('its own parent'),
    ],
    [
      'a time without an offset',
      { ...commit, authoredAt: '2026-03-01T09:00:00' },
      'authoredAt',
      expect.stringContaining('offset'),
    ],
    [
      'unset of a required field',
      { ...commit, unset: ['parents'] },
      'unset',
      expect.stringContaining('not an optional field'),
    ],
    [
      'unset of a field that it sets',
      { ...commit, subject: 'x', unset: ['subject'] },
      'unset',
      expect.stringContaining('at once'),
    ],
    [
      'a deployment of nothing',
      { type: 'deployment', id: 'd', environment: 'production', sha: 'a', status: 'success' },
      'service',
      'or repository is required',
    ],
    [
      'a pattern with lookahead',
      { type: 'service', name: 's', repository: 'r', deployments: { from: 'job', match: '(?=a)' } },
      'deployments.match',
      expect.stringContaining('not a usable pattern'),
    ],
  ])('refuses %s', (_, value, field, reason) => {
    expect(parseRecord(value)).toEqual({ ok: false, field, reason })
  })

  it('takes a deployment of a service, of a repository, or of both', () => {
    const deployment = { type: 'deployment', id: 'd', environment: 'production', sha: 'a', status: 'success' }
    for (const of of [{ service: 's' }, { repository: 'r' }, { service: 's', repository: 'r' }])
      expect(parseRecord({ ...deployment, ...of })).toMatchObject({ ok: true, record: of })
  })

  it('takes a stored author as it is, with git only on a commit', () => {
    const author = { hash: 'h'.repeat(22), bot: false }
    expect(parseRecord({ ...commit, author })).toMatchObject({ ok: true, record: { author } })
    const marked = { ...author, git: true }
    expect(parseRecord({ ...commit, author: marked })).toMatchObject({ ok: true, record: { author: marked } })
    expect(parseRecord({ ...commit, author: { ...author, git: 'yes' } })).toMatchObject({ ok: false, field: 'author' })
    const review = {
      type: 'review',
      repository: 'r',
      pullRequest: 1,
      id: 1,
      state: 'approved',
      submittedAt: commit.authoredAt,
    }
    const parsed = parseRecord({ ...review, author: marked })
    expect(parsed.ok && parsed.record).toMatchObject({ author })
    expect(JSON.stringify(parsed)).not.toContain('git')
  })

  it('needs only the key to remove', () => {
    expect(parseRecord({ type: 'incident', id: 'i', deleted: true })).toEqual({
      ok: true,
      record: { type: 'incident', source: 'import', id: 'i', deleted: true },
    })
  })
})
