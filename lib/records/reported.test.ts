import { describe, expect, it } from 'vitest'
import { objectOfForm, readDeployment, readIncident } from './reported'

const NOW = '2026-03-02T09:00:00Z'

const deployment = (value: unknown) => readDeployment(value, NOW, 'new-1')
const incident = (value: unknown, known: Parameters<typeof readIncident>[3] = null) =>
  readIncident(value, NOW, 'new-1', known)

describe('a reported deployment', () => {
  it('is a success in production that ended now, unless it says otherwise', () => {
    expect(deployment({ service: 'shop', sha: 'c0ffee' })).toEqual({
      ok: true,
      id: 'new-1',
      record: {
        ...{ type: 'deployment', id: 'new-1', service: 'shop', sha: 'c0ffee' },
        ...{ environment: 'production', status: 'success', finishedAt: NOW },
      },
    })
  })

  it('begins now when it is running and waits from now on when it is pending', () => {
    expect(deployment({ repository: 'a/b', sha: 'c0ffee', status: 'started' })).toMatchObject({
      record: { status: 'running', startedAt: NOW, finishedAt: undefined },
    })
    expect(deployment({ repository: 'a/b', sha: 'c0ffee', status: 'queued' })).toMatchObject({
      record: { status: 'pending', createdAt: NOW, startedAt: undefined, finishedAt: undefined },
    })
  })

  it('keeps its own times and id, also where a form made texts of them', () => {
    const form = objectOfForm(
      new URLSearchParams(
        'id=77&service=shop&sha=c0ffee&status=FAILED&production=false&finishedAt=2026-03-01T10:00:00%2B01:00',
      ),
    )
    expect(deployment(form)).toMatchObject({
      id: '77',
      record: { id: '77', status: 'failure', production: false, finishedAt: '2026-03-01T09:00:00Z' },
    })
  })

  it.each([
    [{ sha: 'c0ffee' }, 'service'],
    [{ service: 'shop' }, 'sha'],
    [{ service: 'shop', sha: '' }, 'sha'],
    [{ service: 'shop', sha: 'c0ffee', status: 'fine' }, 'status'],
    [{ service: 'shop', sha: 'c0ffee', stauts: 'success' }, 'stauts'],
    [{ service: 'shop', sha: 'c0ffee', finishedAt: '2026-03-01' }, 'finishedAt'],
    [['shop'], ''],
    [null, ''],
  ])('%j is refused at %j', (value, field) => {
    expect(deployment(value)).toMatchObject({ ok: false, field })
  })
})

describe('a reported incident', () => {
  it('opens now and needs a title', () => {
    expect(incident({ service: 'shop', title: 'Checkout is down' })).toMatchObject({
      ok: true,
      record: { type: 'incident', id: 'new-1', startedAt: NOW, resolvedAt: undefined },
    })
    expect(incident({ service: 'shop' })).toMatchObject({ ok: false, field: 'title' })
  })

  it('is resolved by its id alone once it is known, and keeps when it began', () => {
    const known = { title: 'Down', startedAt: '2026-03-02T08:00:00Z', service: 'shop', repository: null }
    expect(incident({ id: '7', status: 'resolved' }, known)).toMatchObject({
      id: '7',
      record: { title: 'Down', service: 'shop', startedAt: '2026-03-02T08:00:00Z', resolvedAt: NOW },
    })
    expect(incident({ id: '7', status: 'acknowledged' }, known)).toMatchObject({ record: { acknowledgedAt: NOW } })
    expect(incident({ id: '7', status: 'resolved' })).toMatchObject({ ok: false, field: 'title' })
  })

  it('names its cause by a dotted field of a form', () => {
    const form = new URLSearchParams(
      'title=Down&service=shop&causedBy.pullRequest=12&causedBy.sha=c0ffee&labels=sev1&labels=db',
    )
    expect(incident(objectOfForm(form))).toMatchObject({
      record: { causedBy: { pullRequest: 12, sha: 'c0ffee' }, labels: ['sev1', 'db'] },
    })
    expect(incident({ title: 'Down', labels: 'sev1' })).toMatchObject({ record: { labels: ['sev1'] } })
    expect(incident({ title: 'Down', causedBy: { commit: 'c0ffee' } })).toMatchObject({ ok: false })
  })
})

it('a form cannot reach into the prototype of anything', () => {
  const found = objectOfForm(new URLSearchParams('__proto__.polluted=1&constructor.polluted=1&toString=x'))
  expect(Object.keys(found)).toEqual(['constructor', 'toString'])
  expect('polluted' in {}).toBe(false)
})
