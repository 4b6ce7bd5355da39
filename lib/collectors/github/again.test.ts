import { describe, expect, it } from 'vitest'
import { sha } from '../../testing/github/model'
import { world } from '../../testing/github/world'
import { nameOf } from './repositories'

const at = '2026-05-01T10:00:00Z'
const later = '2026-05-02T10:00:00Z'
const tomorrow = { now: new Date('2026-06-02T00:00:00Z') }

describe('what is not finished is asked for again', () => {
  const here = world()

  it('a deployment, until it says how it ended; then never', async () => {
    const deployment = here.shop.deploy({ createdAt: at })
    here.shop.status(deployment, 'IN_PROGRESS', at)
    await here.collect()
    expect(here.sink.of('deployment')).toMatchObject([{ status: 'running', startedAt: at }])
    here.sink.taken()
    await here.collect()
    expect(here.sink.taken()).toEqual([])
    here.shop.status(deployment, 'SUCCESS', later)
    await here.collect()
    expect(here.sink.of('deployment')).toMatchObject([{ status: 'success', finishedAt: later, production: true }])
    here.fake.taken()
    await here.collect()
    expect(here.fake.taken().charged).toBe(1)
  })

  it('one of many deployments, long after it was made', async () => {
    const old = here.shop.deploy({ createdAt: at })
    for (let number = 0; number < 120; number += 1) {
      const createdAt = `2026-05-02T${String(10 + Math.floor(number / 60))}:${String(number % 60).padStart(2, '0')}:00Z`
      here.shop.status(here.shop.deploy({ createdAt }), 'SUCCESS', createdAt)
    }
    await here.collect()
    here.shop.status(old, 'FAILURE', later)
    await here.collect()
    expect(here.sink.of('deployment').find(({ id }) => id === old.id)).toMatchObject({ status: 'failure' })
  })

  it('a deployment that was deleted meanwhile, finished or not', async () => {
    const [open, done] = [here.shop.deploy({ createdAt: at }), here.shop.deploy({ createdAt: later })]
    here.shop.deploy({ createdAt: at })
    here.shop.status(done, 'SUCCESS', later)
    await here.collect()
    here.shop.deployments.splice(0, 2)
    expect(here.sink.of('deployment').map(({ id }) => id)).toEqual(expect.arrayContaining([open.id, done.id]))
    await here.collect()
    expect(here.sink.of('deployment').map(({ id }) => id)).toEqual([here.shop.deployments[0]?.id])
  })

  it('a run, its end and what it was before', async () => {
    const run = here.shop.run({ created_at: at, status: 'in_progress', conclusion: null })
    await here.collect()
    expect(here.sink.of('pipeline_run')).toMatchObject([{ status: 'running' }])
    Object.assign(run.attempts[0] ?? {}, { status: 'completed', conclusion: 'failure', updated_at: later })
    await here.collect()
    expect(here.sink.of('pipeline_run')).toMatchObject([{ status: 'failure', finishedAt: later }])
  })

  it('a run that is no longer among the newest, and one that was deleted', async () => {
    const [slow, gone] = [1, 2].map(() => here.shop.run({ created_at: at, status: 'queued', conclusion: null }))
    await here.collect()
    for (let number = 0; number < 120; number += 1) here.shop.run({ created_at: later })
    Object.assign(slow?.attempts[0] ?? {}, { status: 'completed', conclusion: 'success', updated_at: later })
    here.shop.runs.splice(
      here.shop.runs.findIndex(({ id }) => id === gone?.id),
      1,
    )
    await here.collect()
    const runs = here.sink.of('pipeline_run')
    expect(runs.find(({ id }) => id === String(slow?.id))).toMatchObject({ status: 'success' })
    expect(runs.find(({ id }) => id === String(gone?.id))).toBeUndefined()
    expect(runs).toHaveLength(121)
  })

  it('not a run that had ended: GitHub forgets those by itself, and it happened', async () => {
    here.shop.run({ created_at: at, conclusion: 'failure' })
    await here.collect()
    here.shop.runs.splice(0)
    await here.collect()
    await here.collect({}, tomorrow)
    expect(here.sink.of('pipeline_run')).toMatchObject([{ status: 'failure' }])
  })

  it('every attempt of a run that was started again, with the jobs of each', async () => {
    const run = here.shop.run({ created_at: at, conclusion: 'failure', updated_at: at })
    here.shop.job(run, { conclusion: 'failure', completed_at: '2026-05-01T10:04:00Z' })
    await here.collect({ jobs: 'all' })
    run.attempts.push({
      status: 'completed',
      conclusion: 'success',
      run_started_at: later,
      updated_at: '2026-05-02T10:09:00Z',
    })
    here.shop.job(run, {
      run_attempt: 2,
      created_at: later,
      started_at: '2026-05-02T10:01:00Z',
      completed_at: '2026-05-02T10:08:00Z',
    })
    await here.collect({ jobs: 'all' })
    expect(
      here.sink
        .of('pipeline_run')
        .map(({ attempt, status, queuedAt, startedAt, finishedAt }) => [
          attempt,
          status,
          queuedAt,
          startedAt,
          finishedAt,
        ]),
    ).toEqual([
      [1, 'failure', at, '2026-05-01T10:00:20Z', '2026-05-01T10:04:00Z'],
      [2, 'success', later, '2026-05-02T10:01:00Z', '2026-05-02T10:08:00Z'],
    ])
    expect(here.sink.of('job').map(({ attempt, status, queuedAt }) => [attempt, status, queuedAt])).toEqual([
      [1, 'failure', at],
      [2, 'success', later],
    ])
  })

  it('but what is deleted while it is read: the others land all the same', async () => {
    const [gone, kept] = [here.shop.run({ created_at: at }), here.shop.run({ created_at: later })]
    gone.attempts.push({ status: 'completed', conclusion: 'success', run_started_at: later, updated_at: later })
    here.shop.job(kept)
    here.fake.intercept = ({ path }) =>
      path.includes(`/runs/${gone.id}/`) ? { status: 404, body: { message: 'Not Found' } } : undefined
    const outcome = await here.collect({ jobs: 'all' })
    expect(outcome).toMatchObject({ status: 'completed', rejected: 2 })
    expect(here.sink.pages.flatMap(({ rejected }) => rejected.map(({ position }) => position))).toEqual([
      `run ${gone.id} of acme/shop, attempt 1`,
      `run ${gone.id} of acme/shop, its jobs`,
    ])
    expect(here.sink.of('job')).toHaveLength(1)
  })

  it('an old run that was started again between two looks, within a day', async () => {
    const run = here.shop.run({ created_at: '2026-05-20T10:00:00Z', conclusion: 'failure' })
    for (let number = 0; number < 120; number += 1) here.shop.run({ created_at: '2026-05-21T10:00:00Z' })
    await here.collect()
    const again = { run_started_at: '2026-06-01T00:00:00Z', updated_at: '2026-06-01T00:05:00Z' }
    run.attempts.push({ status: 'completed', conclusion: 'success', ...again })
    here.shop.run({ created_at: '2026-06-01T00:01:00Z', updated_at: '2026-06-01T00:10:00Z' })
    await here.collect()
    await here.collect({}, tomorrow)
    const attempts = here.sink.of('pipeline_run').filter(({ id }) => id === String(run.id))
    expect(attempts.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 'failure'],
      [2, 'success'],
    ])
  })
})

