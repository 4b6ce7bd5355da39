import { expect, it } from 'vitest'
import { identityOf } from '../../records/record'
import { sha } from '../../testing/github/model'
import { world } from '../../testing/github/world'
import { prepareRecords } from '../prepare'
import { Config } from './config'
import { webhook } from './webhook'

const at = '2026-05-01T10:00:00Z'
const end = '2026-05-01T11:00:00Z'

const here = world()

it('what is collected and told by an event is one record, under the name that a renamed repository had first', async () => {
  const { shop } = here
  const pull = shop.pull({ createdAt: at, mergedAt: end, closedAt: end, updatedAt: end, mergeCommit: sha('merge') })
  const review = shop.review(pull, 'APPROVED', at)
  const run = shop.run({ created_at: at, updated_at: end })
  run.attempts.push({ status: 'completed', conclusion: 'success', run_started_at: end, updated_at: end })
  const job = shop.job(run)
  const deployment = shop.deploy({ createdAt: at })
  shop.status(deployment, 'SUCCESS', end)
  const issue = shop.issue({ createdAt: at, updatedAt: end })
  const config = { repositories: ['acme/*'], jobs: 'all' }
  await here.collect(config)
  shop.fullName = 'acme/store'
  await here.collect(config)

  const repository = { node_id: 'MDEwOlJlcG9zaXRvcnkx', id: shop.databaseId, full_name: shop.fullName }
  const user = { login: 'ada', type: 'User' }
  const { id, name, event, head_branch, head_sha, created_at } = run
  const attempt = { ...{ id, name, event, head_branch, head_sha, created_at, run_attempt: 2 }, ...run.attempts[1] }
  const deployed = { node_id: deployment.id, created_at: at, updated_at: end, sha: deployment.commitOid, ref: 'main' }
  const events: [string, object][] = [
    [
      'pull_request',
      {
        ...{ action: 'closed' },
        pull_request: {
          ...{
            node_id: pull.id,
            number: pull.number,
            title: pull.title,
            html_url: 'https://github.com/acme/store/pull/1',
          },
          ...{ draft: false, created_at: at, updated_at: end, merged_at: end, closed_at: end, user },
          ...{ base: { ref: 'main' }, head: { ref: pull.headRefName, repo: null }, merge_commit_sha: sha('merge') },
          ...{ additions: 1, deletions: 1, changed_files: 1, labels: [] },
        },
      },
    ],
    [
      'pull_request_review',
      {
        pull_request: { number: pull.number, updated_at: end },
        review: { node_id: review.id, user, state: 'approved', submitted_at: at },
      },
    ],
    ['workflow_run', { workflow_run: attempt }],
    ['workflow_job', { workflow_job: { ...job, run_id: run.id } }],
    ['deployment', { deployment: deployed }],
    ['deployment_status', { deployment: deployed, deployment_status: { state: 'success', created_at: end } }],
    [
      'issues',
      {
        ...{ action: 'labeled' },
        issue: {
          ...{ node_id: issue.id, number: issue.number, title: issue.title, created_at: at, updated_at: end },
          ...{ html_url: 'https://github.com/acme/store/issues/2', labels: [{ name: 'incident' }] },
        },
      },
    ],
  ]
  const { since } = here.sink.cursors.repositories ?? {}
  const known = new Set([...here.sink.records.values()].map((record) => `${record.type} ${identityOf(record)}`))
  const parsed = Config.parse(here.config(config))
  for (const [name, body] of events) {
    const told = webhook.tell({ id: name, event: name, body: { repository, ...body } }, parsed, since)
    const { records, rejected } = prepareRecords(told, 'test')
    expect(rejected, name).toEqual([])
    expect(records, name).toHaveLength(1)
    for (const record of records) expect(known).toContain(`${record.type} ${identityOf(record)}`)
  }
})
