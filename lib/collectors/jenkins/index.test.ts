import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeFolders } from '../../testing/git-repository'
import { sendJson } from '../../testing/http-server'
import { checkout, type FakeItem, FakeJenkins, LOGIN, sha } from '../../testing/jenkins/server'
import { runContext } from '../../testing/run-context'
import { collect, Sink, testSource } from '../../testing/source-suite'
import { checkSource } from '../run'
import { jenkins } from '.'

const opened: FakeJenkins[] = []
async function start(): Promise<FakeJenkins> {
  const server = new FakeJenkins()
  await server.http.listen()
  opened.push(server)
  return server
}

afterAll(async () => {
  removeFolders()
  for (const { http } of opened) await http.close()
})

function fill(item: FakeItem, count: number): void {
  for (let number = 1; number <= count; number += 1)
    item.build(number, new Date(Date.UTC(2026, 4, 1, number)).toISOString())
}

testSource({
  source: jenkins,
  config: async () => {
    const server = await start()
    fill(server.root.add('folder', 'shop').add('pipeline', 'build'), 230)
    fill(server.root.add('freestyle', 'deploy'), 3)
    return { url: server.url, ...LOGIN, stages: 'none' }
  },
  broken: { url: 'jenkins', ...LOGIN },
})

let server: FakeJenkins
let job: FakeItem
let sink: Sink
const config = (given = {}) => ({ url: server.url, ...LOGIN, ...given })
const run = (given = {}, options = {}) => collect(jenkins, config(given), sink, options)
const numbers = () =>
  sink
    .of('pipeline_run')
    .map(({ id }) => Number(id.split('#')[1]))
    .sort((a, b) => a - b)
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)
const at = '2026-05-01T10:00:00Z'

beforeEach(async () => {
  server = await start()
  job = server.root.add('pipeline', 'build')
  sink = new Sink()
})
afterEach(() => server.heal())

describe('jobs', () => {
  it('are found in folders of any depth and in multibranch projects, each branch by its name', async () => {
    const deep = server.root.add('folder', 'a').add('folder', 'b').add('folder', 'c').add('multibranch', 'site')
    deep.add('pipeline', 'feature%2Fcart').build(1, at)
    job.build(1, at)
    await run({ stages: 'none' })
    expect(sink.of('pipeline_run').map(({ id, pipeline, branch }) => [id, pipeline, branch])).toEqual([
      ['build#1', 'build', 'main'],
      ['a/b/c/site/feature%2Fcart#1', 'a/b/c/site', 'feature/cart'],
    ])
    expect(server.asked()).toContain('job/a/job/b/job/c/job/site/job/feature%252Fcart/api/json{0,2}')
  })

  it('are those of the patterns', async () => {
    const folder = server.root.add('folder', 'shop')
    for (const name of ['build', 'nightly']) folder.add('freestyle', name).build(1, at)
    job.build(1, at)
    await run({ jobs: ['shop/*', '!shop/night*'] })
    expect(sink.of('pipeline_run').map(({ pipeline }) => pipeline)).toEqual(['shop/build'])
  })
})

describe('a list of builds', () => {
  it('that grows or shrinks while it is read leaves none out', async () => {
    for (const change of [() => job.builds.splice(0, 40), () => job.build(231, at)]) {
      job.builds.length = 0
      fill(job, 230)
      sink = new Sink()
      let asked = 0
      const answer = server.http.handle
      server.http.handle = (request, response) => {
        if (request.url?.includes('allBuilds') && ++asked === 2) change()
        answer(request, response)
      }
      await run({ stages: 'none' })
      server.http.handle = answer
      await run({ stages: 'none' })
      expect(numbers().slice(0, 230)).toEqual(upTo(230))
    }
  })

  it('ends where the settings say', async () => {
    fill(job, 100)
    await run({ stages: 'none', since: '2026-05-03' })
    expect(numbers()[0]).toBe(48)
  })

  it('of a job that was made anew is read anew', async () => {
    fill(job, 5)
    await run({ stages: 'none' })
    job.builds.length = 0
    job.build(1, at, { actions: [checkout('9e')] })
    await run({ stages: 'none' })
    expect(sink.of('pipeline_run').find(({ id }) => id === 'build#1')?.sha).toBe(sha('9e'))
  })
})

describe('what it costs', () => {
  it('is a request for a hundred builds, and none for a job in which nothing has run since', async () => {
    fill(job, 230)
    await run({ stages: 'none' })
    expect(server.asked()).toEqual([
      'api/json',
      'job/build/api/json{0,100}',
      'job/build/api/json{99,200}',
      'job/build/api/json{199,231}',
    ])
    await run({ stages: 'none' })
    expect(server.asked()).toEqual(['api/json'])
    job.build(231, at)
    await run({ stages: 'none' })
    expect(server.asked()).toEqual(['api/json', 'job/build/api/json{0,2}'])
  })
})

describe('what goes wrong', () => {
  const html = (status: number) =>
    server.intercept(/./, (_, response) => response.writeHead(status, { 'Content-Type': 'text/html' }).end('<html>'))

  it('is a token that is not taken, asked for once', async () => {
    expect(await run({ token: 'old' })).toMatchObject({ status: 'failed', error: { kind: 'auth' } })
    expect(server.asked()).toHaveLength(1)
  })

  it('is a permission, which is named', async () => {
    html(403)
    expect(await run()).toMatchObject({ error: { kind: 'auth', hint: expect.stringContaining('Job/Read') } })
  })

  it('is a sign-in page, or a redirect to one elsewhere', async () => {
    html(200)
    expect(await run()).toMatchObject({ status: 'failed', error: { kind: 'unexpected' } })
    server.heal()
    server.intercept(/./, (_, response) => response.writeHead(302, { Location: 'https://sso.example/' }).end())
    expect(await run()).toMatchObject({ status: 'failed', error: { kind: 'config' } })
  })

  it('is a job that vanishes during the run, for itself alone', async () => {
    fill(job, 2)
    server.root.add('freestyle', 'deploy').build(1, at)
    server.intercept(/job\/build\//, (_, response) => response.writeHead(404).end())
    expect(await run()).toMatchObject({ status: 'partial', error: { kind: 'not-found' } })
    expect(sink.of('pipeline_run').map(({ id }) => id)).toEqual(['deploy#1'])
  })

  it('is a cut answer or a 503, which pass, and a 429, which is waited for', async () => {
    fill(job, 2)
    server.intercept(/allBuilds/, (_, response) => response.writeHead(503).end(), 1)
    server.intercept(/allBuilds/, (_, response) => response.writeHead(200).end('{"allBuilds":[{'), 1)
    expect(await run({ stages: 'none' })).toMatchObject({ status: 'completed' })
    job.build(3, at)
    server.intercept(/allBuilds/, (_, response) => sendJson(response, {}, { 'Retry-After': '30' }, 429), 1)
    expect(await run({ stages: 'none' })).toMatchObject({ status: 'waiting', error: { kind: 'rate-limited' } })
  })
})

describe('"Test connection"', () => {
  it('tells what it sees and what the first collection will cost', async () => {
    fill(job, 120)
    const checked = await checkSource(jenkins, 'test', config(), runContext())
    expect(checked).toMatchObject({
      summary: 'Jenkins 2.528.1, 1 job',
      sees: { titles: ['build'], total: 1 },
      volume: { requests: 1 + 2 + 120 },
    })
    expect(checked.warnings).toEqual(['The address is http: whoever is on the way can read the token.'])
  })
})
