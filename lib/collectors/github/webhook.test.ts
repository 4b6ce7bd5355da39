import examples from '@octokit/webhooks-examples'
import { sign } from '@octokit/webhooks-methods'
import { describe, expect, it } from 'vitest'
import { prepareRecords } from '../prepare'
import { Config } from './config'
import { webhook } from './webhook'

const SECRET = 'a secret of this test'
const config = Config.parse({
  token: 't',
  repositories: ['acme/*'],
  webhookSecret: SECRET,
  incidents: { labels: ['bug'] },
})

type Payload = { action?: string; repository?: { node_id: string; id: number; full_name: string } } & Record<
  string,
  unknown
>

// biome-ignore lint/suspicious/noExplicitAny: payloads of another package, of a hundred shapes
function payloads(event: string): any[] {
  return examples.find(({ name }) => name === event)?.examples ?? []
}

/** As if every repository of the examples had been listed under its own name. */
function listed(body: Payload) {
  const { node_id = '', full_name = '' } = body.repository ?? {}
  return { known: { [node_id]: { name: full_name, url: 'https://github.com' } } }
}

/** As if the connection meant every repository of theirs. */
function meant(body: Payload, given = config) {
  return { ...given, repositories: [`${body.repository?.full_name.split('/')[0] ?? 'acme'}/*`] }
}

function tell(event: string, body: Payload, given = config) {
  return webhook.tell({ id: 'd1', event, body }, meant(body, given), listed(body))
}

function records(event: string, body: Payload, given = config) {
  const { rejected, records: found } = tell(event, body, given)
  const prepared = prepareRecords({ records: found, rejected }, 'forge')
  expect(prepared.rejected).toEqual([])
  return prepared.records
}

describe('a delivery', () => {
  const body = JSON.stringify({ zen: 'Keep it logically awesome.' })
  const headers = (signature: string, more = {}) =>
    new Headers({ 'x-hub-signature-256': signature, 'x-github-delivery': 'd1', 'x-github-event': 'ping', ...more })

  it('is read when it is signed with the secret, as JSON or as a form', async () => {
    const signature = await sign(SECRET, body)
    expect(await webhook.read(headers(signature), body, SECRET)).toEqual({
      id: 'd1',
      event: 'ping',
      body: JSON.parse(body),
    })
    const form = new URLSearchParams({ payload: body }).toString()
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await webhook.read(headers(await sign(SECRET, form), type), form, SECRET)).toMatchObject({
      body: JSON.parse(body),
    })
  })

  it('is none without a signature, with another one, of another body or secret', async () => {
    const signature = await sign(SECRET, body)
    expect(
      await webhook.read(new Headers({ 'x-github-delivery': 'd1', 'x-github-event': 'ping' }), body, SECRET),
    ).toBeNull()
    for (const wrong of ['', 'sha256=', 'sha256=00', `${signature}0`, 'nonsense', await sign('other', body)])
      expect(await webhook.read(headers(wrong), body, SECRET)).toBeNull()
    expect(await webhook.read(headers(signature), `${body} `, SECRET)).toBeNull()
  })

  it('that is signed and broken is told so', async () => {
    for (const broken of ['{"zen":', ''])
      await expect(
        webhook.read(headers(await sign(SECRET, broken || ' ')), broken || ' ', SECRET),
      ).rejects.toMatchObject({
        kind: 'unexpected',
      })
  })
})

describe("GitHub's own examples", () => {
  it.each([
    'pull_request',
    'pull_request_review',
    'workflow_run',
    'workflow_job',
    'deployment',
    'deployment_status',
    'issues',
  ])('of %s become valid records, the same each time', (event) => {
    const all = payloads(event)
    expect(all.length).toBeGreaterThan(3)
    const found = all.flatMap((body) => records(event, body))
    expect(found.length).toBeGreaterThan(0)
    expect(all.flatMap((body) => records(event, body))).toEqual(found)
  })

  it.each(['push', 'release'])('of %s say only that something changed', (event) => {
    for (const body of payloads(event)) expect(tell(event, body)).toEqual({ records: [], rejected: [], changed: true })
  })

  it('of anything else say nothing', () => {
    const known = [
      'pull_request',
      'pull_request_review',
      'workflow_run',
      'workflow_job',
      'deployment',
      'deployment_status',
      'issues',
    ]
    const looked = ['push', 'create', 'delete', 'release', 'repository']
    for (const { name, examples: all } of examples) {
      if ([...known, ...looked].includes(name)) continue
      for (const body of all) expect(tell(name, body as Payload)).toMatchObject({ records: [], changed: false })
    }
  })
})