describe('jobs', () => {
  const here = world()
  const services = [{ repository: 'acme/shop', rule: { from: 'job' as const, match: 'deploy' }, hasPaths: false }]

  it('are asked for only where a service needs them, also of runs that are known already', async () => {
    here.shop.job(here.shop.run({ created_at: at }))
    await here.collect()
    expect(here.sink.of('job')).toEqual([])
    await here.collect({}, { services })
    expect(here.sink.of('job')).toMatchObject([{ name: 'build', status: 'success', runner: 'Hosted 1' }])
  })

  it('are never asked for where that was said', async () => {
    here.shop.job(here.shop.run({ created_at: at }))
    await here.collect({ jobs: 'none' }, { services })
    expect(here.sink.of('job')).toEqual([])
  })
})

describe('a repository', () => {
  const here = world()

  it('keeps its name in records and its cursors when it is renamed', async () => {
    here.shop.pull({ createdAt: at })
    await here.collect()
    here.sink.taken()
    here.shop.formerNames.push(here.shop.fullName)
    here.shop.fullName = 'acme/store'
    here.fake.taken()
    const outcome = await here.collect()
    expect(outcome?.streams[1]?.scope?.title).toBe('acme/store (formerly acme/shop)')
    expect(here.sink.taken()).toMatchObject([{ name: 'acme/shop', url: 'https://github.com/acme/store' }])
    expect(here.fake.taken().charged).toBeLessThanOrEqual(2)
    here.shop.pull({ createdAt: later })
    await here.collect()
    expect(here.sink.of('pull_request').map(({ repository }) => repository)).toEqual(['acme/shop', 'acme/shop'])
  })

  it('is known by its number, by which an event may name it', async () => {
    await here.collect()
    const { since } = here.sink.cursors.repositories ?? {}
    expect(nameOf(since, { id: 'MDEwOlJlcG9zaXRvcnkx', number: here.shop.databaseId })).toBe('acme/shop')
    expect(nameOf(since, { id: 'MDEwOlJlcG9zaXRvcnkx', number: 1 })).toBeUndefined()
    expect(nameOf(since, { id: 'MDEwOlJlcG9zaXRvcnkx' })).toBeUndefined()
  })

  it('gives its former name up to another that bears it by now', async () => {
    here.shop.pull({ createdAt: at, title: 'Old' })
    await here.collect({ repositories: ['acme/*'] })
    here.shop.fullName = 'acme/store'
    here.fake.repository('acme/shop').pull({ createdAt: later, title: 'New' })
    await here.collect({ repositories: ['acme/*'] })
    const titles = here.sink.of('pull_request').map(({ repository, title }) => `${repository} ${title}`)
    expect(titles.sort()).toEqual(['acme/shop New', 'acme/store Old'])
  })

  it('that vanishes is not found, and the others go on', async () => {
    const site = here.fake.repository('acme/site')
    await here.collect({ repositories: ['acme/*'] })
    here.fake.remove(here.shop)
    site.pull({ createdAt: at })
    const outcome = await here.collect({ repositories: ['acme/*'] })
    expect(outcome).toMatchObject({ status: 'partial', error: { kind: 'not-found' } })
    expect(here.sink.of('pull_request')).toMatchObject([{ repository: 'acme/site' }])
  })

  it('that vanishes while it is read is not found, and the others go on', async () => {
    const site = here.fake.repository('acme/site')
    site.pull({ createdAt: at })
    here.fake.intercept = ({ query }) => {
      if (query && !query.includes('Pulse')) here.fake.repositories.splice(0, here.fake.repositories.length, site)
      return undefined
    }
    const outcome = await here.collect({ repositories: ['acme/*'] })
    expect(outcome).toMatchObject({ status: 'partial', error: { kind: 'not-found' } })
    expect(here.sink.of('pull_request')).toHaveLength(1)
  })

  it('is left out when archived, a fork, or named after "!"', async () => {
    here.fake.repository('acme/old').isArchived = true
    here.fake.repository('acme/copy').isFork = true
    here.fake.repository('acme/scratch')
    const names = () =>
      here.sink
        .of('repository')
        .map(({ name }) => name)
        .sort()
    await here.collect({ repositories: ['acme/*', '!acme/scr*'] })
    expect(names()).toEqual(['acme/shop'])
    await here.collect({ repositories: ['acme/*', '!acme/scr*'], archived: true, forks: true })
    expect(names()).toEqual(['acme/copy', 'acme/old', 'acme/shop'])
  })
})

describe('a replayed page', () => {
  const here = world()

  it('changes nothing, even from the first one on', async () => {
    const mergeCommit = here.shop.commit({ at })
    here.shop.review(here.shop.pull({ createdAt: at, mergedAt: later, closedAt: later, mergeCommit }), 'APPROVED', at)
    here.shop.status(here.shop.deploy({ createdAt: at, commitOid: sha(1) }), 'SUCCESS', later)
    here.shop.run({ created_at: at })
    here.shop.issue({ createdAt: at })
    await here.collect()
    const content = here.sink.content()
    here.sink.cursors = {}
    await here.collect()
    expect(here.sink.content()).toEqual(content)
  })
})
