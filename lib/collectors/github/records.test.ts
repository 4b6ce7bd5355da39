import { describe, expect, it } from 'vitest'
import { sha } from '../../testing/github/model'
import { world } from '../../testing/github/world'
import { Deployment, DeploymentStatus, deploymentRecord } from './deployment-record'
import { incidentTest } from './incident-record'
import { runRecord, WorkflowRun } from './run-record'

const at = (time: string) => `2026-03-0${time}:00Z`

describe('what becomes of a pull request', () => {
  const here = world()

  it('is one record with its own commits, and one for each submitted review', async () => {
    const { shop, sink } = here
    const commits = [{ oid: sha('one'), authoredDate: at('1T09:00') }]
    const pull = shop.pull({
      ...{ title: 'Pay by card', author: 'ada', createdAt: at('1T10:00'), updatedAt: at('3T12:00'), commits },
      ...{ readied: [at('2T09:00')], mergedAt: at('3T12:00'), closedAt: at('3T12:00'), mergeCommit: sha('merge') },
      labels: ['feature'],
    })
    shop.review(pull, 'COMMENTED', at('2T10:00'), 'helper[bot]')
    shop.review(pull, 'APPROVED', at('2T11:00'), null)
    shop.review(pull, 'PENDING', null)
    await here.collect()
    expect(sink.of('pull_request')).toEqual([
      {
        ...{ type: 'pull_request', source: 'test', repository: 'acme/shop', number: 1, title: 'Pay by card' },
        ...{ author: 'ada', baseBranch: 'main', headBranch: 'change-1', labels: ['feature'], updatedAt: at('3T12:00') },
        ...{ createdAt: at('1T10:00'), readyAt: at('2T09:00'), mergedAt: at('3T12:00'), closedAt: at('3T12:00') },
        ...{ mergeCommitSha: sha('merge'), commits: [{ sha: sha('one'), authoredAt: at('1T09:00') }] },
        ...{ additions: 10, deletions: 2, changedFiles: 3, url: 'https://github.com/acme/shop/pull/1' },
      },
    ])
    expect(sink.of('review').map(({ author, state, submittedAt }) => [author, state, submittedAt])).toEqual([
      ['helper[bot]', 'commented', at('2T10:00')],
      ['ghost', 'approved', at('2T11:00')],
    ])
    expect(sink.pages.flatMap(({ names }) => names)).toContain('The ada')
  })

  it('takes back what was true before: a draft again, reopened', async () => {
    const { shop, sink, fake } = here
    const pull = shop.pull({ createdAt: at('1T10:00'), readied: [at('1T11:00')], closedAt: at('2T10:00') })
    await here.collect()
    sink.taken()
    fake.now = at('4T10:00')
    shop.edit(pull, { isDraft: true, closedAt: null })
    await here.collect()
    expect(sink.of('pull_request')).toHaveLength(1)
    expect(sink.of('pull_request')[0]).not.toHaveProperty('readyAt')
    expect(sink.of('pull_request')[0]).not.toHaveProperty('closedAt')
  })

  it('follows commits and reviews that do not fit into a page, and says when GitHub lists no more', async () => {
    const { shop, sink } = here
    const commits = Array.from({ length: 260 }, (_, number) => ({ oid: sha(number), authoredDate: at('1T09:00') }))
    const pull = shop.pull({ createdAt: at('1T10:00'), commits })
    for (let number = 0; number < 150; number += 1) shop.review(pull, 'COMMENTED', at('2T10:00'))
    await here.collect()
    expect(sink.of('pull_request')[0]?.commits).toHaveLength(250)
    expect(sink.of('review')).toHaveLength(150)
    expect(sink.notes).toContain('acme/shop#1 has 260 commits, of which GitHub lists 250')
  })
})