describe('an event', () => {
  const [pull] = payloads('pull_request').filter(({ action }) => action === 'opened')
  const changed = (more: object, action = 'edited') => ({
    ...pull,
    action,
    pull_request: { ...pull.pull_request, ...more },
  })

  it('of a repository that was not listed says only that something changed', () => {
    const delivery = { id: 'd1', event: 'pull_request', body: pull }
    for (const since of [undefined, { known: {} }])
      expect(webhook.tell(delivery, config, since)).toEqual({ records: [], rejected: [], changed: true })
  })

  it('of a renamed repository is of the name that its records have', () => {
    const known = { [pull.repository.node_id]: { name: 'acme/before', url: 'https://github.com' } }
    const { records: found } = webhook.tell({ id: 'd1', event: 'pull_request', body: pull }, config, { known })
    expect(found).toMatchObject([{ repository: 'acme/before' }])
  })

  it('of an old repository names it by a node id of the former kind, and is known by its number', () => {
    const { id: number, node_id, full_name } = pull.repository
    expect(node_id).toMatch(/^MDEwOlJlcG9zaXRvcnk/)
    const known = { R_kgDOCyHeug: { name: full_name, url: 'https://github.com', number } }
    const delivery = { id: 'd1', event: 'pull_request', body: pull }
    expect(webhook.tell(delivery, meant(pull), { known }).records).toMatchObject([{ repository: full_name }])
    const another = { R_kgDOCyHeug: { ...known.R_kgDOCyHeug, number: number + 1 } }
    expect(webhook.tell(delivery, meant(pull), { known: another }).records).toEqual([])
  })

  it('of a repository that is left out by now says nothing, although it was listed once', () => {
    const delivery = { id: 'd1', event: 'pull_request', body: pull }
    const { full_name } = pull.repository
    const without = { ...meant(pull), repositories: [...meant(pull).repositories, `!${full_name}`] }
    expect(webhook.tell(delivery, without, listed(pull))).toEqual({ records: [], rejected: [], changed: false })
    // Named by nothing, it may be a former name of one that is: the listing decides.
    const others = { ...config, repositories: ['acme/*'] }
    expect(webhook.tell(delivery, others, listed(pull))).toEqual({ records: [], rejected: [], changed: true })
  })

  it('leaves alone what it does not know: commits, and when a pull request left draft', () => {
    const [open] = records('pull_request', changed({ draft: false }))
    expect(open).not.toHaveProperty('commits')
    expect(open).not.toHaveProperty('readyAt')
    expect(open?.unset).toEqual(['mergedAt', 'closedAt', 'mergeCommitSha'])
    const [draft] = records('pull_request', changed({ draft: true }))
    expect(draft?.unset).toContain('readyAt')
    const [ready] = records(
      'pull_request',
      changed({ draft: false, updated_at: '2026-03-01T09:00:00Z' }, 'ready_for_review'),
    )
    expect(ready).toMatchObject({ readyAt: '2026-03-01T09:00:00Z' })
  })

  it('of a payload that is not as described is rejected with its place', () => {
    expect(tell('pull_request', changed({ number: 'seven' }))).toMatchObject({
      records: [],
      rejected: [
        {
          position: `pull request seven of ${pull.repository.full_name}, pull_request d1`,
          path: 'pull_request.number',
        },
      ],
    })
    expect(tell('workflow_run', { repository: pull.repository })).toMatchObject({
      rejected: [{ position: 'workflow_run d1', path: 'workflow_run' }],
    })
    expect(tell('workflow_run', { hello: 'world' })).toMatchObject({ records: [], rejected: [], changed: false })
  })

  it('of a job is nothing where jobs are not wanted', () => {
    const [job] = payloads('workflow_job')
    expect(records('workflow_job', job)).toHaveLength(1)
    expect(records('workflow_job', job, { ...config, jobs: 'none' })).toEqual([])
  })
})