describe('when a deployment ended', () => {
  const row = {
    id: 'DE_1',
    createdAt: at('1T09:00'),
    updatedAt: at('1T09:00'),
    commitOid: sha('x'),
    environment: 'live',
  }
  const [start, end] = [at('1T10:00'), at('1T10:05')]
  const table: [string, string, (string | undefined)[]][] = [
    ['nothing said yet', '', ['pending']],
    ['waits for approval', 'WAITING 1T10:00', ['pending']],
    ['under way', 'QUEUED 1T09:59, IN_PROGRESS 1T10:00', ['running', start]],
    [
      'ended, and another came after it',
      'IN_PROGRESS 1T10:00, SUCCESS 1T10:05, INACTIVE 3T08:00',
      ['success', start, end],
    ],
    ['said twice that it ended', 'IN_PROGRESS 1T10:00, SUCCESS 1T10:05, SUCCESS 1T10:09', ['success', start, end]],
    [
      'tried again',
      'IN_PROGRESS 1T09:00, FAILURE 1T09:05, IN_PROGRESS 1T10:00, SUCCESS 1T10:05',
      ['success', start, end],
    ],
    ['an error', 'ERROR 1T10:05', ['failure', undefined, end]],
    ['never ended, another came', 'IN_PROGRESS 1T10:00, INACTIVE 3T08:00', ['cancelled', start]],
    ['only inactive', 'INACTIVE 3T08:00', ['cancelled']],
    ['all in one second', 'INACTIVE 1T10:00, SUCCESS 1T10:00, IN_PROGRESS 1T10:00', ['success', start, start]],
  ]
  it.each(table)('%s', (_, said, [status, startedAt, finishedAt]) => {
    const words = said
      .split(', ')
      .filter(Boolean)
      .map((word) => word.split(' '))
    const statuses = words.map(([state, time = '']) => DeploymentStatus.parse({ state, createdAt: at(time) }))
    const record = deploymentRecord('acme/shop', Deployment.parse(row), statuses)
    expect([record.status, record.startedAt, record.finishedAt]).toEqual([status, startedAt, finishedAt])
  })

  it('is for production when somebody said so, and says nothing where GitHub only guesses', () => {
    const make = (production: boolean) =>
      deploymentRecord('acme/shop', Deployment.parse(row), [], { production }).production
    expect([make(true), make(false)]).toEqual([true, undefined])
  })

  it('names the run that made it', () => {
    const logUrl = 'https://github.com/acme/shop/actions/runs/77/job/8'
    const status = DeploymentStatus.parse({ state: 'SUCCESS', createdAt: at('1T10:00'), logUrl })
    expect(deploymentRecord('acme/shop', Deployment.parse(row), [status])).toMatchObject({
      pipelineRun: '77',
      url: logUrl,
    })
  })

  it('refuses a state that is not known, by its name', () => {
    const { error } = DeploymentStatus.safeParse({ state: 'PARKED', createdAt: at('1T10:00') })
    expect(error?.issues[0]?.message).toBe('is not a state of a deployment: PARKED')
  })
})

describe('what a run came to', () => {
  const row = {
    id: 7,
    name: 'Build',
    head_sha: sha('x'),
    created_at: at('1T09:00'),
    run_started_at: at('1T09:00'),
    updated_at: at('1T09:10'),
  }
  it.each([
    ['queued', null, 'queued'],
    ['waiting', null, 'queued'],
    ['in_progress', null, 'running'],
    ['completed', 'success', 'success'],
    ['completed', 'neutral', 'success'],
    ['completed', 'failure', 'failure'],
    ['completed', 'cancelled', 'cancelled'],
    ['completed', 'stale', 'cancelled'],
    ['completed', 'skipped', 'skipped'],
    ['completed', 'action_required', 'skipped'],
    ['completed', 'timed_out', 'timed_out'],
    ['completed', 'startup_failure', 'error'],
  ])('%s %s is %s', (status, conclusion, expected) => {
    expect(runRecord('acme/shop', WorkflowRun.parse({ ...row, status, conclusion })).status).toBe(expected)
  })

  it('refuses a conclusion that is not known, by its name', () => {
    const { error } = WorkflowRun.safeParse({ ...row, status: 'completed', conclusion: 'vaporised' })
    expect(error?.issues[0]).toMatchObject({ path: ['conclusion'], message: 'is not one that is known: vaporised' })
  })

  it('is queued, for a later attempt, when that was asked for', () => {
    const run = WorkflowRun.parse({
      ...row,
      status: 'completed',
      conclusion: 'success',
      run_attempt: 2,
      run_started_at: at('2T08:00'),
    })
    expect(runRecord('acme/shop', run)).toMatchObject({ attempt: 2, queuedAt: at('2T08:00'), startedAt: at('2T08:00') })
  })
})