describe('deployments', () => {
  const [status] = payloads('deployment_status')
  const said = (state: string, at: string) => ({
    ...status,
    deployment_status: { ...status.deployment_status, state, created_at: at },
  })

  it('take each status as it comes and clear nothing of the others', () => {
    expect(records('deployment_status', said('in_progress', '2026-03-01T09:00:00Z'))).toMatchObject([
      { status: 'running', startedAt: '2026-03-01T09:00:00Z' },
    ])
    const [done] = records('deployment_status', said('success', '2026-03-01T09:10:00Z'))
    expect(done).toMatchObject({ status: 'success', finishedAt: '2026-03-01T09:10:00Z' })
    expect(done).not.toHaveProperty('unset')
    expect(done).not.toHaveProperty('startedAt')
  })

  it('do not end because another one came later', () => {
    expect(records('deployment_status', said('inactive', '2026-03-01T10:00:00Z'))).toEqual([])
  })
})

describe('a delivery that is sent again under another name and id', () => {
  const taken = { records: [], rejected: [], changed: false }

  it('of a comment that was deleted deletes no issue', () => {
    const [comment] = payloads('issue_comment').filter(({ action }) => action === 'deleted')
    expect(tell('issues', comment)).toEqual(taken)
  })

  it('of a review, a status or a job reverts nothing', () => {
    for (const body of payloads('pull_request_review')) expect(tell('pull_request', body)).toEqual(taken)
    for (const body of payloads('deployment_status')) expect(tell('deployment', body)).toEqual(taken)
  })

  it('does not bring an issue back', () => {
    const [deleted] = payloads('issues').filter(({ action }) => action === 'deleted')
    const last = { ...deleted, action: 'closed', issue: { ...deleted.issue, labels: [{ name: 'bug' }] } }
    const [gone] = records('issues', deleted)
    const [again] = records('issues', last)
    expect([gone?.deleted, again?.deleted]).toEqual([true, undefined])
    expect(Date.parse(gone?.updatedAt ?? '')).toBeGreaterThan(Date.parse(again?.updatedAt ?? ''))
  })

  it('is older than the end that came within the same second', () => {
    const [status] = payloads('deployment_status')
    const [created] = payloads('deployment')
    const at = '2026-03-01T09:00:00Z'
    const deployment = { ...status.deployment, created_at: at, updated_at: at }
    const said = (state: string) => ({
      ...status,
      deployment,
      deployment_status: { ...status.deployment_status, state, created_at: at },
    })
    const timeOf = ([record]: { updatedAt?: string }[]) => Date.parse(record?.updatedAt ?? '')
    const end = timeOf(records('deployment_status', said('success')))
    const start = timeOf(records('deployment_status', said('in_progress')))
    const nothing = timeOf(records('deployment', { ...created, deployment }))
    expect([end - start, start - nothing]).toEqual([1, 1])
    expect(end).toBe(Date.parse(at))
  })
})

describe('issues', () => {
  const [opened] = payloads('issues').filter(({ action }) => action === 'opened')
  const issue = (action: string, more: object) => ({ ...opened, action, issue: { ...opened.issue, ...more } })
  const bug = { labels: [{ name: 'Bug' }], body: 'Caused by #12' }

  it('are incidents by the rule of the connection, with the cause that they name', () => {
    expect(records('issues', issue('labeled', bug))).toMatchObject([
      { type: 'incident', causedBy: { pullRequest: 12 } },
    ])
    expect(records('issues', issue('opened', { labels: [] }))).toEqual([])
  })

  it('that lose the label, are deleted or leave are incidents no more', () => {
    for (const gone of [issue('unlabeled', { labels: [] }), issue('deleted', bug), issue('transferred', bug)])
      expect(records('issues', gone)).toMatchObject([{ type: 'incident', deleted: true }])
  })

  it('are incidents by their type, as long as they have it', () => {
    const byType = { ...config, incidents: { labels: [], types: ['Incident'] } }
    const [typed, untyped] = [{ type: { name: 'Incident' } }, { type: null }]
    expect(records('issues', issue('typed', typed), byType)).toMatchObject([{ type: 'incident' }])
    expect(records('issues', issue('opened', untyped), byType)).toEqual([])
    for (const [action, more] of [
      ['untyped', untyped],
      ['typed', { type: { name: 'Bug' } }],
    ] as const)
      expect(records('issues', issue(action, more), byType)).toMatchObject([{ type: 'incident', deleted: true }])
  })

  it('keep the cause that a comment named', () => {
    const [record] = records('issues', issue('edited', { ...bug, body: null }))
    expect(record?.unset ?? []).not.toContain('causedBy')
  })
})