describe('when an issue is an incident', () => {
  const test = incidentTest({ labels: ['incident'], types: ['Outage'], title: '^\\[outage\\]' })
  it.each([
    [{ title: 'Slow', labels: ['Incident'] }, true],
    [{ title: '[Outage] checkout', labels: [] }, true],
    [{ title: 'Slow', labels: [], issueType: { name: 'outage' } }, true],
    [{ title: 'Slow', labels: [], issueType: null }, false],
    [{ title: 'Slow', labels: [], issueType: { name: 'Outage' }, stateReason: 'DUPLICATE' }, false],
    [{ title: 'A question', labels: ['question'] }, false],
    [{ title: '[outage] again', labels: ['incident'], stateReason: 'DUPLICATE' }, false],
  ])('%o: %s', (issue, expected) => {
    expect(test(issue)).toBe(expected)
  })
})

describe('what became of incidents', () => {
  const here = world()
  const text = (body: string, more = {}) => here.shop.issue({ createdAt: at('1T10:00'), body, ...more })

  it('reads cause and repair from what was written', async () => {
    const long = 'a'.repeat(39)
    here.shop.pull({ createdAt: at('1T08:00'), updatedAt: at('1T08:00') })
    text('Caused by #1. Fixed by: acme/shop#1')
    text('', { comments: [`It was caused by \`${long}1\``, 'fixed in https://github.com/acme/shop/pull/1'] })
    text('caused by other/place#12 and fixed by hand')
    text('', { closedAt: at('2T10:00'), closer: { pull: 1 }, labels: ['incident', 'sev-1'] })
    text('', { closedAt: at('2T10:00'), closer: { oid: sha('fix') } })
    await here.collect()
    expect(here.sink.of('incident').map(({ causedBy, fixedBy }) => [causedBy, fixedBy])).toEqual(
      [
        [{ pullRequest: 1 }, { pullRequest: 1 }],
        [{ sha: `${long}1` }, { pullRequest: 1 }],
        [undefined, undefined],
        [undefined, { pullRequest: 1 }],
        [undefined, { sha: sha('fix') }],
      ].reverse(),
    )
    expect(here.sink.of('incident').find(({ id }) => id === 'acme/shop#5')).toMatchObject({
      ...{ severity: 'sev-1', startedAt: at('1T10:00'), resolvedAt: at('2T10:00'), repository: 'acme/shop' },
    })
  })

  it('finds the commit whose name was cut, and no other', async () => {
    const oid = here.shop.commit({ at: at('1T08:00'), oid: `abcdef1${'0'.repeat(33)}` })
    text('caused by abcdef1')
    text('caused by 0badcafe')
    text('caused by commit 1234567')
    await here.collect()
    expect(here.sink.of('incident').map(({ causedBy }) => causedBy)).toEqual([undefined, undefined, { sha: oid }])
  })

  it('takes back one that is reopened, has lost its label, or was deleted', async () => {
    const [reopened, relabelled, deleted] = [1, 2, 3].map(() => text('', { closedAt: at('2T10:00') }))
    await here.collect()
    expect(here.sink.of('incident')).toHaveLength(3)
    here.fake.now = at('5T10:00')
    if (!reopened || !relabelled || !deleted) throw new Error('made above')
    here.shop.edit(reopened, { closedAt: null })
    here.shop.edit(relabelled, { labels: [] })
    here.shop.issues.splice(here.shop.issues.indexOf(deleted), 1)
    await here.collect()
    expect(here.sink.of('incident').map(({ id }) => id)).toEqual(['acme/shop#1'])
    expect(here.sink.of('incident')[0]).not.toHaveProperty('resolvedAt')
  })

  it('looks at all of them again when the rule has changed', async () => {
    text('', { labels: ['outage'] })
    text('')
    await here.collect()
    await here.collect({ incidents: { labels: ['outage'] } })
    expect(here.sink.of('incident').map(({ id }) => id)).toEqual(['acme/shop#1'])
  })
})
